package io.github.fmexplain.internal.user;

import io.github.fmexplain.model.PredictorType;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Problems of random users: what a seed says, no more. */
public final class RandomProblems {

  private RandomProblems() {}

  public static UserProblem problem(Random random, PredictorType type, int rows, int k) {
    int d = k + 1;
    double[] a = new double[rows * d];
    double[] offsets = new double[rows];
    double[] targets = new double[rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < k; c++) {
        a[r * d + c] = 0.5 * random.nextGaussian();
      }
      a[r * d + k] = 1;
      offsets[r] = random.nextGaussian();
      targets[r] =
          type == PredictorType.BINARY_CLASSIFIER ? random.nextInt(2) : 1 + random.nextInt(5);
    }
    double[] ridge = new double[d];
    java.util.Arrays.fill(ridge, 0.1 + random.nextDouble());
    ridge[k] = 0.1 + 10 * random.nextDouble();
    return new UserProblem(type, a, offsets, targets, ridge);
  }

  /** Returns a regressor's problem: rows with weights from 0 to 4 or without, and a background. */
  public static UserProblem weighted(
      Random random, int rows, int k, boolean weighted, boolean background, boolean perRow) {
    double[][] a = new double[rows][];
    double[] targets = new double[rows];
    double[] offsets = new double[rows];
    double[] weights = new double[rows];
    for (int r = 0; r < rows; r++) {
      a[r] = target(random, k + 1);
      targets[r] = random.nextInt(4) == 0 ? 0 : 1;
      offsets[r] = background ? 0 : random.nextGaussian();
      weights[r] = random.nextInt(5) == 0 ? 0 : 4 * random.nextDouble();
    }
    UserProblem problem =
        UserProblem.of(
            PredictorType.REGRESSOR,
            a,
            offsets,
            targets,
            0.1 + random.nextDouble(),
            0.1 + random.nextDouble(),
            perRow);
    // The rows are items, and so are 2k more.
    double[][] b = background ? new double[k + 1][k + 1] : null;
    for (int j = 0; b != null && j < rows + 2 * k; j++) {
      double[] item = j < rows ? a[j] : target(random, k + 1);
      for (int c = 0; c <= k; c++) {
        for (int e = 0; e <= k; e++) {
          b[c][e] += item[c] * item[e];
        }
      }
    }
    return weighted || background ? problem.weighted(weights, b) : problem;
  }

  public static double[] vector(Random random, int length) {
    double[] vector = new double[length];
    for (int c = 0; c < length; c++) {
      vector[c] = random.nextGaussian();
    }
    return vector;
  }

  /** Returns an item's a_i: random factors and the constant 1. */
  public static double[] target(Random random, int dimension) {
    double[] target = vector(random, dimension);
    target[dimension - 1] = 1;
    return target;
  }

  /** Returns θ after one full Newton step, by EJML. */
  static double[] newtonStep(UserProblem problem, double[] theta) {
    UserProblem.Slopes slopes = problem.slopes(theta);
    DMatrixRMaj downhill = new DMatrixRMaj(problem.downhill(slopes.residuals(), theta));
    DMatrixRMaj step = new DMatrixRMaj(theta.length, 1);
    if (!CommonOps_DDRM.solve(normalMatrix(problem, slopes.curvatures()), downhill, step)) {
      throw new IllegalArgumentException("singular");
    }
    CommonOps_DDRM.addEquals(step, new DMatrixRMaj(theta));
    return step.data;
  }

  public static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int c = 0; c < x.length; c++) {
      sum += x[c] * y[c];
    }
    return sum;
  }

  /** Returns Σ_r c_r a_r a_rᵀ + Λ by its definition, [d, d]. */
  public static DMatrixRMaj normalMatrix(UserProblem problem, double[] coefficients) {
    int d = problem.dimension();
    DMatrixRMaj normal = new DMatrixRMaj(d, d);
    for (int i = 0; i < d; i++) {
      normal.set(i, i, problem.ridge()[i]);
      for (int j = 0; j < d; j++) {
        for (int r = 0; r < problem.rows(); r++) {
          normal.add(i, j, coefficients[r] * problem.row(r)[i] * problem.row(r)[j]);
        }
      }
    }
    return normal;
  }
}
