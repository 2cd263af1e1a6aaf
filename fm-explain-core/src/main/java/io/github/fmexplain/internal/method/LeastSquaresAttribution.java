package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.user.RidgeResponse;
import io.github.fmexplain.internal.user.Spectrum;
import io.github.fmexplain.internal.user.UserProblem;
import java.util.Arrays;

/**
 * Ridge regression of the user's targets (Hu, Koren and Volinsky, ICDM 2008, §5), where all three
 * quantities are exact: the score is linear in the targets.
 *
 * <pre>
 *   G               = AᵀA + Λ,   θ* = G⁻¹Aᵀ(y − o),   x̂ = o + Aθ*
 *   influence_r     = J_ir = a_iᵀ G⁻¹ a_r
 *   impact_r        = J_ir (y_r − o_r)
 *   removalEffect_r = J_ir (y_r − x̂_r) / (1 − J_rr)             (Sherman–Morrison)
 * </pre>
 *
 * <p>The impacts compose θ*.
 */
public final class LeastSquaresAttribution implements Attribution {

  private final RidgeResponse response;
  private final double[] wanted;
  private final double[] missing;
  private final double[] solution;

  /**
   * Factorises the user's system.
   *
   * @param problem the user's rows; its loss does not matter
   */
  public LeastSquaresAttribution(UserProblem problem) {
    int rows = problem.rows();
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    response = RidgeResponse.of(problem, ones);
    wanted = new double[rows];
    for (int r = 0; r < rows; r++) {
      wanted[r] = problem.target(r) - problem.offset(r);
    }
    solution = response.solve(wanted);
    missing = new double[rows];
    for (int r = 0; r < rows; r++) {
      missing[r] = wanted[r] - problem.dotRow(r, solution);
    }
  }

  @Override
  public int rows() {
    return wanted.length;
  }

  @Override
  public Quantities of(double[] target) {
    Quantities quantities = new Quantities(rows());
    double[] influence = quantities.influence();
    double[] impact = quantities.impact();
    double[] removalEffect = quantities.removalEffect();
    response.of(target, influence);
    for (int r = 0; r < wanted.length; r++) {
      impact[r] = influence[r] * wanted[r];
      removalEffect[r] = influence[r] * missing[r] / response.slack(r);
    }
    return quantities;
  }

  @Override
  public double[] composedParameters() {
    return solution.clone();
  }

  @Override
  public Spectrum spectrum() {
    return response.spectrum();
  }
}
