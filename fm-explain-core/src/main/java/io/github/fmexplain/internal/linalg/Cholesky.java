package io.github.fmexplain.internal.linalg;

import io.github.fmexplain.model.UnreliableNumbersException;
import org.jspecify.annotations.Nullable;

/**
 * The Cholesky decomposition M = RᵀR of a symmetric positive definite matrix, R upper triangular.
 * Immutable.
 */
public final class Cholesky {

  private final double[][] r;

  private Cholesky(double[][] r) {
    this.r = r;
  }

  /**
   * {@return the decomposition, or null if the matrix is not positive definite to rounding} Right-
   * looking, four rows of R at a time; d³/6 multiplications.
   *
   * @param matrix [d, d]; only the diagonal and what is right of it is read. It is overwritten and
   *     becomes part of the result.
   */
  public static @Nullable Cholesky tryOf(double[][] matrix) {
    int d = matrix.length;
    int k = 0;
    for (; k + 4 <= d; k += 4) {
      for (int q = k; q < k + 4; q++) {
        for (int p = k; p < q; p++) {
          subtract(matrix[p], matrix[p][q], matrix[q], q);
        }
        if (!scale(matrix[q], q)) {
          return null;
        }
      }
      subtractFour(matrix, k);
    }
    for (; k < d; k++) {
      if (!scale(matrix[k], k)) {
        return null;
      }
      for (int i = k + 1; i < d; i++) {
        subtract(matrix[k], matrix[k][i], matrix[i], i);
      }
    }
    return new Cholesky(matrix);
  }

  /**
   * {@return the decomposition}
   *
   * @param matrix as for {@link #tryOf}
   * @throws UnreliableNumbersException if the matrix is not positive definite to rounding
   */
  public static Cholesky of(double[][] matrix) {
    Cholesky cholesky = tryOf(matrix);
    if (cholesky == null) {
      throw new UnreliableNumbersException(
          "the user's system must be positive definite, but is not to rounding; raise the ridge (weight"
              + " decay × rows)");
    }
    return cholesky;
  }

  private static boolean scale(double[] row, int pivot) {
    if (!(row[pivot] > 0)) {
      return false;
    }
    double scale = 1 / Math.sqrt(row[pivot]);
    for (int j = pivot; j < row.length; j++) {
      row[j] *= scale;
    }
    return scale > 0;
  }

  private static void multiply(double[] row, double factor) {
    for (int j = 0; j < row.length; j++) {
      row[j] *= factor;
    }
  }

  private static void subtract(double[] row, double factor, double[] from, int first) {
    for (int j = first; j < row.length; j++) {
      from[j] -= factor * row[j];
    }
  }

  private static void subtractFour(double[][] m, int k) {
    double[] m0 = m[k];
    double[] m1 = m[k + 1];
    double[] m2 = m[k + 2];
    double[] m3 = m[k + 3];
    for (int i = k + 4; i < m.length; i++) {
      subtractFour(m0, m1, m2, m3, m0[i], m1[i], m2[i], m3[i], m[i], i);
    }
  }

  private static void subtractFour(
      double[] a0,
      double[] a1,
      double[] a2,
      double[] a3,
      double f0,
      double f1,
      double f2,
      double f3,
      double[] from,
      int first) {
    for (int j = first; j < from.length; j++) {
      from[j] -= f0 * a0[j] + f1 * a1[j] + f2 * a2[j] + f3 * a3[j];
    }
  }

  /** {@return M⁻¹b, [d]} */
  public double[] solve(double[] b) {
    double[] x = b.clone();
    for (int k = 0; k < x.length; k++) {
      x[k] /= r[k][k];
      subtract(r[k], x[k], x, k + 1);
    }
    for (int k = x.length - 1; k >= 0; k--) {
      x[k] = (x[k] - Kernels.dot(r[k], x, k + 1, x.length)) / r[k][k];
    }
    return x;
  }

  /**
   * Replaces B by R⁻ᵀB, whose columns b have ‖b‖² = bᵀM⁻¹b of those before.
   *
   * @param b [d, n], row by row, is overwritten
   */
  public void forward(double[][] b) {
    int k = 0;
    for (; k + 4 <= b.length; k += 4) {
      finish(b, k, k + 4);
      double[] b0 = b[k];
      double[] b1 = b[k + 1];
      double[] b2 = b[k + 2];
      double[] b3 = b[k + 3];
      for (int i = k + 4; i < b.length; i++) {
        subtractFour(b0, b1, b2, b3, r[k][i], r[k + 1][i], r[k + 2][i], r[k + 3][i], b[i], 0);
      }
    }
    finish(b, k, b.length);
  }

  /** Takes rows of B that need only each other any more. */
  private void finish(double[][] b, int from, int to) {
    for (int i = from; i < to; i++) {
      for (int j = from; j < i; j++) {
        subtract(b[j], r[j][i], b[i], 0);
      }
      multiply(b[i], 1 / r[i][i]);
    }
  }

  /** {@return the squared length of each column, [n]} */
  public static double[] columnSquares(double[][] b, int columns) {
    double[] squares = new double[columns];
    for (double[] row : b) {
      for (int c = 0; c < squares.length; c++) {
        squares[c] += row[c] * row[c];
      }
    }
    return squares;
  }
}
