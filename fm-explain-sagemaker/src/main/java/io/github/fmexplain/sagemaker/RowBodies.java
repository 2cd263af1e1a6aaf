package io.github.fmexplain.sagemaker;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.sagemaker.EndpointScorer.Format;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntConsumer;

/** Rows as the bodies of requests. */
final class RowBodies {

  /** What a row without features is sent as: its record could be taken for a dense one. */
  private static final FeatureVector EXPLICIT_ZERO =
      FeatureVector.of(new int[] {0}, new float[] {0f});

  private final Format format;
  private final int numFeatures;

  RowBodies(Format format, int numFeatures) {
    this.format = format;
    this.numFeatures = numFeatures;
  }

  byte[] prefix() {
    return ascii(isDocument() ? "{\"instances\":[" : "");
  }

  byte[] separator() {
    return ascii(isDocument() ? "," : format == Format.JSON_LINES ? "\n" : "");
  }

  byte[] suffix() {
    return ascii(isDocument() ? "]}" : "");
  }

  private boolean isDocument() {
    return format == Format.JSON || format == Format.DENSE_JSON;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] row(FeatureVector row) {
    FeatureVector sent = row.isEmpty() ? EXPLICIT_ZERO : row;
    return switch (format) {
      case JSON, JSON_LINES -> ascii(sparse(sent));
      case DENSE_JSON -> ascii(dense(sent));
      case RECORD_IO -> record(sent);
    };
  }

  private String sparse(FeatureVector row) {
    StringBuilder json = new StringBuilder("{\"data\":{\"features\":{\"keys\":[");
    list(json, row.size(), j -> json.append(row.index(j)));
    json.append("],\"shape\":[").append(numFeatures).append("],\"values\":[");
    list(json, row.size(), j -> json.append(row.value(j)));
    return json.append("]}}}").toString();
  }

  private String dense(FeatureVector row) {
    float[] values = new float[numFeatures];
    for (int j = 0; j < row.size(); j++) {
      values[row.index(j)] = row.value(j);
    }
    StringBuilder json = new StringBuilder("{\"features\":[");
    list(json, numFeatures, f -> json.append(values[f]));
    return json.append("]}").toString();
  }

  private static void list(StringBuilder json, int size, IntConsumer element) {
    for (int j = 0; j < size; j++) {
      if (j > 0) {
        json.append(',');
      }
      element.accept(j);
    }
  }

  private byte[] record(FeatureVector row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (RecordIoWriter writer = RecordIoWriter.to(bytes)) {
      writer.write(row, numFeatures);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "could not write %d features to memory", row.size()), e);
    }
    return bytes.toByteArray();
  }
}
