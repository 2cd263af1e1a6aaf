package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.model.Scorer;
import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.internal.Redaction;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import io.github.fmexplain.sagemaker.recordio.RecordIoPredictionReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/**
 * Scores rows with a model that an endpoint hosts. Immutable and thread-safe.
 *
 * <p>{@link #predictions} has what the endpoint answers: a probability and a label for a binary
 * classifier, a rating for a regressor. {@link #scores} has the unit of every {@link Scorer}: for a
 * classifier the logit, {@code ln(p / (1 − p))}. The endpoint answers float32, so that a logit of
 * size s is known to about {@code 6e-8 · e^|s|}: to 1e-5 at 5, to 1e-3 at 10, and above 17 the
 * probability is 1 and the logit infinite. Take the model's own scores where that matters.
 *
 * <p>Rows are sent in as many requests as their bytes, or those of the predictions, need. A row
 * without features is sent as one with an explicit zero. Answers that do not fit the rows, by
 * number or by content, are an {@link EndpointException} that names the row, never a score.
 */
public final class EndpointScorer implements Scorer {

  /** The limit of InvokeEndpoint. */
  static final int REAL_TIME_BYTES = 6_291_456;

  /** More than a prediction takes in any format: an answer has the limit of a request. */
  private static final int PREDICTION_BYTES = 100;

  /** How rows and predictions are written. */
  public enum Format {
    /** JSON with the features that are listed. */
    JSON("application/json"),

    /** JSON with every feature, zeros too: large, and slow for a model trained on sparse rows. */
    DENSE_JSON("application/json"),

    /** One JSON object per line, with the features that are listed. */
    JSON_LINES("application/jsonlines"),

    /** RecordIO-protobuf with the features that are listed: the smallest. */
    RECORD_IO("application/x-recordio-protobuf");

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    /** {@return the media type, of the request and of the answer} */
    public String contentType() {
      return contentType;
    }
  }

  private final SageMakerClients clients;
  private final String endpointName;
  private final PredictorType predictorType;
  private final int numFeatures;
  private final Format format;
  private final int maximumBodyBytes;

