package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Cholesky;
import io.github.fmexplain.internal.linalg.Kernels;
import java.util.Arrays;

/** The response by the Cholesky decomposition of M itself, [d, d]: for users with many ratings. */
final class ParametersResponse extends RidgeResponse {

  private final UserProblem problem;
  private final double[][] columns;
  private final Cholesky system;
  private final double[] slacks;
  private final Spectrum spectrum;

  ParametersResponse(UserProblem problem, double[] coefficients) {
    this.problem = problem;
    double[][] normal = problem.normal(coefficients);
    spectrum = Spectrum.of(problem, coefficients, normal);
    system = Cholesky.of(normal);
    columns = problem.columns();
    double[][] whitened = Kernels.copy(columns);
    system.forward(whitened);
    slacks = Cholesky.columnSquares(whitened, problem.rows());
    for (int r = 0; r < slacks.length; r++) {
      slacks[r] = 1 - coefficients[r] * slacks[r];
    }
  }

  @Override
  public void of(double[] target, double[] response) {
    Arrays.fill(response, 0);
    Kernels.addRows(columns, system.solve(target), response);
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
    return system.solve(problem.combineRows(f));
  }

  @Override
  public Spectrum spectrum() {
    return spectrum;
  }
}
