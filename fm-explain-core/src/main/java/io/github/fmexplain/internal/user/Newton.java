package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Cholesky;
import io.github.fmexplain.model.UnreliableNumbersException;
import java.util.Locale;

/**
 * Newton's method on a user's part of the training loss, until the steps are down to rounding. Λ
 * makes the loss strictly convex, so there is one point at which it is least.
 *
 * <p>From a near start one factorised Hessian serves for as long as the steps shrink quickly (the
 * chord method), which is nearly always to the end. A factorisation costs O(m d² + d³), a chord
 * step O(m d + d²). From anywhere else every step has its own Hessian, and is halved where it
 * overshoots.
 */
public final class Newton {

  private static final int MAXIMUM_STEPS = 200;
  private static final int FACTORISATIONS = 6;
  private static final int CHORD_STEPS = 40;

  /** A chord step that is longer than this share of the one before needs a new Hessian. */
  private static final double SLOW = 0.3;

  /** A step of this share of θ is the last one. */
  private static final double DONE = 1e-13;

  /** Steps that are down to this share of θ and no longer shrink are rounding. */
  private static final double ROUNDING = 1e-9;

  /** A gradient of this share of the terms that it is the sum of is rounding. */
  private static final double FLAT = 1e-15;

  /** A gradient of this share is small enough where the steps do not get shorter. */
  private static final double NEARLY_FLAT = 1e-11;

  private Newton() {}

  /**
   * {@return θ*, [d], sooner than {@link #solve} if the start is near}
   *
   * @param problem the user's rows
   * @param start where to begin, [d]. Not modified.
   * @throws UnreliableNumbersException if the steps do not end
   */
  static double[] solveNear(UserProblem problem, double[] start) {
    double[] theta = start.clone();
    for (int factorisation = 0; factorisation < FACTORISATIONS; factorisation++) {
      UserProblem.Slopes slopes = problem.slopes(theta);
      Cholesky hessian = Cholesky.tryOf(problem.normal(slopes.curvatures()));
      if (hessian == null) {
        break;
      }
      double before = Double.POSITIVE_INFINITY;
      for (int chord = 0; chord < CHORD_STEPS; chord++) {
        double[] step =
            hessian.solve(
                problem.downhill(
                    chord == 0 ? slopes.residuals() : problem.residuals(theta), theta));
        theta = moved(theta, step, 1);
        double length = UserProblem.norm(step);
        double size = UserProblem.norm(theta);
        boolean slow = length > SLOW * before;
        boolean rounding = slow && length <= ROUNDING * size && before <= ROUNDING * size;
        if (length <= DONE * size || rounding) {
          return theta;
        }
        if (slow || !Double.isFinite(size)) {
          break;
        }
        before = length;
      }
    }
    return solve(problem, start);
  }

  /**
   * {@return θ*, [d]}
   *
   * @param problem the user's rows
   * @param start where to begin, [d]. Not modified.
   * @throws UnreliableNumbersException if the steps do not end
   */
  public static double[] solve(UserProblem problem, double[] start) {
    double[] theta = start.clone();
    double loss = problem.loss(theta);
    for (int step = 0; step < MAXIMUM_STEPS; step++) {
      double[] direction = direction(problem, theta);
      if (slope(problem, theta) <= FLAT) {
        return theta;
      }
      double length = 1;
      double[] next = moved(theta, direction, length);
      double nextLoss = problem.loss(next);
      double size =
          UserProblem.norm(direction) / Math.max(UserProblem.norm(theta), Double.MIN_NORMAL);
      // Near the optimum the loss is flat to rounding; the full step is the better judge there.
      while (!(nextLoss <= loss * (1 + 1e-14)) && size > 1e-6 && length > 1e-10) {
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
    double slope = slope(problem, theta);
    if (slope <= NEARLY_FLAT) {
      return theta;
    }
    throw new UnreliableNumbersException(
        String.format(
            Locale.ROOT,
            "the user's parameters must be where the loss is least, but after %d Newton steps its"
                + " gradient is still %.1e of its terms; raise the ridge (weight decay × rows) or"
                + " check the model's parameters",
            MAXIMUM_STEPS,
            slope));
  }

  /** {@return the gradient's length relative to those of the terms that it is the sum of} */
  private static double slope(UserProblem problem, double[] theta) {
    double[] residuals = problem.residuals(theta);
    double terms = problem.lengthOfTerms(residuals, theta);
    return terms == 0 ? 0 : UserProblem.norm(problem.downhill(residuals, theta)) / terms;
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
