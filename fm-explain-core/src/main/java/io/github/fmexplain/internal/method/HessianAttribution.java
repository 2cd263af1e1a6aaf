package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.user.RidgeResponse;
import io.github.fmexplain.internal.user.Spectrum;
import io.github.fmexplain.internal.user.UserProblem;

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
 * <p>The impacts compose θ' = Λ⁻¹ Σ_r a_r (y_r − p_r), which is θ itself at the optimum.
 */
public final class HessianAttribution implements Attribution {

  private final RidgeResponse response;
  private final double[] residuals;
  private final double[] ridge;
  private final double[] composed;

  /**
   * Factorises the user's system at θ.
   *
   * @param problem the user's rows
   * @param slopes what its loss looks like at θ
   */
  public HessianAttribution(UserProblem problem, UserProblem.Slopes slopes) {
    response = RidgeResponse.of(problem, slopes.curvatures());
    residuals = slopes.residuals();
    ridge = problem.ridge();
    composed = problem.combineRows(residuals);
    for (int c = 0; c < composed.length; c++) {
      composed[c] /= ridge[c];
    }
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
    double[] removalEffect = quantities.removalEffect();
    double[] scaled = new double[target.length];
    for (int c = 0; c < target.length; c++) {
      scaled[c] = target[c] / ridge[c];
    }
    response.of(target, influence);
    Kernels.addRows(response.columns(), scaled, impact);
    for (int r = 0; r < residuals.length; r++) {
      impact[r] *= residuals[r];
      removalEffect[r] = influence[r] * residuals[r] / response.slack(r);
    }
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
