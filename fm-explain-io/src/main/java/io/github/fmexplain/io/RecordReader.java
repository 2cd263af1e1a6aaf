package io.github.fmexplain.io;

import io.github.fmexplain.Method;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.io.internal.Memory;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what {@link RecordWriter} writes. Every property must be there and no other, so that
 * nothing is lost without a word.
 */
final class RecordReader {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(50)
                  .maxDocumentLength(1L << 28)
                  .maxTokenCount(1L << 26)
                  .maxStringLength(1_000_000)
                  .maxNameLength(1000)
                  .maxNumberLength(1000)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private RecordReader() {}

  /**
   * {@return the value of a type}
   *
   * @param text JSON
   * @param type a record
   * @throws ResultsFormatException if the text is not JSON or not such a record
   */
  static <T> T read(String text, Class<T> type) throws ResultsFormatException {
    try {
      return type.cast(read(parse(text), type, new Place(null, "")));
    } catch (OutOfMemoryError e) {
      throw new ResultsFormatException(Memory.mustHold("the results"), e);
    }
  }

  /**
   * {@return the values of a type}
   *
   * @param text JSON, an array
   * @param type a record
   * @throws ResultsFormatException if the text is not JSON or not an array of such records
   */
  static <T> List<T> readList(String text, Class<T> type) throws ResultsFormatException {
    try {
      List<T> list = new ArrayList<>();
      for (Object element : list(parse(text), type, new Place(null, ""))) {
        list.add(type.cast(element));
      }
      return Collections.unmodifiableList(list);
    } catch (OutOfMemoryError e) {
      throw new ResultsFormatException(Memory.mustHold("the results"), e);
    }
  }

