package io.github.fmexplain.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;

class UserProblemProperties {

  @Property(tries = 100, seed = "1")
  void solve_findsTheLeastLoss(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 8) int k) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.problem(random, type, rows, k);
    double[] theta = problem.solve();
    double least = problem.loss(theta);
    for (int c = 0; c <= k; c++) {
      // The central difference of a loss that is flat here, by a step far above rounding.
      assertEquals(0, slope(problem, theta, c), 1e-5 * (1 + least));
    }
    double[] elsewhere = theta.clone();
    elsewhere[random.nextInt(k + 1)] += 1e-2;
    assertTrue(problem.loss(elsewhere) > least);
    assertEquals(0, problem.stationarityGap(theta), 1e-10);
  }

  @Property(tries = 100, seed = "1")
  void normalMatrix_isTheSecondDerivativeOfTheLoss(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 12) int rows) {
    Random random = new Random(seed);
    int k = 3;
    UserProblem problem = RandomProblems.problem(random, type, rows, k);
    double[] theta = RandomProblems.vector(random, k + 1);
    DMatrixRMaj hessian = problem.normalMatrix(problem.curvatures(theta));
    double step = 1e-4;
    for (int i = 0; i <= k; i++) {
      double[] forward = theta.clone();
      double[] backward = theta.clone();
      forward[i] += step;
      backward[i] -= step;
      for (int j = 0; j <= k; j++) {
        double difference = (slope(problem, forward, j) - slope(problem, backward, j)) / (2 * step);
        assertEquals(difference, hessian.get(i, j), 1e-4 * (1 + rows));
      }
    }
  }

  @Property(tries = 100, seed = "1")
  void residuals_makeTheGradient(@ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.problem(random, type, 9, 4);
    double[] theta = RandomProblems.vector(random, 5);
    double[] pull = problem.combineRows(problem.residuals(theta));
    double[] ridge = problem.ridge();
    for (int c = 0; c < 5; c++) {
      assertEquals(slope(problem, theta, c), ridge[c] * theta[c] - pull[c], 1e-6);
    }
  }

  @Property(tries = 50, seed = "1")
  void without_leavesOutOneRow(@ForAll long seed, @ForAll @IntRange(min = 0, max = 4) int row) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.problem(random, PredictorType.REGRESSOR, 5, 2);
    UserProblem smaller = problem.without(row);
    assertEquals(4, smaller.rows());
    double[] probe = RandomProblems.vector(random, 3);
    for (int r = 0; r < 4; r++) {
      int from = r < row ? r : r + 1;
      assertEquals(problem.dotRow(from, probe), smaller.dotRow(r, probe));
      assertEquals(problem.target(from), smaller.target(r));
      assertEquals(problem.offset(from), smaller.offset(r));
    }
    assertArrayEquals(problem.ridge(), smaller.ridge());
  }

  @Property(tries = 30, seed = "1")
  void solve_copesWithSeparableLabelsAndLargeOffsets(@ForAll long seed) {
    Random random = new Random(seed);
    int rows = 12;
    double[] a = new double[rows * 2];
    double[] offsets = new double[rows];
    double[] targets = new double[rows];
    for (int r = 0; r < rows; r++) {
      a[2 * r] = r < 6 ? 30 : -30;
      a[2 * r + 1] = 1;
      offsets[r] = 100 * random.nextGaussian();
      targets[r] = r < 6 ? 1 : 0;
    }
    double[] ridge = {1e-6, 1e-6};
    UserProblem problem =
        new UserProblem(PredictorType.BINARY_CLASSIFIER, a, offsets, targets, ridge);
    double[] theta = problem.solve();
    assertTrue(Arrays.stream(theta).allMatch(Double::isFinite));
    assertEquals(0, problem.stationarityGap(theta), 1e-6);
  }

  private static double slope(UserProblem problem, double[] theta, int c) {
    double step = 1e-5;
    double[] forward = theta.clone();
    double[] backward = theta.clone();
    forward[c] += step;
    backward[c] -= step;
    return (problem.loss(forward) - problem.loss(backward)) / (2 * step);
  }
}
