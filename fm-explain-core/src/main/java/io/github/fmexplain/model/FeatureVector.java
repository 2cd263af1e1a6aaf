package io.github.fmexplain.model;

import io.github.fmexplain.internal.Text;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A sparse feature vector x: strictly ascending feature indices and their float32 values, as
 * SageMaker stores them. Features that are not listed are zero. Immutable.
 */
public final class FeatureVector {

  private static final FeatureVector EMPTY = new FeatureVector(new int[0], new float[0]);

  private final int[] indices;
  private final float[] values;

  private FeatureVector(int[] indices, float[] values) {
    this.indices = indices;
    this.values = values;
  }

  /** {@return the vector in which every feature is zero} */
  public static FeatureVector empty() {
    return EMPTY;
  }

  /**
   * {@return the vector with the given values at the given features} The order of the arguments
   * does not matter.
   *
   * @param indices feature indices, each at least 0 and none twice. Not modified.
   * @param values the values, one an index, all finite. Not modified.
   * @throws IllegalArgumentException if the lengths differ, an index is negative or occurs twice,
   *     or a value is not finite
   */
  public static FeatureVector of(int[] indices, float[] values) {
    if (indices.length != values.length) {
      throw new IllegalArgumentException(
          Text.of(
              "values must have one entry a feature, but there are %d features and %d values",
              indices.length, values.length));
    }
    int[] sortedIndices = indices.clone();
    float[] sortedValues = values.clone();
    if (!isAscending(indices)) {
      int[] order =
          IntStream.range(0, indices.length)
              .boxed()
              .sorted((a, b) -> Integer.compare(indices[a], indices[b]))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int j = 0; j < order.length; j++) {
        sortedIndices[j] = indices[order[j]];
        sortedValues[j] = values[order[j]];
      }
    }
    for (int j = 0; j < sortedIndices.length; j++) {
      check(sortedIndices, sortedValues, j);
    }
    return new FeatureVector(sortedIndices, sortedValues);
  }

  /**
   * {@return the vector with value 1 at each of the given features}
   *
   * @param indices feature indices, each at least 0 and none twice. Not modified.
   * @throws IllegalArgumentException if an index is negative or occurs twice
   */
  public static FeatureVector ones(int... indices) {
    float[] values = new float[indices.length];
    Arrays.fill(values, 1f);
    return of(indices, values);
  }

  private static boolean isAscending(int[] indices) {
    for (int j = 1; j < indices.length; j++) {
      if (indices[j] < indices[j - 1]) {
        return false;
      }
    }
    return true;
  }

  private static void check(int[] indices, float[] values, int j) {
    if (indices[j] < 0) {
      throw new IllegalArgumentException("feature must not be negative, but was " + indices[j]);
    }
    if (j > 0 && indices[j] == indices[j - 1]) {
      throw new IllegalArgumentException("feature " + indices[j] + " occurs twice");
    }
    if (!Float.isFinite(values[j])) {
      throw new IllegalArgumentException(
          "value of feature " + indices[j] + " must be finite, but was " + values[j]);
    }
  }

  /**
   * {@return the vector that holds the features of both}
   *
   * @param other a vector that shares no feature with this one
   * @throws IllegalArgumentException if a feature is in both
   */
  public FeatureVector and(FeatureVector other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    int[] joinedIndices = Arrays.copyOf(indices, indices.length + other.indices.length);
    float[] joinedValues = Arrays.copyOf(values, values.length + other.values.length);
    System.arraycopy(other.indices, 0, joinedIndices, indices.length, other.indices.length);
    System.arraycopy(other.values, 0, joinedValues, values.length, other.values.length);
    return of(joinedIndices, joinedValues);
  }

  /** {@return how many features are listed} */
  public int size() {
    return indices.length;
  }

  /** {@return whether no feature is listed} */
  public boolean isEmpty() {
    return indices.length == 0;
  }

  /**
   * {@return the index of a listed feature}
   *
   * @param position from 0, ascending in the index
   */
  public int index(int position) {
    return indices[position];
  }

  /**
   * {@return the value of a listed feature}
   *
   * @param position from 0, ascending in the index
   */
  public float value(int position) {
    return values[position];
  }

  /** {@return the smallest number of features that a model must have to score this vector} */
  public int width() {
    return isEmpty() ? 0 : indices[indices.length - 1] + 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureVector that
        && Arrays.equals(indices, that.indices)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(indices) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int j = 0; j < indices.length; j++) {
      text.append(j == 0 ? "" : ", ").append(indices[j]).append(": ").append(values[j]);
    }
    return text.append('}').toString();
  }
}
