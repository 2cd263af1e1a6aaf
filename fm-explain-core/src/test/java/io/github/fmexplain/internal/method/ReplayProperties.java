package io.github.fmexplain.internal.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.internal.method.ReplayPlan.Group;
import io.github.fmexplain.internal.user.Label;
import io.github.fmexplain.internal.user.RandomProblems;
import io.github.fmexplain.internal.user.Spectrum;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * The replay against its formulas in double.
 *
 * <p>Errors are compared with how far θ travels. A step of a float has a relative error of 6e-8,
 * and a thousand of them add up to some 1e-6 of the way (that is what is seen); but where a
 * gradient passes near zero, Adam divides by its size, and a single replay may be worse than the
 * others by a factor of a hundred.
 */
class ReplayProperties {

  private static final double TYPICAL = 5e-6;
  private static final double WORST = 1e-3;
  private static final Spectrum ANY = new Spectrum(1, 1, 1);
  private static final int[] NONE = {};

  private static double travelled(ReplayReference reference) {
    double[] travelled = reference.travelled();
    return Math.sqrt(RandomProblems.dot(travelled, travelled));
  }

  private static int[][] singles(int m) {
    return IntStream.range(0, m).mapToObj(r -> new int[] {r}).toArray(int[][]::new);
  }

  /** Returns up to 6 random sets, each of some of the rows; one may be empty, and one all. */
  private static int[][] sets(Random random, int m) {
    return IntStream.range(0, 1 + random.nextInt(6))
        .mapToObj(
            set -> {
              double share = random.nextDouble();
              return IntStream.range(0, m).filter(r -> random.nextDouble() < share).toArray();
            })
        .toArray(int[][]::new);
  }

  /** Returns the largest error of the ends and of the removals, as a share of the way. */
  private static double worstError(ReplayReference reference, int[] base, int[][] sets) {
    Replay replay = reference.replay();
    float[][] removals = replay.removals(base, sets);
    double[] from = reference.end(base);
    double worst = 0;
    for (int set = 0; set < sets.length; set++) {
      double[] expected = reference.end(sets[set]);
      double[] end = replay.end(sets[set]);
      for (int c = 0; c < end.length; c++) {
        worst = Math.max(worst, Math.abs(expected[c] - end[c]));
        worst = Math.max(worst, Math.abs(from[c] - expected[c] - removals[c][set]));
      }
    }
    return worst / (travelled(reference) + 1e-12);
  }

  @Property(tries = 100, seed = "1")
  void ends_areThoseOfTheReference(@ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    int m = 1 + random.nextInt(9);
    ReplayReference reference =
        ReplayReference.random(random, ReplayReference.plan(random), type, m);
    double worst =
        random.nextBoolean()
            ? worstError(reference, NONE, singles(m))
            : worstError(reference, sets(random, m)[0], sets(random, m));
    assertTrue(worst < WORST, () -> worst + " of the way, " + reference.plan);
  }

