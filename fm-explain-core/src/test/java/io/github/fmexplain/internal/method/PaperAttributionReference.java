package io.github.fmexplain.internal.method;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The paper's J by a second route: a rank-revealing QR decomposition of the matrix of the known
 * ratings, or, with a ridge, of that matrix with √λ·I below it. Neither squares the condition.
 */
public final class PaperAttributionReference {

  private PaperAttributionReference() {}

  /** Returns J restricted to a target and the known ratings: q_iᵀ(QᵀQ + λI)⁺Qᵀ, [m]. */
  public static double[] influence(DMatrixRMaj q, double lambda, double[] target) {
    DMatrixRMaj stacked = q.copy();
    if (lambda > 0) {
      stacked.reshape(q.numRows + q.numCols, q.numCols, true);
      for (int c = 0; c < q.numCols; c++) {
        stacked.set(q.numRows + c, c, Math.sqrt(lambda));
      }
    }
    DMatrixRMaj pseudoInverse = pseudoInverse(stacked);
    double[] influence = new double[q.numRows];
    for (int r = 0; r < q.numRows; r++) {
      for (int c = 0; c < q.numCols; c++) {
        influence[r] += target[c] * pseudoInverse.get(c, r);
      }
    }
    return influence;
  }

  private static DMatrixRMaj pseudoInverse(DMatrixRMaj matrix) {
    // The pseudo-inverse of a wide matrix is the transpose of that of its transpose.
    boolean wide = matrix.numRows < matrix.numCols;
    DMatrixRMaj tall = wide ? CommonOps_DDRM.transpose(matrix, null) : matrix;
    LinearSolverDense<DMatrixRMaj> qr = LinearSolverFactory_DDRM.leastSquaresQrPivot(true, true);
    if (!qr.setA(tall.copy())) {
      throw new AssertionError("QR failed");
    }
    DMatrixRMaj inverse = new DMatrixRMaj(tall.numCols, tall.numRows);
    qr.solve(CommonOps_DDRM.identity(tall.numRows), inverse);
    return wide ? CommonOps_DDRM.transpose(inverse, null) : inverse;
  }
}
