package io.github.fmexplain.internal;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
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
  static double[] singularValues(DMatrixRMaj matrix) {
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
  static int rank(double[] singularValues, int numRows, int numCols) {
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

  /** {@return the spectrum of a user's rows and of the normal matrix made from them} */
  static Spectrum of(DMatrixRMaj rows, DMatrixRMaj normalMatrix) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(normalMatrix.numRows, false, true);
    decomposed(eigen.decompose(normalMatrix.copy()), "eigenvalues");
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int j = 0; j < normalMatrix.numRows; j++) {
      double value = eigen.getEigenvalue(j).getReal();
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    // A computed eigenvalue below rounding says no more than that.
    double condition = largest / Math.max(smallest, largest * Math.ulp(1.0));
    return new Spectrum(
        rank(singularValues(rows), rows.numRows, rows.numCols), rows.numCols, condition);
  }

  static void decomposed(boolean converged, String what) {
    if (!converged) {
      throw new IllegalStateException(what + " of the user's system did not converge");
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
