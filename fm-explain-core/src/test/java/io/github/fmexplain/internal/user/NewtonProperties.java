package io.github.fmexplain.internal.user;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NewtonProperties {

  /** From the optimum of the whole, from far away, and from zero. */
  @Property(tries = 200, seed = "1")
  void solveNear_endsWhereSolveDoes(
      @ForAll int seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 8) int k) {
    Random random = new Random(seed);
    UserProblem whole = RandomProblems.problem(random, type, rows, k);
    UserProblem problem = rows == 1 ? whole : whole.without(random.nextInt(rows));
    double[] expected = Newton.solve(problem, new double[k + 1]);
    double scale = 1 + UserProblem.norm(expected);
    double[] far = RandomProblems.vector(random, k + 1);
    Arrays.setAll(far, c -> 1e3 * far[c]);
    for (double[] start :
        new double[][] {
          whole.solve(), far, new double[k + 1], RandomProblems.vector(random, k + 1)
        }) {
      double[] before = start.clone();
      assertArrayEquals(expected, Newton.solveNear(problem, start), 1e-9 * scale);
      assertArrayEquals(expected, Newton.solve(problem, start), 1e-9 * scale);
      assertArrayEquals(before, start);
    }
  }

  /** Separable labels and a small ridge: the chord method alone would not arrive. */
  @Property(tries = 50, seed = "1")
  void solveNear_copesWithSteepLosses(@ForAll int seed) {
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
    UserProblem problem =
        new UserProblem(
            PredictorType.BINARY_CLASSIFIER, a, offsets, targets, new double[] {1e-6, 1e-6});
    double[] start = {10 * random.nextGaussian(), 10 * random.nextGaussian()};
    double[] theta = Newton.solveNear(problem, start);
    assertTrue(Arrays.stream(theta).allMatch(Double::isFinite));
    assertEquals(0, problem.stationarityGap(theta), 1e-6);
  }

  @Property(tries = 100, seed = "1")
  void step_isTheSolutionOfTheQuadraticModel(
      @ForAll int seed, @ForAll PredictorType type, @ForAll @IntRange(max = 12) int rows) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.problem(random, type, rows, 3);
    double[] theta = RandomProblems.vector(random, 4);
    double[] next = Newton.step(problem, theta);
    // H (next − θ) = −gradient.
    double[] moved = new double[4];
    Arrays.setAll(moved, c -> next[c] - theta[c]);
    double[] downhill = problem.downhill(problem.residuals(theta), theta);
    var hessian = RandomProblems.normalMatrix(problem, problem.curvatures(theta));
    for (int c = 0; c < 4; c++) {
      assertEquals(downhill[c], UserProblem.dot(hessian.data, 4 * c, moved), 1e-9);
    }
  }

  @Example
  void stepsThatDoNotEnd_areSaidSo() {
    UserProblem problem =
        new UserProblem(
            PredictorType.REGRESSOR,
            new double[] {1, 1},
            new double[] {Double.NaN},
            new double[] {1},
            new double[] {1, 1});
    assertEquals(
        "solving the user's parameters again did not converge in 200 Newton steps; is the ridge"
            + " tiny against the data?",
        assertThrows(IllegalStateException.class, () -> Newton.solve(problem, new double[2]))
            .getMessage());
  }
}
