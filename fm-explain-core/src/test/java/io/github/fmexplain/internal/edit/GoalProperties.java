package io.github.fmexplain.internal.edit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.internal.items.RandomItems;
import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.user.Label;
import io.github.fmexplain.internal.user.UserProblem;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * What the nearest rivals and the bound on all others say against a pass over every item, in
 * catalogues of far more items than there are near rivals.
 */
class GoalProperties {

  /** Among how many unrated items the item is, counted one by one. */
  private static int rank(UserItems user, int item, double[] theta) {
    double own = user.score(item, theta);
    int rank = 1;
    for (int j = 0; j < user.items().size(); j++) {
      if (j != item && !user.isRated(j)) {
        double score = user.score(j, theta);
        rank += score > own || (score == own && j < item) ? 1 : 0;
      }
    }
    return rank;
  }

  private static boolean isMet(
      UserItems user, int item, int listLength, boolean out, double[] edited) {
    return rank(user, item, user.user().moved(edited)) > listLength == out;
  }

  @Property(tries = 200, seed = "1")
  void metAt_isWhatEveryItemSays(
      @ForAll @IntRange(min = 20, max = 300) int items,
      @ForAll @IntRange(min = 1, max = 5) int k,
      @ForAll @IntRange(min = 1, max = 6) int listLength,
      @ForAll boolean trained,
      @ForAll boolean inContext,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, items, k, 1);
    UserItems user = world.user(random, 8, inContext, trained);
    double[] theta = user.user().theta();
    double[] optimum = user.user().refit().all();
    int[] unrated = user.bestUnrated(theta, items);
    // Changes from those that move nothing to those that turn everything around.
    for (double size : new double[] {0, 1e-6, 1e-3, 0.03, 0.3, 1, 10}) {
      double[] edited = world.theta(random);
      Arrays.setAll(edited, c -> optimum[c] + size * edited[c]);
      int first = unrated[random.nextInt(Math.min(listLength, unrated.length))];
      assertEquals(
          isMet(user, first, listLength, true, edited),
          Goal.fallOut(user, first, listLength).metAt(edited));
      int other = unrated[random.nextInt(unrated.length)];
      assertEquals(
          isMet(user, other, listLength, false, edited),
          Goal.getIn(user, other, listLength).metAt(edited));
    }
  }

  @Property(tries = 40, seed = "1")
  void hugeParameters_areNoHurdle(@ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, 100, 2, 1e9);
    UserItems user = world.user(random, 5, false, true);
    double[] optimum = user.user().refit().all();
    int item = user.bestUnrated(user.user().theta(), 3)[2];
    for (double size : new double[] {1e-9, 1e-3, 1}) {
      double[] edited = world.theta(random);
      Arrays.setAll(edited, c -> optimum[c] + size * edited[c]);
      assertEquals(isMet(user, item, 3, true, edited), Goal.fallOut(user, item, 3).metAt(edited));
    }
  }

  private static UserProblem without(UserProblem problem, int set) {
    return problem.only(
        IntStream.range(0, problem.rows()).filter(r -> ((set >> r) & 1) == 0).toArray());
  }

  /** Every subset of 6 ratings, and every item of 150, for the item at the end of the list. */
  @Example
  void removals_areValidAndNearlyAlwaysTheFewest() {
    int worlds = 150;
    int fewest = 0;
    int found = 0;
    for (int seed = 1; seed <= worlds; seed++) {
      Random random = new Random(seed);
      RandomItems world = new RandomItems(random, 150, 3, 1);
      UserItems user = world.user(random, 6, seed % 3 == 0, seed % 2 == 0);
      int listLength = 1 + seed % 3;
      int item = user.bestUnrated(user.user().theta(), listLength)[listLength - 1];
      UserProblem problem = user.user().problem();
      int smallest = 7;
      for (int set = 1; set < 64; set++) {
        if (Integer.bitCount(set) < smallest
            && isMet(user, item, listLength, true, without(problem, set).solve())) {
          smallest = Integer.bitCount(set);
        }
      }
      Found edits = EditSearch.removals(user, item, listLength, 6);
      if (edits != null) {
        found++;
        double[] solved = problem.without(edits.edits()).solve();
        assertTrue(isMet(user, item, listLength, true, solved), "seed " + seed);
        assertArrayEquals(user.user().moved(solved), edits.after().theta(), 1e-9);
        assertTrue(rank(user, edits.bestNewcomer(listLength), edits.after().theta()) <= listLength);
      }
      int size = edits == null ? 7 : edits.edits().length;
      assertTrue(size >= smallest, "seed " + seed);
      fewest += size == smallest ? 1 : 0;
    }
    assertTrue(fewest >= 0.95 * worlds, "fewest in " + fewest);
    assertTrue(found > worlds / 2, "found " + found);
  }

  /** The rows of ratings of 5. */
  private static UserProblem rowsOf(UserItems user, int[] places) {
    double[][] a = new double[places.length][user.user().problem().dimension()];
    double[] offsets = new double[places.length];
    for (int j = 0; j < places.length; j++) {
      offsets[j] = user.fill(places[j], a[j]);
    }
    return user.user().problem().ofRows(a, offsets, Label.of(5));
  }

  /**
   * Every subset of 6 candidates, and every item of 150, for an item below the list. Three factors
   * and six ratings: new ratings that say the same stand in for one another, which no sum of single
   * shifts can tell.
   */
  @Example
  void additions_areValidAndMostlyTheFewest() {
    int worlds = 150;
    int fewest = 0;
    int found = 0;
    for (int seed = 1; seed <= worlds; seed++) {
      Random random = new Random(seed);
      RandomItems world = new RandomItems(random, 150, 3, 1);
      UserItems user = world.user(random, 6, seed % 3 == 0, seed % 2 == 0);
      int listLength = 1 + seed % 3;
      int[] best = user.bestUnrated(user.user().theta(), 150);
      int item = best[listLength + 2];
      int[] candidates = {best[0], best[1], best[20], best[40], best[70], best[100]};
      UserProblem added = rowsOf(user, candidates);
      int smallest = 7;
      for (int set = 1; set < 64; set++) {
        UserProblem more = user.user().problem().with(without(added, ~set));
        if (Integer.bitCount(set) < smallest
            && isMet(user, item, listLength, false, more.solve())) {
          smallest = Integer.bitCount(set);
        }
      }
      Found edits = EditSearch.additions(user, candidates, Label.of(5), item, listLength, 6);
      if (edits != null) {
        found++;
        UserProblem more = user.user().problem().with(added.only(edits.edits()));
        assertTrue(isMet(user, item, listLength, false, more.solve()), "seed " + seed);
        assertTrue(rank(user, edits.lowestLeaver(listLength), edits.after().theta()) > 1);
      }
      int size = edits == null ? 7 : edits.edits().length;
      assertTrue(size >= smallest, "seed " + seed);
      fewest += size == smallest ? 1 : 0;
    }
    assertTrue(fewest >= 0.85 * worlds, "fewest in " + fewest);
    assertTrue(found > worlds / 5, "found " + found);
  }

  @Example
  void candidates_ofAVeryLargeCatalogueAreThoseWithTheStrongestResponse() {
    Random random = new Random(2);
    RandomItems world = new RandomItems(random, 5000, 2, 1);
    UserItems user = world.user(random, 10, false);
    int item = user.bestUnrated(user.user().theta(), 9)[8];
    int[] candidates = EditSearch.candidates(user, item);
    assertTrue(candidates.length >= 256 && candidates.length < 300, "" + candidates.length);
    assertTrue(Arrays.stream(candidates).noneMatch(j -> j == item || user.isRated(j)));
    RandomItems small = new RandomItems(random, 100, 2, 1);
    UserItems other = small.user(random, 10, false);
    int best = other.bestUnrated(other.user().theta(), 1)[0];
    assertEquals(89, EditSearch.candidates(other, best).length);
  }
}
