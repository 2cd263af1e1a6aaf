package io.github.fmexplain.train;

import java.util.Arrays;

/**
 * The second half of a mini-batch for some consecutive features: their gradients and their steps.
 *
 * <pre>
 * ∂s/∂w_f = x_f     ∂s/∂v_f = x_f (q − x_f v_f)     gradient = Σ_j residual_j · ∂s_j/∂θ
 * </pre>
 *
 * <p>The batch is turned from rows into columns by a counting sort, which keeps the rows of a
 * feature in their order. A feature's gradient is then one sum in that order, whatever features are
 * in the same slice: this is why the number of slices does not change a bit of the model.
 */
final class FeatureSlice {

  /** Parameters a block: gradients of one block stay in the cache until the step that uses them. */
  private static final int BLOCK = 2048;

  private final EpochRows rows;
  private final Parameters parameters;
  private final BatchScorer scorer;
  private final int first;
  private final int last;

  private final int[] columnStart;

  /** By feature of the slice: all others have a gradient of zeros from the batch before. */
  private final boolean[] wasInBatch;

  private int[] columnPlaces = new int[64];
  private float[] columnValues = new float[64];
  private final float[] gradient;
  private final float[] q;
  private final float[] v;

  FeatureSlice(EpochRows rows, Parameters parameters, BatchScorer scorer, int first, int last) {
    this.rows = rows;
    this.parameters = parameters;
    this.scorer = scorer;
    this.first = first;
    this.last = last;
    this.columnStart = new int[last - first + 1];
    this.wasInBatch = new boolean[last - first];
    this.gradient = new float[parameters.numFactors];
    this.q = new float[parameters.numFactors];
    this.v = new float[parameters.numFactors];
  }

  /**
   * Updates the linear weights and the factors of the slice from the batch that was scored.
   *
   * @param start the batch's first place in the order of the epoch
   * @param size the number of rows of the batch
   */
  void update(int start, int size, Adam linear, Adam factors, double correction) {
    transpose(start, size);
    int k = parameters.numFactors;
    int features = Math.max(1, BLOCK / k);
    for (int block = first; block < last; block += features) {
      int end = Math.min(block + features, last);
      for (int f = block; f < end; f++) {
        boolean inBatch = columnStart[f - first] < columnStart[f - first + 1];
        if (inBatch) {
          linear.gradient()[f] = computeGradient(f);
          System.arraycopy(gradient, 0, factors.gradient(), f * k, k);
        } else if (wasInBatch[f - first]) {
          linear.gradient()[f] = 0;
          Arrays.fill(factors.gradient(), f * k, f * k + k, 0f);
        }
        wasInBatch[f - first] = inBatch;
      }
      factors.update(block * k, end * k, correction);
    }
    linear.update(first, last, correction);
  }

  /**
   * Fills columnPlaces and columnValues, where feature f has the entries from columnStart[f −
   * first] to before columnStart[f − first + 1]. Until the columns are filled the start of f stands
   * one place further: filling the column moves it to the column's end, which is where it belongs.
   */
  private void transpose(int start, int size) {
    Arrays.fill(columnStart, 0);
    for (int e = rows.start[start]; e < rows.start[start + size]; e++) {
      int f = rows.indices[e];
      if (f >= first && f < last) {
        columnStart[f - first + 1]++;
      }
    }
    int total = 0;
    for (int column = 1; column < columnStart.length; column++) {
      int count = columnStart[column];
      columnStart[column] = total;
      total += count;
    }
    if (total > columnPlaces.length) {
      columnPlaces = new int[total + total / 2];
      columnValues = new float[columnPlaces.length];
    }
    for (int j = 0; j < size; j++) {
      for (int e = rows.start[start + j]; e < rows.start[start + j + 1]; e++) {
        int f = rows.indices[e];
        if (f >= first && f < last) {
          int place = columnStart[f - first + 1]++;
          columnPlaces[place] = j;
          columnValues[place] = rows.values[e];
        }
      }
    }
  }

  /** Fills the gradient of v_f, and returns that of w_f. */
  private float computeGradient(int f) {
    int k = gradient.length;
    int end = columnStart[f - first + 1];
    float linear = 0;
    System.arraycopy(parameters.factors, f * k, v, 0, k);
    for (int e = columnStart[f - first]; e < end; e++) {
      float x = columnValues[e];
      float slope = scorer.residuals[columnPlaces[e]] * x;
      System.arraycopy(scorer.sums, columnPlaces[e] * k, q, 0, k);
      linear += slope;
      if (e == columnStart[f - first]) {
        for (int c = 0; c < k; c++) {
          gradient[c] = 0 + slope * (q[c] - x * v[c]); // not −0, as a sum from 0 never is
        }
      } else {
        for (int c = 0; c < k; c++) {
          gradient[c] += slope * (q[c] - x * v[c]);
        }
      }
    }
    return linear;
  }
}
