package io.github.fmexplain.internal.items;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.internal.user.LinearForm;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The candidates against a full sort by score in double. */
class ItemMatrixProperties {

  private static final class World {
    final FmModel model;
    final ItemMatrix matrix;
    final double[] direction;
    final double[] scores;

    World(Random random, int items, int k, double spread) {
      List<String> ids = IntStream.range(0, items).mapToObj(j -> "i" + j).toList();
      OneHotEncoder encoder = OneHotEncoder.of(List.of("u"), ids);
      float[] linear = new float[items + 1];
      float[] factors = new float[(items + 1) * k];
      for (int f = 0; f < linear.length; f++) {
        // Equal items now and then, so that there are ties.
        boolean again = f > 1 && random.nextInt(4) == 0;
        linear[f] = again ? linear[f - 1] : (float) (spread * random.nextGaussian());
        for (int c = 0; c < k; c++) {
          factors[f * k + c] =
              again ? factors[(f - 1) * k + c] : (float) (spread * random.nextGaussian());
        }
      }
      model = FmModel.of(PredictorType.REGRESSOR, k, 0.5f, linear, factors);
      matrix = new ItemMatrix(model, items, j -> encoder.itemFeatures(ids.get(j)));
      direction = new double[k];
      for (int c = 0; c < k; c++) {
        direction[c] = model.factors(0)[c];
      }
      LinearForm form = new LinearForm(model, encoder.userSideFeatures(Set.of()));
      scores = new double[items];
      double[] a = new double[k + 1];
      for (int j = 0; j < items; j++) {
        scores[j] = form.fill(encoder.itemFeatures(ids.get(j)), a);
        for (int c = 0; c < k; c++) {
          scores[j] += a[c] * direction[c];
        }
      }
    }

    int[] best(int count, Set<Integer> leftOut) {
      return IntStream.range(0, scores.length)
          .filter(j -> !leftOut.contains(j))
          .boxed()
          .sorted(Comparator.comparingDouble(j -> -scores[j]))
          .limit(count)
          .mapToInt(Integer::intValue)
          .toArray();
    }
  }

  @Property(tries = 60, seed = "1")
  void candidates_holdTheBest(
      @ForAll @IntRange(min = 1, max = 2100) int items,
      @ForAll @IntRange(min = 1, max = 9) int k,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll int seed) {
    Random random = new Random(seed);
    World world = new World(random, items, k, 1);
    Set<Integer> leftOut = random.ints(items / 3, 0, items).boxed().collect(Collectors.toSet());

    int[] candidates = world.matrix.candidates(world.direction, 0, count, leftOut::contains);

    int[] sorted = candidates.clone();
    Arrays.sort(sorted);
    assertArrayEquals(sorted, candidates);
    List<Integer> found = new ArrayList<>(Arrays.stream(candidates).boxed().toList());
    assertTrue(found.stream().noneMatch(leftOut::contains));
    found.sort(Comparator.comparingDouble(j -> -world.scores[j]));
    int[] best = world.best(count, leftOut);
    assertArrayEquals(best, found.stream().limit(count).mapToInt(Integer::intValue).toArray());
    // Ties with the last one may come on top, and no others but what rounding cannot tell apart.
    double last = best.length == 0 ? 0 : world.scores[best[best.length - 1]];
    assertTrue(
        best.length < count || found.stream().allMatch(j -> world.scores[j] > last - 1e-3),
        "a candidate far from the best");
  }

