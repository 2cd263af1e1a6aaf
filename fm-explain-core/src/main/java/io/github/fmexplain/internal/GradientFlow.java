package io.github.fmexplain.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The way that training took a user's parameters, as far as the trained ones tell: preconditioned
 * gradient flow from zero, {@code dθ/dt = −D∇L(θ)} with {@code ∇L = Σ_r (p_r − y_r) a_r + Λθ},
 * until the factors are as long as the trained ones at time τ.
 *
 * <pre>
 *   D_c ∝ 1/√(mean_r ((p_r − y_r) a_rc)²)   at the trained parameters: Adam's scaling; mean 1 over
 *                                            the factors
 *   D^½ H D^½ = Q diag(ε) Qᵀ                 with the Hessian H at the trained parameters
 * </pre>
 *
 * <p>In the coordinates z = QᵀD^(−½)θ the stiff part of the flow is {@code −εz}. It is solved
 * exactly and the rest to second order (exponential time differencing, Cox and Matthews, J. Comput.
 * Phys. 2002, eq. 22), in about 40 steps of O(m d + d²) each. Immutable.
 */
final class GradientFlow {

  private static final int STEPS = 40;

  /** After so many steps without reaching the length, steps are doubled. */
  private static final int PATIENCE = 60;

  private static final int MAXIMUM_STEPS = 2000;

  final UserProblem problem;
  final double[] preconditioner;
  final ScaledCurvature curvature;

  /** Time, residuals y − p and curvatures p(1 − p) at the nodes of the path, first to last. */
  final List<Node> path;

  /** θ(τ). */
  final double[] end;

  /** What the flow knows at one time. */
  static final class Node {
    final double time;
    final double[] residuals;
    final double[] curvatures;

    private Node(double time, double[] residuals, double[] curvatures) {
      this.time = time;
      this.residuals = residuals;
      this.curvatures = curvatures;
    }
  }

  GradientFlow(UserProblem problem, double[] trained) {
    this.problem = problem;
    preconditioner = adamScaling(problem, trained);
    curvature =
        new ScaledCurvature(problem.normalMatrix(problem.curvatures(trained)), preconditioner);
    path = new ArrayList<>();
    end = follow(factorLength(trained), firstStep(trained));
  }

  /** {@return τ} */
  double time() {
    return path.get(path.size() - 1).time;
  }

  private static double[] adamScaling(UserProblem problem, double[] theta) {
    int d = problem.dimension();
    double[] residuals = problem.residuals(theta);
    double[] squares = new double[d];
    for (int r = 0; r < residuals.length; r++) {
      for (int c = 0; c < d; c++) {
        double slope = residuals[r] * problem.entry(r, c);
        squares[c] += slope * slope / residuals.length;
      }
    }
    double largest = Arrays.stream(squares).max().orElse(0);
    double[] scaling = new double[d];
    double mean = 0;
    for (int c = 0; c < d; c++) {
      // A coordinate without any slope does not move; the floor keeps its scaling finite.
      scaling[c] = largest == 0 ? 1 : 1 / Math.sqrt(Math.max(squares[c], 1e-12 * largest));
      mean += c < d - 1 ? scaling[c] / (d - 1) : 0;
    }
    for (int c = 0; c < d; c++) {
      scaling[c] /= mean;
    }
    return scaling;
  }

  /**
   * A 40th of the time at which the flow of the loss's quadratic model at the trained parameters,
   * {@code z(t) = (1 − e^(−tε))/ε · QᵀD^½(Hθ_u − ∇L(θ_u))}, has the trained length.
   */
  private double firstStep(double[] trained) {
    double goal = factorLength(trained);
    double[] drive = problem.combineRows(problem.residuals(trained));
    double[] ridge = problem.ridge();
    for (int c = 0; c < drive.length; c++) {
      drive[c] +=
          UserProblem.dot(curvature.hessian().data, c * drive.length, trained)
              - ridge[c] * trained[c];
    }
    double[] coordinates = curvature.coordinates(drive);
    double time = 1 / curvature.largestEigenvalue();
    double longest = 100 / curvature.smallestEigenvalue();
    while (time < longest && quadraticLength(coordinates, time) < goal) {
      time *= 1.5;
    }
    return time / STEPS;
  }