  private EndpointScorer(Builder builder) {
    clients = Objects.requireNonNull(builder.clients);
    endpointName = Objects.requireNonNull(builder.endpointName);
    predictorType = Objects.requireNonNull(builder.predictorType);
    numFeatures = Objects.requireNonNull(builder.numFeatures);
    format = builder.format == null ? Format.JSON : builder.format;
    maximumBodyBytes =
        builder.maximumBodyBytes == null ? REAL_TIME_BYTES : builder.maximumBodyBytes;
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a row has a feature that the model does not have, or a row
   *     alone is larger than the limit of a request
   * @throws EndpointException if the endpoint's model fails, or its answer makes no sense
   * @throws SageMakerCallException if the endpoint cannot be called
   */
  @Override
  public double[] scores(List<FeatureVector> rows) {
    return predictions(rows).stream().mapToDouble(Predictions::score).toArray();
  }

  /**
   * {@return what the endpoint answers for each row, in the order of the rows}
   *
   * @param rows vectors of at most as many features as the model has. Not modified.
   * @throws IllegalArgumentException if a row has a feature that the model does not have, or a row
   *     alone is larger than the limit of a request
   * @throws EndpointException if the endpoint's model fails, or its answer makes no sense
   * @throws SageMakerCallException if the endpoint cannot be called
   */
  public List<Prediction> predictions(List<FeatureVector> rows) {
    requireWidths(rows, numFeatures);
    RowBodies bodies = new RowBodies(format, numFeatures);
    List<Prediction> predictions = new ArrayList<>(rows.size());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int maximumRows = Math.max(1, maximumBodyBytes / PREDICTION_BYTES);
    int first = 0;
    for (int row = 0; row < rows.size(); row++) {
      byte[] bytes = bodies.row(rows.get(row));
      int alone = bodies.prefix().length + bytes.length + bodies.suffix().length;
      if (alone > maximumBodyBytes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row %d makes a body of %d bytes, but a request has at most %d; write sparse rows,"
                    + " or use batch transform",
                row + 1,
                alone,
                maximumBodyBytes));
      }
      int more = bodies.separator().length + bytes.length + bodies.suffix().length;
      boolean full = body.size() + more > maximumBodyBytes || row - first >= maximumRows;
      if (row > first && full) {
        invoke(finish(body, bodies), first, row, predictions);
        first = row;
      }
      body.writeBytes(row == first ? bodies.prefix() : bodies.separator());
      body.writeBytes(bytes);
    }
    if (first < rows.size()) {
      invoke(finish(body, bodies), first, rows.size(), predictions);
    }
    return List.copyOf(predictions);
  }

  static void requireWidths(List<FeatureVector> rows, int numFeatures) {
    int row = 0;
    for (FeatureVector vector : rows) {
      row++;
      if (vector.width() > numFeatures) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row %d has feature %d, but the model has %d features",
                row,
                vector.width() - 1,
                numFeatures));
      }
    }
  }

  private static byte[] finish(ByteArrayOutputStream body, RowBodies bodies) {
    body.writeBytes(bodies.suffix());
    byte[] bytes = body.toByteArray();
    body.reset();
    return bytes;
  }

  private void invoke(byte[] body, int first, int end, List<Prediction> predictions) {
    InvokeEndpointResponse response = call(body, first, end);
    String contentType = String.valueOf(response.contentType());
    if (!contentType.split(";", 2)[0].strip().equals(format.contentType())) {
      throw failure(
          "answered "
              + Redaction.of(contentType)
              + " for "
              + rows(first, end)
              + ", but was asked for "
              + format.contentType(),
          null);
    }
    SdkBytes answer = response.body();
    List<Prediction> answered =
        parse(answer == null ? new byte[0] : answer.asByteArrayUnsafe(), first, end);
    if (answered.size() != end - first) {
      throw failure(
          String.format(
              Locale.ROOT,
              "answered %d predictions for %d rows; row %d %s",
              answered.size(),
              end - first,
              first + 1 + Math.min(answered.size(), end - first),
              answered.size() < end - first ? "has none" : "does not exist"),
          null);
    }
    for (int j = 0; j < answered.size(); j++) {
      String fault = Predictions.fault(predictorType, answered.get(j));
      if (fault != null) {
        throw failure(badAnswer(fault, first + j), null);
      }
    }
    predictions.addAll(answered);
  }

  private InvokeEndpointResponse call(byte[] body, int first, int end) {
    String action = "invoke endpoint '" + endpointName + "' for " + rows(first, end);
    try {
      return Calls.uninterruptibly(
          action,
          () -> {
            try {
              return clients
                  .runtime()
                  .invokeEndpoint(
                      b ->
                          b.endpointName(endpointName)
                              .contentType(format.contentType())
                              .accept(format.contentType())
                              .body(SdkBytes.fromByteArrayUnsafe(body)));
            } catch (ModelErrorException e) {
              throw failure(modelFault(e, first, end), new SageMakerCallException(action, e));
            }
          });
    } catch (SageMakerCallException e) {
      if (e.statusCode() == 413) {
        throw failure(
            String.format(
                Locale.ROOT,
                "takes no body of %d bytes (HTTP 413); lower maximumBodyBytes",
                body.length),
            e);
      }
      if (e.isMissing()) {
        throw failure(
            "is not there, in region '"
                + clients.region()
                + "' and the account of these credentials, for "
                + rows(first, end)
                + "; is its name right, and does it have its own region? names are case-sensitive",
            e);
      }
      throw e;
    }
  }

  private static String modelFault(ModelErrorException e, int first, int end) {
    // The service may leave out what the model answered.
    Integer status = e.originalStatusCode();
    String message = e.originalMessage();
    return String.format(
        Locale.ROOT,
        "failed for %s: its model %s%s",
        rows(first, end),
        status == null
            ? "answered with an error"
            : status == 0 ? "did not answer" : "answered HTTP " + status,
        message == null ? "" : ": " + Redaction.of(message));
  }

  private List<Prediction> parse(byte[] body, int first, int end) {
    try {
      if (format == Format.RECORD_IO) {
        RecordIoPredictionReader reader =
            RecordIoPredictionReader.of(new ByteArrayInputStream(body));
        return reader.readAll();
      }
      return PredictionJson.read(body, format == Format.JSON_LINES);
    } catch (PredictionJson.FaultException e) {
      String message = String.valueOf(e.getMessage());
      throw failure(
          e.row() < 0
              ? "gave a bad answer for " + rows(first, end) + ": " + message
              : badAnswer(message, first + e.row()),
          null);
    } catch (IOException e) {
      throw failure(
          "gave a bad answer for " + rows(first, end) + ": " + Redaction.of(e.getMessage() + ""),
          e);
    }
  }

  private static String badAnswer(String fault, int row) {
    return "gave a bad answer for row " + (row + 1) + ": " + fault;
  }

  private static String rows(int first, int end) {
    return end - first == 1 ? "row " + end : "rows " + (first + 1) + " to " + end;
  }

  private EndpointException failure(String what, @Nullable Throwable cause) {
    return new EndpointException(endpointName, what, cause);
  }

  /** {@return the name of the endpoint} */
  public String endpointName() {
    return endpointName;
  }

  /** {@return the endpoint, what its model predicts and the format} */
  @Override
  public String toString() {
    return "EndpointScorer[" + endpointName + ", " + predictorType + ", " + format + "]";
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable SageMakerClients clients;
    private @Nullable String endpointName;
    private @Nullable PredictorType predictorType;
    private @Nullable Integer numFeatures;
    private @Nullable Format format;
    private @Nullable Integer maximumBodyBytes;

    private Builder() {}

    /**
     * Sets the clients. Required.
     *
     * @param clients not closed here
     * @throws IllegalStateException if they were already set
     */
    public Builder clients(SageMakerClients clients) {
      Objects.requireNonNull(clients, "clients");
      Once.requireUnset(this.clients, "clients");
      this.clients = clients;
      return this;
    }

    /**
     * Sets the endpoint. Required.
     *
     * @param name the name of an endpoint that is in service
     * @throws IllegalArgumentException if it cannot be a name
     * @throws IllegalStateException if it was already set
     */
    public Builder endpointName(String name) {
      Once.requireUnset(endpointName, "endpointName");
      endpointName = Names.require("endpoint name", name);
      return this;
    }

    /**
     * Sets what the model predicts. Required.
     *
     * @param type decides the unit of the scores
     * @throws IllegalStateException if it was already set
     */
    public Builder predictorType(PredictorType type) {
      Objects.requireNonNull(type, "type");
      Once.requireUnset(predictorType, "predictorType");
      predictorType = type;
      return this;
    }

    /**
     * Sets the number of features of the model. Required.
     *
     * @param count at least 1
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it was already set
     */
    public Builder numFeatures(int count) {
      Once.requireUnset(numFeatures, "numFeatures");
      numFeatures = Once.atLeast(1, count, "numFeatures");
      return this;
    }

    /**
     * Sets how rows and predictions are written; sparse JSON if it is not set.
     *
     * @param format any
     * @throws IllegalStateException if it was already set
     */
    public Builder format(Format format) {
      Objects.requireNonNull(format, "format");
      Once.requireUnset(this.format, "format");
      this.format = format;
      return this;
    }

    /**
     * Sets the largest body of a request; 6291456 bytes, the limit of real-time endpoints, if it is
     * not set. Serverless endpoints take 4194304.
     *
     * @param bytes at least 1
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it was already set
     */
    public Builder maximumBodyBytes(int bytes) {
      Once.requireUnset(maximumBodyBytes, "maximumBodyBytes");
      maximumBodyBytes = Once.atLeast(1, bytes, "maximumBodyBytes");
      return this;
    }

    /**
     * {@return the scorer}
     *
     * @throws IllegalStateException if a required setting is missing; the message names it
     */
    public EndpointScorer build() {
      Once.requireSet(
          "clients",
          clients,
          "endpointName",
          endpointName,
          "predictorType",
          predictorType,
          "numFeatures",
          numFeatures);
      return new EndpointScorer(this);
    }
  }
}
