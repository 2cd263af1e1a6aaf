package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.user.RemovalEffects;
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
 * <p>The impacts compose θ*. With weights c and a background B, G = Aᵀ(C − 1)A + B + Λ and the
 * influence is J_ir c_r (there, §5, eq. 7); with weights alone G = AᵀCA + Λ. Where Λ changes with a
 * row, the removal effect is that of {@link RemovalEffects}.
 */
public final class LeastSquaresAttribution implements Attribution {

  private final RidgeResponse response;
  private final UserProblem problem;
  private final double[] wanted;
  private final double[] solution;
  private final RemovalEffects removals;

  /**
   * Factorises the user's system.
   *
   * @param problem the user's rows; its loss does not matter
   */
  public LeastSquaresAttribution(UserProblem problem) {
    this.problem = problem;
    int rows = problem.rows();
    double[] offsets = new double[rows];
    Arrays.setAll(offsets, problem::offset);
    UserProblem.Slopes slopes = problem.squaredSlopesAt(offsets);
    double[] coefficients = slopes.curvatures();
    response = RidgeResponse.of(problem, coefficients);
    wanted = slopes.residuals();
    solution = response.solve(wanted);
    double[] missing = new double[rows];
    for (int r = 0; r < rows; r++) {
      missing[r] = wanted[r] - coefficients[r] * problem.dotRow(r, solution);
    }
    removals =
        new RemovalEffects(
            problem, response, new UserProblem.Slopes(missing, coefficients), solution);
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
    response.of(target, influence);
    for (int r = 0; r < wanted.length; r++) {
      impact[r] = influence[r] * wanted[r];
    }
    removals.of(target, influence, quantities.removalEffect());
    problem.weigh(influence);
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
