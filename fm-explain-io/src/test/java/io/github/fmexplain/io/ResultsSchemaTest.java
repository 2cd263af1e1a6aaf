package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The published schemas say what is written: no more, no less. */
class ResultsSchemaTest {

  private static final Path FOLDER = Path.of("..", "docs", "schema");
  private static final String ENDING = ".schema.json";
  private static final String ID = "https://github.com/fmexplain/fm-explain/docs/schema/";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, JsonNode> files = new HashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemas(id -> id.startsWith(ID) ? text(id.substring(ID.length())) : null));

  private static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Class<?> kind) {
    return kind.getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }

  private Schema schema(Class<?> kind) {
    return registry.getSchema(SchemaLocation.of(ID + nameOf(kind) + ENDING));
  }

  private static List<String> errors(Schema schema, String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  @Test
  void schemas_areSchemas_oneForEachKind() throws IOException {
    Schema draft =
        registry.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    Set<String> names = new TreeSet<>();
    try (Stream<Path> paths = Files.list(FOLDER)) {
      for (Path path : paths.toList()) {
        String text = Files.readString(path);
        assertEquals(List.of(), errors(draft, text), path.toString());
        assertEquals(ID + path.getFileName(), MAPPER.readTree(text).path("$id").stringValue());
        names.add(path.getFileName().toString());
      }
    }
    Set<String> expected =
        ResultsJson.kinds().stream()
            .map(kind -> nameOf(kind) + ENDING)
            .collect(Collectors.toCollection(TreeSet::new));
    expected.add("common" + ENDING);
    assertEquals(expected, names);
  }

  @Test
  void whatIsWritten_isValid() {
    for (Object result : Results.all()) {
      String json = ResultsJson.write(result);
      assertEquals(List.of(), errors(schema(result.getClass()), json), json);
    }
  }

  @Test
  void whatIsMissingOrTooMuch_isInvalid() {
    for (Object result : Results.all()) {
      JsonNode whole = MAPPER.readTree(ResultsJson.write(result));
      Schema schema = schema(result.getClass());
      ObjectNode more = (ObjectNode) whole.deepCopy();
      more.put("more", 1);
      assertFalse(errors(schema, more.toString()).isEmpty(), more.toString());
      for (String name : whole.propertyNames()) {
        ObjectNode less = (ObjectNode) whole.deepCopy();
        less.remove(name);
        // Which metrics there are depends on the model.
        assertEquals(result instanceof Metrics, errors(schema, less.toString()).isEmpty(), name);
      }
    }
  }

  @Test
  void everyComponentOfEveryResult_isInItsSchema() {
    Set<Type> seen = new HashSet<>();
    for (Class<?> kind : ResultsJson.kinds()) {
      String file = nameOf(kind) + ENDING;
      assertSays(new Node(file, file(file)), kind, false, seen);
    }
    assertTrue(seen.size() > 30, "only " + seen);
  }

  private JsonNode file(String name) {
    return files.computeIfAbsent(name, n -> MAPPER.readTree(text(n)));
  }

  /** A part of a schema, and the file that its references start from. */
  private record Node(String file, JsonNode json) {}

  private Node resolved(Node node) {
    JsonNode reference = node.json.path("$ref");
    if (!reference.isString()) {
      return node;
    }
    String[] parts = reference.stringValue().split("#", 2);
    String file = parts[0].isEmpty() ? node.file : parts[0];
    return resolved(new Node(file, file(file).at(parts[1])));
  }

  private void assertSays(Node unresolved, Type type, boolean nullable, Set<Type> seen) {
    String what = type.getTypeName();
    Node node = unresolved;
    if (nullable && node.json.has("anyOf")) {
      assertEquals("null", node.json.at("/anyOf/1/type").stringValue(), what);
      node = new Node(node.file, node.json.at("/anyOf/0"));
    } else if (nullable) {
      JsonNode nil = node.json.has("enum") ? node.json.path("enum") : node.json.path("type");
      String last = nil.path(nil.size() - 1).toString();
      assertEquals(node.json.has("enum") ? "null" : "\"null\"", last, what);
    }
    node = resolved(node);
    assertFalse(node.json.isMissingNode(), what);
    if (type instanceof ParameterizedType generic) {
      assertType(node, "array", nullable, what);
      Node items = new Node(node.file, node.json.path("items"));
      assertSays(items, generic.getActualTypeArguments()[0], false, seen);
      return;
    }
    Class<?> simple = (Class<?>) type;
    if (simple.isEnum()) {
      Set<String> names = new TreeSet<>();
      node.json.path("enum").forEach(n -> names.add(n.isNull() ? "null" : n.stringValue()));
      Set<String> expected =
          Arrays.stream(simple.getEnumConstants())
              .map(constant -> RecordShape.nameOf((Enum<?>) constant))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(expected, names, what);
    } else if (simple.isPrimitive() || simple.getName().startsWith("java.")) {
      assertType(node, typeOf(simple), nullable, what);
    } else if (seen.add(type)) {
      assertSaysObject(node, simple, seen);
    }
  }

  private static String typeOf(Class<?> type) {
    if (type == double.class || type == Double.class) {
      return "number";
    } else if (type == boolean.class) {
      return "boolean";
    }
    return type == String.class || type == Instant.class ? "string" : "integer";
  }

  private static void assertType(Node node, String type, boolean nullable, String what) {
    String expected = nullable ? "[\"" + type + "\",\"null\"]" : "\"" + type + "\"";
    assertEquals(expected, node.json.path("type").toString(), what);
  }

  private void assertSaysObject(Node node, Class<?> type, Set<Type> seen) {
    if (type == Metrics.class) {
      assertEquals(
          Arrays.stream(Metric.values()).map(Metric::metricName).collect(Collectors.toSet()),
          Set.copyOf(node.json.path("properties").propertyNames()));
      assertFalse(node.json.path("additionalProperties").booleanValue());
    } else if (type == TrainingHistories.class) {
      assertEquals(
          Set.of("userIds", "hashes", "start", "rows", "sampled"),
          Set.copyOf(node.json.path("properties").propertyNames()));
    } else if (type.isSealed()) {
      Class<?>[] kinds = type.getPermittedSubclasses();
      JsonNode schemas = node.json.path("oneOf");
      assertEquals(kinds.length, schemas.size(), type.getName());
      for (Class<?> kind : kinds) {
        assertSaysObject(new Node(node.file, ofKind(schemas, RecordShape.of(kind))), kind, seen);
      }
    } else {
      assertSaysRecord(node, RecordShape.of(type), seen);
    }
  }

  private static JsonNode ofKind(JsonNode schemas, RecordShape shape) {
    for (JsonNode schema : schemas) {
      if (tags(schema, shape).equals(expectedTags(shape))) {
        return schema;
      }
    }
    throw new AssertionError("no schema of " + shape.type());
  }

  private static Set<String> tags(JsonNode schema, RecordShape shape) {
    Set<String> values = new TreeSet<>();
    JsonNode tag = schema.path("properties").path(String.valueOf(shape.tag()));
    if (tag.has("const")) {
      values.add(tag.path("const").stringValue());
    }
    tag.path("enum").forEach(value -> values.add(value.stringValue()));
    return values;
  }

  private static Set<String> expectedTags(RecordShape shape) {
    return Method.class.isAssignableFrom(shape.type())
        ? Method.all().stream()
            .filter(shape.type()::isInstance)
            .map(Method::name)
            .collect(Collectors.toCollection(TreeSet::new))
        : Set.of(shape.tagValue());
  }

  private void assertSaysRecord(Node node, RecordShape shape, Set<Type> seen) {
    String what = shape.type().getName();
    JsonNode properties = node.json.path("properties");
    Set<String> expected =
        shape.components().stream()
            .map(RecordShape.Component::name)
            .collect(Collectors.toCollection(TreeSet::new));
    if (shape.tag() != null) {
      expected.add(shape.tag());
    }
    assertEquals(expected, new TreeSet<>(properties.propertyNames()), what);
    Set<String> required = new TreeSet<>();
    node.json.path("required").forEach(name -> required.add(name.stringValue()));
    assertEquals(expected, required, what);
    assertEquals("false", node.json.path("additionalProperties").toString(), what);
    for (RecordShape.Component component : shape.components()) {
      JsonNode property = properties.path(component.name());
      assertTrue(
          property.has("description") || component.name().equals("value"),
          what + "." + component.name() + " has no description");
      assertSays(
          new Node(node.file, property),
          component.type(),
          component.nullable() || component.mayBeNan(),
          seen);
    }
  }
}
