package io.github.fmexplain.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;

/** The unrolled method against the flow in many small steps, replayed with a row changed. */
class UnrolledAttributionProperties {

  private static final int STEPS = 4000;

  /** A random user whose training stopped at some share of the way. */
  private static final class Case {
    final PredictorType type;
    final UserProblem problem;
    final double[] trained;
    final double[] target;
    final Random random;

    Case(long seed, PredictorType type, int rows, int k) {
      this.type = type;
      random = new Random(seed);
      problem = RandomProblems.problem(random, type, rows, k);
      double share = 0.1 + 0.7 * random.nextDouble();
      trained = problem.solve();
      for (int c = 0; c <= k; c++) {
        trained[c] *= share * (0.9 + 0.2 * random.nextDouble());
      }
      target = RandomProblems.target(random, k + 1);
    }

    UnrolledAttribution attribution(boolean trajectory) {
      assertTrue(UnrolledAttribution.reaches(trained, problem.solve()));
      return new UnrolledAttribution(problem, trained, trajectory);
    }

    GradientFlowReference reference(UnrolledAttribution attribution) {
      return new GradientFlowReference(problem, type, attribution.preconditioner());
    }

    double score(double[] theta) {
      return RandomProblems.dot(target, theta);
    }
  }

  private static double[][] shares(UnrolledAttribution attribution, double[] target) {
    double[][] shares = new double[3][attribution.rows()];
    attribution.attribute(target, shares[0], shares[1], shares[2]);
    return shares;
  }

