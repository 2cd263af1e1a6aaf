package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.model.PredictorType;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What is of use in {@code meta.json} and {@code symbol.json}. Both are read token by token, so
 * that no document of theirs is held.
 */
final class ArtifactJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAXIMUM_BYTES = 1 << 20;
  private static final int MAXIMUM_SETTINGS = 1000;

  /**
   * What SageMaker takes as the value of a hyperparameter. The time for a number grows with the
   * square of its digits.
   */
  private static final int LONGEST_SETTING = 2500;

  private ArtifactJson() {}

  /**
   * {@return the values of {@code training_parameters} as strings, without those that are null,
   * blank or no value}
   */
  static Map<String, String> trainingParameters(InputStream in, String place) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    try (JsonParser json = parser(in, place)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw ArtifactFormatException.at(place, "entry must be one JSON object, but is not");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = json.currentName().equals("training_parameters");
        if (json.nextToken() == JsonToken.START_OBJECT && wanted) {
          readValues(json, place, values);
        } else {
          json.skipChildren();
        }
      }
      requireEnd(json, place);
    } catch (JacksonException e) {
      throw broken(place, e);
    }
    return values;
  }

  private static void readValues(JsonParser json, String place, Map<String, String> values)
      throws ArtifactFormatException {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        String text = json.getString().strip();
        if (text.length() > LONGEST_SETTING) {
          throw ArtifactFormatException.at(
              place,
              "setting "
                  + ArtifactFormatException.quoted(name)
                  + " must have at most "
                  + LONGEST_SETTING
                  + " characters, but has "
                  + text.length());
        }
        if (!text.isEmpty()) {
          values.put(name, text);
        }
        if (values.size() > MAXIMUM_SETTINGS) {
          throw ArtifactFormatException.at(
              place, "training_parameters must have at most 1000 settings, but have more");
        }
      } else {
        json.skipChildren();
      }
    }
  }

  /**
   * {@return what the output operators of the network predict; of both kinds for an odd network}
   */
  static Set<PredictorType> outputs(InputStream in, String place) throws IOException {
    Set<PredictorType> types = EnumSet.noneOf(PredictorType.class);
    try (JsonParser json = parser(in, place)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw ArtifactFormatException.at(place, "entry must be one JSON object, but is not");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = json.currentName().equals("nodes");
        if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
          readNodes(json, types);
        } else {
          json.skipChildren();
        }
      }
      requireEnd(json, place);
    } catch (JacksonException e) {
      throw broken(place, e);
    }
    return types;
  }

  private static void readNodes(JsonParser json, Set<PredictorType> types) {
    for (JsonToken token = json.nextToken();
        token != null && token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token != JsonToken.START_OBJECT) {
        json.skipChildren();
        continue;
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = json.currentName().equals("op");
        if (json.nextToken() == JsonToken.VALUE_STRING && wanted) {
          PredictorType type = output(json.getString());
          if (type != null) {
            types.add(type);
          }
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private static @Nullable PredictorType output(String operator) {
    return switch (operator) {
      case "LogisticRegressionOutput" -> PredictorType.BINARY_CLASSIFIER;
      case "LinearRegressionOutput" -> PredictorType.REGRESSOR;
      default -> null;
    };
  }

  private static JsonParser parser(InputStream in, String place) throws IOException {
    byte[] bytes = in.readNBytes(MAXIMUM_BYTES + 1);
    if (bytes.length > MAXIMUM_BYTES) {
      throw ArtifactFormatException.at(
          place, "entry must have at most 1048576 bytes, but has more");
    }
    return JSON.createParser(ObjectReadContext.empty(), bytes);
  }

  private static void requireEnd(JsonParser json, String place) throws ArtifactFormatException {
    if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
      throw ArtifactFormatException.at(place, "entry must be one JSON object, but is not");
    }
  }

  private static ArtifactFormatException broken(String place, JacksonException e) {
    // A number or a text that is too long has no place.
    boolean located = e.getLocation() != null && e.getLocation().getByteOffset() >= 0;
    return ArtifactFormatException.at(
        located ? place + " at byte " + e.getLocation().getByteOffset() : place,
        "entry must be JSON within the limits, but is not",
        e);
  }
}