  @Test
  void ends_areNearlyAlwaysThoseOfTheReferenceToFloatAccuracy() {
    List<Double> errors = new ArrayList<>();
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      PredictorType type =
          seed % 2 == 0 ? PredictorType.REGRESSOR : PredictorType.BINARY_CLASSIFIER;
      int m = 1 + random.nextInt(9);
      ReplayPlan plan = ReplayReference.plan(random);
      errors.add(worstError(ReplayReference.random(random, plan, type, m), NONE, singles(m)));
    }
    errors.sort(null);
    assertTrue(errors.get(190) < TYPICAL, () -> "19 of 20 replays: " + errors.get(190));
  }

  /** The chunks' lanes are the same numbers, wherever a lane is. */
  @Property(tries = 20, seed = "1")
  void removals_haveTheSameBitsHoweverTheyAreChunked(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 120, max = 300) int count) {
    Random random = new Random(seed);
    int m = 1 + random.nextInt(12);
    ReplayReference reference =
        ReplayReference.random(random, ReplayReference.plan(random), type, m);
    Replay replay = reference.replay();
    int[][] sets = new int[count][];
    for (int set = 0; set < count; set++) {
      sets[set] = sets(random, m)[0];
    }
    float[][] removals = replay.removals(NONE, sets);
    for (int set : new int[] {0, 1, 100, Replay.CHUNK - 1, Replay.CHUNK, count - 1}) {
      if (set < count) {
        float[][] alone = replay.removals(NONE, new int[][] {sets[set]});
        for (int c = 0; c < alone.length; c++) {
          assertEquals(alone[c][0], removals[c][set]);
        }
      }
    }
  }

  @Property(tries = 6, seed = "1")
  void attributions_ofMoreRowsThanAChunkHas(@ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    int m = Replay.CHUNK + 1 + random.nextInt(20);
    ReplayPlan plan =
        new ReplayPlan(
            3,
            3,
            400,
            50,
            true,
            random.nextBoolean(),
            random.nextBoolean(),
            new Group(0.01, 1e-5),
            new Group(0.01, 1e-3),
            1,
            1e-8,
            Double.POSITIVE_INFINITY);
    ReplayReference reference = ReplayReference.random(random, plan, type, m);
    double[] target = RandomProblems.target(random, reference.dimension());
    Attribution.Quantities found = new ReplayAttribution(reference.replay(), ANY).of(target);
    double way = travelled(reference) * size(target);
    double[] end = reference.end();
    double[][] shares = reference.shares();
    for (int r : new int[] {0, 1, Replay.CHUNK - 1, Replay.CHUNK, m - 1}) {
      double effect =
          RandomProblems.dot(target, end) - RandomProblems.dot(target, reference.end(r));
      assertEquals(effect, found.removalEffect()[r], WORST * way);
      assertEquals(RandomProblems.dot(target, shares[r]), found.impact()[r], WORST * way);
    }
  }

  private static double size(double[] vector) {
    return Math.sqrt(RandomProblems.dot(vector, vector));
  }

  /** ∂s/∂y against the reference with y a little higher and a little lower. */
  @Property(tries = 100, seed = "1")
  void influence_isTheDerivativeOfTheReference(@ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    int m = 1 + random.nextInt(8);
    ReplayReference reference = conditioned(random, type, m);
    double[] target = RandomProblems.target(random, reference.dimension());
    double[] replayed = new ReplayAttribution(reference.replay(), ANY).of(target).influence();
    double[] adjoint = new AdjointAttribution(reference.replay(), ANY).of(target).influence();
    double h = 1e-5;
    double tolerance = WORST * travelled(reference) * size(target) + 1e-9;
    for (int r = 0; r < m; r++) {
      double[] y = reference.y.clone();
      y[r] += h;
      double above = RandomProblems.dot(target, reference.withTargets(y).end());
      y[r] -= 2 * h;
      double below = RandomProblems.dot(target, reference.withTargets(y).end());
      double derivative = (above - below) / (2 * h);
      assertEquals(derivative, replayed[r], tolerance + WORST * Math.abs(derivative));
      assertEquals(derivative, adjoint[r], tolerance + WORST * Math.abs(derivative));
    }
  }

  /**
   * Returns a training whose derivatives are numbers of ordinary size: where a dense one has only
   * weight decay in its first steps, eps has to be larger than that.
   */
  private static ReplayReference conditioned(Random random, PredictorType type, int m) {
    ReplayPlan plan = ReplayReference.plan(random);
    ReplayPlan kept =
        new ReplayPlan(
            plan.epochs(),
            plan.passes(),
            plan.trainingRows(),
            plan.batchSize(),
            plan.padded(),
            plan.dense(),
            plan.shuffled(),
            plan.factors(),
            plan.linear(),
            plan.gradientScale(),
            Math.max(plan.eps(), 1e-5),
            plan.clip());
    return ReplayReference.random(random, kept, type, m);
  }

  @Property(tries = 100, seed = "1")
  void impacts_areTheSharesOfTheReferenceAndAddUp(@ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    int m = 1 + random.nextInt(8);
    ReplayReference reference =
        ReplayReference.random(random, ReplayReference.plan(random), type, m);
    double[] target = RandomProblems.target(random, reference.dimension());
    double[][] shares = reference.shares();
    double tolerance = WORST * travelled(reference) * size(target) + 1e-12;
    for (Attribution attribution :
        List.of(
            new ReplayAttribution(reference.replay(), ANY),
            new AdjointAttribution(reference.replay(), ANY))) {
      assertEquals(m, attribution.rows());
      assertSame(ANY, attribution.spectrum());
      double[] impacts = attribution.of(target).impact();
      double largest = 0;
      for (int r = 0; r < m; r++) {
        assertEquals(RandomProblems.dot(target, shares[r]), impacts[r], tolerance);
        largest = Math.max(largest, Math.abs(impacts[r]));
      }
      double composed =
          RandomProblems.dot(target, Objects.requireNonNull(attribution.composedParameters()));
      assertEquals(composed, Arrays.stream(impacts).sum(), 1e-9 * largest);
    }
  }

  @Property(tries = 100, seed = "1")
  void adjoint_isTheFirstOrderOfTheReference(@ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    int m = 1 + random.nextInt(8);
    ReplayReference reference = conditioned(random, type, m);
    double[] target = RandomProblems.target(random, reference.dimension());
    AdjointAttribution attribution = new AdjointAttribution(reference.replay(), ANY);
    double[] effects = attribution.of(target).removalEffect();
    double[][] expected = reference.firstOrderRemovals();
    double way = travelled(reference) * size(target);
    for (int r = 0; r < m; r++) {
      double effect = RandomProblems.dot(target, expected[r]);
      assertEquals(effect, effects[r], WORST * (way + Math.abs(effect)));
    }
    assertArrayEquals(reference.end(), attribution.end(), WORST * way);
  }

  @Property(tries = 50, seed = "1")
  void adjoint_hasTheSameBitsForOneItemAndForSeveral(
      @ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    ReplayReference reference =
        ReplayReference.random(random, ReplayReference.plan(random), type, 1 + random.nextInt(8));
    AdjointAttribution attribution = new AdjointAttribution(reference.replay(), ANY);
    List<double[]> targets = new ArrayList<>();
    for (int j = 0; j < 1 + random.nextInt(5); j++) {
      targets.add(RandomProblems.target(random, reference.dimension()));
    }
    List<Attribution.Quantities> together = attribution.ofAll(targets);
    for (int j = 0; j < targets.size(); j++) {
      Attribution.Quantities alone = attribution.of(targets.get(j));
      assertArrayEquals(alone.influence(), together.get(j).influence());
      assertArrayEquals(alone.impact(), together.get(j).impact());
      assertArrayEquals(alone.removalEffect(), together.get(j).removalEffect());
    }
  }

  /** Without what follows the step, first order is exact: a row that is only in the last step. */
  @Test
  void adjoint_isExactForARowOfTheLastStep() {
    for (PredictorType type : PredictorType.values()) {
      Random random = new Random(4);
      ReplayPlan plan =
          new ReplayPlan(
              1,
              1,
              6,
              2,
              true,
              false,
              false,
              new Group(0.01, 1e-5),
              new Group(0.01, 1e-3),
              1,
              1e-8,
              Double.POSITIVE_INFINITY);
      ReplayReference drawn = ReplayReference.random(random, plan, type, 3);
      ReplayReference reference =
          new ReplayReference(
              plan,
              type,
              drawn.epochs,
              drawn.a,
              drawn.offsets,
              drawn.y,
              new int[] {0, 3, 5},
              drawn.first);
      double[] target = RandomProblems.target(random, reference.dimension());
      Attribution.Quantities exact = new ReplayAttribution(reference.replay(), ANY).of(target);
      Attribution.Quantities first = new AdjointAttribution(reference.replay(), ANY).of(target);
      assertEquals(exact.removalEffect()[2], first.removalEffect()[2], 1e-6);
    }
  }

  /** Every edit against a replay of rows that were made anew. */
  @Property(tries = 60, seed = "1")
  void refit_isAReplayOfTheEditedRows(@ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    int m = 2 + random.nextInt(6);
    int old = 1 + random.nextInt(m - 1);
    ReplayReference all = ReplayReference.random(random, ReplayReference.plan(random), type, m);
    int[] added = IntStream.range(old, m).toArray();
    double target = type == PredictorType.REGRESSOR ? 3.5 : 1;
    double[] y = all.y.clone();
    Arrays.fill(y, old, m, target);
    ReplayReference joined = all.withTargets(y);
    ReplayRefit refit =
        new ReplayRefit(
            only(joined, IntStream.range(0, old).toArray()).replay(),
            (features, value) ->
                new Replay.More(
                    joined.rows().only(columns(features)),
                    features.stream().mapToDouble(row -> value).toArray(),
                    Arrays.stream(columns(features)).map(r -> joined.places[r]).toArray()));
    double tolerance = WORST * travelled(joined) + 1e-12;

    assertArrayEquals(joined.end(added), refit.all(), tolerance);
    int[] left = sets(random, old)[0];
    int[] gone = IntStream.concat(Arrays.stream(left), Arrays.stream(added)).toArray();
    assertArrayEquals(joined.end(gone), refit.without(left), tolerance);
    assertArrayEquals(joined.end(), refit.with(features(added), Label.of(target)), tolerance);

    double other = type == PredictorType.REGRESSOR ? 1.5 : 0;
    double[] changed = y.clone();
    Arrays.stream(left).forEach(r -> changed[r] = other);
    assertArrayEquals(
        joined.withTargets(changed).end(added), refit.changed(left, Label.of(other)), tolerance);

    double[][] removals = refit.removalShifts();
    double[][] changes = refit.changeShifts(left, Label.of(other));
    double[][] additions = refit.additionShifts(features(added), Label.of(target));
    double[] from = joined.end(added);
    for (int r = 0; r < old; r++) {
      double[] without = joined.end(and(added, r));
      assertShift(from, without, removals[r], tolerance);
    }
    for (int e = 0; e < left.length; e++) {
      double[] one = y.clone();
      one[left[e]] = other;
      assertShift(from, joined.withTargets(one).end(added), changes[e], tolerance);
    }
    for (int e = 0; e < added.length; e++) {
      int kept = added[e];
      double[] with = joined.end(Arrays.stream(added).filter(r -> r != kept).toArray());
      assertShift(from, with, additions[e], tolerance);
    }
  }

  private static int[] and(int[] rows, int row) {
    return IntStream.concat(Arrays.stream(rows), IntStream.of(row)).toArray();
  }

  private static void assertShift(double[] from, double[] to, double[] shift, double tolerance) {
    for (int c = 0; c < shift.length; c++) {
      assertEquals(to[c] - from[c], shift[c], tolerance);
    }
  }

  /** New rows are named by a feature whose number is that of the row in the joined training. */
  private static List<FeatureVector> features(int[] rows) {
    return Arrays.stream(rows).mapToObj(FeatureVector::ones).toList();
  }

  private static int[] columns(List<FeatureVector> features) {
    return features.stream().mapToInt(row -> row.index(0)).toArray();
  }

  private static ReplayReference only(ReplayReference all, int[] rows) {
    double[][][] a = new double[all.a.length][rows.length][];
    double[][] offsets = new double[all.a.length][rows.length];
    double[] y = new double[rows.length];
    int[] places = new int[rows.length];
    for (int j = 0; j < rows.length; j++) {
      for (int p = 0; p < a.length; p++) {
        a[p][j] = all.a[p][rows[j]];
        offsets[p][j] = all.offsets[p][rows[j]];
      }
      y[j] = all.y[rows[j]];
      places[j] = all.places[rows[j]];
    }
    return new ReplayReference(all.plan, all.type, all.epochs, a, offsets, y, places, all.first);
  }

  @Property(tries = 50, seed = "1")
  void growth_isTheLengthBeforeEachPass(@ForAll long seed, @ForAll PredictorType type) {
    Random random = new Random(seed);
    ReplayReference reference =
        ReplayReference.random(random, ReplayReference.plan(random), type, 3);
    double[] growth = reference.replay().growth();
    double[] lengths = reference.growth();
    double end = factorsLength(reference.end());
    for (int pass = 0; pass < lengths.length; pass++) {
      assertEquals(
          lengths[pass], growth[pass], WORST * (1 + travelled(reference) / end), "" + pass);
    }
    assertEquals(1, growth[growth.length - 1]);
  }

  private static double factorsLength(double[] theta) {
    return size(Arrays.copyOf(theta, theta.length - 1));
  }

  /** Half as long at first, straight in between. */
  @Test
  void growingRows_areThoseOfTheEndTimesTheGrowth() {
    double[][] end = {{1, 2, 0}, {-3, 4, 0}};
    double[] epochs = {0, 8};
    double[] growth = {0.5, 1};
    ReplayRows rows = ReplayRows.growing(epochs, growth, end, new double[] {5, 6});
    assertEquals(0, rows.linear());
    float[] a = new float[2];
    assertEquals(6, rows.at(0, 0, 1, a));
    assertArrayEquals(new float[] {-1.5f, 2}, a);
    assertEquals(5, rows.at(0, 0.5f, 0, a));
    assertArrayEquals(new float[] {0.75f, 1.5f}, a);
    assertEquals(6, rows.at(1, 0, 1, a));
    assertArrayEquals(new float[] {-3, 4}, a);
    assertEquals(0, rows.point(0));
    assertEquals(0, rows.point(7.9));
    assertEquals(1, rows.point(8));
    assertEquals(1, rows.point(9));
    assertEquals(0.25f, rows.share(0, 2));
    assertEquals(0, rows.share(1, 9));
    // Rows that are none take the linear weight of those that come.
    ReplayRows none = ReplayRows.growing(epochs, growth, new double[0][], new double[0]);
    assertEquals(1, none.linear());
    assertEquals(0, none.with(rows).linear());
    assertEquals(0, rows.with(none).linear());
  }

  @Test
  void noRatings_haveNothingToAttribute() {
    NoAttribution attribution = new NoAttribution(3);
    assertEquals(0, attribution.rows());
    assertEquals(0, attribution.of(new double[3]).impact().length);
    assertArrayEquals(new double[3], attribution.composedParameters());
    assertEquals(new Spectrum(0, 3, 1), attribution.spectrum());
  }

  @Test
  void batch_isThatOfThePlaceOrARandomOne() {
    for (boolean shuffled : new boolean[] {false, true}) {
      ReplayPlan plan =
          new ReplayPlan(
              2000,
              2000,
              25,
              10,
              false,
              false,
              shuffled,
              new Group(0.1, 0),
              new Group(0.1, 0),
              1,
              1e-8,
              9);
      assertEquals(3, plan.batches());
      int[] counts = new int[3];
      for (int pass = 0; pass < 2000; pass++) {
        counts[plan.batch(pass, 13)]++;
      }
      if (shuffled) {
        assertEquals(800, counts[0], 100);
        assertEquals(800, counts[1], 100);
        assertEquals(400, counts[2], 80);
      } else {
        assertArrayEquals(new int[] {0, 2000, 0}, counts);
      }
      assertEquals(0.1, plan.weight(1));
      assertEquals(0.2, plan.weight(2));
    }
  }

  /** By the mixing function of the Java library, which is the same one. */
  @Test
  void batch_isTheSameInEveryVersion() {
    ReplayPlan plan =
        new ReplayPlan(
            30, 12, 1000, 7, false, false, true, new Group(0.1, 0), new Group(0.1, 0), 1, 1e-8, 9);
    assertEquals(2.5, plan.thinning());
    long gamma = 0x9e3779b97f4a7c15L;
    for (int pass = 0; pass < 12; pass++) {
      for (int place = 0; place < 1000; place += 37) {
        long seed = place * gamma + pass * 0xd1b54a32d192ed03L;
        long mixed = new SplittableRandom(seed - gamma).nextLong();
        int expected = (int) Long.remainderUnsigned(mixed, 1000) / 7;
        assertEquals(expected, plan.batch(pass, place));
      }
    }
  }

  @Test
  void sigmoid_isExactToTheLastDigitsOfAFloat() {
    for (float score = -30; score < 30; score += 0.0137f) {
      double exact = 1 / (1 + Math.exp(-score));
      assertEquals(exact, Replay.sigmoid(score), 2e-7, "" + score);
    }
    assertEquals(0.5f, Replay.sigmoid(0));
  }
}
