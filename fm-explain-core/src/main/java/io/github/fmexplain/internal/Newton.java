package io.github.fmexplain.internal;

/**
 * Newton's method on a user's part of the training loss, with step halving, until the steps are
 * down to rounding. Λ makes the loss strictly convex, so there is one point at which it is least.
 */
final class Newton {

  private static final int MAXIMUM_STEPS = 200;

  private Newton() {}

  /**
   * {@return θ*, [d]}
   *
   * @param problem the user's rows
   * @param start where to begin, [d]. Not modified.
   * @throws IllegalStateException if the steps do not end
   */
  static double[] solve(UserProblem problem, double[] start) {
    double[] theta = start.clone();
    double loss = problem.loss(theta);
    for (int step = 0; step < MAXIMUM_STEPS; step++) {
      double[] direction = direction(problem, theta);
      double length = 1;
      double[] next = moved(theta, direction, length);
      double nextLoss = problem.loss(next);
      double size =
          UserProblem.norm(direction) / Math.max(UserProblem.norm(theta), Double.MIN_NORMAL);
      // Near the optimum the loss is flat to rounding; the full step is the better judge there.
      while (nextLoss > loss && size > 1e-6 && length > 1e-10) {
        length *= 0.5;
        next = moved(theta, direction, length);
        nextLoss = problem.loss(next);
      }
      theta = next;
      loss = nextLoss;
      // Newton's method squares the error: what is left after so small a step is rounding.
      double moved = UserProblem.norm(direction);
      if (moved <= 1e-9 * UserProblem.norm(theta) || moved == 0) {
        return theta;
      }
    }
    throw new IllegalStateException(
        "re-solving the user's parameters did not converge in "
            + MAXIMUM_STEPS
            + " Newton steps; is the ridge tiny against the data?");
  }

  /**
   * {@return θ after one full step, [d]}
   *
   * @param problem the user's rows
   * @param theta where to begin, [d]. Not modified.
   */
  static double[] step(UserProblem problem, double[] theta) {
    return moved(theta, direction(problem, theta), 1);
  }

  private static double[] direction(UserProblem problem, double[] theta) {
    UserProblem.Slopes slopes = problem.slopes(theta);
    return Cholesky.of(problem.normal(slopes.curvatures()))
        .solve(problem.downhill(slopes.residuals(), theta));
  }

  private static double[] moved(double[] theta, double[] direction, double length) {
    double[] moved = new double[theta.length];
    for (int c = 0; c < theta.length; c++) {
      moved[c] = theta[c] + length * direction[c];
    }
    return moved;
  }
}
