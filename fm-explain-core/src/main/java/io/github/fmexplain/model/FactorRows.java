package io.github.fmexplain.model;

/**
 * Sums over a feature's factors, in double. Four at a time: one sum alone would wait for each
 * addition before the next.
 */
final class FactorRows {

  private FactorRows() {}

  /**
   * Adds v_f times a value to sums, and returns the product of what is added and the sums before.
   *
   * @param factors V, row by row. Not modified.
   * @param f the feature
   * @param value x_f
   * @param sums [k], is added to
   */
  static double add(float[] factors, int f, double value, double[] sums) {
    int k = sums.length;
    int row = f * k;
    double even = 0;
    double odd = 0;
    double third = 0;
    double fourth = 0;
    int c = 0;
    for (; c + 4 <= k; c += 4) {
      double t0 = factors[row + c] * value;
      double t1 = factors[row + c + 1] * value;
      double t2 = factors[row + c + 2] * value;
      double t3 = factors[row + c + 3] * value;
      even += sums[c] * t0;
      odd += sums[c + 1] * t1;
      third += sums[c + 2] * t2;
      fourth += sums[c + 3] * t3;
      sums[c] += t0;
      sums[c + 1] += t1;
      sums[c + 2] += t2;
      sums[c + 3] += t3;
    }
    for (; c < k; c++) {
      double term = factors[row + c] * value;
      even += sums[c] * term;
      sums[c] += term;
    }
    return (even + odd) + (third + fourth);
  }

  /**
   * {@return <v_f, v_g>}
   *
   * @param factors V, row by row. Not modified.
   * @param k factors of a feature
   * @param f a feature
   * @param g a feature
   */
  static double product(float[] factors, int k, int f, int g) {
    int first = f * k;
    int second = g * k;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int c = 0;
    for (; c + 4 <= k; c += 4) {
      s0 += (double) factors[first + c] * factors[second + c];
      s1 += (double) factors[first + c + 1] * factors[second + c + 1];
      s2 += (double) factors[first + c + 2] * factors[second + c + 2];
      s3 += (double) factors[first + c + 3] * factors[second + c + 3];
    }
    for (; c < k; c++) {
      s0 += (double) factors[first + c] * factors[second + c];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
