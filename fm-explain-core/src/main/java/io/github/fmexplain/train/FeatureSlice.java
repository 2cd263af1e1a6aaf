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
  private final boolean dense;

  /** The features of the slice that the batch has, in the order in which they first occur. */
  private int[] inBatch = new int[64];

  private int numInBatch;

  /** By feature of the slice: the number of its entries, then where they end; 0 outside of it. */
  private final int[] ends;

  private int[] columnPlaces = new int[64];
  private float[] columnValues = new float[64];
  private final float[] gradient;
  private final float[] q;
  private final float[] v;

  FeatureSlice(
      EpochRows rows,
      Parameters parameters,
      BatchScorer scorer,
      int first,
      int last,
      boolean dense) {
    this.rows = rows;
    this.parameters = parameters;
    this.scorer = scorer;
    this.first = first;
    this.last = last;
    this.dense = dense;
    this.ends = new int[last - first];
    this.gradient = new float[parameters.numFactors];
    this.q = new float[parameters.numFactors];
    this.v = new float[parameters.numFactors];
  }

  /**
   * Updates the linear weights and the factors of the slice from the batch that was scored: of
   * every feature, or lazily of those alone that the batch has.
   *
   * @param start the batch's first place in the order of the epoch
   * @param size the number of rows of the batch
   */
  void update(int start, int size, Adam linear, Adam factors, double correction) {
    transpose(start, size);
    int k = parameters.numFactors;
    int from = 0;
    for (int j = 0; j < numInBatch; j++) {
      int f = inBatch[j];
      linear.gradient()[f] = computeGradient(f, from);
      System.arraycopy(gradient, 0, factors.gradient(), f * k, k);
      from = ends[f - first];
      if (!dense) {
        linear.update(f, f + 1, correction);
        factors.update(f * k, f * k + k, correction);
      }
    }
    if (dense) {
      int features = Math.max(1, BLOCK / k);
      for (int block = first; block < last; block += features) {
        factors.update(block * k, Math.min(block + features, last) * k, correction);
      }
      linear.update(first, last, correction);
    }
    for (int j = 0; j < numInBatch; j++) {
      int f = inBatch[j];
      ends[f - first] = 0;
      if (dense) {
        linear.gradient()[f] = 0;
        Arrays.fill(factors.gradient(), f * k, f * k + k, 0f);
      }
    }
  }

  /**
   * Fills columnPlaces and columnValues with the entries of each feature of the batch, one after
   * the other in the order of inBatch. Costs the entries of the batch, whatever the number of
   * features.
   */
  private void transpose(int start, int size) {
    numInBatch = 0;
    int total = 0;
    for (int j = 0; j < size; j++) {
      if (scorer.isLeftOut(start + j)) {
        continue;
      }
      for (int e = rows.start[start + j]; e < rows.start[start + j + 1]; e++) {
        int f = rows.indices[e];
        if (f >= first && f < last) {
          if (ends[f - first]++ == 0) {
            add(f);
          }
          total++;
        }
      }
    }
    if (total > columnPlaces.length) {
      columnPlaces = new int[total + total / 2];
      columnValues = new float[columnPlaces.length];
    }
    int end = 0;
    for (int j = 0; j < numInBatch; j++) {
      int column = inBatch[j] - first;
      int count = ends[column];
      // Filling the column moves it to its end.
      ends[column] = end;
      end += count;
    }
    for (int j = 0; j < size; j++) {
      if (scorer.isLeftOut(start + j)) {
        continue;
      }
      for (int e = rows.start[start + j]; e < rows.start[start + j + 1]; e++) {
        int f = rows.indices[e];
        if (f >= first && f < last) {
          int place = ends[f - first]++;
          columnPlaces[place] = j;
          columnValues[place] = rows.values[e];
        }
      }
    }
  }

  private void add(int f) {
    if (numInBatch == inBatch.length) {
      inBatch = Arrays.copyOf(inBatch, 2 * numInBatch);
    }
    inBatch[numInBatch++] = f;
  }

  /** Fills the gradient of v_f from its entries, and returns that of w_f. */
  private float computeGradient(int f, int from) {
    int k = gradient.length;
    int end = ends[f - first];
    float linear = 0;
    System.arraycopy(parameters.factors, f * k, v, 0, k);
    for (int e = from; e < end; e++) {
      float x = columnValues[e];
      float slope = scorer.residuals[columnPlaces[e]] * x;
      System.arraycopy(scorer.sums, columnPlaces[e] * k, q, 0, k);
      linear += slope;
      if (e == from) {
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
