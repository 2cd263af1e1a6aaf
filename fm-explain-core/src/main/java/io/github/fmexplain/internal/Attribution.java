package io.github.fmexplain.internal;

import org.jspecify.annotations.Nullable;

/**
 * One user's factorised system under one method: everything that an explanation of any item needs.
 * Implementations are immutable and thread-safe.
 */
public interface Attribution {

  /**
   * {@return influence functions at θ, with leverage}
   *
   * @param problem the user's rows
   * @param slopes what its loss looks like at θ
   */
  static Attribution hessian(UserProblem problem, UserProblem.Slopes slopes) {
    return new HessianAttribution(problem, slopes);
  }

  /**
   * {@return the exact answers of ridge regression}
   *
   * @param problem the user's rows; its loss does not matter
   */
  static Attribution leastSquares(UserProblem problem) {
    return new LeastSquaresAttribution(problem);
  }

  /** {@return the number of rows that carry a contribution} */
  int rows();

  /**
   * Computes the three quantities of every row for a target item, in score units.
   *
   * @param target the item's vector in the method's own space: a_i [k + 1], or q_i for the paper's
   *     method. Not modified.
   * @param influence [rows], is overwritten
   * @param impact [rows], is overwritten
   * @param removalEffect [rows], is overwritten
   */
  void attribute(double[] target, double[] influence, double[] impact, double[] removalEffect);

  /**
   * {@return the user's parameters that the impacts add up to, [k + 1], or null if the method has
   * none to compare with the trained ones}
   */
  double @Nullable [] composedParameters();

  /** {@return rank and condition number of the system} */
  Spectrum spectrum();
}
