package io.github.fmexplain.sagemaker;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Short words for JSON. */
final class FakeJson {

  private FakeJson() {}

  static JsonNode read(byte[] body) {
    return JsonMapper.shared().readTree(body);
  }

  static String write(Object value) {
    return JsonMapper.shared().writeValueAsString(value);
  }

  /** An object of names and values; null values are left out. */
  static Map<String, Object> map(@Nullable Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int j = 0; j < namesAndValues.length; j += 2) {
      Object value = namesAndValues[j + 1];
      if (value != null) {
        map.put(String.valueOf(namesAndValues[j]), value);
      }
    }
    return map;
  }

  /** An object with what it does not have taken from another, as services fill in defaults. */
  static JsonNode withDefaults(JsonNode given, Map<String, Object> defaults) {
    ObjectNode filled = JsonMapper.shared().valueToTree(defaults);
    given.properties().forEach(e -> filled.set(e.getKey(), e.getValue()));
    return filled;
  }

  static String object(@Nullable Object... namesAndValues) {
    return write(map(namesAndValues));
  }

  static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }
}
