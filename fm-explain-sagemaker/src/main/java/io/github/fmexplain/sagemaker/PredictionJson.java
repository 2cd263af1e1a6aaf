package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Redaction;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads predictions from JSON: one object with {@code predictions}, or one object per line. Fields
 * in any order; those that are not known are passed over; a field twice is an error.
 */
final class PredictionJson {

  /** Python writes NaN where a model has gone wrong; that is told as what it is. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

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

  /** Takes the predictions, one by one. */
  @FunctionalInterface
  interface Sink {

    /**
     * Takes one.
     *
     * @param row its row, from 0
     * @throws FaultException if it is not what was asked for
     */
    void accept(int row, Prediction prediction) throws FaultException;
  }

  private final JsonParser parser;
  private final Sink sink;
  private int rows;

  private PredictionJson(JsonParser parser, Sink sink) {
    this.parser = parser;
    this.sink = sink;
  }

  static List<Prediction> read(byte[] body, boolean lines) throws FaultException, IOException {
    List<Prediction> predictions = new ArrayList<>();
    read(new ByteArrayInputStream(body), lines, (row, prediction) -> predictions.add(prediction));
    return predictions;
  }

  /**
   * Reads as many predictions as there are.
   *
   * @param body read to its end, or to the first fault
   * @return their number
   * @throws IOException if the body cannot be read
   */
  static int read(InputStream body, boolean lines, Sink sink) throws FaultException, IOException {
    int rows = 0;
    // Making the parser can fail too: it looks for an encoding, and not every one is supported.
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
      PredictionJson reader = new PredictionJson(parser, sink);
      try {
        if (lines) {
          reader.readLines();
        } else {
          reader.readDocument();
        }
      } finally {
        rows = reader.rows;
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw new FaultException("body is not JSON: " + e.getOriginalMessage(), rows, e);
    }
    return rows;
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
    int row = rows;
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
    sink.accept(row, Prediction.ofAnswer(score, label));
    rows++;
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