  @Property(tries = 80, seed = "1")
  void countAbove_isOfThoseThatAreCertainlyAbove(
      @ForAll @IntRange(min = 1, max = 2100) int items,
      @ForAll @IntRange(min = 1, max = 9) int k,
      @ForAll boolean huge,
      @ForAll boolean all,
      @ForAll int seed) {
    Random random = new Random(seed);
    World world = new World(random, items, k, huge ? 1e17 : 1);
    Set<Integer> leftOut =
        random.ints(all ? 0 : items / 3, 0, items).boxed().collect(Collectors.toSet());
    IntPredicate isLeftOut = all ? null : leftOut::contains;
    for (int probe = 0; probe < 10; probe++) {
      int place = random.nextInt(items);
      Set<Integer> near = new HashSet<>();
      int above =
          world.matrix.countAbove(
              world.direction, 0, place, isLeftOut, j -> assertTrue(near.add(j)));
      assertFalse(near.contains(place));
      double own = world.scores[place];
      int[] others =
          IntStream.range(0, items).filter(j -> j != place && !leftOut.contains(j)).toArray();
      long sure =
          Arrays.stream(others).filter(j -> !near.contains(j) && world.scores[j] > own).count();
      assertEquals(sure, above);
      // What has the same score is told, and little else.
      assertTrue(
          Arrays.stream(others).filter(j -> world.scores[j] == own).allMatch(near::contains));
      assertTrue(near.stream().noneMatch(leftOut::contains));
      assertTrue(huge || near.stream().allMatch(j -> Math.abs(world.scores[j] - own) < 1e-3));
      assertEquals(huge ? others.length : near.size(), near.size());
    }
  }

  @Property(tries = 80, seed = "1")
  void farthest_holdThoseThatMoveMost(
      @ForAll @IntRange(min = 1, max = 2100) int items,
      @ForAll @IntRange(min = 1, max = 9) int k,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll boolean huge,
      @ForAll int seed) {
    Random random = new Random(seed);
    World world = new World(random, items, k, huge ? 1e17 : 1);
    double[] change = new double[k];
    Arrays.setAll(change, c -> (huge ? 1e17 : 1) * random.nextGaussian());
    double shift = 2 * random.nextGaussian();
    double[] moves = new double[items];
    for (int j = 0; j < items; j++) {
      moves[j] = shift;
      for (int c = 0; c < k; c++) {
        moves[j] += world.model.factors(j + 1)[c] * change[c];
      }
    }
    Set<Integer> leftOut = random.ints(items / 3, 0, items).boxed().collect(Collectors.toSet());
    int[] found = world.matrix.farthest(change, shift, count, leftOut::contains);
    int[] ascending = found.clone();
    Arrays.sort(ascending);
    assertArrayEquals(ascending, found);
    assertTrue(Arrays.stream(found).noneMatch(leftOut::contains));
    Comparator<Integer> farthestFirst = Comparator.comparingDouble(j -> -Math.abs(moves[j]));
    List<Integer> expected =
        IntStream.range(0, items)
            .filter(j -> !leftOut.contains(j))
            .boxed()
            .sorted(farthestFirst)
            .limit(count)
            .toList();
    assertEquals(
        expected, Arrays.stream(found).boxed().sorted(farthestFirst).limit(count).toList());
  }

  @Example
  void hugeParameters_leaveEveryItemACandidate() {
    World world = new World(new Random(1), 50, 3, 1e17);

    assertEquals(49, world.matrix.candidates(world.direction, 0, 2, j -> j == 7).length);
  }

  /** What all items share rounds differences away that the items alone still have. */
  @Example
  void itemsThatAreEqualBesideALargeBase_areAllCandidates() {
    World world = new World(new Random(1), 3000, 2, 1e-9);

    assertTrue(world.matrix.candidates(world.direction, 0, 1, j -> false).length < 3000);
    assertTrue(world.matrix.candidates(world.direction, 1e-9, 1, j -> false).length < 3000);
    assertEquals(3000, world.matrix.candidates(world.direction, 1e9, 1, j -> false).length);
  }

  @Example
  void equalItems_areAllCandidates() {
    World world = new World(new Random(1), 3000, 2, 0);

    assertEquals(3000, world.matrix.candidates(world.direction, 0, 10, j -> false).length);
  }

  @Example
  void blocks_mayBeFullOrLackOne() {
    for (int items : new int[] {1, 1023, 1024, 1025, 2047, 2048}) {
      World world = new World(new Random(items), items, 2, 1);

      int[] all = world.matrix.candidates(world.direction, 0, items, j -> false);

      assertArrayEquals(IntStream.range(0, items).toArray(), all);
    }
  }
}
