package io.github.fmexplain.internal.user;

/**
 * How the score of any item, with θ solved again, answers to each row: {@code a_iᵀ M⁻¹ a_r} with M
 * = Σ_r c_r a_r a_rᵀ + B + Λ. Whichever is smaller is factorised: a matrix of the user's
 * parameters, [d, d], or one of the user's rows, [m, m]. Immutable.
 */
public abstract class RidgeResponse {

  /**
   * {@return the response of a user's rows} Costs O(m d² + d³), or O(m² d) for few rows.
   *
   * @param problem the user's rows
   * @param coefficients c, [m]; not negative without a background. Not copied.
   */
  public static RidgeResponse of(UserProblem problem, double[] coefficients) {
    return RowGram.fits(problem)
        ? new RowsResponse(problem, coefficients)
        : new ParametersResponse(problem, coefficients);
  }

  /**
   * Computes the response of an item to every row, in O(m d + d²).
   *
   * @param target a_i, [d]. Not modified.
   * @param response a_iᵀ M⁻¹ a_r, [m], is overwritten
   */
  public abstract void of(double[] target, double[] response);

  /** {@return 1 − h_r, with h_r = c_r a_rᵀ M⁻¹ a_r the share of its own fit that a row decides} */
  public abstract double slack(int row);

  /** {@return Aᵀ, [d, m]. Not to be modified.} */
  public abstract double[][] columns();

  /** {@return M⁻¹ Σ_r f_r a_r, [d]} */
  public abstract double[] solve(double[] f);

  /** {@return M⁻¹b, [d]} */
  abstract double[] solveFor(double[] b);

  public abstract Spectrum spectrum();
}
