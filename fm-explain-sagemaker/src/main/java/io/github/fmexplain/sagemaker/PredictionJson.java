package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Redaction;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads predictions from JSON: one object with {@code predictions}, or one object per line. Fields
 * in any order; those that are not known are passed over; a field twice is an error.
 */
final class PredictionJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** A body that is not what was asked for. */
  static final class FaultException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The row that has the fault, from 0, or -1. */
    private final int row;

    FaultException(String message, int row, @Nullable Throwable cause) {
      super(Redaction.of(message), cause);
      this.row = row;
    }

    int row() {
      return row;
    }
  }

  private final JsonParser parser;
  private final List<Prediction> predictions;

  private PredictionJson(JsonParser parser, List<Prediction> predictions) {
    this.parser = parser;
    this.predictions = predictions;
  }

  static List<Prediction> read(byte[] body, boolean lines) throws FaultException {
    List<Prediction> predictions = new ArrayList<>();
    // Making the parser can fail too: it looks for an encoding, and not every one is supported.
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      PredictionJson reader = new PredictionJson(parser, predictions);
      if (lines) {
        reader.readLines();
      } else {
        reader.readDocument();
      }
    } catch (JacksonException e) {
      throw new FaultException(
          "body is not JSON: " + e.getOriginalMessage(), predictions.size(), e);
    }
    return predictions;
  }

  private void readLines() throws FaultException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      readPrediction(token);
    }
  }

  private void readDocument() throws FaultException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new FaultException("body must be a JSON object", -1, null);
    }
    boolean found = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!name.equals("predictions")) {
        parser.skipChildren();
        continue;
      }
      if (value != JsonToken.START_ARRAY) {
        throw new FaultException("'predictions' must be an array", -1, null);
      }
      found = true;
      for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
        readPrediction(t);
      }
    }
    if (!found) {
      throw new FaultException("body has no 'predictions'", -1, null);
    }
    if (parser.nextToken() != null) {
      throw new FaultException("there is more behind the JSON object", -1, null);
    }
  }

  private void readPrediction(JsonToken token) throws FaultException {
    int row = predictions.size();
    if (token != JsonToken.START_OBJECT) {
      throw new FaultException("prediction must be a JSON object", row, null);
    }
    Double score = null;
    Double label = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("score")) {
        score = number("score", row);
      } else if (name.equals("predicted_label")) {
        label = number("predicted_label", row);
      } else {
        parser.skipChildren();
      }
    }
    if (score == null) {
      throw new FaultException("prediction has no score", row, null);
    }
    predictions.add(Prediction.ofAnswer(score, label));
  }

  private double number(String name, int row) throws FaultException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
      throw new FaultException(name + " must be a number, but was " + shown(token), row, null);
    }
    return parser.getDoubleValue();
  }

  private String shown(JsonToken token) {
    return token == JsonToken.VALUE_STRING
        ? "a string"
        : token.name().equals("VALUE_NULL") ? "null" : "not one";
  }
}
