package io.github.fmexplain.internal.linalg;

/**
 * The inner loops of linear algebra on matrices whose rows are arrays of their own.
 *
 * <p>The compiler turns a loop into vector instructions when all arrays in it share one index; that
 * is why rows are not slices of one flat array. Four rows are added at a time, so that what they
 * are added to is loaded and stored once for the four. Sums have four accumulators, since the
 * compiler does not reorder additions by itself.
 */
public final class Kernels {

  private Kernels() {}

  /**
   * {@return Σ_j x_j y_j}
   *
   * @param x [n]. Not modified.
   * @param y [at least n]. Not modified.
   */
  public static double dot(double[] x, double[] y) {
    return dot(x, y, 0, x.length);
  }

  /** {@return Σ_j x_j y_j over from ≤ j &lt; to} */
  public static double dot(double[] x, double[] y, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = from;
    for (; j + 4 <= to; j += 4) {
      s0 += x[j] * y[j];
      s1 += x[j + 1] * y[j + 1];
      s2 += x[j + 2] * y[j + 2];
      s3 += x[j + 3] * y[j + 3];
    }
    for (; j < to; j++) {
      s0 += x[j] * y[j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Adds a combination of rows: {@code sum_j += Σ_r f_r rows_rj}.
   *
   * @param rows [m, n]. Not modified.
   * @param factors f, [m]. Not modified.
   * @param sum [n], is added to
   */
  public static void addRows(double[][] rows, double[] factors, double[] sum) {
    addRows(rows, factors, sum, 0, sum.length);
  }

  /** As {@link #addRows(double[][], double[], double[])}, entries from ≤ r, j &lt; to only. */
  public static void addTrailing(double[][] square, double[] factors, double[] sum, int from) {
    int r = from;
    for (; r + 4 <= square.length; r += 4) {
      addFour(square, r, factors, sum, from, sum.length);
    }
    for (; r < square.length; r++) {
      addOne(square[r], factors[r], sum, from, sum.length);
    }
  }

  private static void addRows(double[][] rows, double[] factors, double[] sum, int from, int to) {
    int r = 0;
    for (; r + 4 <= rows.length; r += 4) {
      addFour(rows, r, factors, sum, from, to);
    }
    for (; r < rows.length; r++) {
      addOne(rows[r], factors[r], sum, from, to);
    }
  }

  private static void addFour(
      double[][] rows, int r, double[] factors, double[] sum, int from, int to) {
    addFour(
        rows[r],
        rows[r + 1],
        rows[r + 2],
        rows[r + 3],
        factors[r],
        factors[r + 1],
        factors[r + 2],
        factors[r + 3],
        sum,
        from,
        to);
  }

  private static void addFour(
      double[] a0,
      double[] a1,
      double[] a2,
      double[] a3,
      double f0,
      double f1,
      double f2,
      double f3,
      double[] sum,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      sum[j] += f0 * a0[j] + f1 * a1[j] + f2 * a2[j] + f3 * a3[j];
    }
  }

  private static void addOne(double[] row, double factor, double[] sum, int from, int to) {
    for (int j = from; j < to; j++) {
      sum[j] += factor * row[j];
    }
  }

  /**
   * Adds a weighted Gram matrix: {@code gram_ij += Σ_r f_r rows_ri rows_rj} for i ≤ j.
   *
   * @param rows [m, n]. Not modified.
   * @param factors f, [m]. Not modified.
   * @param gram [n, n]; only the diagonal and what is right of it is read and written
   */
  public static void addGram(double[][] rows, double[] factors, double[][] gram) {
    int n = gram.length;
    int r = 0;
    for (; r + 4 <= rows.length; r += 4) {
      double[] a0 = rows[r];
      double[] a1 = rows[r + 1];
      double[] a2 = rows[r + 2];
      double[] a3 = rows[r + 3];
      double f0 = factors[r];
      double f1 = factors[r + 1];
      double f2 = factors[r + 2];
      double f3 = factors[r + 3];
      for (int i = 0; i < n; i++) {
        addFour(a0, a1, a2, a3, f0 * a0[i], f1 * a1[i], f2 * a2[i], f3 * a3[i], gram[i], i, n);
      }
    }
    for (; r < rows.length; r++) {
      for (int i = 0; i < n; i++) {
        addOne(rows[r], factors[r] * rows[r][i], gram[i], i, n);
      }
    }
  }

  /** Copies what is right of the diagonal to the left of it. */
  public static void mirror(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i][j] = matrix[j][i];
      }
    }
  }

  /** {@return a copy of a matrix} */
  public static double[][] copy(double[][] matrix) {
    double[][] copy = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      copy[i] = matrix[i].clone();
    }
    return copy;
  }

  /**
   * {@return the transposed matrix, [n, m]}
   *
   * @param rows [m, n]. Not modified.
   * @param columns n
   */
  public static double[][] transposed(double[][] rows, int columns) {
    double[][] transposed = new double[columns][rows.length];
    int r = 0;
    for (; r + 4 <= rows.length; r += 4) {
      double[] a0 = rows[r];
      double[] a1 = rows[r + 1];
      double[] a2 = rows[r + 2];
      double[] a3 = rows[r + 3];
      for (int c = 0; c < columns; c++) {
        double[] column = transposed[c];
        column[r] = a0[c];
        column[r + 1] = a1[c];
        column[r + 2] = a2[c];
        column[r + 3] = a3[c];
      }
    }
    for (; r < rows.length; r++) {
      for (int c = 0; c < columns; c++) {
        transposed[c][r] = rows[r][c];
      }
    }
    return transposed;
  }
}
