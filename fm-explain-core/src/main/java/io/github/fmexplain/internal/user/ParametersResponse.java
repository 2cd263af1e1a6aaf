package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Cholesky;
import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.linalg.RefinedSystem;
import java.util.Arrays;

/** The response by the Cholesky decomposition of M itself, [d, d]: for users with many ratings. */
final class ParametersResponse extends RidgeResponse {

  /** A slack below this share of 1, or of the condition, has lost digits. */
  private static final double SMALL_SLACK = 1e-6;

  private static final double SMALL_OF_CONDITION = 1e-9;
  private static final double LARGEST_SMALL = 0.1;

  private final UserProblem problem;
  private final double[][] columns;
  private final RefinedSystem system;
  private final double[] slacks;
  private final Spectrum spectrum;

  ParametersResponse(UserProblem problem, double[] coefficients) {
    this.problem = problem;
    double[][] normal = problem.normal(coefficients);
    spectrum = Spectrum.of(problem, coefficients, normal);
    system = new RefinedSystem(normal, spectrum.conditionNumber());
    columns = problem.columns();
    double[][] whitened = Kernels.copy(columns);
    system.cholesky().forward(whitened);
    slacks = Cholesky.columnSquares(whitened, problem.rows());
    double small =
        Math.min(
            LARGEST_SMALL, Math.max(SMALL_SLACK, SMALL_OF_CONDITION * spectrum.conditionNumber()));
    for (int r = 0; r < slacks.length; r++) {
      double slack = 1 - coefficients[r] * slacks[r];
      slacks[r] = slack < small ? slackWithout(r, coefficients) : slack;
    }
  }

  /** 1 − h by the system without the row, M₋: 1/(1 + c aᵀM₋⁻¹a), in which no digits cancel. */
  private double slackWithout(int row, double[] coefficients) {
    double[] others = coefficients.clone();
    others[row] = 0;
    double[] a = problem.row(row);
    double[] response = Cholesky.of(problem.normal(others)).solve(a);
    return 1 / (1 + coefficients[row] * Kernels.dot(a, response));
  }

  @Override
  public void of(double[] target, double[] response) {
    Arrays.fill(response, 0);
    for (double[] part : system.solve(target)) {
      Kernels.addRows(columns, part, response);
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
    return system.solve(problem.combineRows(f))[0];
  }

  @Override
  double[] solveFor(double[] b) {
    return system.solve(b)[0];
  }

  @Override
  public Spectrum spectrum() {
    return spectrum;
  }
}
