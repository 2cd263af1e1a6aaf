package io.github.fmexplain.internal.user;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.model.UnreliableNumbersException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
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

  /**
   * A user whose likes the model is sure of: y − p has no digits left if it is taken as that, and
   * Newton's steps would never get shorter.
   */
  @Property(tries = 200, seed = "1")
  void solve_endsWhereTheModelIsSure(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 40) int rows) {
    Random random = new Random(seed);
    double ridge = Math.pow(10, 6 * random.nextDouble() - 3);
    double bias = 40 * random.nextDouble();
    double[] a = RandomProblems.vector(random, 4 * rows);
    double[] offsets = new double[rows];
    double[] targets = new double[rows];
    for (int r = 0; r < rows; r++) {
      a[4 * r + 3] = 1;
      offsets[r] = bias + random.nextGaussian();
      targets[r] = random.nextInt(100) < 97 ? 1 : 0;
    }
    double[] lambda = {ridge, ridge, ridge, ridge};
    UserProblem problem =
        new UserProblem(PredictorType.BINARY_CLASSIFIER, a, offsets, targets, lambda);
    for (double[] theta :
        new double[][] {
          Newton.solve(problem, new double[4]),
          Newton.solveNear(problem, RandomProblems.vector(random, 4))
        }) {
      double terms = problem.lengthOfTerms(problem.residuals(theta), theta);
      double[] downhill = problem.downhill(problem.residuals(theta), theta);
      assertTrue(UserProblem.norm(downhill) <= 1e-9 * terms, "gradient");
    }
  }

  /** The residual of a label is minus that of the other label at minus the score, to the bit. */
  @Property(tries = 200, seed = "1")
  void residuals_haveAllTheirDigits(@ForAll @DoubleRange(min = -700, max = 700) double score) {
    UserProblem problem =
        new UserProblem(
            PredictorType.BINARY_CLASSIFIER,
            new double[2],
            new double[] {score, -score},
            new double[] {1, 0},
            new double[] {1});
    UserProblem.Slopes slopes = problem.slopes(new double[1]);
    assertEquals(slopes.residuals()[0], -slopes.residuals()[1]);
    double exact = 1 / (1 + Math.exp(score));
    assertEquals(exact, slopes.residuals()[0], 1e-15 * exact);
    double curvature = exact / (1 + Math.exp(-score));
    assertEquals(curvature, slopes.curvatures()[0], 1e-14 * curvature);
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
        "the user's parameters must be where the loss is least, but after 200 Newton steps its"
            + " gradient is still NaN of its terms; raise the ridge (weight decay × rows) or check"
            + " the model's parameters",
        assertThrows(UnreliableNumbersException.class, () -> Newton.solve(problem, new double[2]))
            .getMessage());
  }
}
