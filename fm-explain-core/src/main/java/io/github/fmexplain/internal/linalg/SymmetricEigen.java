package io.github.fmexplain.internal.linalg;

import java.util.Arrays;

/**
 * Eigenvalues of symmetric matrices: Householder's reduction to a tridiagonal matrix, then implicit
 * QL steps for all eigenvalues and vectors, or bisection by Sturm counts for the extreme ones
 * (Golub and Van Loan, <i>Matrix Computations</i>, 4th ed., §8.3.1, 8.3.3, 8.4.1). Rows are arrays
 * of their own, so that reflections and rotations are vector loops. Immutable.
 */
public final class SymmetricEigen {

  private static final int MAXIMUM_STEPS = 60;

  /** ε, [d], in no order, and qⱼ, [d, d], one eigenvector per row. */
  public final double[] values;

  public final double[][] vectors;

  private SymmetricEigen(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * {@return all eigenvalues and orthonormal eigenvectors}
   *
   * @param matrix symmetric, [d, d], d at least 1. It is overwritten.
   * @throws IllegalStateException if the steps do not converge
   */
  public static SymmetricEigen of(double[][] matrix) {
    Tridiagonal t = new Tridiagonal(matrix);
    double[][] vectors = t.transformation();
    diagonalize(t.diagonal, t.beside, vectors);
    return new SymmetricEigen(t.diagonal, vectors);
  }

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

  /** QᵀMQ = T by reflections 1 − τ v vᵀ, each v kept in the row that it cleared. */
  private static final class Tridiagonal {

    final double[] diagonal;

    /** Entry j is T_j,j+1; the last is 0. */
    final double[] beside;

    private final double[][] reflections;
    private final double[] taus;

    Tridiagonal(double[][] matrix) {
      int d = matrix.length;
      reflections = matrix;
      diagonal = new double[d];
      beside = new double[d];
      taus = new double[d];
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
      taus[k] = tau;
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

    /** {@return Qᵀ, [d, d]} */
    double[][] transformation() {
      int d = diagonal.length;
      double[][] q = new double[d][d];
      for (int i = 0; i < d; i++) {
        q[i][i] = 1;
      }
      double[] along = new double[d];
      for (int k = d - 3; k >= 0; k--) {
        if (taus[k] != 0) {
          double[] v = reflections[k];
          Arrays.fill(along, k + 1, d, 0);
          Kernels.addTrailing(q, v, along, k + 1);
          for (int i = k + 1; i < d; i++) {
            subtract(q[i], along, taus[k] * v[i], k + 1);
          }
        }
      }
      return Kernels.transposed(q, d);
    }

    private static void subtract(double[] row, double[] along, double factor, int from) {
      for (int j = from; j < row.length; j++) {
        row[j] -= factor * along[j];
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

  /** Implicit QL with Wilkinson's shift; rotates the rows of the vectors along. */
  private static void diagonalize(double[] diagonal, double[] beside, double[][] vectors) {
    for (int low = 0; low < diagonal.length; low++) {
      int high = blockEnd(diagonal, beside, low);
      for (int step = 0; high > low; step++) {
        if (step == MAXIMUM_STEPS) {
          throw new IllegalStateException("eigenvalues of the user's system did not converge");
        }
        chase(diagonal, beside, vectors, low, high);
        high = blockEnd(diagonal, beside, low);
      }
    }
  }

  /** {@return the first index from low on whose coupling to the next is rounding} */
  private static int blockEnd(double[] diagonal, double[] beside, int low) {
    int high = low;
    while (high < diagonal.length - 1
        && Math.abs(beside[high])
            > 0.5 * Math.ulp(1.0) * (Math.abs(diagonal[high]) + Math.abs(diagonal[high + 1]))) {
      high++;
    }
    return high;
  }

  private static void chase(
      double[] diagonal, double[] beside, double[][] vectors, int low, int high) {
    double half = (diagonal[low + 1] - diagonal[low]) / (2 * beside[low]);
    double root = Math.sqrt(half * half + 1);
    double g = diagonal[high] - diagonal[low] + beside[low] / (half + Math.copySign(root, half));
    double sine = 1;
    double cosine = 1;
    double shift = 0;
    for (int i = high - 1; i >= low; i--) {
      double f = sine * beside[i];
      double b = cosine * beside[i];
      double length = Math.sqrt(f * f + g * g);
      beside[i + 1] = length;
      if (length == 0) {
        // The block splits here; the next call sees it.
        diagonal[i + 1] -= shift;
        beside[high] = 0;
        return;
      }
      sine = f / length;
      cosine = g / length;
      g = diagonal[i + 1] - shift;
      double turn = (diagonal[i] - g) * sine + 2 * cosine * b;
      shift = sine * turn;
      diagonal[i + 1] = g + shift;
      g = cosine * turn - b;
      rotate(vectors[i], vectors[i + 1], cosine, sine);
    }
    diagonal[low] -= shift;
    beside[low] = g;
    beside[high] = 0;
  }

  private static void rotate(double[] x, double[] y, double cosine, double sine) {
    for (int j = 0; j < x.length; j++) {
      double old = y[j];
      y[j] = sine * x[j] + cosine * old;
      x[j] = cosine * x[j] - sine * old;
    }
  }
}
