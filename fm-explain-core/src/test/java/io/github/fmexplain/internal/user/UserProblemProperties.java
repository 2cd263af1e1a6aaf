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
    DMatrixRMaj hessian = RandomProblems.normalMatrix(problem, problem.curvatures(theta));
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

  /** Gradient and Hessian against differences of the loss, whose definition is written out. */
  @Property(tries = 100, seed = "1")
  void weightsAndBackground_areThoseOfTheLoss(
      @ForAll long seed, @ForAll boolean background, @ForAll boolean perRow) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.weighted(random, 7, 3, true, background, perRow);
    double[] theta = RandomProblems.vector(random, 4);
    double expected = 0;
    for (int r = 0; r < 7; r++) {
      double score = problem.offset(r) + problem.dotRow(r, theta);
      double error = problem.target(r) - score;
      expected += 0.5 * problem.weight(r) * error * error;
      expected -= background ? 0.5 * score * score : 0;
    }
    expected += 0.5 * RandomProblems.dot(theta, problem.held(theta));
    assertEquals(expected, problem.loss(theta), 1e-10 * (1 + Math.abs(expected)));
    UserProblem.Slopes slopes = problem.slopes(theta);
    double[] downhill = problem.downhill(slopes.residuals(), theta);
    double[][] normal = problem.normal(slopes.curvatures());
    for (int c = 0; c < 4; c++) {
      assertEquals(-slope(problem, theta, c), downhill[c], 1e-4);
      double[] ahead = theta.clone();
      ahead[c]++;
      // The loss is quadratic: one step tells all.
      double[] next = problem.downhill(problem.residuals(ahead), ahead);
      for (int e = c; e < 4; e++) {
        assertEquals(downhill[e] - next[e], normal[c][e], 1e-9 * (1 + Math.abs(normal[c][e])));
      }
    }
    double[] optimum = problem.solve();
    assertEquals(0, problem.stationarityGap(optimum), 1e-9);
    assertEquals(1, problem.stationarityGap(new double[4]), 1e-12);
  }

  @Property(tries = 50, seed = "1")
  void weights_multiplyWhatEachRowSays(@ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    UserProblem plain = RandomProblems.problem(random, type, 6, 3);
    double[] weights = new double[6];
    Arrays.setAll(weights, r -> 4 * random.nextDouble());
    UserProblem problem = plain.weighted(weights, null);
    double[] theta = RandomProblems.vector(random, 4);
    UserProblem.Slopes slopes = problem.slopes(theta);
    double[] terms = problem.held(theta);
    double length = Math.sqrt(RandomProblems.dot(terms, terms));
    for (int r = 0; r < 6; r++) {
      assertEquals(weights[r] * plain.residuals(theta)[r], slopes.residuals()[r], 1e-12);
      assertEquals(weights[r] * plain.curvatures(theta)[r], slopes.curvatures()[r], 1e-12);
      double[] a = problem.row(r);
      length += Math.abs(slopes.residuals()[r]) * Math.sqrt(RandomProblems.dot(a, a));
    }
    assertEquals(length, problem.lengthOfTerms(slopes.residuals(), theta), 1e-9 * length);
    double[] downhill = problem.downhill(slopes.residuals(), theta);
    assertTrue(UserProblem.norm(downhill) <= length);

    UserProblem more = problem.ofRows(new double[2][4], new double[2], new Label(1, 2.5));
    UserProblem joined = problem.with(more);
    for (int r = 0; r < 8; r++) {
      assertEquals(r < 6 ? weights[r] : 2.5, joined.weight(r));
      assertEquals(r < 6 ? plain.target(r) : 1, joined.target(r));
    }
    assertEquals(7, problem.withLabel(new int[] {3}, new Label(0, 7)).weight(3));
    assertEquals(weights[2], problem.withLabel(new int[] {3}, new Label(0, 7)).weight(2));
  }

  /** Solutions of what holds θ have a second part where the first has lost digits. */
  @Example
  void heldSystem_isRefinedWhereItIsIllConditioned() {
    double[] b = {1, 2};
    for (double ridge : new double[] {1, 1e-3}) {
      UserProblem problem =
          UserProblem.of(
                  PredictorType.REGRESSOR,
                  new double[1][2],
                  new double[1],
                  new double[1],
                  ridge,
                  ridge,
                  false)
              .weighted(new double[1], new double[][] {{1000, 0}, {0, 0}});
      double[][] x = problem.heldSystem().solve(b);
      assertEquals(ridge == 1 ? 1 : 2, x.length);
      assertEquals(1 / (1000 + ridge), x[0][0], 1e-12);
      assertEquals(2 / ridge, x[0][1], 1e-9);
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

  /** Λ = λ·m with the rows that there are, in whatever way they came about. */
  @Property(tries = 60, seed = "1")
  void ridgePerRow_followsEveryEdit(
      @ForAll long seed, @ForAll PredictorType type, @ForAll @IntRange(min = 1, max = 9) int rows) {
    Random random = new Random(seed);
    UserProblem source = RandomProblems.problem(random, type, rows, 2);
    UserProblem problem = perRow(source, true);
    assertRidge(rows, problem);
    int gone = random.nextInt(rows);
    UserProblem smaller = problem.without(gone);
    assertRidge(Math.max(1, rows - 1), smaller);
    assertRidge(rows, problem.withLabel(new int[] {gone}, Label.of(1)));
    assertRidge(1, problem.only(gone));
    assertRidge(2 * rows, problem.with(problem));
    assertRidge(rows, smaller.with(problem.only(gone)));
    UserProblem none = problem.only();
    assertRidge(1, none);
    assertRidge(rows, none.with(problem));
    assertRidge(3, problem.ofRows(new double[3][3], new double[3], Label.of(0)));
    // Without any row the parameters are zero, by one step as well.
    double[] theta = RandomProblems.vector(random, 3);
    assertArrayEquals(new double[3], RandomProblems.newtonStep(none, theta), 1e-12);
    assertArrayEquals(new double[3], none.solve(theta));
    assertRidge(1, perRow(source, false).without(gone));
  }

  private static UserProblem perRow(UserProblem source, boolean perRow) {
    double[][] a = new double[source.rows()][];
    double[] offsets = new double[source.rows()];
    double[] targets = new double[source.rows()];
    for (int r = 0; r < source.rows(); r++) {
      a[r] = source.row(r);
      offsets[r] = source.offset(r);
      targets[r] = source.target(r);
    }
    return UserProblem.of(source.type(), a, offsets, targets, 0.25, 0.75, perRow);
  }

  private static void assertRidge(int times, UserProblem problem) {
    assertArrayEquals(
        new double[] {0.25 * times, 0.25 * times, 0.75 * times}, problem.ridge(), 1e-12);
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

  @Example
  void shapes_mustFit() {
    assertEquals(
        "A must be [2, 3], but has 5 entries",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new UserProblem(
                        PredictorType.REGRESSOR,
                        new double[5],
                        new double[2],
                        new double[2],
                        new double[3]))
            .getMessage());
    assertEquals(
        "A and o must have 2 rows, but have 2 and 1",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new UserProblem(
                        PredictorType.REGRESSOR,
                        new double[6],
                        new double[1],
                        new double[2],
                        new double[3]))
            .getMessage());
  }

  @Example
  void norm_holdsWhatItsSquareDoesNot() {
    assertEquals(5, UserProblem.norm(new double[] {3, -4}));
    assertEquals(5e200, UserProblem.norm(new double[] {3e200, -4e200}), 1e186);
    assertEquals(Double.NaN, UserProblem.norm(new double[] {Double.NaN, 1e200}));
    assertEquals(0, UserProblem.norm(new double[0]));
  }

  @Example
  void stationarityGap_isOneWhereTheRidgeOutweighsAllNumbers() {
    double[] ridge = {1, 1e300};
    UserProblem problem =
        new UserProblem(
            PredictorType.REGRESSOR, new double[] {1, 1}, new double[1], new double[] {1}, ridge);
    assertEquals(1, problem.stationarityGap(new double[] {0, 1}), 1e-12);
    assertEquals(1, problem.stationarityGap(new double[] {0, 1e30}));
  }
}
