package io.github.fmexplain.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * <p>In the coordinates z = QᵀD^(−½)θ the rows are P = AD^½Q, and the flow is
 *
 * <pre>
 *   dz/dt = −εz + Pᵀ(y − p + C(Pz))          C = p(1 − p) at the trained parameters
 * </pre>
 *
 * <p>since Λ is part of ε. The stiff part −εz is solved exactly and the rest to second order
 * (exponential time differencing, Cox and Matthews, J. Comput. Phys. 2002, eq. 22), in about 40
 * steps of O(m d + d²) each. Immutable.
 */
final class GradientFlow {

  private static final int STEPS = 40;

  /** After so many steps without reaching the length, steps are doubled if it can be reached. */
  private static final int PATIENCE = 60;

  private static final int MAXIMUM_STEPS = 2000;

  /** With a gap above this the path ends long before the optimum, which need not be solved for. */
  private static final double NEAR = 1e-3;

  final UserProblem problem;
  final double[] preconditioner;
  final ScaledCurvature curvature;

  /** H at the trained parameters, [d, d]; left of the diagonal it is 0. */
  final double[][] hessian;

  /** C, [m]: p(1 − p) at the trained parameters. */
  final double[] curvatures;

  /** P, [m, d], and its transpose, [d, m]. */
  final double[][] rows;

  final double[][] columns;

  /** Time, residuals y − p and curvatures p(1 − p) at the nodes of the path, first to last. */
  final List<Node> path;

  /** Whether there is a τ: whether the trained factors are shorter than those of the optimum. */
  final boolean isReached;

  /** θ(τ), or empty. */
  final double[] end;

  /** What the flow knows at one time. */
  static final class Node {
    final double time;

    /** From the node before. */
    final Steps step;

    final double[] residuals;
    final double[] curvatures;

    private Node(double time, Steps step, UserProblem.Slopes slopes) {
      this.time = time;
      this.step = step;
      this.residuals = slopes.residuals();
      this.curvatures = slopes.curvatures();
    }
  }

  /**
   * Follows the way.
   *
   * @param problem the user's rows
   * @param matrixColumns Aᵀ, [d, m]. Not modified.
   * @param trained the trained θ, [d]. Not modified.
   */
  GradientFlow(UserProblem problem, double[][] matrixColumns, double[] trained) {
    this.problem = problem;
    UserProblem.Slopes slopes = problem.slopes(trained);
    curvatures = slopes.curvatures();
    preconditioner = adamScaling(problem, slopes.residuals());
    hessian = problem.normal(curvatures);
    curvature = new ScaledCurvature(hessian, preconditioner);
    columns = curvature.coordinates(matrixColumns);
    rows = Kernels.transposed(columns, problem.rows());
    path = new ArrayList<>();
    double @Nullable [] reached = follow(trained, firstStep(trained, slopes));
    isReached = reached != null;
    end = reached == null ? new double[0] : reached;
  }

  /** {@return τ} */
  double time() {
    return path.get(path.size() - 1).time;
  }

