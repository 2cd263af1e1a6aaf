package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are in S3 already, as RecordIO-protobuf with float32 tensors, one or more objects under
 * a prefix. {@link io.github.fmexplain.sagemaker.recordio.RecordIoWriter} writes them.
 *
 * @param train the address of the training rows, {@code s3://bucket/prefix}
 * @param test the address of rows that the finished model is measured on, or null for none
 * @param numFeatures the number of features of a row
 */
public record S3TrainingData(String train, @Nullable String test, int numFeatures) {

  /**
   * Checks the addresses.
   *
   * @throws IllegalArgumentException if one is not in S3, or there is no feature
   */
  public S3TrainingData {
    Objects.requireNonNull(train, "train");
    requirePrefix(train, "train");
    if (test != null) {
      requirePrefix(test, "test");
    }
    Once.atLeast(1, numFeatures, "numFeatures");
  }

  static String requirePrefix(String uri, String what) {
    if (!uri.matches("s3://[^/]+/.+")) {
      throw new IllegalArgumentException(
          what + " must be an address s3://bucket/prefix, but was '" + uri + "'");
    }
    return uri;
  }
}
