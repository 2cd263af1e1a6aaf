package io.github.fmexplain.internal.edit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.internal.items.RandomItems;
import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.user.Label;
import io.github.fmexplain.internal.user.RandomProblems;
import io.github.fmexplain.internal.user.UserProblem;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

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
      @ForAll @IntRange(min = 9, max = 300) int items,
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

  /**
   * An item beyond the nearest rivals, drawn up until the goal is just met: where it passes before
   * they do, only the bound on all others can tell.
   */
  @Property(tries = 300, seed = "1")
  void metAt_seesWhoComesUpFromFarBelow(
      @ForAll @IntRange(min = 60, max = 300) int items,
      @ForAll @IntRange(min = 1, max = 3) int k,
      @ForAll @IntRange(min = 1, max = 3) int listLength,
      @ForAll boolean inContext,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, items, k, 1);
    UserItems user = world.user(random, 8, inContext, true);
    int[] unrated = user.bestUnrated(user.user().theta(), items);
    int item = unrated[random.nextInt(listLength)];
    int nearest = listLength + 41;
    int far = unrated[nearest + random.nextInt(unrated.length - nearest)];
    double[] from = new double[k + 1];
    double[] to = new double[k + 1];
    user.fill(item, from);
    user.fill(far, to);
    double[] direction = new double[k + 1];
    Arrays.setAll(direction, c -> to[c] - from[c]);
    // What moves all scores alike is none of the item's own.
    double alike = random.nextGaussian();
    double[] shared = user.shared();
    for (int c = 0; c < k; c++) {
      direction[c] += alike * shared[c];
    }
    double least = 0;
    double most = 1e-3;
    while (most < 1e6 && !isMet(user, item, listLength, true, along(user, direction, most))) {
      least = most;
      most *= 2;
    }
    for (int step = 0; step < 40; step++) {
      double middle = (least + most) / 2;
      boolean isMet = isMet(user, item, listLength, true, along(user, direction, middle));
      least = isMet ? least : middle;
      most = isMet ? middle : most;
    }
    Goal goal = Goal.fallOut(user, item, listLength);
    for (double size : new double[] {0.9 * most, (1 - 1e-6) * most, (1 + 1e-6) * most, 2 * most}) {
      double[] edited = along(user, direction, size);
      assertEquals(isMet(user, item, listLength, true, edited), goal.metAt(edited));
    }
  }

  private static double[] along(UserItems user, double[] direction, double size) {
    double[] edited = user.user().refit().all().clone();
    Arrays.setAll(edited, c -> edited[c] + size * direction[c]);
    return edited;
  }

  @Property(tries = 50, seed = "1")
  void directions_areThoseAgainstTheNearestRivalsAndTheItemAlone(
      @ForAll @IntRange(min = 20, max = 100) int items,
      @ForAll @IntRange(min = 1, max = 20) int listLength,
      @ForAll boolean out,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, items, 3, 1);
    UserItems user = world.user(random, 5, true, true);
    int[] unrated = user.bestUnrated(user.user().theta(), items);
    int rank = out ? random.nextInt(Math.min(listLength, unrated.length)) : unrated.length - 1;
    int item = unrated[rank];
    Goal goal = out ? Goal.fallOut(user, item, listLength) : Goal.getIn(user, item, listLength);
    int[] rivals = Arrays.stream(unrated).filter(j -> j != item).toArray();
    // Who is at the end of the list, or comes next; to get in, ten of the list as well.
    int first = Math.min(rivals.length, out ? listLength - 1 : Math.max(0, listLength - 10));
    int[] nearest = Arrays.stream(rivals).skip(first).limit(20).toArray();
    double[][] directions = goal.directions();
    assertEquals(nearest.length + 1, directions.length);
    double[] own = new double[4];
    user.fill(item, own);
    double sign = out ? 1 : -1;
    for (int j = 0; j < directions.length; j++) {
      double[] rival = new double[4];
      if (j < nearest.length) {
        user.fill(nearest[j], rival);
      }
      double[] expected = new double[4];
      Arrays.setAll(expected, c -> sign * (own[c] - rival[c]));
      assertArrayEquals(expected, directions[j], 1e-12);
    }
  }

  /** Small catalogues, in which any place is now and then the last of the list. */
  @Property(tries = 200, seed = "1")
  void found_namesTheBestNewcomerAndTheLowestLeaver(
      @ForAll @IntRange(min = 12, max = 30) int items,
      @ForAll @IntRange(min = 1, max = 6) int listLength,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, items, 3, 1);
    UserItems user = world.user(random, 4, true, true);
    double[] edited = world.theta(random);
    Found found = new Found(user, new int[] {0, 2}, edited);
    double[] theta = found.after().theta();
    assertArrayEquals(user.user().moved(edited), theta);
    assertArrayEquals(new int[] {0, 2}, found.edits());
    int[] before = user.bestUnrated(user.user().theta(), listLength);
    int[] after = user.bestUnrated(theta, items);
    int newcomer =
        Arrays.stream(after)
            .filter(j -> Arrays.stream(before).noneMatch(b -> b == j))
            .findFirst()
            .orElseThrow();
    int leaver =
        Arrays.stream(after)
            .filter(j -> Arrays.stream(before).anyMatch(b -> b == j))
            .reduce((higher, lower) -> lower)
            .orElseThrow();
    assertEquals(newcomer, found.bestNewcomer(listLength));
    assertEquals(leaver, found.lowestLeaver(listLength));
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
      Found edits = EditSearch.removals(user, user.user().problem().rows(), item, listLength, 6);
      if (edits != null) {
        found++;
        double[] solved = problem.without(edits.edits()).solve();
        assertTrue(isMet(user, item, listLength, true, solved), "seed " + seed);
        assertArrayEquals(user.user().moved(solved), edits.after().theta(), 1e-9);
        assertTrue(rank(user, edits.bestNewcomer(listLength), edits.after().theta()) <= listLength);
        assertAscending(edits.edits());
        int fewer = edits.edits().length - 1;
        Found limited =
            EditSearch.removals(user, user.user().problem().rows(), item, listLength, fewer);
        assertTrue(limited == null || limited.edits().length <= fewer, "seed " + seed);
      }
      int size = edits == null ? 7 : edits.edits().length;
      assertTrue(size >= smallest, "seed " + seed);
      fewest += size == smallest ? 1 : 0;
    }
    assertTrue(fewest >= 0.95 * worlds, "fewest in " + fewest);
    assertTrue(found > worlds / 2, "found " + found);
  }

  /**
   * Every smaller subset of 10 ratings: the sets are together hardly larger than the fewest, and in
   * none is a member that the goal is met without.
   */
  @Example
  void removals_areThinnedOutAndShortened() {
    int size = 0;
    int fewest = 0;
    for (int seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      RandomItems world = new RandomItems(random, 80, 3, 1);
      UserItems user = world.user(random, 10, seed % 3 == 0, seed % 2 == 0);
      int listLength = 1 + seed % 3;
      int item = user.bestUnrated(user.user().theta(), listLength)[listLength - 1];
      UserProblem problem = user.user().problem();
      Found edits = EditSearch.removals(user, 10, item, listLength, 10);
      int found = edits == null ? 11 : edits.edits().length;
      int smallest = found;
      for (int set = 1; set < 1024; set++) {
        if (Integer.bitCount(set) < smallest
            && isMet(user, item, listLength, true, without(problem, set).solve())) {
          smallest = Integer.bitCount(set);
        }
      }
      if (edits != null) {
        size += found;
        fewest += smallest;
        int[] members = edits.edits();
        for (int member : found == 1 ? new int[0] : members) {
          double[] solved =
              problem.without(Arrays.stream(members).filter(e -> e != member).toArray()).solve();
          assertFalse(
              isMet(user, item, listLength, true, solved), "seed " + seed + " needs no " + member);
        }
      }
    }
    assertTrue(size <= 1.03 * fewest, size + " instead of " + fewest);
  }

  private static void assertAscending(int[] edits) {
    assertArrayEquals(Arrays.stream(edits).sorted().distinct().toArray(), edits);
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
        assertAscending(edits.edits());
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
    UserProblem problem = user.user().problem();
    DMatrixRMaj inverse =
        RandomProblems.normalMatrix(problem, problem.curvatures(user.user().theta()));
    assertTrue(CommonOps_DDRM.invert(inverse));
    double[] own = new double[3];
    user.fill(item, own);
    int[] strongest =
        IntStream.range(0, 5000)
            .filter(j -> j != item && !user.isRated(j))
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -Math.abs(response(user, inverse, own, j))))
            .limit(256)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    assertArrayEquals(
        strongest,
        Arrays.stream(candidates)
            .filter(j -> Arrays.binarySearch(strongest, j) >= 0)
            .sorted()
            .toArray());
    RandomItems small = new RandomItems(random, 100, 2, 1);
    UserItems other = small.user(random, 10, false);
    int best = other.bestUnrated(other.user().theta(), 1)[0];
    assertEquals(89, EditSearch.candidates(other, best).length);
  }

  /** Returns a_jᵀH⁻¹a. */
  private static double response(UserItems user, DMatrixRMaj inverse, double[] a, int item) {
    double[] row = new double[a.length];
    user.fill(item, row);
    double response = 0;
    for (int c = 0; c < a.length; c++) {
      response += row[c] * UserProblem.dot(inverse.data, c * a.length, a);
    }
    return response;
  }
}
