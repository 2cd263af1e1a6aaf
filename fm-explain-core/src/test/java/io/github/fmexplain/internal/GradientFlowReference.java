package io.github.fmexplain.internal;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;

/**
 * The flow dθ/dt = −D∇L(θ) by the classical Runge–Kutta method in many small steps, where each row
 * counts with a weight and every target can be shifted: the slow route, which knows nothing of
 * eigenvectors, adjoints or stiffness.
 */
final class GradientFlowReference {

  private final UserProblem problem;
  private final PredictorType type;
  private final double[] preconditioner;
  final double[] weights;
  final double[] shifts;

  GradientFlowReference(UserProblem problem, PredictorType type, double[] preconditioner) {
    this.problem = problem;
    this.type = type;
    this.preconditioner = preconditioner;
    this.weights = new double[problem.rows()];
    java.util.Arrays.fill(weights, 1);
    this.shifts = new double[problem.rows()];
  }

  /** Returns θ at a time, from zero. */
  double[] at(double time, int steps) {
    double[] theta = new double[problem.dimension()];
    double h = time / steps;
    for (int j = 0; j < steps; j++) {
      theta = step(theta, h);
    }
    return theta;
  }

  /** Returns the time at which the factors reach a length, by small steps and interpolation. */
  double timeOfLength(double length, double upTo, int steps) {
    double[] theta = new double[problem.dimension()];
    double h = upTo / steps;
    double before = 0;
    for (int j = 0; j < 10 * steps; j++) {
      theta = step(theta, h);
      double after = factorLength(theta);
      if (after >= length) {
        return h * (j + (length - before) / (after - before));
      }
      before = after;
    }
    throw new AssertionError("length not reached");
  }

  static double factorLength(double[] theta) {
    double square = 0;
    for (int c = 0; c < theta.length - 1; c++) {
      square += theta[c] * theta[c];
    }
    return Math.sqrt(square);
  }

  private double[] step(double[] theta, double h) {
    double[] k1 = slope(theta);
    double[] k2 = slope(moved(theta, k1, h / 2));
    double[] k3 = slope(moved(theta, k2, h / 2));
    double[] k4 = slope(moved(theta, k3, h));
    double[] next = theta.clone();
    for (int c = 0; c < theta.length; c++) {
      next[c] += h / 6 * (k1[c] + 2 * k2[c] + 2 * k3[c] + k4[c]);
    }
    return next;
  }

  private static double[] moved(double[] theta, double[] slope, double h) {
    double[] moved = theta.clone();
    for (int c = 0; c < theta.length; c++) {
      moved[c] += h * slope[c];
    }
    return moved;
  }

  private double[] slope(double[] theta) {
    double[] ridge = problem.ridge();
    double[] slope = new double[theta.length];
    for (int r = 0; r < problem.rows(); r++) {
      double score = problem.offset(r) + problem.dotRow(r, theta);
      double predicted = type == PredictorType.BINARY_CLASSIFIER ? FmModel.sigmoid(score) : score;
      double residual = weights[r] * (problem.target(r) + shifts[r] - predicted);
      for (int c = 0; c < theta.length; c++) {
        slope[c] += residual * problem.entry(r, c);
      }
    }
    for (int c = 0; c < theta.length; c++) {
      slope[c] = preconditioner[c] * (slope[c] - ridge[c] * theta[c]);
    }
    return slope;
  }
}
