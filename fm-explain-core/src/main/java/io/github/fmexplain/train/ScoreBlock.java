package io.github.fmexplain.train;

/**
 * The scores of some consecutive rows of an epoch.
 *
 * <pre>
 * s = w0 + Σ_f x_f (w_f + ⟨Σ_{g<f} x_g v_g, v_f⟩)
 * </pre>
 *
 * <p>Each feature meets the sum of those before it. There is no square to subtract, and so nothing
 * that cancels in float32.
 *
 * <p>All rows of the block take their first feature, then all take their second, and so on: then a
 * loop goes over the factors of all rows, where one over the factors of a row would end before the
 * vectors that the compiler makes of it pay. What is added to what, and in which order, is the same
 * as for one row after the other.
 */
final class ScoreBlock {

  /** Factors a block: its three arrays fit into the first cache. */
  private static final int BLOCK = 2048;

  /** Rows a block, however few factors they have: a product of as many 1 + e^−|s| is finite. */
  private static final int LONGEST = 512;

  /** The largest number of rows. */
  final int capacity;

  /** [rows, k], q = Σ_f x_f v_f. */
  final float[] sums;

  /** [rows]. */
  final float[] scores;

  private final EpochRows rows;
  private final Parameters parameters;
  private final float[] v;
  private final float[] products;

  ScoreBlock(EpochRows rows, Parameters parameters) {
    this.rows = rows;
    this.parameters = parameters;
    int k = parameters.numFactors;
    this.capacity = Math.max(1, Math.min(LONGEST, BLOCK / k));
    this.sums = new float[capacity * k];
    this.scores = new float[capacity];
    this.v = new float[capacity * k];
    this.products = new float[capacity * k];
  }

  /**
   * Fills sums and scores.
   *
   * @param place of the first row
   * @param count the number of rows, at most {@code capacity}
   */
  void score(int place, int count) {
    int longest = 0;
    for (int r = 0; r < count; r++) {
      longest = Math.max(longest, startFrom(place + r, r));
    }
    for (int feature = 1; feature < longest; feature++) {
      int r = 0;
      while (r < count) {
        int from = r;
        while (r < count && has(place + r, feature)) {
          r++;
        }
        if (r > from) {
          meet(place, from, r, feature);
        } else {
          r++;
        }
      }
    }
  }

  private boolean has(int place, int feature) {
    return rows.start[place] + feature < rows.start[place + 1];
  }

  /** Takes the first feature of a row, which meets none; returns how many the row has. */
  private int startFrom(int place, int r) {
    int k = parameters.numFactors;
    int entry = rows.start[place];
    int f = rows.indices[entry];
    float x = rows.values[entry];
    scores[r] = parameters.bias[0] + x * parameters.linear[f];
    System.arraycopy(parameters.factors, f * k, sums, r * k, k);
    scale(sums, r * k, r * k + k, x);
    return rows.start[place + 1] - entry;
  }

  /** Takes one feature of each row from {@code from} to before {@code to}, which all have it. */
  private void meet(int place, int from, int to, int feature) {
    int k = parameters.numFactors;
    for (int r = from; r < to; r++) {
      int f = rows.indices[rows.start[place + r] + feature];
      System.arraycopy(parameters.factors, f * k, v, r * k, k);
    }
    multiply(sums, v, products, from * k, to * k);
    for (int r = from; r < to; r++) {
      int entry = rows.start[place + r] + feature;
      float x = rows.values[entry];
      scores[r] += x * (parameters.linear[rows.indices[entry]] + sum(products, r * k, r * k + k));
      scale(v, r * k, r * k + k, x);
    }
    add(v, sums, from * k, to * k);
  }

  private static void scale(float[] a, int from, int to, float x) {
    if (x == 1) {
      return;
    }
    for (int j = from; j < to; j++) {
      a[j] *= x;
    }
  }

  /** All arrays have the same index, for only then does the compiler make vectors of this loop. */
  private static void multiply(float[] a, float[] b, float[] products, int from, int to) {
    for (int j = from; j < to; j++) {
      products[j] = a[j] * b[j];
    }
  }

  private static void add(float[] a, float[] sums, int from, int to) {
    for (int j = from; j < to; j++) {
      sums[j] += a[j];
    }
  }

  /** Four sums, because one sum would wait for every addition; always the same four. */
  private static float sum(float[] a, int from, int to) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int j = from;
    for (; j < to - 3; j += 4) {
      sum0 += a[j];
      sum1 += a[j + 1];
      sum2 += a[j + 2];
      sum3 += a[j + 3];
    }
    for (; j < to; j++) {
      sum0 += a[j];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}
