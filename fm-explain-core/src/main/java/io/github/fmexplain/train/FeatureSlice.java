package io.github.fmexplain.train;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a mini-batch for some consecutive features: their gradients and their steps.
 *
 * <pre>
 * gradient of w_f = Σ_j r_j x_jf     gradient of v_f = Σ_j r_j x_jf q_j − (Σ_j r_j x_jf²) v_f
 * </pre>
 *
 * <p>A feature's gradient is one sum over its rows in their order, whatever features are in the
 * same slice: this is why the number of slices does not change a bit of the model. Features that
 * follow each other take their steps together, for the compiler makes vectors of long loops.
 *
 * <p>Where every epoch has the same batches, their columns are made once and kept.
 */
final class FeatureSlice {

  /** Parameters of one step: their gradients stay in the cache until the step that uses them. */
  private static final int BLOCK = 2048;

  private final EpochRows rows;
  private final Parameters parameters;
  private final BatchScorer scorer;
  private final int first;
  private final int[] counts;
  private final boolean dense;

  /** By batch, if they are the same in every epoch. */
  private final @Nullable BatchColumns @Nullable [] kept;

  private final BatchColumns passing;
  private final float[] gradient;
  private final float[] v;
  private float[] slopes = new float[64];
  private float[][] room = new float[4][64];

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
    this.counts = new int[last - first];
    this.dense = dense;
    // Dense columns are as long as the slice for each batch: too much to keep.
    this.kept =
        rows.isFixed() && !dense ? new BatchColumns[rows.targets.length / batch() + 1] : null;
    this.passing = new BatchColumns(first, counts, dense);
    this.gradient = new float[parameters.numFactors];
    this.v = new float[parameters.numFactors];
  }

  private int batch() {
    return scorer.residuals.length;
  }

  /**
   * Updates the linear weights and the factors of the slice from the batch that was scored: of
   * every feature, or lazily of those alone that the batch has.
   *
   * @param start the batch's first place in the order of the epoch
   * @param size the number of rows of the batch
   */
  void update(int start, int size, Adam linear, Adam factors, double correction) {
    BatchColumns columns = columns(start, size);
    int total = columns.count == 0 ? 0 : columns.ends[columns.count - 1];
    if (slopes.length < total) {
      slopes = new float[total + total / 2];
    }
    for (int e = 0; e < total; e++) {
      slopes[e] = scorer.residuals[columns.places[e]] * columns.values[e];
    }
    if (room[0].length < columns.count) {
      room = new float[room.length][columns.count + columns.count / 2];
    }
    int k = parameters.numFactors;
    int longest = Math.max(1, BLOCK / k);
    int from = 0;
    int j = 0;
    while (j < columns.count) {
      int f = columns.features[j];
      int next = f;
      while (j < columns.count && columns.features[j] == next && next < f + longest) {
        int end = columns.ends[j];
        if (from < end) {
          room[3][j] = computeGradient(columns, next, from, end);
          System.arraycopy(gradient, 0, factors.gradient(), next * k, k);
        } else {
          room[3][j] = 0;
          Arrays.fill(factors.gradient(), next * k, next * k + k, 0);
        }
        from = end;
        j++;
        next++;
      }
      factors.update(f * k, next * k, correction);
    }
    linear.update(columns.features, columns.count, room, correction);
  }

  private BatchColumns columns(int start, int size) {
    if (kept == null) {
      passing.fill(rows, scorer, start, size);
      return passing;
    }
    BatchColumns columns = kept[start / batch()];
    if (columns == null) {
      columns = new BatchColumns(first, counts, dense);
      columns.fill(rows, scorer, start, size);
      columns.trim();
      kept[start / batch()] = columns;
    }
    return columns;
  }

  /** Fills the gradient of v_f from its entries, and returns that of w_f. */
  private float computeGradient(BatchColumns columns, int f, int from, int end) {
    int[] places = columns.places;
    float linear = 0;
    float own = 0;
    for (int e = from; e < end; e++) {
      linear += slopes[e];
      own += slopes[e] * columns.values[e];
    }
    System.arraycopy(parameters.factors, f * v.length, v, 0, v.length);
    float[][] q = scorer.sums;
    int e = from;
    if ((end - e) % 2 == 1) {
      start(gradient, own, v, slopes[e], q[places[e]]);
      e++;
    } else {
      start(gradient, own, v, slopes[e], q[places[e]], slopes[e + 1], q[places[e + 1]]);
      e += 2;
    }
    if ((end - e) % 4 == 2) {
      add(gradient, slopes[e], q[places[e]], slopes[e + 1], q[places[e + 1]]);
      e += 2;
    }
    for (; e < end; e += 4) {
      add(
          gradient,
          slopes[e],
          q[places[e]],
          slopes[e + 1],
          q[places[e + 1]],
          slopes[e + 2],
          q[places[e + 2]],
          slopes[e + 3],
          q[places[e + 3]]);
    }
    return linear;
  }

  private static void start(float[] sum, float own, float[] v, float a, float[] x) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] = a * x[c] - own * v[c];
    }
  }

  private static void start(
      float[] sum, float own, float[] v, float a, float[] x, float b, float[] y) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] = a * x[c] + b * y[c] - own * v[c];
    }
  }

  private static void add(float[] sum, float a, float[] x, float b, float[] y) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += a * x[c] + b * y[c];
    }
  }

  private static void add(
      float[] sum, float a, float[] x, float b, float[] y, float d, float[] z, float h, float[] w) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += a * x[c] + b * y[c] + d * z[c] + h * w[c];
    }
  }
}
