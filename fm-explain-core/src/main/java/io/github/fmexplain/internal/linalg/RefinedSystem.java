package io.github.fmexplain.internal.linalg;

import io.github.fmexplain.model.UnreliableNumbersException;

/**
 * A symmetric positive definite system Mx = b. Where M is ill-conditioned the solution is refined
 * (Higham, <i>Accuracy and Stability of Numerical Algorithms</i>, 2nd ed., §12.1): x is kept as the
 * sum of two doubles, and b − Mx is computed to twice their precision, so that two solutions of the
 * same system fit each other: xᵀMy = yᵀMx. Immutable.
 */
public final class RefinedSystem {

  /** Below this condition Cholesky alone leaves ten digits. */
  private static final double WELL_CONDITIONED = 1e5;

  private static final int ROUNDS = 4;

  private final Cholesky cholesky;

  /** M, [d, d], or without rows where nothing is refined. */
  private final double[][] matrix;

  /**
   * Factorises M.
   *
   * @param matrix M, [d, d]; only the diagonal and what is right of it is read. It is overwritten.
   * @param conditionNumber that of M, about
   * @throws UnreliableNumbersException if M is not positive definite to rounding
   */
  public RefinedSystem(double[][] matrix, double conditionNumber) {
    if (conditionNumber > WELL_CONDITIONED) {
      this.matrix = Kernels.copy(matrix);
      Kernels.mirror(this.matrix);
    } else {
      this.matrix = new double[0][];
    }
    cholesky = Cholesky.of(matrix);
  }

  /** {@return the decomposition of M} */
  public Cholesky cholesky() {
    return cholesky;
  }

  /**
   * {@return x as one double per entry, and what is left of it, or one row only if nothing is: [1
   * or 2, d]}
   *
   * @param b [d]. Not modified.
   */
  public double[][] solve(double[] b) {
    double[] high = cholesky.solve(b);
    if (matrix.length == 0) {
      return new double[][] {high};
    }
    double[] low = new double[b.length];
    double before = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      double[] correction = cholesky.solve(residual(b, high, low));
      double size = Math.sqrt(Kernels.dot(correction, correction));
      if (!(size < 0.5 * before)) {
        break;
      }
      before = size;
      for (int c = 0; c < high.length; c++) {
        add(correction[c], high, low, c);
      }
    }
    return new double[][] {high, low};
  }

  /** Adds to a sum of two doubles, and makes the first the nearest double again. */
  private static void add(double term, double[] high, double[] low, int c) {
    double sum = high[c] + term;
    double rest = low[c] + error(high[c], term, sum);
    high[c] = sum + rest;
    low[c] = error(sum, rest, high[c]);
  }

  /** {@return what the sum of two doubles lacks (Knuth)} */
  private static double error(double x, double y, double sum) {
    double part = sum - x;
    return (x - (sum - part)) + (y - part);
  }

  private double[] residual(double[] b, double[] high, double[] low) {
    double[] residual = new double[b.length];
    for (int i = 0; i < b.length; i++) {
      double[] row = matrix[i];
      double sum = b[i];
      double rest = 0;
      for (int j = 0; j < row.length; j++) {
        double product = -row[j] * high[j];
        double next = sum + product;
        rest += error(sum, product, next) - Math.fma(row[j], high[j], product) - row[j] * low[j];
        sum = next;
      }
      residual[i] = sum + rest;
    }
    return residual;
  }
}
