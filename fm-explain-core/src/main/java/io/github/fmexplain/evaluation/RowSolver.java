package io.github.fmexplain.evaluation;

import io.github.fmexplain.model.FmModel;
import org.jspecify.annotations.Nullable;

/**
 * Solves a user's problem for many choices of rows, fast: the point where {@code Σ_r a_r (y_r −
 * p_r) = Λθ} over the kept rows.
 *
 * <p>Newton's method would factorise the Hessian in every step. Here one factor serves for as long
 * as the steps shrink quickly (the chord method), which from a near start is nearly always to the
 * end; only then is it made anew. A factorisation costs O(m d² + d³), a step O(m d + d²). What is
 * solved is the same, down to rounding; where this does not converge, it says so.
 */
final class RowSolver {

  private static final int FACTORISATIONS = 6;
  private static final int CHORD_STEPS = 40;
  private static final double SLOW = 0.3;
  private static final double DONE = 1e-13;
  private static final double ROUNDING = 1e-9;

  private final boolean classifier;
  private final int dimension;
  private final double[] a;
  private final double[] offsets;
  private final double[] targets;
  private final double[] ridge;
  private final int[] rows;

  /**
   * @param a A, [m, d] row by row. Not copied.
   * @param offsets o, [m]. Not copied.
   * @param targets y, [m]. Not copied.
   * @param ridge the diagonal of Λ, [d]. Not copied.
   * @param rows the kept rows. Not copied.
   */
  RowSolver(
      boolean classifier,
      double[] a,
      double[] offsets,
      double[] targets,
      double[] ridge,
      int[] rows) {
    this.classifier = classifier;
    this.dimension = ridge.length;
    this.a = a;
    this.offsets = offsets;
    this.targets = targets;
    this.ridge = ridge;
    this.rows = rows;
  }

  /** Returns θ*, or null if it was not reached. The start is not modified. */
  double @Nullable [] solve(double[] start) {
    double[] theta = start.clone();
    double[] step = new double[dimension];
    for (int factorisation = 0; factorisation < FACTORISATIONS; factorisation++) {
      double[] hessian = hessian(theta);
      if (!factorise(hessian)) {
        return null;
      }
      double before = Double.POSITIVE_INFINITY;
      for (int chord = 0; chord < CHORD_STEPS; chord++) {
        downhill(theta, step);
        substitute(hessian, step);
        double length = 0;
        double size = 0;
        for (int c = 0; c < dimension; c++) {
          theta[c] += step[c];
          length += step[c] * step[c];
          size += theta[c] * theta[c];
        }
        length = Math.sqrt(length);
        size = Math.sqrt(size);
        if (!Double.isFinite(size)) {
          return null;
        }
        boolean slow = length > SLOW * before;
        // Steps that no longer shrink and are tiny are rounding.
        if (length <= DONE * size
            || (slow && length <= ROUNDING * size && before <= ROUNDING * size)) {
          return theta;
        }
        if (slow) {
          break;
        }
        before = length;
      }
    }
    return null;
  }

  private double score(int row, double[] theta) {
    double score = offsets[row];
    for (int c = 0, j = row * dimension; c < dimension; c++, j++) {
      score += a[j] * theta[c];
    }
    return score;
  }

  /** Overwrites the gradient with Σ_r a_r (y_r − p_r) − Λθ. */
  private void downhill(double[] theta, double[] gradient) {
    for (int c = 0; c < dimension; c++) {
      gradient[c] = -ridge[c] * theta[c];
    }
    for (int row : rows) {
      double score = score(row, theta);
      double missing = targets[row] - (classifier ? FmModel.sigmoid(score) : score);
      for (int c = 0, j = row * dimension; c < dimension; c++, j++) {
        gradient[c] += missing * a[j];
      }
    }
  }

  /** Returns the lower triangle of Σ_r p_r(1 − p_r) a_r a_rᵀ + Λ. */
  private double[] hessian(double[] theta) {
    int d = dimension;
    double[] matrix = a;
    double[] hessian = new double[d * d];
    for (int row : rows) {
      double curvature = 1;
      if (classifier) {
        double score = score(row, theta);
        curvature = FmModel.sigmoid(score) * FmModel.sigmoid(-score);
      }
      int from = row * d;
      for (int i = 0; i < d; i++) {
        double factor = curvature * matrix[from + i];
        int at = i * d;
        for (int j = 0; j <= i; j++) {
          hessian[at + j] += factor * matrix[from + j];
        }
      }
    }
    for (int i = 0; i < d; i++) {
      hessian[i * d + i] += ridge[i];
    }
    return hessian;
  }

  /** Overwrites the lower triangle with its Cholesky factor L; false if it is not definite. */
  private boolean factorise(double[] matrix) {
    int d = dimension;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i * d + j];
        for (int c = 0, x = i * d, y = j * d; c < j; c++, x++, y++) {
          sum -= matrix[x] * matrix[y];
        }
        if (i != j) {
          matrix[i * d + j] = sum / matrix[j * d + j];
        } else if (sum > 0) {
          matrix[i * d + i] = Math.sqrt(sum);
        } else {
          return false;
        }
      }
    }
    return true;
  }

  /** Overwrites b with (LLᵀ)⁻¹b. */
  private void substitute(double[] factor, double[] b) {
    int d = dimension;
    for (int i = 0; i < d; i++) {
      double sum = b[i];
      for (int c = 0, x = i * d; c < i; c++, x++) {
        sum -= factor[x] * b[c];
      }
      b[i] = sum / factor[i * d + i];
    }
    for (int i = d - 1; i >= 0; i--) {
      b[i] /= factor[i * d + i];
      double solved = b[i];
      for (int c = 0, x = i * d; c < i; c++, x++) {
        b[c] -= factor[x] * solved;
      }
    }
  }
}
