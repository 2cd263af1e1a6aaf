package io.github.fmexplain.internal.method;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.internal.user.Label;
import io.github.fmexplain.internal.user.RandomProblems;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.model.PredictorType;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Each method's fast form against its definition by a second route. */
class AttributionProperties {

  /** The same problem with another target in one row. */
  private static UserProblem withTarget(UserProblem problem, int row, double target) {
    int m = problem.rows();
    double[] offsets = new double[m];
    double[] targets = new double[m];
    for (int r = 0; r < m; r++) {
      offsets[r] = problem.offset(r);
      targets[r] = r == row ? target : problem.target(r);
    }
    return new UserProblem(
        PredictorType.REGRESSOR, problem.matrix().data, offsets, targets, problem.ridge());
  }

  @Property(tries = 100, seed = "1")
  void leastSquares_isExact(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 25) int rows,
      @ForAll @IntRange(min = 1, max = 8) int k) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.problem(random, PredictorType.REGRESSOR, rows, k);
    double[] target = RandomProblems.target(random, k + 1);
    LeastSquaresAttribution attribution = new LeastSquaresAttribution(problem);
    Attribution.Quantities shares = attribution.of(target);
    double[] theta = problem.solve();
    double scale = 1 + Math.abs(RandomProblems.dot(target, theta));
    double total = 0;
    for (int r = 0; r < rows; r++) {
      double without = RandomProblems.dot(target, problem.without(r).solve());
      assertEquals(
          RandomProblems.dot(target, theta) - without, shares.removalEffect()[r], 1e-9 * scale);
      double moved =
          RandomProblems.dot(target, withTarget(problem, r, problem.target(r) + 1).solve());
      assertEquals(moved - RandomProblems.dot(target, theta), shares.influence()[r], 1e-9 * scale);
      total += shares.impact()[r];
    }
    assertEquals(RandomProblems.dot(target, theta), total, 1e-9 * scale);
    assertEquals(total, RandomProblems.dot(target, attribution.composedParameters()), 1e-9 * scale);
  }

  /** Λ for each row or fixed, rows with weights, all items as background: every one exact. */
  @Property(tries = 300, seed = "1")
  void bothMethods_areExactWithWeightsBackgroundAndRidgePerRow(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 25) int rows,
      @ForAll @IntRange(min = 1, max = 8) int k,
      @ForAll boolean weighted,
      @ForAll boolean background,
      @ForAll boolean perRow) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.weighted(random, rows, k, weighted, background, perRow);
    double[] target = RandomProblems.target(random, k + 1);
    double[] theta = problem.solve();
    double score = RandomProblems.dot(target, theta);
    double scale = 1 + Math.abs(score);
    UserProblem.Slopes slopes = problem.slopes(theta);
    for (Attribution attribution :
        new Attribution[] {
          new LeastSquaresAttribution(problem), new HessianAttribution(problem, theta, slopes)
        }) {
      Attribution.Quantities shares = attribution.of(target);
      double total = 0;
      for (int r = 0; r < rows; r++) {
        double without = RandomProblems.dot(target, problem.without(r).solve());
        assertEquals(score - without, shares.removalEffect()[r], 1e-8 * scale);
        Label other = new Label(problem.target(r) + 1, problem.weight(r));
        UserProblem moved =
            // What is above 0 stays so, and Λ with it.
            problem.target(r) > 0 ? problem.withLabel(new int[] {r}, other) : problem;
        double influence = problem.target(r) > 0 ? shares.influence()[r] : 0;
        assertEquals(RandomProblems.dot(target, moved.solve()) - score, influence, 1e-8 * scale);
        total += shares.impact()[r];
      }
      assertEquals(score, total, 1e-8 * scale);
      double composed =
          RandomProblems.dot(target, requireNonNull(attribution.composedParameters()));
      assertEquals(total, composed, 1e-9 * scale);
    }
  }

  @Property(tries = 100, seed = "1")
  void hessian_equalsItsDefinition(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 25) int rows,
      @ForAll @IntRange(min = 1, max = 8) int k) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.problem(random, type, rows, k);
    double[] theta = RandomProblems.vector(random, k + 1);
    double[] target = RandomProblems.target(random, k + 1);
    HessianAttribution attribution = new HessianAttribution(problem, theta, problem.slopes(theta));
    Attribution.Quantities shares = attribution.of(target);

    DMatrixRMaj inverse = RandomProblems.normalMatrix(problem, problem.curvatures(theta));
    assertTrue(CommonOps_DDRM.invert(inverse));
    DMatrixRMaj a = problem.matrix();
    double[] ridge = problem.ridge();
    double total = 0;
    for (int r = 0; r < rows; r++) {
      double residual = problem.residuals(theta)[r];
      double influence = 0;
      double own = 0;
      double representer = 0;
      for (int i = 0; i <= k; i++) {
        representer += target[i] * a.get(r, i) / ridge[i];
        for (int j = 0; j <= k; j++) {
          influence += target[i] * inverse.get(i, j) * a.get(r, j);
          own += a.get(r, i) * inverse.get(i, j) * a.get(r, j);
        }
      }
      double leverage = problem.curvatures(theta)[r] * own;
      assertEquals(influence, shares.influence()[r], 1e-9);
      assertEquals(influence * residual / (1 - leverage), shares.removalEffect()[r], 1e-9);
      assertEquals(representer * residual, shares.impact()[r], 1e-9 * (1 + Math.abs(representer)));
      total += shares.impact()[r];
    }
    double composed = RandomProblems.dot(target, attribution.composedParameters());
    assertEquals(composed, total, 1e-9 * (1 + Math.abs(composed)));
  }

  @Property(tries = 60, seed = "1")
  void hessian_atTheOptimum(@ForAll long seed, @ForAll @IntRange(min = 2, max = 25) int rows) {
    Random random = new Random(seed);
    int k = 4;
    UserProblem problem = RandomProblems.problem(random, PredictorType.BINARY_CLASSIFIER, rows, k);
    double[] theta = problem.solve();
    double[] target = RandomProblems.target(random, k + 1);
    HessianAttribution attribution = new HessianAttribution(problem, theta, problem.slopes(theta));
    Attribution.Quantities shares = attribution.of(target);
    // At the optimum the impacts compose the parameters: nothing is left for the residual.
    double[] composed = attribution.composedParameters();
    for (int c = 0; c <= k; c++) {
      assertEquals(theta[c], composed[c], 1e-8);
    }
    // Influence is the derivative of the score solved again: shift a label by ±1e-5.
    int row = random.nextInt(rows);
    double step = 1e-5;
    double up = solvedScore(problem, row, step, target);
    double down = solvedScore(problem, row, -step, target);
    assertEquals((up - down) / (2 * step), shares.influence()[row], 1e-6);
  }

  private static double solvedScore(UserProblem problem, int row, double shift, double[] target) {
    int m = problem.rows();
    double[] offsets = new double[m];
    double[] targets = new double[m];
    for (int r = 0; r < m; r++) {
      offsets[r] = problem.offset(r);
      targets[r] = problem.target(r) + (r == row ? shift : 0);
    }
    UserProblem shifted =
        new UserProblem(
            PredictorType.BINARY_CLASSIFIER,
            problem.matrix().data,
            offsets,
            targets,
            problem.ridge());
    return RandomProblems.dot(target, shifted.solve());
  }

  @Property(tries = 60, seed = "1")
  void hessian_ofARegressorIsExactAtTheOptimum(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int rows) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.problem(random, PredictorType.REGRESSOR, rows, 5);
    double[] target = RandomProblems.target(random, 6);
    Attribution.Quantities hessian =
        new HessianAttribution(problem, problem.solve(), problem.slopes(problem.solve()))
            .of(target);
    Attribution.Quantities exact = new LeastSquaresAttribution(problem).of(target);
    for (int r = 0; r < rows; r++) {
      assertEquals(exact.influence()[r], hessian.influence()[r], 1e-9);
      assertEquals(exact.removalEffect()[r], hessian.removalEffect()[r], 1e-8);
    }
  }
}