  private static JsonNode parse(String text) throws ResultsFormatException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return MissingNode.getInstance();
      }
      JsonNode node = node(parser);
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "there is more behind the value");
      }
      return node;
    } catch (JacksonException e) {
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      String where =
          e.getLocation() == null || e.getLocation().getLineNr() < 1
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new ResultsFormatException(
          "text must be JSON within the limits, but is not" + where + ": " + Shown.of(reason), e);
    }
  }

  /**
   * Makes a tree by hand: a mapper would ask for annotations of Jackson as new as itself, where
   * clusters bring older ones along.
   */
  private static JsonNode node(JsonParser parser) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = nodes.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          object.set(name, node(parser));
        }
        return object;
      }
      case START_ARRAY -> {
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(node(parser));
        }
        return array;
      }
      case VALUE_STRING -> {
        return nodes.stringNode(parser.getString());
      }
      case VALUE_NUMBER_INT -> {
        return switch (parser.getNumberType()) {
          case INT -> nodes.numberNode(parser.getIntValue());
          case LONG -> nodes.numberNode(parser.getLongValue());
          default -> nodes.numberNode(parser.getBigIntegerValue());
        };
      }
      case VALUE_NUMBER_FLOAT -> {
        return nodes.numberNode(parser.getDoubleValue());
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        return nodes.booleanNode(parser.getBooleanValue());
      }
      default -> {
        return nodes.nullNode();
      }
    }
  }

  /** Where a value is, such as {@code contributions[3].impact}. */
  private record Place(@Nullable Place parent, String name) {

    Place property(String property) {
      return new Place(this, parent == null ? property : "." + property);
    }

    Place element(int index) {
      return new Place(this, "[" + index + "]");
    }

    ResultsFormatException must(String be, JsonNode node) {
      return new ResultsFormatException(this + " must " + be + ", but is " + shown(node));
    }

    private static String shown(JsonNode node) {
      if (node.isMissingNode()) {
        return "missing";
      } else if (node.isObject() || node.isArray()) {
        return node.isObject() ? "an object" : "an array";
      } else if (node.isString()) {
        char[] quoted = JsonStringEncoder.getInstance().quoteAsCharArray(node.stringValue());
        return Shown.of('"' + String.valueOf(quoted) + '"');
      }
      return Shown.of(node.isNumber() ? node.numberValue().toString() : node.asString("null"));
    }

    @Override
    public String toString() {
      List<String> names = new ArrayList<>();
      for (Place place = this; place != null; place = place.parent) {
        names.add(Shown.of(place.name));
      }
      Collections.reverse(names);
      String path = String.join("", names);
      return path.isEmpty() ? "document" : path;
    }
  }

  private static @Nullable Object component(
      JsonNode node, RecordShape.Component component, Place place) throws ResultsFormatException {
    if (node.isNull() && (component.nullable() || component.mayBeNan())) {
      return component.mayBeNan() ? Double.NaN : null;
    }
    return read(node, component.type(), place);
  }

  private static Object read(JsonNode node, Type type, Place place) throws ResultsFormatException {
    if (type instanceof ParameterizedType generic) {
      Type of = generic.getActualTypeArguments()[0];
      return generic.getRawType() == Map.class
          ? map(node, place)
          : generic.getRawType() == Set.class
              ? set(node, of, place)
              : Collections.unmodifiableList(list(node, of, place));
    }
    Class<?> simple = (Class<?>) type;
    if (simple == double.class || simple == Double.class) {
      return number(node, place);
    } else if (simple == int.class) {
      return whole(node, Integer.MIN_VALUE, Integer.MAX_VALUE, place).intValue();
    } else if (simple == long.class || simple == Long.class) {
      return whole(node, Long.MIN_VALUE, Long.MAX_VALUE, place);
    } else if (simple == boolean.class) {
      if (!node.isBoolean()) {
        throw place.must("be true or false", node);
      }
      return node.booleanValue();
    } else if (simple == String.class) {
      return text(node, place);
    } else if (simple == Instant.class) {
      return time(node, place);
    } else if (simple.isEnum()) {
      return constant(node, simple, place);
    }
    return composed(node, simple, place);
  }

  private static Object composed(JsonNode node, Class<?> type, Place place)
      throws ResultsFormatException {
    if (type == Metrics.class) {
      return metrics(node, place);
    } else if (type == HistoryHash.class) {
      HistoryHash hash = node.isString() ? Hashes.read(node.stringValue()) : null;
      if (hash == null) {
        throw place.must("be 32 hexadecimal digits", node);
      }
      return hash;
    } else if (type == TrainingHistories.class) {
      return histories(node, place);
    } else if (type == Method.class) {
      return method(node, place);
    } else if (type.isSealed()) {
      return kind(node, type, place);
    }
    return object(node, RecordShape.of(type), null, place);
  }

  private static double number(JsonNode node, Place place) throws ResultsFormatException {
    // A node's own doubleValue throws for whole numbers that are too large.
    double number = node.isNumber() ? node.numberValue().doubleValue() : Double.NaN;
    if (!Double.isFinite(number)) {
      throw place.must("be a finite number", node);
    }
    return number;
  }

  private static Long whole(JsonNode node, long least, long most, Place place)
      throws ResultsFormatException {
    boolean whole = node.isIntegralNumber() && node.canConvertToLong();
    if (!whole || node.longValue() < least || node.longValue() > most) {
      throw place.must("be a whole number from " + least + " to " + most, node);
    }
    return node.longValue();
  }

  private static String text(JsonNode node, Place place) throws ResultsFormatException {
    if (!node.isString()) {
      throw place.must("be a text", node);
    }
    return node.stringValue();
  }

  private static Instant time(JsonNode node, Place place) throws ResultsFormatException {
    try {
      return Instant.parse(text(node, place));
    } catch (DateTimeException e) {
      throw place.must("be a time such as 2020-01-31T12:00:00Z", node);
    }
  }

  private static Object constant(JsonNode node, Class<?> type, Place place)
      throws ResultsFormatException {
    for (Object constant : type.getEnumConstants()) {
      if (node.isString() && RecordShape.nameOf((Enum<?>) constant).equals(node.stringValue())) {
        return constant;
      }
    }
    throw place.must(
        "be one of "
            + Arrays.stream(type.getEnumConstants())
                .map(constant -> RecordShape.nameOf((Enum<?>) constant))
                .collect(Collectors.joining(", ")),
        node);
  }

  private static List<Object> list(JsonNode node, Type of, Place place)
      throws ResultsFormatException {
    if (!node.isArray()) {
      throw place.must("be an array", node);
    }
    List<Object> list = new ArrayList<>();
    for (int j = 0; j < node.size(); j++) {
      list.add(read(node.get(j), of, place.element(j)));
    }
    return list;
  }

  private static Set<Object> set(JsonNode node, Type of, Place place)
      throws ResultsFormatException {
    List<Object> list = list(node, of, place);
    Set<Object> set = new HashSet<>(list);
    if (set.size() < list.size()) {
      throw new ResultsFormatException(place + " must have no element twice, but has one");
    }
    return set;
  }

  private static Map<String, String> map(JsonNode node, Place place) throws ResultsFormatException {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : properties(node, place)) {
      map.put(entry.getKey(), text(entry.getValue(), place.property(entry.getKey())));
    }
    return map;
  }

  private static Set<Map.Entry<String, JsonNode>> properties(JsonNode node, Place place)
      throws ResultsFormatException {
    if (!node.isObject()) {
      throw place.must("be an object", node);
    }
    return node.properties();
  }

  private static Metrics metrics(JsonNode node, Place place) throws ResultsFormatException {
    Map<String, Metric> metrics =
        Arrays.stream(Metric.values()).collect(Collectors.toMap(Metric::metricName, m -> m));
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Map.Entry<String, JsonNode> entry : properties(node, place)) {
      Metric metric = metrics.get(entry.getKey());
      Place there = place.property(entry.getKey());
      if (metric == null) {
        throw new ResultsFormatException(there + " is not a metric");
      }
      values.put(metric, number(entry.getValue(), there));
    }
    return Metrics.of(values);
  }

  private static TrainingHistories histories(JsonNode node, Place place)
      throws ResultsFormatException {
    requireExactly(node, place, Set.of("userIds", "hashes", "start", "rows", "sampled"));
    List<String> userIds = texts(node.path("userIds"), place.property("userIds"));
    List<HistoryHash> hashes = new ArrayList<>();
    for (Object hash : list(node.path("hashes"), HistoryHash.class, place.property("hashes"))) {
      hashes.add((HistoryHash) hash);
    }
    int[] start = ints(node.path("start"), place.property("start"));
    int[] rows = ints(node.path("rows"), place.property("rows"));
    List<List<String>> sampled = new ArrayList<>();
    Place there = place.property("sampled");
    if (!node.path("sampled").isArray()) {
      throw there.must("be an array", node.path("sampled"));
    }
    for (JsonNode ofUser : node.path("sampled")) {
      sampled.add(texts(ofUser, there.element(sampled.size())));
    }
    try {
      return TrainingHistories.of(userIds, hashes, start, rows, sampled);
    } catch (IllegalArgumentException e) {
      throw refused(place, e);
    }
  }

  private static List<String> texts(JsonNode node, Place place) throws ResultsFormatException {
    return list(node, String.class, place).stream().map(String.class::cast).toList();
  }

  private static int[] ints(JsonNode node, Place place) throws ResultsFormatException {
    return list(node, int.class, place).stream().mapToInt(number -> (Integer) number).toArray();
  }

  private static Object method(JsonNode node, Place place) throws ResultsFormatException {
    properties(node, place);
    JsonNode name = node.path("name");
    for (Method method : Method.all()) {
      if (name.isString() && method.name().equals(name.stringValue())) {
        return object(node, RecordShape.of(method.getClass()), method, place);
      }
    }
    throw place
        .property("name")
        .must(
            "be one of "
                + Method.all().stream().map(Method::name).collect(Collectors.joining(", ")),
            name);
  }

  private static Object kind(JsonNode node, Class<?> type, Place place)
      throws ResultsFormatException {
    properties(node, place);
    JsonNode kind = node.path("kind");
    List<RecordShape> kinds =
        Arrays.stream(type.getPermittedSubclasses())
            .map(RecordShape::of)
            .sorted(Comparator.comparing(RecordShape::tagValue))
            .toList();
    for (RecordShape shape : kinds) {
      if (kind.isString() && shape.tagValue().equals(kind.stringValue())) {
        return object(node, shape, null, place);
      }
    }
    throw place
        .property("kind")
        .must(
            "be one of "
                + kinds.stream().map(RecordShape::tagValue).collect(Collectors.joining(", ")),
            kind);
  }

  /** The default has the components that are no properties. */
  private static Object object(
      JsonNode node, RecordShape shape, @Nullable Object byDefault, Place place)
      throws ResultsFormatException {
    requireExactly(
        node,
        place,
        Stream.concat(
                Stream.ofNullable(shape.tag()),
                shape.components().stream().map(RecordShape.Component::name))
            .collect(Collectors.toSet()));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (RecordShape.Component component : shape.components()) {
      values.put(
          component.name(),
          component(node.path(component.name()), component, place.property(component.name())));
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (RecordComponent component : shape.type().getRecordComponents()) {
      arguments.add(
          values.containsKey(component.getName())
              ? values.get(component.getName())
              : of(component, byDefault));
    }
    try {
      return shape.constructor().newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      throw refused(place, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("records can be made of their components", e);
    }
  }

  private static @Nullable Object of(RecordComponent component, @Nullable Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("records tell their components", e);
    }
  }

  private static ResultsFormatException refused(Place place, @Nullable Throwable cause) {
    return new ResultsFormatException(
        place + " is refused: " + Shown.of(cause == null ? "" : String.valueOf(cause.getMessage())),
        cause);
  }

  private static void requireExactly(JsonNode node, Place place, Set<String> names)
      throws ResultsFormatException {
    for (Map.Entry<String, JsonNode> entry : properties(node, place)) {
      if (!names.contains(entry.getKey())) {
        throw new ResultsFormatException(
            place.property(entry.getKey()) + " is unknown; was it written by a later version?");
      }
    }
  }
}
