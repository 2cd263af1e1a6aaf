package io.github.fmexplain.io;

import io.github.fmexplain.Method;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.train.Metrics;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes records as JSON: the same values, the same text. {@link RecordReader} is the way back. Not
 * thread-safe.
 */
final class RecordWriter {

  private static final JsonFactory JSON = new JsonFactory();

  /** Without a mapper, as {@link RecordReader} reads. */
  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }

    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }
  }

  private final JsonGenerator json;

  /** Whether what is not finite is null, or refused. */
  private final boolean lenient;

  private RecordWriter(JsonGenerator json, boolean lenient) {
    this.json = json;
    this.lenient = lenient;
  }

  /**
   * {@return a value as JSON}
   *
   * @param value records, lists of them and what they are made of
   * @param indented whether over several lines
   * @throws IllegalArgumentException if a number is not finite
   */
  static String write(Object value, boolean indented) {
    return write(value, indented, false);
  }

  /** {@return a record as JSON over several lines, with null for what is not finite} */
  static String writeReport(Record report) {
    return write(report, true, true);
  }

  private static String write(Object value, boolean indented, boolean lenient) {
    StringWriter text = new StringWriter();
    ObjectWriteContext context = indented ? new Indented() : ObjectWriteContext.empty();
    try (JsonGenerator json = JSON.createGenerator(context, text)) {
      new RecordWriter(json, lenient).value("value", value);
    }
    return text.toString();
  }

  private void value(String name, @Nullable Object value) {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Boolean bit) {
      json.writeBoolean(bit);
    } else if (value instanceof Double number && lenient && !Double.isFinite(number)) {
      json.writeNull();
    } else if (value instanceof Double number) {
      json.writeNumber(finite(name, number));
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Enum<?> constant) {
      json.writeString(RecordShape.nameOf(constant));
    } else if (value instanceof Instant time) {
      json.writeString(time.toString());
    } else {
      composed(name, value);
    }
  }

  private void composed(String name, Object value) {
    if (value instanceof Metrics metrics) {
      object(metrics.asMap());
    } else if (value instanceof HistoryHash hash) {
      json.writeString(Hashes.write(hash));
    } else if (value instanceof TrainingHistories histories) {
      histories(histories);
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof Set<?> set) {
      // Sets have an order of their own in every run.
      array(name, new TreeSet<>(set));
    } else if (value instanceof List<?> list) {
      array(name, list);
    } else if (value instanceof Record result) {
      object(result);
    } else {
      throw new IllegalArgumentException(
          name + " must be a result to be written as JSON, but is a " + value.getClass().getName());
    }
  }

  private static double finite(String name, double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          name + " must be finite to be written as JSON, but was " + number);
    }
    return number;
  }

  private void array(String name, Collection<?> values) {
    json.writeStartArray();
    for (Object value : values) {
      value(name, value);
    }
    json.writeEndArray();
  }

  private void object(Map<?, ?> map) {
    json.writeStartObject();
    map.forEach(
        (key, value) -> {
          json.writeName(key.toString());
          value(key.toString(), value);
        });
    json.writeEndObject();
  }

  private void object(Record result) {
    RecordShape shape = RecordShape.of(result.getClass());
    json.writeStartObject();
    if (shape.tag() != null) {
      json.writeName(shape.tag());
      json.writeString(result instanceof Method method ? method.name() : shape.tagValue());
    }
    for (RecordShape.Component component : shape.components()) {
      Object value = component.of(result);
      json.writeName(component.name());
      boolean undefined = value instanceof Double number && number.isNaN() && component.mayBeNan();
      value(component.name(), undefined ? null : value);
    }
    json.writeEndObject();
  }

  private void histories(TrainingHistories histories) {
    json.writeStartObject();
    json.writeName("userIds");
    array("userIds", histories.userIds());
    json.writeName("hashes");
    array("hashes", histories.hashes());
    json.writeName("start");
    array("start", Arrays.stream(histories.start()).boxed().toList());
    json.writeName("rows");
    array("rows", Arrays.stream(histories.rows()).boxed().toList());
    json.writeName("sampled");
    array("sampled", histories.sampled());
    json.writeEndObject();
  }
}
