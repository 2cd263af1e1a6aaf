package io.github.fmexplain.internal.items;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.internal.user.LinearForm;
import io.github.fmexplain.internal.user.SolvedRefit;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Scores, lists and ranks against a full sort by score in double, with ties among the items. */
class UserItemsProperties {

  /** The places of those that compete, largest value first, equal ones in their order. */
  private static int[] sorted(RandomItems world, IntToDoubleFunction value, IntPredicate leftOut) {
    return IntStream.range(0, world.size())
        .filter(j -> !leftOut.test(j))
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -value.applyAsDouble(j)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @Property(tries = 80, seed = "1")
  void listsAndRanks_areThoseOfAFullSort(
      @ForAll @IntRange(min = 1, max = 1500) int items,
      @ForAll @IntRange(min = 1, max = 6) int k,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll boolean inContext,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, items, k, 1);
    UserItems user = world.user(random, items / 3, inContext);
    double[] theta = world.theta(random);
    int[] all = sorted(world, j -> user.score(j, theta), j -> false);
    int[] unrated = Arrays.stream(all).filter(j -> !user.isRated(j)).toArray();
    assertEquals(unrated.length, user.unrated());
    assertArrayEquals(
        Arrays.copyOf(unrated, Math.min(count, unrated.length)), user.bestUnrated(theta, count));
    assertArrayEquals(
        Arrays.copyOf(all, Math.min(count, items)), user.best(theta, count, j -> false));
    Leaders leaders = user.leaders(theta);
    for (int length : new int[] {count, 100}) {
      assertArrayEquals(
          Arrays.copyOf(unrated, Math.min(length, unrated.length)), leaders.first(length));
    }
    for (int probe = 0; probe < 20; probe++) {
      int item = random.nextInt(items);
      double own = user.score(item, theta);
      long before =
          Arrays.stream(unrated)
              .filter(
                  j -> {
                    double score = user.score(j, theta);
                    return score > own || (score == own && j < item);
                  })
              .count();
      assertEquals(1 + before, user.rank(item, theta));
      assertEquals(1 + before, leaders.rank(item));
    }
    for (int place = 0; place < Math.min(unrated.length, 20); place++) {
      assertEquals(place + 1, user.rank(unrated[place], theta));
    }
  }

