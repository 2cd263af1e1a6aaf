package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Kernels;

/**
 * By how much the score of any item falls without each row, with one Newton step from θ; exact
 * where the loss is squared and θ is its optimum. With M = Σ_r c_r a_r a_rᵀ + B + Λ and f_r the
 * residual of a row:
 *
 * <pre>
 *   effect_r = a_iᵀM⁻¹a_r f_r / (1 − h_r)                             Λ stays
 *   effect_r = a_iᵀM'⁻¹a_r (f_r − c_r a_r·g) / (1 − h'_r) − a_i·g      Λ' is that of a row less
 *              M' = M + Λ' − Λ      g = M'⁻¹(Λ − Λ')θ                  h' = c_r a_rᵀM'⁻¹a_r
 * </pre>
 *
 * <p>The second line is for rows that Λ is so much for each of. Immutable.
 */
public final class RemovalEffects {

  private final double[] factors;

  /** The response with the Λ of a row less, or the same one; and g. */
  private final RidgeResponse fewer;

  private final double[] freed;
  private final double[] factorsOfFewer;

  /** Whether Λ changes with each row. */
  private final boolean[] counts;

  /**
   * Makes the effects.
   *
   * @param problem the user's rows
   * @param response that of M
   * @param slopes f and c, [m]
   * @param theta θ, [d]. Not modified.
   */
  public RemovalEffects(
      UserProblem problem, RidgeResponse response, UserProblem.Slopes slopes, double[] theta) {
    int rows = problem.rows();
    factors = new double[rows];
    counts = new boolean[rows];
    boolean any = false;
    for (int r = 0; r < rows; r++) {
      factors[r] = slopes.residuals()[r] / response.slack(r);
      counts[r] = problem.counts(r);
      any |= counts[r];
    }
    factorsOfFewer = new double[any ? rows : 0];
    if (!any) {
      fewer = response;
      freed = new double[0];
      return;
    }
    UserProblem after = problem.withRidgeAfter(-1);
    fewer = RidgeResponse.of(after, slopes.curvatures());
    freed = fewer.solveFor(problem.freed(after, theta));
    for (int r = 0; r < rows; r++) {
      double pull = slopes.residuals()[r] - slopes.curvatures()[r] * problem.dotRow(r, freed);
      factorsOfFewer[r] = pull / fewer.slack(r);
    }
  }

  /**
   * Fills in the effects for an item, in O(m), or O(m d + d²) where Λ changes.
   *
   * @param target a_i, [d]. Not modified.
   * @param influence a_iᵀM⁻¹a_r, [m]. Not modified.
   * @param effects [m], is overwritten
   */
  public void of(double[] target, double[] influence, double[] effects) {
    if (freed.length == 0) {
      for (int r = 0; r < effects.length; r++) {
        effects[r] = influence[r] * factors[r];
      }
      return;
    }
    fewer.of(target, effects);
    double lost = Kernels.dot(target, freed);
    for (int r = 0; r < effects.length; r++) {
      effects[r] = counts[r] ? effects[r] * factorsOfFewer[r] - lost : influence[r] * factors[r];
    }
  }
}
