package io.github.fmexplain.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The recorded way against replays of it. With a large eps Adam is plain gradient descent, D =
 * lr/(N·eps), so that a way can be made by small steps and taken again with a row changed.
 */
class RecordedAttributionProperties {

  private static final double EPS = 1e6;
  private static final int POINTS = 150;
  private static final int STEPS = 3000;

  @Property(tries = 25, seed = "1")
  void quantities_areTheSlopesOfReplaying(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 2, max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 4) int k) {
    Random random = new Random(seed);
    UserProblem problem = RandomProblems.problem(random, type, rows, k);
    double[] target = RandomProblems.target(random, k + 1);
    // The linear weight learns three times as fast.
    double rate = 0.3 / STEPS;
    double[] preconditioner = new double[k + 1];
    Arrays.fill(preconditioner, rate);
    preconditioner[k] = 3 * rate;
    GradientFlowReference reference = new GradientFlowReference(problem, type, preconditioner);
    RecordedAttribution attribution = recorded(problem, reference, rate);
    double[] influence = new double[rows];
    double[] impact = new double[rows];
    double[] removalEffect = new double[rows];
    attribution.attribute(target, influence, impact, removalEffect);

    double[] expectedInfluence = new double[rows];
    double[] expectedEffect = new double[rows];
    double step = 1e-4;
    for (int r = 0; r < rows; r++) {
      reference.shifts[r] = step;
      double up = RandomProblems.dot(target, reference.at(STEPS, 1000));
      reference.shifts[r] = -step;
      double down = RandomProblems.dot(target, reference.at(STEPS, 1000));
      reference.shifts[r] = 0;
      expectedInfluence[r] = (up - down) / (2 * step);
      reference.weights[r] = 1 + step;
      up = RandomProblems.dot(target, reference.at(STEPS, 1000));
      reference.weights[r] = 1 - step;
      down = RandomProblems.dot(target, reference.at(STEPS, 1000));
      reference.weights[r] = 1;
      expectedEffect[r] = (up - down) / (2 * step);
    }
    double total = 0;
    for (int r = 0; r < rows; r++) {
      assertEquals(expectedInfluence[r], influence[r], 0.03 * largest(expectedInfluence));
      assertEquals(expectedEffect[r], removalEffect[r], 0.03 * largest(expectedEffect));
      total += impact[r];
    }
    double[] end = reference.at(STEPS, 1000);
    double size = Math.sqrt(RandomProblems.dot(end, end) * RandomProblems.dot(target, target));
    assertEquals(RandomProblems.dot(target, end), total, 0.03 * size);
    assertEquals(
        total,
        RandomProblems.dot(target, attribution.composedParameters()),
        1e-12 * (1 + Math.abs(total)));
    assertEquals(STEPS, attribution.time(), 1e-9);
    assertEquals(rate, attribution.preconditioner()[0], 1e-6 * rate);
    assertEquals(3 * rate, attribution.preconditioner()[k], 1e-6 * rate);
  }

  private static RecordedAttribution recorded(
      UserProblem problem, GradientFlowReference reference, double rate) {
    List<double[]> thetas = new ArrayList<>();
    long[] steps = new long[POINTS];
    for (int j = 0; j < POINTS; j++) {
      steps[j] = (j + 1L) * STEPS / POINTS;
      thetas.add(reference.at((double) steps[j], 400));
    }
    int trainingRows = 1000;
    return new RecordedAttribution(
        Collections.nCopies(POINTS, problem),
        thetas,
        steps,
        new RecordedAttribution.Optimizer(
            trainingRows, 100, rate * trainingRows * EPS, 3 * rate * trainingRows * EPS, 1, EPS));
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}
