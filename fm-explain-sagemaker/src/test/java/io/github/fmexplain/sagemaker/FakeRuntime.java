package io.github.fmexplain.sagemaker;

import com.sun.net.httpserver.HttpExchange;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.FakeAws.Answer;
import io.github.fmexplain.sagemaker.FakeAws.Refusal;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.sagemaker.internal.proto.ProtoRecords;
import io.github.fmexplain.sagemaker.recordio.RecordIoReader;
import io.github.fmexplain.sagemaker.recordio.RecordIoRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The algorithm's container behind an endpoint: reads rows, scores them, writes predictions. */
final class FakeRuntime {

  static final int LIMIT = 6_291_456;

  private final FakeAws aws;
  final List<byte[]> bodies = new ArrayList<>();
  @Nullable FmModel model;

  /** Answered instead of predictions, if it is set. */
  @Nullable String answer;

  @Nullable String answerType;

  FakeRuntime(FakeAws aws) {
    this.aws = aws;
  }

  Answer answer(HttpExchange exchange, byte[] body) {
    String name = exchange.getRequestURI().getPath().split("/", -1)[2];
    if (!aws.hosting.endpoints.containsKey(name)) {
      throw new Refusal(
          400,
          "ValidationError",
          "Endpoint " + name + " of account " + FakeAws.ACCOUNT + " not found.");
    }
    if (body.length > LIMIT) {
      throw new Refusal(413, "ValidationError", "Request Entity Too Large");
    }
    bodies.add(body);
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    String given = answer;
    if (given != null) {
      return new Answer(
          200,
          Map.of("Content-Type", answerType == null ? accept : answerType),
          given.getBytes(StandardCharsets.ISO_8859_1));
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    byte[] predictions = predictions(rows(type, body), accept);
    if (predictions.length > LIMIT) {
      throw new Refusal(400, "ValidationError", "answer too large");
    }
    return new Answer(200, Map.of("Content-Type", accept), predictions);
  }

  List<FeatureVector> rows(String contentType, byte[] body) {
    List<FeatureVector> rows = new ArrayList<>();
    switch (contentType) {
      case "application/json" ->
          FakeJson.read(body).get("instances").forEach(instance -> rows.add(row(instance)));
      case "application/jsonlines" ->
          new String(body, StandardCharsets.UTF_8)
              .lines()
              .forEach(line -> rows.add(row(FakeJson.read(line.getBytes(StandardCharsets.UTF_8)))));
      case "application/x-recordio-protobuf" -> {
        for (RecordIoRow row : RecordIoReader.of(new ByteArrayInputStream(body))) {
          rows.add(row.features());
        }
      }
      default -> throw new Refusal(400, "ValidationError", contentType);
    }
    return rows;
  }

  private static FeatureVector row(JsonNode instance) {
    JsonNode features =
        instance.has("data") ? instance.get("data").get("features") : instance.get("features");
    boolean sparse = features.isObject();
    JsonNode values = sparse ? features.get("values") : features;
    int[] indices = new int[values.size()];
    float[] numbers = new float[values.size()];
    for (int j = 0; j < indices.length; j++) {
      indices[j] = sparse ? features.get("keys").get(j).asInt() : j;
      numbers[j] = (float) values.get(j).asDouble();
    }
    return FeatureVector.of(indices, numbers);
  }

  /** The one model that is hosted, a classifier, as a job left it. */
  private FmModel hosted() {
    for (JsonNode request : aws.hosting.models.values()) {
      String url = FakeJson.text(request.path("PrimaryContainer"), "ModelDataUrl");
      byte[] artifact = aws.s3.objects.get(url.replace("s3://", ""));
      if (artifact != null) {
        try {
          return SageMakerArtifact.reader()
              .predictorType(PredictorType.BINARY_CLASSIFIER)
              .read(new ByteArrayInputStream(artifact), url)
              .model();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw new Refusal(500, "InternalFailure", "no model");
  }

  byte[] predictions(List<FeatureVector> rows, String accept) {
    FmModel given = model;
    FmModel scorer = given != null ? given : hosted();
    boolean binary = scorer.predictorType() == PredictorType.BINARY_CLASSIFIER;
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    List<String> json = new ArrayList<>();
    for (FeatureVector row : rows) {
      float score = (float) (binary ? scorer.probability(row) : scorer.score(row));
      float label = score >= 0.5 ? 1 : 0;
      json.add(FakeJson.object("score", (double) score, "predicted_label", binary ? label : null));
      records.writeBytes(record(score, binary ? label : null));
    }
    return switch (accept) {
      case "application/json" ->
          ("{\"predictions\":[" + String.join(",", json) + "]}").getBytes(StandardCharsets.UTF_8);
      case "application/jsonlines" ->
          (String.join("\n", json) + "\n").getBytes(StandardCharsets.UTF_8);
      default -> records.toByteArray();
    };
  }

  private static byte[] record(float score, @Nullable Float label) {
    ProtoRecords.Record.Builder record =
        ProtoRecords.Record.newBuilder().putLabel("score", value(score));
    if (label != null) {
      record.putLabel("predicted_label", value(label));
    }
    byte[] payload = record.build().toByteArray();
    int padded = (payload.length + 3) / 4 * 4;
    return ByteBuffer.allocate(8 + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xCED7230A)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  private static ProtoRecords.Value value(float value) {
    return ProtoRecords.Value.newBuilder()
        .setFloat32Tensor(ProtoRecords.Float32Tensor.newBuilder().addValues(value))
        .build();
  }
}