  private static double[] adamScaling(UserProblem problem, double[] residuals) {
    int d = problem.dimension();
    double[] squares = problem.slopeSquares(residuals);
    for (int c = 0; c < d; c++) {
      squares[c] /= residuals.length;
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
  private double firstStep(double[] trained, UserProblem.Slopes slopes) {
    double goal = factorLength(trained);
    double[] pulls = slopes.residuals().clone();
    for (int r = 0; r < pulls.length; r++) {
      pulls[r] += slopes.curvatures()[r] * problem.dotRow(r, trained);
    }
    double[] drive = problem.combineRows(pulls);
    double[] coordinates = curvature.coordinates(drive);
    double shortest = 1 / curvature.largestEigenvalue();
    double longest = 100 / curvature.smallestEigenvalue();
    // The length grows with time: the first power of 1.5 that reaches the goal, by bisection.
    int below = -1;
    int reaches = (int) Math.ceil(Math.log(longest / shortest) / Math.log(1.5));
    while (reaches - below > 1) {
      int power = (below + reaches) >>> 1;
      double time = shortest * Math.pow(1.5, power);
      if (factorLength(curvature.integral(coordinates, time)) < goal) {
        below = power;
      } else {
        reaches = power;
      }
    }
    return shortest * Math.pow(1.5, reaches) / STEPS;
  }

  private static double factorLength(double[] theta) {
    return Math.sqrt(Kernels.dot(theta, theta, 0, theta.length - 1));
  }

  /** Fills the path and returns θ(τ), or null if the flow never gets there. */
  private double @Nullable [] follow(double[] trained, double firstStep) {
    double goal = factorLength(trained);
    double[] z = new double[preconditioner.length];
    double[] theta = new double[preconditioner.length];
    Node node = new Node(0, new Steps(0), problem.slopesAt(scores(z)));
    path.add(node);
    Steps steps = new Steps(firstStep);
    boolean reachable = false;
    for (int j = 1; factorLength(theta) < goal; j++) {
      if (j > MAXIMUM_STEPS) {
        throw new IllegalStateException(
            "the user's gradient flow did not reach the trained length in " + j + " steps");
      }
      double[] drive = remainder(along(z), node.residuals);
      double[] next = advance(z, drive, steps);
      double[] nextTheta = curvature.parameters(next);
      boolean last = factorLength(nextTheta) >= goal;
      if (last) {
        steps = new Steps(lastStep(z, drive, steps.length, goal));
        next = advance(z, drive, steps);
        nextTheta = curvature.parameters(next);
      }
      z = next;
      theta = nextTheta;
      node = new Node(node.time + steps.length, steps, problem.slopesAt(scores(z)));
      path.add(node);
      if (last) {
        break;
      }
      if (j % PATIENCE == 0) {
        if (!reachable && !UnrolledAttribution.reaches(trained, problem.solve())) {
          return null;
        }
        reachable = true;
        steps = new Steps(2 * steps.length);
      }
    }
    boolean beforeOptimum =
        reachable
            || problem.stationarityGap(theta) > NEAR
            || UnrolledAttribution.reaches(trained, problem.solve());
    return beforeOptimum ? theta : null;
  }

  /** {@return Pz, [m]} */
  double[] along(double[] z) {
    double[] along = new double[rows.length];
    Kernels.addRows(columns, z, along);
    return along;
  }

  /** {@return Pᵀf, [d]} */
  double[] combineRows(double[] f) {
    double[] sum = new double[columns.length];
    Kernels.addRows(rows, f, sum);
    return sum;
  }

  private double[] scores(double[] z) {
    double[] scores = along(z);
    for (int r = 0; r < scores.length; r++) {
      scores[r] += problem.offset(r);
    }
    return scores;
  }

  /** Returns the flow without its stiff part, Pᵀ(y − p + C(Pz)), given Pz. */
  private double[] remainder(double[] along, double[] residuals) {
    double[] pulls = new double[along.length];
    for (int r = 0; r < pulls.length; r++) {
      pulls[r] = residuals[r] + curvatures[r] * along[r];
    }
    return combineRows(pulls);
  }

  /** One step of exponential time differencing, second order. */
  private double[] advance(double[] z, double[] drive, Steps steps) {
    double[] predicted = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      predicted[j] = steps.decay[j] * z[j] + steps.first[j] * drive[j];
    }
    double[] corrected =
        remainder(along(predicted), problem.slopesAt(scores(predicted)).residuals());
    for (int j = 0; j < z.length; j++) {
      corrected[j] = predicted[j] + steps.second[j] * (corrected[j] - drive[j]);
    }
    return corrected;
  }

  /** The functions of the stiff part for one step length h: e^(−hε), hφ₁(hε), hφ₂(hε). */
  final class Steps {
    final double length;
    final double[] decay;
    final double[] first;
    final double[] second;

    Steps(double length) {
      int d = preconditioner.length;
      this.length = length;
      decay = new double[d];
      first = new double[d];
      second = new double[d];
      for (int j = 0; j < d; j++) {
        double x = length * curvature.eigenvalue(j);
        double fall = Math.expm1(-x);
        decay[j] = 1 + fall;
        first[j] = length * Phi.first(x, fall);
        second[j] = length * Phi.second(x, fall);
      }
    }
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
    return factorLength(curvature.parameters(advance(z, drive, new Steps(step))));
  }
}
