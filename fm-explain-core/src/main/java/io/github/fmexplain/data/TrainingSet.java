package io.github.fmexplain.data;

import io.github.fmexplain.model.FeatureVector;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * Encoded rows and their targets: a sparse matrix [rows, n] in compressed rows, float32 like
 * SageMaker's records, and one target y a row. Immutable.
 */
public final class TrainingSet {

  private final int numFeatures;
  private final int[] rowStart;
  private final int[] indices;
  private final float[] values;
  private final float[] targets;

  private TrainingSet(
      int numFeatures, int[] rowStart, int[] indices, float[] values, float[] targets) {
    this.numFeatures = numFeatures;
    this.rowStart = rowStart;
    this.indices = indices;
    this.values = values;
    this.targets = targets;
  }

  /**
   * {@return one row a rating, in the order of the histories and of their ratings}
   *
   * @param encoder makes the features; knows every user, item and tag
   * @param histories histories with user ids
   * @param target makes y
   * @throws UnknownIdException if the encoder does not know a user, an item or a tag
   * @throws IllegalArgumentException if there is no rating, or a history has no user id
   */
  public static TrainingSet of(
      FeatureEncoder encoder, Collection<History> histories, RatingTarget target) {
    Builder builder = builder(encoder.numFeatures());
    for (History history : histories) {
      String userId = history.userId();
      if (userId == null) {
        throw new IllegalArgumentException(
            "a training history must have a user id, but one has none");
      }
      for (Interaction interaction : history.interactions()) {
        builder.add(
            encoder.encode(userId, history.userTags(), interaction.itemId(), interaction.context()),
            (float) target.of(interaction.rating()));
      }
    }
    return builder.build();
  }

  /**
   * {@return a builder for rows that were encoded elsewhere}
   *
   * @param numFeatures n, at least 1
   * @throws IllegalArgumentException if n is less than 1
   */
  public static Builder builder(int numFeatures) {
    return new Builder(numFeatures);
  }

  /** {@return n, the number of columns} */
  public int numFeatures() {
    return numFeatures;
  }

  /** {@return the number of rows, at least 1} */
  public int numRows() {
    return targets.length;
  }

  /**
   * {@return y of a row}
   *
   * @param row from 0
   */
  public float target(int row) {
    return targets[row];
  }

  /**
   * {@return the features of a row}
   *
   * @param row from 0
   */
  public FeatureVector features(int row) {
    int from = rowStart[row];
    int length = rowStart[row + 1] - from;
    int[] rowIndices = new int[length];
    float[] rowValues = new float[length];
    System.arraycopy(indices, from, rowIndices, 0, length);
    System.arraycopy(values, from, rowValues, 0, length);
    return FeatureVector.of(rowIndices, rowValues);
  }

  /**
   * {@return the number of features listed in a row}
   *
   * @param row from 0
   */
  public int rowSize(int row) {
    return rowStart[row + 1] - rowStart[row];
  }

  /**
   * {@return the index of a feature listed in a row, without making a vector}
   *
   * @param row from 0
   * @param position from 0, ascending in the index
   */
  public int index(int row, int position) {
    return indices[rowStart[row] + position];
  }

  /**
   * {@return the value of a feature listed in a row, without making a vector}
   *
   * @param row from 0
   * @param position from 0, ascending in the index
   */
  public float value(int row, int position) {
    return values[rowStart[row] + position];
  }

  /** Collects rows. Not thread-safe. */
  public static final class Builder {

    private final int numFeatures;
    private int[] rowStart = new int[16];
    private int[] indices = new int[32];
    private float[] values = new float[32];
    private float[] targets = new float[16];
    private int rows;
    private int size;

    private Builder(int numFeatures) {
      if (numFeatures < 1) {
        throw new IllegalArgumentException(
            "numFeatures must be at least 1, but was " + numFeatures);
      }
      this.numFeatures = numFeatures;
    }

    /**
     * Adds a row.
     *
     * @param features at least one, at most n
     * @param target y, finite
     * @return this builder
     * @throws IllegalArgumentException if there is no feature, a feature is not below n, or y is
     *     not finite; the message has the row's number, from 1
     */
    public Builder add(FeatureVector features, float target) {
      if (features.isEmpty()) {
        throw new IllegalArgumentException("row " + (rows + 1) + " has no features");
      }
      if (features.width() > numFeatures) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row %d has feature %d, but the set has %d features",
                rows + 1,
                features.width() - 1,
                numFeatures));
      }
      if (!Float.isFinite(target)) {
        throw new IllegalArgumentException(
            "target of row " + (rows + 1) + " must be finite, but was " + target);
      }
      if (rows + 1 >= rowStart.length) {
        rowStart = Arrays.copyOf(rowStart, grown(rowStart.length));
        targets = Arrays.copyOf(targets, rowStart.length);
      }
      while (size + features.size() > indices.length) {
        indices = Arrays.copyOf(indices, grown(indices.length));
        values = Arrays.copyOf(values, indices.length);
      }
      for (int j = 0; j < features.size(); j++) {
        indices[size] = features.index(j);
        values[size] = features.value(j);
        size++;
      }
      targets[rows] = target;
      rows++;
      rowStart[rows] = size;
      return this;
    }

    private static int grown(int length) {
      return Math.addExact(length, length / 2 + 1);
    }

    /**
     * {@return the set of the rows added so far}
     *
     * @throws IllegalArgumentException if there are none
     */
    public TrainingSet build() {
      if (rows == 0) {
        throw new IllegalArgumentException("a training set must have at least 1 row, but has 0");
      }
      return new TrainingSet(
          numFeatures,
          Arrays.copyOf(rowStart, rows + 1),
          Arrays.copyOf(indices, size),
          Arrays.copyOf(values, size),
          Arrays.copyOf(targets, rows));
    }
  }
}
