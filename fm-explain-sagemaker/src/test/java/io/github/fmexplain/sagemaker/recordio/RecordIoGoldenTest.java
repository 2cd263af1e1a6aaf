package io.github.fmexplain.sagemaker.recordio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.sagemaker.internal.proto.ProtoRecords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of the Python SDK's own writers; {@code golden.json} beside them tells what made each. */
class RecordIoGoldenTest {

  private static byte[] file(String name) throws IOException {
    try (InputStream in =
        RecordIoGoldenTest.class.getResourceAsStream("/golden/recordio/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static List<JsonNode> files(boolean responses) throws IOException {
    List<JsonNode> files = new ArrayList<>();
    for (JsonNode file : JsonMapper.shared().readTree(file("golden.json")).get("files")) {
      if (file.get("file").asString().startsWith("response") == responses) {
        files.add(file);
      }
    }
    return files;
  }

  private static double[] doubles(JsonNode array) {
    DoubleStream.Builder values = DoubleStream.builder();
    array.forEach(value -> values.add(value.asDouble()));
    return values.build().toArray();
  }

  private static long[] longs(JsonNode array) {
    LongStream.Builder values = LongStream.builder();
    if (array != null) {
      array.forEach(value -> values.add(value.asLong()));
    }
    return values.build().toArray();
  }

  @Test
  void generatedClasses_makeTheBytesOfEveryFile() throws IOException {
    int compared = 0;
    for (JsonNode file : files(false)) {
      List<byte[]> frames = new ArrayList<>();
      for (JsonNode row : file.get("records")) {
        ProtoRecords.Record.Builder record =
            RecordReference.features(
                RecordReference.tensor(
                    file.get("feature_dtype").asString(),
                    doubles(row.get("values")),
                    longs(row.get("keys")),
                    longs(row.get("shape"))));
        if (row.has("label")) {
          record.putLabel(
              "values",
              RecordReference.tensor(
                  file.get("label_dtype").asString(),
                  new double[] {row.get("label").asDouble()},
                  new long[0],
                  new long[0]));
        }
        frames.add(RecordReference.frame(record.build()));
      }
      String name = file.get("file").asString();
      assertArrayEquals(file(name), RecordReference.joined(frames), name);
      compared++;
    }
    assertEquals(14, compared);
  }

  @Test
  void convenientMethods_makeTheBytesOfEveryFileOfFloat32InOrder() throws IOException {
    int compared = 0;
    for (JsonNode file : files(false)) {
      String name = file.get("file").asString();
      JsonNode labels = file.get("label_dtype");
      boolean float32 =
          file.get("feature_dtype").asString().equals("float32")
              && (labels.isNull() || labels.asString().equals("float32"));
      if (!float32 || name.contains("unsorted")) {
        continue;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (RecordIoWriter writer = RecordIoWriter.to(out, EmptyRows.ALLOW)) {
        for (JsonNode row : file.get("records")) {
          write(writer, row);
        }
      }
      assertArrayEquals(file(name), out.toByteArray(), name);
      compared++;
    }
    assertEquals(8, compared);
  }

  @Test
  void writer_makesTheBytesOfEveryFile() throws IOException {
    int compared = 0;
    for (JsonNode file : files(false)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (RecordIoWriter writer = RecordIoWriter.to(out, EmptyRows.ALLOW)) {
        for (JsonNode row : file.get("records")) {
          RecordIoTensor features = tensor(file.get("feature_dtype"), doubles(row.get("values")));
          if (row.has("keys")) {
            features = features.withKeys(keys(row), row.get("shape").get(0).asInt());
          }
          if (row.has("label")) {
            double label = row.get("label").asDouble();
            writer.write(features, tensor(file.get("label_dtype"), label));
          } else {
            writer.write(features);
          }
        }
      }
      String name = file.get("file").asString();
      assertArrayEquals(file(name), out.toByteArray(), name);
      compared++;
    }
    assertEquals(14, compared);
  }

  private static RecordIoTensor tensor(JsonNode type, double... values) {
    return switch (type.asString()) {
      case "float32" -> RecordIoTensor.float32(floats(values));
      case "float64" -> RecordIoTensor.float64(values);
      case "int64" ->
          RecordIoTensor.int32(DoubleStream.of(values).mapToInt(value -> (int) value).toArray());
      default -> throw new IllegalArgumentException(type.asString());
    };
  }

  private static void write(RecordIoWriter writer, JsonNode row) throws IOException {
    float[] values = floats(row);
    boolean labelled = row.has("label");
    float label = labelled ? (float) row.get("label").asDouble() : 0;
    if (!row.has("keys")) {
      if (labelled) {
        writer.writeDense(values, label);
      } else {
        writer.writeDense(values);
      }
      return;
    }
    int width = row.get("shape").get(0).asInt();
    if (labelled) {
      writer.write(FeatureVector.of(keys(row), values), width, label);
    } else {
      writer.write(FeatureVector.of(keys(row), values), width);
    }
  }

  private static int[] keys(JsonNode row) {
    return LongStream.of(longs(row.get("keys"))).mapToInt(Math::toIntExact).toArray();
  }

  private static float[] floats(JsonNode row) {
    return floats(doubles(row.get("values")));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int j = 0; j < values.length; j++) {
      floats[j] = (float) values[j];
    }
    return floats;
  }

  @Test
  void tensorsOfEveryFile_areReadAndGiveItsBytesAgain() throws IOException {
    int rows = 0;
    int files = 0;
    for (JsonNode file : files(false)) {
      String name = file.get("file").asString();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (RecordIoReader reader =
              RecordIoReader.builder(new ByteArrayInputStream(file(name)))
                  .emptyRows(EmptyRows.ALLOW)
                  .build();
          RecordIoWriter writer = RecordIoWriter.to(out, EmptyRows.ALLOW)) {
        for (JsonNode row : file.get("records")) {
          RecordIoTensors read = reader.nextTensors().orElseThrow();
          assertArrayEquals(doubles(row.get("values")), read.features().values(), name);
          RecordIoTensor label = read.label();
          if (label == null) {
            writer.write(read.features());
          } else {
            writer.write(read.features(), label);
          }
          rows++;
        }
        assertTrue(reader.nextTensors().isEmpty(), name);
      }
      assertArrayEquals(file(name), out.toByteArray(), name);
      files++;
    }
    assertEquals(83, rows);
    assertEquals(14, files);
  }

  /**
   * Every cut and every flipped bit of small files: a broken record is told as such, or is read.
   */
  @Test
  void tensorsOfBrokenFiles_endInTheFormatException() throws IOException {
    int refused = 0;
    for (String name :
        List.of(
            "dense-f64-labels-f64.protobuf",
            "sparse-f32-unsorted-explicit-zero.protobuf",
            "dense-i64-labels-i64.protobuf")) {
      byte[] bytes = file(name);
      for (int length = 0; length < bytes.length; length++) {
        refused += readsTensors(Arrays.copyOf(bytes, length)) ? 0 : 1;
      }
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        refused += readsTensors(flipped) ? 0 : 1;
      }
    }
    assertTrue(refused > 1000, "refused " + refused);
  }

  private static boolean readsTensors(byte[] bytes) throws IOException {
    try (RecordIoReader reader =
        RecordIoReader.builder(new ByteArrayInputStream(bytes))
            .emptyRows(EmptyRows.ALLOW)
            .build()) {
      while (reader.nextTensors().isPresent()) {
        // Only that reading ends well or in the one exception matters.
      }
      return true;
    } catch (RecordIoFormatException e) {
      return false;
    }
  }

  @Test
  void reader_readsEveryFileBack() throws IOException {
    int rows = 0;
    int tooLarge = 0;
    for (JsonNode file : files(false)) {
      String name = file.get("file").asString();
      byte[] bytes = file(name);
      try (RecordIoReader reader =
          RecordIoReader.builder(new ByteArrayInputStream(bytes))
              .emptyRows(EmptyRows.ALLOW)
              .build()) {
        for (JsonNode row : file.get("records")) {
          rows++;
          if (DoubleStream.of(doubles(row.get("values")))
              .anyMatch(v -> Math.abs(v) > Float.MAX_VALUE)) {
            assertThrows(RecordIoFormatException.class, reader::next, name);
            tooLarge++;
          } else {
            RecordIoRow read = reader.next().orElseThrow();
            assertEquals(expected(row, file.get("columns").asInt()), read, name);
          }
        }
        assertTrue(reader.next().isEmpty(), name);
      }
    }
    assertEquals(83, rows);
    assertEquals(1, tooLarge); // a float64 of 1e300, which float32 does not hold
  }

  private static RecordIoRow expected(JsonNode row, int columns) {
    float[] values = floats(row);
    Double label = row.has("label") ? (Double) row.get("label").asDouble() : null;
    if (row.has("keys")) {
      return new RecordIoRow(FeatureVector.of(keys(row), values), columns, label);
    }
    FeatureVector features = FeatureVector.empty();
    for (int f = 0; f < values.length; f++) {
      if (values[f] != 0) {
        features = features.and(FeatureVector.of(new int[] {f}, new float[] {values[f]}));
      }
    }
    return new RecordIoRow(features, columns, label);
  }

  @Test
  void predictionReader_readsBothResponses() throws IOException {
    int files = 0;
    for (JsonNode file : files(true)) {
      try (RecordIoPredictionReader reader =
          RecordIoPredictionReader.of(
              new ByteArrayInputStream(file(file.get("file").asString())))) {
        List<Prediction> expected = new ArrayList<>();
        for (JsonNode prediction : file.get("predictions")) {
          JsonNode label = prediction.get("predicted_label");
          expected.add(
              Prediction.ofAnswer(
                  (float) prediction.get("score").asDouble(),
                  label == null ? null : label.asDouble()));
        }
        assertTrue(!expected.isEmpty());
        assertEquals(expected, reader.readAll());
      }
      files++;
    }
    assertEquals(2, files);
  }
}
