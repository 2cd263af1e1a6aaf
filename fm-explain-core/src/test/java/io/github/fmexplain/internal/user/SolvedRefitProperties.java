package io.github.fmexplain.internal.user;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Solutions of edited rows against problems that are made anew, shifts against a Newton step. */
class SolvedRefitProperties {

  private static final int ITEMS = 8;
  private static final int K = 3;

  /** A user of a random model, whose rows are items. */
  private static final class User {
    final PredictorType type;
    final LinearForm form;
    final List<Integer> rows = new ArrayList<>();
    final List<Double> targets = new ArrayList<>();
    final boolean perRow;

    User(Random random, PredictorType type, int count, boolean perRow) {
      this.type = type;
      this.perRow = perRow;
      float[] linear = new float[ITEMS];
      float[] factors = new float[ITEMS * K];
      for (int f = 0; f < ITEMS; f++) {
        linear[f] = (float) random.nextGaussian();
        for (int c = 0; c < K; c++) {
          factors[f * K + c] = (float) random.nextGaussian();
        }
      }
      form = new LinearForm(FmModel.of(type, K, 0.5f, linear, factors), FeatureVector.empty());
      for (int r = 0; r < count; r++) {
        rows.add(random.nextInt(ITEMS));
        targets.add(
            type == PredictorType.BINARY_CLASSIFIER
                ? (double) random.nextInt(2)
                : 1.0 + random.nextInt(5));
      }
    }

    UserProblem problem(List<Integer> items, List<Double> y) {
      double[][] a = new double[items.size()][K + 1];
      double[] offsets = new double[items.size()];
      for (int r = 0; r < a.length; r++) {
        offsets[r] = form.fill(FeatureVector.ones(items.get(r)), a[r]);
      }
      double[] targetsOf = y.stream().mapToDouble(t -> t).toArray();
      return UserProblem.of(type, a, offsets, targetsOf, 0.4, 1.5, perRow);
    }

    UserProblem problem() {
      return problem(rows, targets);
    }

    SolvedRefit refit() {
      return new SolvedRefit(problem(), form, null);
    }
  }

  private static double[] moved(double[] shift, double[] theta) {
    double[] moved = theta.clone();
    Arrays.setAll(moved, c -> moved[c] + shift[c]);
    return moved;
  }

  @Property(tries = 100, seed = "1")
  void solutions_areThoseOfTheEditedRows(
      @ForAll int seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 2, max = 12) int rows,
      @ForAll boolean perRow) {
    User user = new User(new Random(seed), type, rows, perRow);
    SolvedRefit refit = user.refit();
    assertArrayEquals(user.problem().solve(), refit.all(), 1e-9);
    assertSame(refit.all(), refit.all());

    List<Integer> fewer = new ArrayList<>(user.rows.subList(1, rows));
    List<Double> fewerTargets = new ArrayList<>(user.targets.subList(1, rows));
    assertArrayEquals(user.problem(fewer, fewerTargets).solve(), refit.without(0), 1e-9);

    List<Double> other = new ArrayList<>(user.targets);
    other.set(0, 1.0);
    other.set(rows - 1, 1.0);
    assertArrayEquals(
        user.problem(user.rows, other).solve(),
        refit.changed(new int[] {rows - 1, 0}, Label.of(1)),
        1e-9);

    List<Integer> more = new ArrayList<>(user.rows);
    List<Double> moreTargets = new ArrayList<>(user.targets);
    more.addAll(List.of(2, 5));
    moreTargets.addAll(List.of(1.0, 1.0));
    assertArrayEquals(
        user.problem(more, moreTargets).solve(),
        refit.with(List.of(FeatureVector.ones(2), FeatureVector.ones(5)), Label.of(1)),
        1e-9);

    int[] all = IntStream.range(0, rows).toArray();
    assertArrayEquals(new double[K + 1], refit.without(all));
  }

  @Property(tries = 100, seed = "1")
  void shifts_areOneNewtonStep(
      @ForAll int seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 2, max = 12) int rows,
      @ForAll boolean perRow) {
    User user = new User(new Random(seed), type, rows, perRow);
    UserProblem problem = user.problem();
    SolvedRefit refit = user.refit();
    double[] optimum = refit.all();
    double[][] removals = refit.removalShifts();
    assertEquals(rows, removals.length);
    int[] some = {rows - 1, 0};
    double[][] changes = refit.changeShifts(some, Label.of(1));
    assertEquals(2, changes.length);
    double[][] additions =
        refit.additionShifts(List.of(FeatureVector.ones(2), FeatureVector.ones(5)), Label.of(1));
    for (int r = 0; r < rows; r++) {
      assertArrayEquals(
          RandomProblems.newtonStep(problem.without(r), optimum),
          moved(removals[r], optimum),
          1e-9);
    }
    for (int e = 0; e < 2; e++) {
      assertArrayEquals(
          RandomProblems.newtonStep(problem.withLabel(new int[] {some[e]}, Label.of(1)), optimum),
          moved(changes[e], optimum),
          1e-9);
      UserProblem one = user.problem(List.of(e == 0 ? 2 : 5), List.of(1.0));
      assertArrayEquals(
          RandomProblems.newtonStep(problem.with(one), optimum),
          moved(additions[e], optimum),
          1e-9);
    }
    if (type == PredictorType.REGRESSOR) {
      // A quadratic loss is solved by one step.
      assertArrayEquals(refit.without(0), moved(removals[0], optimum), 1e-9);
    }
  }

  @Property(tries = 30, seed = "1")
  void optimum_thatIsKnownIsTaken(@ForAll int seed) {
    User user = new User(new Random(seed), PredictorType.REGRESSOR, 4, false);
    double[] known = {1, 2, 3, 4};
    assertSame(known, new SolvedRefit(user.problem(), user.form, known).all());
  }
}