  @Property(tries = 40, seed = "1")
  void flow_endsWhereSmallStepsEnd(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 2, max = 20) int rows,
      @ForAll @IntRange(min = 1, max = 6) int k) {
    Case user = new Case(seed, type, rows, k);
    UnrolledAttribution attribution = user.attribution(false);
    double length = GradientFlowReference.factorLength(user.trained);
    assertEquals(length, GradientFlowReference.factorLength(attribution.end()), 1e-9 * length);
    GradientFlowReference reference = user.reference(attribution);
    double time = reference.timeOfLength(length, attribution.time(), STEPS);
    assertEquals(time, attribution.time(), 0.01 * time);
    double[] end = reference.at(attribution.time(), STEPS);
    double size = Math.sqrt(RandomProblems.dot(end, end));
    for (int c = 0; c <= k; c++) {
      assertEquals(end[c], attribution.end()[c], 0.01 * size);
    }
  }

  @Property(tries = 40, seed = "1")
  void trajectory_isTheSlopeOfReplayingWithTheRowChanged(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 2, max = 15) int rows,
      @ForAll @IntRange(min = 1, max = 5) int k) {
    Case user = new Case(seed, type, rows, k);
    UnrolledAttribution attribution = user.attribution(true);
    double[][] given = shares(attribution, user.target);
    GradientFlowReference reference = user.reference(attribution);
    double time = attribution.time();
    double largestInfluence = 0;
    double largestEffect = 0;
    double[] influence = new double[rows];
    double[] effect = new double[rows];
    double step = 1e-4;
    for (int r = 0; r < rows; r++) {
      reference.shifts[r] = step;
      double up = user.score(reference.at(time, STEPS / 4));
      reference.shifts[r] = -step;
      influence[r] = (up - user.score(reference.at(time, STEPS / 4))) / (2 * step);
      reference.shifts[r] = 0;
      reference.weights[r] = 1 + step;
      up = user.score(reference.at(time, STEPS / 4));
      reference.weights[r] = 1 - step;
      effect[r] = (up - user.score(reference.at(time, STEPS / 4))) / (2 * step);
      reference.weights[r] = 1;
      largestInfluence = Math.max(largestInfluence, Math.abs(influence[r]));
      largestEffect = Math.max(largestEffect, Math.abs(effect[r]));
    }
    for (int r = 0; r < rows; r++) {
      assertEquals(influence[r], given[0][r], 0.02 * largestInfluence);
      assertEquals(effect[r], given[2][r], 0.02 * largestEffect);
    }
  }

  @Property(tries = 40, seed = "1")
  void impacts_addUpToTheEndOfTheFlow(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 20) int rows,
      @ForAll @IntRange(min = 1, max = 6) int k,
      @ForAll boolean trajectory) {
    Case user = new Case(seed, type, rows, k);
    UnrolledAttribution attribution = user.attribution(trajectory);
    double total = 0;
    for (double impact : shares(attribution, user.target)[1]) {
      total += impact;
    }
    double composed = user.score(attribution.composedParameters());
    assertEquals(composed, total, 1e-12 * (1 + Math.abs(composed)));
    double[] end = attribution.end();
    double size =
        Math.sqrt(RandomProblems.dot(end, end) * RandomProblems.dot(user.target, user.target));
    assertEquals(user.score(end), composed, 0.01 * size);
  }

  @Property(tries = 40, seed = "1")
  void spectral_isTheTrajectoryOfAQuadraticLoss(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 15) int rows,
      @ForAll @IntRange(min = 1, max = 5) int k) {
    // A regressor's curvature is constant, so both forms have the same influence.
    Case user = new Case(seed, PredictorType.REGRESSOR, rows, k);
    double[] spectral = shares(user.attribution(false), user.target)[0];
    double[] trajectory = shares(user.attribution(true), user.target)[0];
    double largest = 0;
    for (double value : spectral) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int r = 0; r < rows; r++) {
      assertEquals(spectral[r], trajectory[r], 0.01 * largest);
    }
  }

  @Property(tries = 40, seed = "1")
  void spectral_isTheResponseAtConstantCurvature(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 2, max = 15) int rows) {
    Case user = new Case(seed, type, rows, 3);
    UnrolledAttribution attribution = user.attribution(false);
    double[][] given = shares(attribution, user.target);
    DMatrixRMaj hessian = user.problem.normalMatrix(user.problem.curvatures(user.trained));
    double[] residuals = user.problem.residuals(user.trained);
    double[] curvatures = user.problem.curvatures(user.trained);
    for (int r = 0; r < rows; r++) {
      double[] response = response(user.problem, r, hessian, attribution);
      double influence = user.score(response);
      double leverage = curvatures[r] * user.problem.dotRow(r, response);
      assertEquals(influence, given[0][r], 1e-6 * (1 + Math.abs(influence)));
      assertEquals(
          influence * residuals[r] / (1 - leverage), given[2][r], 1e-5 * (1 + Math.abs(influence)));
    }
  }

  /** δ(τ) with dδ/dt = D(a_r − Hδ), δ(0) = 0, by small steps of the midpoint rule. */
  private static double[] response(
      UserProblem problem, int row, DMatrixRMaj hessian, UnrolledAttribution attribution) {
    int d = problem.dimension();
    double h = attribution.time() / STEPS;
    double[] preconditioner = attribution.preconditioner();
    double[] delta = new double[d];
    for (int j = 0; j < STEPS; j++) {
      double[] middle = delta.clone();
      for (int half = 0; half < 2; half++) {
        double[] next = delta.clone();
        for (int c = 0; c < d; c++) {
          double pull = problem.entry(row, c) - UserProblem.dot(hessian.data, c * d, middle);
          next[c] += (half == 0 ? h / 2 : h) * preconditioner[c] * pull;
        }
        middle = next;
      }
      delta = middle;
    }
    return delta;
  }

  @Property(tries = 20, seed = "1")
  void zeroFactors_takeNoWay(@ForAll long seed, @ForAll PredictorType type) {
    Case user = new Case(seed, type, 6, 3);
    double[] nothing = new double[4];
    UnrolledAttribution attribution = new UnrolledAttribution(user.problem, nothing, false);
    assertEquals(0, attribution.time());
    assertFalse(UnrolledAttribution.reaches(nothing, nothing));
    for (double[] quantity : shares(attribution, user.target)) {
      for (double value : quantity) {
        assertEquals(0, Math.abs(value));
      }
    }
  }
}