  /** A filter, and a catalogue of some of the items that the model knows. */
  @Property(tries = 40, seed = "1")
  void ranks_areAmongWhatCompetes(
      @ForAll @IntRange(min = 2, max = 200) int items,
      @ForAll @IntRange(min = 1, max = 6) int k,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, items, k, 1);
    UserItems user = world.user(random, items / 3, true);
    double[] theta = world.theta(random);
    assertRanks(user, theta, j -> true);
    Set<Integer> some = random.ints(items / 2, 0, items).boxed().collect(Collectors.toSet());
    assertRanks(user.among(some::contains), theta, some::contains);
    assertRanks(user.among(j -> false), theta, j -> false);
    Catalogue fewer =
        Catalogue.of(
            IntStream.range(0, items)
                .filter(some::contains)
                .mapToObj(j -> user.items().item(j))
                .toList());
    int[] rated = IntStream.range(0, fewer.size()).filter(j -> j % 3 == 0).toArray();
    UserItems other =
        new UserItems(
            user.items().with(fewer),
            user.user(),
            user.user().form(),
            FeatureVector.empty(),
            rated);
    assertRanks(other, theta, j -> true);
    assertRanks(other.among(j -> j % 2 == 0), theta, j -> j % 2 == 0);
  }

  private static void assertRanks(UserItems user, double[] theta, IntPredicate passes) {
    int[] competing =
        IntStream.range(0, user.items().size())
            .filter(j -> passes.test(j) && !user.isRated(j))
            .toArray();
    assertEquals(competing.length, user.unrated());
    assertEquals(competing.length, user.unrated(), "asked again");
    for (int item = 0; item < user.items().size(); item++) {
      int rank = 1;
      double own = user.score(item, theta);
      for (int other : competing) {
        boolean before = UserItems.isBefore(other, user.score(other, theta), item, own);
        rank += other != item && before ? 1 : 0;
      }
      assertEquals(rank, user.rank(item, theta));
      assertEquals(rank, user.leaders(theta).rank(item));
    }
  }

  @Property(tries = 60, seed = "1")
  void farthest_moveFarthest(
      @ForAll @IntRange(min = 1, max = 1500) int items,
      @ForAll @IntRange(min = 1, max = 6) int k,
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll boolean inContext,
      @ForAll boolean afterwards,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, items, k, 1);
    UserItems user = world.user(random, items / 3, inContext);
    // The same user after an edit may have other features that all rows share.
    UserItems other = world.user(random, items / 3, afterwards);
    double[] theta = world.theta(random);
    double[] otherTheta = world.theta(random);
    IntToDoubleFunction move = j -> Math.abs(other.score(j, otherTheta) - user.score(j, theta));
    int[] expected = sorted(world, move, j -> user.isRated(j) || other.isRated(j));
    int[] found = user.farthest(theta, other, otherTheta, count);
    assertArrayEquals(Arrays.copyOf(expected, Math.min(count, expected.length)), found);
  }

  @Property(tries = 60, seed = "1")
  void strongest_holdThoseWithTheLargestResponse(
      @ForAll @IntRange(min = 1, max = 1500) int items,
      @ForAll @IntRange(min = 1, max = 6) int k,
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll boolean inContext,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, items, k, 1);
    UserItems user = world.user(random, items / 3, inContext);
    double[] u = world.theta(random);
    double[] a = new double[k + 1];
    IntToDoubleFunction response =
        j -> {
          user.fill(j, a);
          double sum = 0;
          for (int c = 0; c <= k; c++) {
            sum += a[c] * u[c];
          }
          return Math.abs(sum);
        };
    int[] expected = sorted(world, response, user::isRated);
    int[] found = user.strongest(u, count, user::isRated);
    assertTrue(Arrays.stream(found).noneMatch(user::isRated));
    int[] strongest =
        Arrays.stream(found)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -response.applyAsDouble(j)))
            .mapToInt(Integer::intValue)
            .limit(count)
            .toArray();
    assertArrayEquals(Arrays.copyOf(expected, Math.min(count, expected.length)), strongest);
  }

  @Property(tries = 60, seed = "1")
  void largestMove_isABound(
      @ForAll @IntRange(min = 1, max = 300) int items,
      @ForAll @IntRange(min = 1, max = 6) int k,
      @ForAll int seed) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, items, k, 1);
    UserItems user = world.user(random, items / 3, true);
    double[] theta = world.theta(random);
    double[] change = world.theta(random);
    double[] after = new double[k + 1];
    Arrays.setAll(after, c -> theta[c] + change[c]);
    double alike = change[k];
    double[] shared = user.shared();
    for (int c = 0; c < k; c++) {
      alike += shared[c] * change[c];
    }
    double bound = user.largestMove(change);
    double largest = 0;
    for (int j = 0; j < items; j++) {
      double move = user.score(j, after) - user.score(j, theta) - alike;
      assertTrue(Math.abs(move) <= bound * (1 + 1e-9) + 1e-9, move + " beyond " + bound);
      largest = Math.max(largest, Math.abs(move));
    }
    if (k == 1) {
      // With one factor the bound is what an item moves.
      assertEquals(largest, bound, 1e-9 * (1 + bound));
    }
  }

  @Property(tries = 30, seed = "1")
  void features_areThoseOfARatingInTheSituation(@ForAll int seed, @ForAll boolean inContext) {
    Random random = new Random(seed);
    RandomItems world = new RandomItems(random, 20, 3, 1);
    UserItems user = world.user(random, 5, inContext);
    for (int place : new int[] {7, 3, 19}) {
      double[] scored = new double[4];
      double[] rated = new double[4];
      double offset = user.fill(place, scored);
      assertEquals(offset, user.user().form().fill(user.features(place), rated), 1e-12);
      assertArrayEquals(scored, rated, 1e-12);
    }
  }

  @Example
  void hugeParameters_areRankedInDouble() {
    Random random = new Random(3);
    RandomItems world = new RandomItems(random, 60, 3, 1e17);
    UserItems user = world.user(random, 10, false);
    double[] theta = world.theta(random);
    Arrays.setAll(theta, c -> 1e17 * theta[c]);
    int[] unrated = sorted(world, j -> user.score(j, theta), user::isRated);
    assertArrayEquals(Arrays.copyOf(unrated, 7), user.bestUnrated(theta, 7));
    for (int place = 0; place < unrated.length; place++) {
      assertEquals(place + 1, user.rank(unrated[place], theta));
    }
  }

  /** Items that differ by less than the sum shows of what all of them share have the same score. */
  @Example
  void whatAllItemsShare_roundsTheirDifferencesAway() {
    List<CatalogueItem> list =
        IntStream.range(0, 200)
            .mapToObj(j -> new CatalogueItem("i" + j, "Item " + j, Set.of()))
            .toList();
    Catalogue catalogue = Catalogue.of(list);
    TagEncoder encoder =
        TagEncoder.of(List.of("u"), catalogue, List.of(), List.of("evening", "late"));
    Random random = new Random(1);
    float[] linear = new float[encoder.numFeatures()];
    float[] factors = new float[encoder.numFeatures()];
    for (int j = 0; j < 200; j++) {
      int column = encoder.itemFeatures("i" + j).index(0);
      linear[column] = 1e-9f * (float) random.nextGaussian();
      factors[column] = 1e-15f * (float) random.nextGaussian();
    }
    factors[encoder.contextFeatures(Set.of("evening")).index(0)] = 1e6f;
    linear[encoder.contextFeatures(Set.of("late")).index(0)] = 1e12f;
    FmModel model = FmModel.of(PredictorType.REGRESSOR, 1, 0, linear, factors);
    LinearForm form = new LinearForm(model, FeatureVector.empty(), true);
    UserProblem problem =
        UserProblem.of(
            PredictorType.REGRESSOR, new double[1][2], new double[1], new double[1], 1, 1, false);
    // By the products of the user's and the situation's factors, or by the weight of either.
    Map<Set<String>, double[]> situations =
        Map.of(
            Set.of("evening"), new double[] {-1e6, 0},
            Set.of(), new double[] {1, 1e12},
            Set.of("late"), new double[] {1, 0});
    situations.forEach(
        (context, theta) -> {
          FeatureVector shared = encoder.contextFeatures(context);
          UserItems user =
              new UserItems(
                  new Items(model, encoder, catalogue),
                  new UserState(form, problem, theta, () -> new SolvedRefit(problem, form, theta)),
                  form.and(shared),
                  shared,
                  new int[] {1});
          assertEquals(user.score(0, theta), user.score(7, theta));
          assertArrayEquals(new int[] {0, 2, 3, 4}, user.bestUnrated(theta, 4));
          assertEquals(1, user.rank(0, theta));
          assertEquals(199, user.rank(199, theta));
        });
  }

  @Example
  void questions_mustFitTheUser() {
    Random random = new Random(1);
    RandomItems world = new RandomItems(random, 12, 3, 1);
    UserItems user = world.user(random, 4, false);
    double[] theta = user.user().theta();
    int rated = IntStream.range(0, 12).filter(user::isRated).findFirst().orElseThrow();
    assertEquals(
        "item 'i" + rated + "' must not be rated by the user, but is; why not",
        assertThrows(
                IllegalArgumentException.class, () -> user.requireUnrated("i" + rated, "why not"))
            .getMessage());
    assertEquals(
        "unknown item 'z'; the catalogue has 12 items",
        assertThrows(UnknownIdException.class, () -> user.place("z")).getMessage());
    int last = user.bestUnrated(theta, 12)[user.unrated() - 1];
    user.requireListed(last, user.unrated());
    assertEquals(
        "item 'i"
            + last
            + "' must be among the first 2 recommended, but is at rank "
            + user.unrated()
            + "; give a longer list",
        assertThrows(IllegalArgumentException.class, () -> user.requireListed(last, 2))
            .getMessage());
  }

  @Example
  void order_isByScoreThenPlace() {
    assertTrue(UserItems.isBefore(5, 2, 1, 1));
    assertTrue(!UserItems.isBefore(1, 1, 5, 2));
    assertTrue(UserItems.isBefore(1, 2, 5, 2));
    assertTrue(!UserItems.isBefore(5, 2, 1, 2));
    assertTrue(!UserItems.isBefore(1, 2, 1, 2));
  }
}