  private double quadraticLength(double[] drive, double time) {
    return factorLength(curvature.integral(drive, time));
  }

  private static double factorLength(double[] theta) {
    double squares = 0;
    for (int c = 0; c < theta.length - 1; c++) {
      squares += theta[c] * theta[c];
    }
    return Math.sqrt(squares);
  }

  /** Fills the path and returns θ(τ). */
  private double[] follow(double goal, double firstStep) {
    double[] z = new double[preconditioner.length];
    double[] theta = new double[preconditioner.length];
    double time = 0;
    double step = firstStep;
    path.add(node(0, theta));
    for (int j = 1; factorLength(theta) < goal; j++) {
      if (j > MAXIMUM_STEPS) {
        throw new IllegalStateException(
            "the user's gradient flow did not reach the trained length in " + j + " steps");
      }
      double[] drive = remainder(z, theta);
      double[] next = advance(z, drive, step);
      double[] nextTheta = curvature.parameters(next);
      if (factorLength(nextTheta) >= goal) {
        step = lastStep(z, drive, step, goal);
        next = advance(z, drive, step);
        nextTheta = curvature.parameters(next);
        time += step;
        path.add(node(time, nextTheta));
        return nextTheta;
      }
      z = next;
      theta = nextTheta;
      time += step;
      path.add(node(time, theta));
      if (j % PATIENCE == 0) {
        step *= 2;
      }
    }
    return theta;
  }

  private Node node(double time, double[] theta) {
    return new Node(time, problem.residuals(theta), problem.curvatures(theta));
  }

  /** Returns the flow without its stiff part, QᵀD^½(−∇L(θ)) + εz. */
  private double[] remainder(double[] z, double[] theta) {
    double[] downhill = problem.combineRows(problem.residuals(theta));
    double[] ridge = problem.ridge();
    for (int c = 0; c < downhill.length; c++) {
      downhill[c] -= ridge[c] * theta[c];
    }
    double[] remainder = curvature.coordinates(downhill);
    for (int j = 0; j < remainder.length; j++) {
      remainder[j] += curvature.eigenvalue(j) * z[j];
    }
    return remainder;
  }

  /** One step of exponential time differencing, second order. */
  private double[] advance(double[] z, double[] drive, double step) {
    double[] predicted = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      double x = step * curvature.eigenvalue(j);
      predicted[j] = Math.exp(-x) * z[j] + step * Phi.first(x) * drive[j];
    }
    double[] corrected = remainder(predicted, curvature.parameters(predicted));
    for (int j = 0; j < z.length; j++) {
      double x = step * curvature.eigenvalue(j);
      corrected[j] = predicted[j] + step * Phi.second(x) * (corrected[j] - drive[j]);
    }
    return corrected;
  }

  /**
   * Returns the part of a step at whose end the length is reached, by false position with the
   * Illinois rule: the end that stays put twice counts half.
   */
  private double lastStep(double[] z, double[] drive, double step, double goal) {
    double low = 0;
    double high = step;
    double below = factorLength(curvature.parameters(z)) - goal;
    double above = lengthAfter(z, drive, step) - goal;
    int side = 0;
    for (int trial = 0; trial < 60 && high - low > 1e-13 * step; trial++) {
      double middle = high - above * (high - low) / (above - below);
      double missing = lengthAfter(z, drive, middle) - goal;
      if (missing < 0) {
        low = middle;
        below = missing;
        above *= side < 0 ? 0.5 : 1;
        side = -1;
      } else {
        high = middle;
        above = missing;
        if (missing <= 1e-14 * goal) {
          return high;
        }
        below *= side > 0 ? 0.5 : 1;
        side = 1;
      }
    }
    return high;
  }

  private double lengthAfter(double[] z, double[] drive, double step) {
    return factorLength(curvature.parameters(advance(z, drive, step)));
  }
}
