package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Cholesky;
import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.linalg.RefinedSystem;
import java.util.stream.IntStream;

/**
 * The response by a matrix of the rows, [m, m]: for users with fewer ratings than factors. With K =
 * AΛ⁻¹Aᵀ, k_i = AΛ⁻¹a_i and S = 1 + C^½KC^½ (Woodbury):
 *
 * <pre>
 *   a_iᵀ M⁻¹ Aᵀ = k_iᵀ C^½ S⁻¹ C^(−½)          1 − h_r = (S⁻¹)_rr
 *   M⁻¹Aᵀf      = Λ⁻¹Aᵀ C^½ S⁻¹ C^(−½) f
 * </pre>
 *
 * <p>Needs a Λ that {@link RowGram} fits. Immutable.
 */
final class RowsResponse extends RidgeResponse {

  /** The least c, far below what any product with it could show; c is divided by. */
  private static final double LEAST = 1e-200;

  private final UserProblem problem;
  private final double[] ridge;
  private final double[][] columns;
  private final double[] roots;
  private final RefinedSystem system;
  private final double[] slacks;
  private final Spectrum spectrum;

  RowsResponse(UserProblem problem, double[] coefficients) {
    this.problem = problem;
    ridge = problem.ridge();
    columns = problem.columns();
    int rows = problem.rows();
    roots = new double[rows];
    for (int r = 0; r < rows; r++) {
      roots[r] = Math.sqrt(Math.max(coefficients[r], LEAST));
    }
    RowGram gram = new RowGram(problem, columns);
    spectrum = gram.spectrum(coefficients);
    double[][] kernel = gram.kernel(roots);
    // S has no eigenvalue below 1, and none above its trace.
    system =
        new RefinedSystem(kernel, IntStream.range(0, rows).mapToDouble(r -> kernel[r][r]).sum());
    double[][] inverseRoot = new double[rows][rows];
    for (int r = 0; r < rows; r++) {
      inverseRoot[r][r] = 1;
    }
    system.cholesky().forward(inverseRoot);
    slacks = Cholesky.columnSquares(inverseRoot, rows);
  }

  @Override
  public void of(double[] target, double[] response) {
    double[] scaled = new double[target.length];
    for (int c = 0; c < target.length; c++) {
      scaled[c] = target[c] / ridge[c];
    }
    double[] weighted = new double[roots.length];
    Kernels.addRows(columns, scaled, weighted);
    for (int r = 0; r < roots.length; r++) {
      weighted[r] *= roots[r];
    }
    double[] solved = system.solve(weighted)[0];
    for (int r = 0; r < roots.length; r++) {
      response[r] = solved[r] / roots[r];
    }
  }

  @Override
  public double slack(int row) {
    return slacks[row];
  }

  @Override
  public double[][] columns() {
    return columns;
  }

  @Override
  public double[] solve(double[] f) {
    double[] scaled = new double[roots.length];
    for (int r = 0; r < roots.length; r++) {
      scaled[r] = f[r] / roots[r];
    }
    double[] solved = system.solve(scaled)[0];
    for (int r = 0; r < roots.length; r++) {
      solved[r] *= roots[r];
    }
    double[] x = problem.combineRows(solved);
    for (int c = 0; c < x.length; c++) {
      x[c] /= ridge[c];
    }
    return x;
  }

  /** M⁻¹b = Λ⁻¹(b − Aᵀ C^½S⁻¹C^½ AΛ⁻¹b). */
  @Override
  double[] solveFor(double[] b) {
    double[] responses = new double[roots.length];
    of(b, responses);
    for (int r = 0; r < roots.length; r++) {
      responses[r] *= roots[r] * roots[r];
    }
    double[] x = problem.combineRows(responses);
    for (int c = 0; c < x.length; c++) {
      x[c] = (b[c] - x[c]) / ridge[c];
    }
    return x;
  }

  @Override
  public Spectrum spectrum() {
    return spectrum;
  }
}
