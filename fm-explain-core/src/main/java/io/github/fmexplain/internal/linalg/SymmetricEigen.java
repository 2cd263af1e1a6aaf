package io.github.fmexplain.internal.linalg;

import java.util.Arrays;

/**
 * The extreme eigenvalues of symmetric matrices: Householder's reduction to a tridiagonal matrix,
 * then bisection by Sturm counts (Golub and Van Loan, <i>Matrix Computations</i>, 4th ed., §8.3.1,
 * 8.4.1). Rows are arrays of their own, so that reflections are vector loops.
 */
public final class SymmetricEigen {

  private SymmetricEigen() {}

  /**
   * {@return the smallest and the largest eigenvalue}
   *
   * @param matrix symmetric, [d, d], d at least 1. It is overwritten.
   */
  public static double[] extremes(double[][] matrix) {
    return new Tridiagonal(matrix).extremes();
  }

  /**
   * {@return the largest eigenvalue}
   *
   * @param matrix symmetric, [d, d], d at least 1. It is overwritten.
   */
  public static double largest(double[][] matrix) {
    return new Tridiagonal(matrix).extremes()[1];
  }

  /** QᵀMQ = T by reflections 1 − τ v vᵀ, each v made in the row that it clears. */
  private static final class Tridiagonal {

    final double[] diagonal;

    /** Entry j is T_j,j+1; the last is 0. */
    final double[] beside;

    private final double[][] reflections;

    Tridiagonal(double[][] matrix) {
      int d = matrix.length;
      reflections = matrix;
      diagonal = new double[d];
      beside = new double[d];
      double[] p = new double[d];
      for (int k = 0; k < d; k++) {
        diagonal[k] = matrix[k][k];
        if (k < d - 2) {
          reflect(k, p);
        } else if (k == d - 2) {
          beside[k] = matrix[k][k + 1];
        }
      }
    }

    private void reflect(int k, double[] p) {
      double[] v = reflections[k];
      int d = v.length;
      double head = v[k + 1];
      double tail = Kernels.dot(v, v, k + 2, d);
      if (tail == 0) {
        beside[k] = head;
        return;
      }
      double length = Math.sqrt(head * head + tail);
      double end = head > 0 ? -length : length;
      beside[k] = end;
      double tau = (end - head) / end;
      double scale = 1 / (head - end);
      v[k + 1] = 1;
      for (int j = k + 2; j < d; j++) {
        v[j] *= scale;
      }
      Arrays.fill(p, k + 1, d, 0);
      Kernels.addTrailing(reflections, v, p, k + 1);
      double half = -0.5 * tau * tau * Kernels.dot(p, v, k + 1, d);
      for (int j = k + 1; j < d; j++) {
        p[j] = tau * p[j] + half * v[j];
      }
      for (int i = k + 1; i < d; i++) {
        subtractPair(reflections[i], v, p, v[i], p[i], k + 1);
      }
    }

    private static void subtractPair(
        double[] row, double[] v, double[] p, double vi, double pi, int from) {
      for (int j = from; j < row.length; j++) {
        row[j] -= vi * p[j] + pi * v[j];
      }
    }

    /** {@return the smallest and the largest eigenvalue} Bisection, both at once. */
    double[] extremes() {
      int d = diagonal.length;
      double lowest = Double.POSITIVE_INFINITY;
      double highest = Double.NEGATIVE_INFINITY;
      double[] squares = new double[d];
      for (int j = 0; j < d; j++) {
        double before = j > 0 ? Math.abs(beside[j - 1]) : 0;
        squares[j] = before * before;
        lowest = Math.min(lowest, diagonal[j] - Math.abs(beside[j]) - before);
        highest = Math.max(highest, diagonal[j] + Math.abs(beside[j]) + before);
      }
      // Smallest eigenvalue between low and high, largest between below and above.
      double low = lowest;
      double high = highest;
      double below = lowest;
      double above = highest;
      double width = 2 * Math.ulp(Math.max(Math.abs(lowest), Math.abs(highest)));
      while (high - low > width || above - below > width) {
        double first = low + 0.5 * (high - low);
        double second = below + 0.5 * (above - below);
        long counts = numBelow(squares, first, second);
        if ((int) counts > 0) {
          high = first;
        } else {
          low = first;
        }
        if ((int) (counts >> 32) == d) {
          above = second;
        } else {
          below = second;
        }
      }
      return new double[] {low + 0.5 * (high - low), below + 0.5 * (above - below)};
    }

    /**
     * Sylvester's law: as many eigenvalues below x as negative pivots of T − x. For two x at once,
     * since each division waits for the one before; returns both counts in one number.
     */
    private long numBelow(double[] squares, double x, double y) {
      int belowX = 0;
      int belowY = 0;
      double p = 1;
      double q = 1;
      for (int j = 0; j < squares.length; j++) {
        p = diagonal[j] - x - squares[j] / p;
        q = diagonal[j] - y - squares[j] / q;
        p = p == 0 ? -Double.MIN_NORMAL : p;
        q = q == 0 ? -Double.MIN_NORMAL : q;
        belowX += p < 0 ? 1 : 0;
        belowY += q < 0 ? 1 : 0;
      }
      return ((long) belowY << 32) | belowX;
    }
  }
}
