package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Cholesky;
import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.linalg.SymmetricEigen;
import io.github.fmexplain.model.UnreliableNumbersException;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * Rank and condition of a user's system.
 *
 * @param rank the numerical rank of the matrix of the user's rows
 * @param dimension the number of its columns
 * @param conditionNumber largest over smallest eigenvalue of the symmetric matrix that is solved,
 *     or largest over smallest non-zero singular value where a pseudo-inverse is taken; 1 without
 *     rows
 */
public record Spectrum(int rank, int dimension, double conditionNumber) {

  /** {@return the singular values of a matrix, descending} */
  public static double[] singularValues(DMatrixRMaj matrix) {
    if (matrix.numRows == 0) {
      return new double[0];
    }
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, false, false, true);
    decomposed(svd.decompose(matrix.copy()), "singular values");
    return descending(svd.getSingularValues(), Math.min(matrix.numRows, matrix.numCols));
  }

  /**
   * {@return how many singular values stand above rounding} The threshold is that of LAPACK and
   * NumPy: the largest one times the larger dimension times 2^−52.
   */
  public static int rank(double[] singularValues, int numRows, int numCols) {
    if (singularValues.length == 0) {
      return 0;
    }
    double threshold = singularValues[0] * Math.max(numRows, numCols) * Math.ulp(1.0);
    int rank = 0;
    while (rank < singularValues.length && singularValues[rank] > threshold) {
      rank++;
    }
    return rank;
  }

  /**
   * {@return the spectrum of a user's rows, with those of the background if there is one, and of
   * the matrix M = Σ_r c_r a_r a_rᵀ + B + Λ}
   *
   * @param problem the user's rows
   * @param coefficients c, [m]; not negative without a background. Not modified.
   * @param normal M, [d, d]; only the diagonal and what is right of it is read. Not modified.
   */
  public static Spectrum of(UserProblem problem, double[] coefficients, double[][] normal) {
    int dimension = problem.dimension();
    if (RowGram.fits(problem)) {
      return new RowGram(problem).spectrum(coefficients);
    }
    int free = problem.numFree();
    double[][] gram = new double[free][];
    double[] ridge = problem.ridge();
    for (int c = 0; c < free; c++) {
      gram[c] = Arrays.copyOf(normal[c], free);
      gram[c][c] -= ridge[c];
    }
    double[][] symmetric = Kernels.copy(normal);
    Kernels.mirror(symmetric);
    double[] extremes = SymmetricEigen.extremes(symmetric);
    boolean full =
        problem.hasBackground()
            ? isRegular(gram, problem.rows(), new double[] {1})
            : problem.rows() >= free && isRegular(gram, problem.rows(), coefficients);
    return new Spectrum(
        full ? free : rank(problem), dimension, condition(extremes[0], extremes[1]));
  }

  /**
   * {@return whether a weighted Gram matrix G of a user's rows A shows that their rank is its size}
   * It is a far cheaper answer than their singular values. If G − τ is positive definite to
   * rounding, every singular value σ of A has σ² ≥ τ/max c; τ is chosen so that this is far above
   * the threshold of {@link #rank(double[], int, int)}, since σ₁² ≤ trace(G)/min c.
   *
   * @param gram C^½AAᵀC^½ [m, m] or AᵀCA [d, d]; right of the diagonal. It is overwritten.
   * @param rows m
   * @param coefficients c, [m]. Not modified.
   */
  public static boolean isRegular(double[][] gram, int rows, double[] coefficients) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double coefficient : coefficients) {
      least = Math.min(least, coefficient);
      most = Math.max(most, coefficient);
    }
    double trace = 0;
    for (int j = 0; j < gram.length; j++) {
      trace += gram[j][j];
    }
    double epsilon = Math.max(rows, gram.length) * Math.ulp(1.0);
    double ofRounding = Math.max(1e-10, 1000 * epsilon);
    double ofThreshold = 1e4 * epsilon * epsilon * (most / least);
    double floor = trace * Math.max(ofRounding, ofThreshold);
    for (int j = 0; j < gram.length; j++) {
      gram[j][j] -= floor;
    }
    return Cholesky.tryOf(gram) != null;
  }

  /** {@return the rank of a user's rows and background, by their singular values} */
  public static int rank(UserProblem problem) {
    DMatrixRMaj matrix = problem.matrix();
    return rank(singularValues(matrix), matrix.numRows, matrix.numCols);
  }

  /** {@return the condition number; an eigenvalue below rounding says no more than that} */
  public static double condition(double smallest, double largest) {
    return largest / Math.max(smallest, largest * Math.ulp(1.0));
  }

  public static void decomposed(boolean converged, String what) {
    if (!converged) {
      throw new UnreliableNumbersException(
          what + " of the user's system did not converge; check the model's parameters");
    }
  }

  private static double[] descending(double[] values, int count) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    for (int i = 0, j = count - 1; i < j; i++, j--) {
      double swap = sorted[i];
      sorted[i] = sorted[j];
      sorted[j] = swap;
    }
    return sorted;
  }
}
