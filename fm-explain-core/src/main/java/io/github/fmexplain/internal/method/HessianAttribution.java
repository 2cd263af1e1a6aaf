package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.linalg.RefinedSystem;
import io.github.fmexplain.internal.user.RemovalEffects;
import io.github.fmexplain.internal.user.RidgeResponse;
import io.github.fmexplain.internal.user.Spectrum;
import io.github.fmexplain.internal.user.UserProblem;
import org.jspecify.annotations.Nullable;

/**
 * Influence functions on the user's parameters (Koh and Liang, ICML 2017; Cheng et al., KDD 2019),
 * with leverage, and the representer form of the score (Yeh et al., NeurIPS 2018).
 *
 * <pre>
 *   H               = Σ_r p_r(1 − p_r) a_r a_rᵀ + Λ            at θ
 *   influence_r     = a_iᵀ H⁻¹ a_r
 *   impact_r        = a_iᵀ Λ⁻¹ a_r (y_r − p_r)
 *   removalEffect_r = influence_r (y_r − p_r) / (1 − h_r)       h_r = p_r(1 − p_r) a_rᵀ H⁻¹ a_r
 * </pre>
 *
 * <p>The impacts compose θ' = Λ⁻¹ Σ_r a_r (y_r − p_r), which is θ itself at the optimum. Rows with
 * weights have them in y − p, p(1 − p) and the influence; with a background B, Λ is Λ + B. Where Λ
 * changes with a row, the removal effect is that of {@link RemovalEffects}.
 */
public final class HessianAttribution implements Attribution {

  private final RidgeResponse response;
  private final UserProblem problem;
  private final double[] residuals;
  private final double[] ridge;
  private final double[] composed;
  private final RemovalEffects removals;

  /** Λ + B, or null without a background. */
  private final @Nullable RefinedSystem held;

  /**
   * Factorises the user's system at θ.
   *
   * @param problem the user's rows
   * @param theta θ, [d]. Not modified.
   * @param slopes what its loss looks like at θ
   */
  public HessianAttribution(UserProblem problem, double[] theta, UserProblem.Slopes slopes) {
    this.problem = problem;
    response = RidgeResponse.of(problem, slopes.curvatures());
    residuals = slopes.residuals();
    ridge = problem.ridge();
    removals = new RemovalEffects(problem, response, slopes, theta);
    held = problem.hasBackground() ? problem.heldSystem() : null;
    composed = freed(problem.combineRows(residuals))[0];
  }

  /** {@return (Λ + B)⁻¹x, as one or two parts that add up to it} */
  private double[][] freed(double[] x) {
    if (held != null) {
      return held.solve(x);
    }
    double[] freed = new double[x.length];
    for (int c = 0; c < x.length; c++) {
      freed[c] = x[c] / ridge[c];
    }
    return new double[][] {freed};
  }

  @Override
  public int rows() {
    return residuals.length;
  }

  @Override
  public Quantities of(double[] target) {
    Quantities quantities = new Quantities(rows());
    double[] influence = quantities.influence();
    double[] impact = quantities.impact();
    response.of(target, influence);
    for (double[] part : freed(target)) {
      Kernels.addRows(response.columns(), part, impact);
    }
    for (int r = 0; r < residuals.length; r++) {
      impact[r] *= residuals[r];
    }
    removals.of(target, influence, quantities.removalEffect());
    problem.weigh(influence);
    return quantities;
  }

  @Override
  public double[] composedParameters() {
    return composed.clone();
  }

  @Override
  public Spectrum spectrum() {
    return response.spectrum();
  }
}
