package io.github.fmexplain.internal;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * How the re-solved score of any item answers to each row: {@code a_iᵀ M⁻¹ a_r} with M = Σ_r c_r
 * a_r a_rᵀ + Λ. It is a_i's product with row r of A M⁻¹, which is made once, in O(m d² + d³).
 */
final class RidgeResponse {

  private final int rows;
  private final double[] aTimesInverse;
  private final double[] leverages;
  private final Spectrum spectrum;

  RidgeResponse(UserProblem problem, double[] coefficients) {
    rows = problem.rows();
    DMatrixRMaj normal = problem.normalMatrix(coefficients);
    DMatrixRMaj a = problem.matrix();
    spectrum = Spectrum.of(a, normal);
    DMatrixRMaj inverseTimesA = new DMatrixRMaj(problem.dimension(), rows);
    UserProblem.solver(normal).solve(CommonOps_DDRM.transpose(a, null), inverseTimesA);
    aTimesInverse = CommonOps_DDRM.transpose(inverseTimesA, null).data;
    leverages = new double[rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < problem.dimension(); c++) {
        leverages[r] += coefficients[r] * a.get(r, c) * inverseTimesA.get(c, r);
      }
    }
  }

  /** {@return a_iᵀ M⁻¹ a_r} */
  double of(double[] target, int row) {
    return UserProblem.dot(aTimesInverse, row * target.length, target);
  }

  /** {@return h_r = c_r a_rᵀ M⁻¹ a_r, the share of its own fit that a row decides, below 1} */
  double leverage(int row) {
    return leverages[row];
  }

  int rows() {
    return rows;
  }

  Spectrum spectrum() {
    return spectrum;
  }
}
