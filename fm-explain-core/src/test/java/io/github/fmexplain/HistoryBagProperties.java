package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.answer.RatingGroups;
import io.github.fmexplain.answer.WhatIf;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryBlock;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.edit.EditSearch;
import io.github.fmexplain.internal.items.Access;
import io.github.fmexplain.internal.items.UserItems;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Users who are bags of items, against scores that are made product by product. */
class HistoryBagProperties {

  private static final double[] EXPONENTS = {0, 0.5, 1};

  private static HistoryBlock block(int exponent, boolean products, boolean windowed) {
    return new HistoryBlock(
        EXPONENTS[exponent], products, windowed ? 3 : Integer.MAX_VALUE, products);
  }

  @Property(tries = 300, seed = "1")
  void removalEffects_areThoseOfScoringAgain(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int ratings,
      @ForAll @IntRange(min = 0, max = 2) int exponent,
      @ForAll boolean products,
      @ForAll boolean windowed,
      @ForAll boolean columns) {
    BagWorld world = new BagWorld(seed, 14, 4, block(exponent, products, windowed), columns);
    History history = world.history(ratings, seed % 2 == 0);
    UserExplainer user = world.explainer().forHistory(history).inContext(Set.of("late"));
    for (CatalogueItem item : world.catalogue.items()) {
      Explanation explanation = user.explain(item.id());
      double score = world.score(history, item.id(), Set.of("late"));
      assertEquals(score, explanation.score(), 1e-12);
      assertEquals(score, user.score(item.id()), 1e-12);
      for (Contribution contribution : explanation.contributions()) {
        History without = history.without(contribution.interaction().itemId());
        assertEquals(
            score - world.score(without, item.id(), Set.of("late")),
            contribution.removalEffect(),
            1e-12);
        assertEquals(0, contribution.influence());
      }
      assertEquals(0, explanation.residual(), 1e-12);
      assertExplains(explanation, world.model, world.encoder, history, Set.of("late"));
    }
    assertEquals(Method.removal(), user.provenance().method());
    assertEquals(List.of(), user.provenance().diagnostics().warnings());
    assertEquals(0, user.provenance().diagnostics().stationarityGap());
  }

  /** Without products among ratings nothing is shared between them, so that a sum is a sum. */
  @Property(tries = 100, seed = "1")
  void impacts_areRemovalEffectsWhereRatingsAreASum(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int ratings) {
    BagWorld world = new BagWorld(seed, 14, 4, HistoryBlock.fism(0), false);
    History history = world.history(ratings, false);
    Explanation explanation = world.explainer().forHistory(history).explain("i3");
    for (Contribution contribution : explanation.contributions()) {
      assertEquals(contribution.impact(), contribution.removalEffect(), 1e-12);
    }
    assertExplains(explanation, world.model, world.encoder, history);
  }

  /** Every subset of the ratings, scored anew. */
  private static int smallest(BagWorld world, History history, String itemId, int listLength) {
    int m = history.size();
    int smallest = m + 1;
    for (int bits = 1; bits < 1 << m; bits++) {
      if (Integer.bitCount(bits) < smallest && isOut(world, history, bits, itemId, listLength)) {
        smallest = Integer.bitCount(bits);
      }
    }
    return smallest;
  }

  private static boolean isOut(
      BagWorld world, History history, int removed, String itemId, int listLength) {
    History edited = history;
    for (int r = 0; r < history.size(); r++) {
      if (((removed >> r) & 1) == 1) {
        edited = edited.without(history.interactions().get(r).itemId());
      }
    }
    double own = world.score(edited, itemId, Set.of());
    int before = 0;
    for (CatalogueItem item : world.catalogue.items()) {
      boolean rival = history.find(item.id()).isEmpty() && !item.id().equals(itemId);
      before += rival && world.score(edited, item.id(), Set.of()) > own ? 1 : 0;
    }
    return before >= listLength;
  }

  /** Small random cases: minimal in each. */
  @Property(tries = 500, seed = "1")
  void counterfactuals_areMinimal(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int ratings,
      @ForAll @IntRange(min = 1, max = 3) int listLength,
      @ForAll @IntRange(min = 0, max = 2) int exponent,
      @ForAll boolean products,
      @ForAll boolean windowed) {
    BagWorld world = new BagWorld(seed, 16, 3, block(exponent, products, windowed), false);
    History history = world.history(ratings, false);
    UserExplainer user = world.explainer().forHistory(history);
    List<Recommendation> list = user.recommend(listLength);
    String item = list.get((int) Math.abs(seed % listLength)).itemId();
    Optional<RatingEdits> edits =
        Answers.of(user).fewestRemovals(item, listLength, Integer.MAX_VALUE);
    int smallest = smallest(world, history, item, listLength);
    assertEquals(smallest, edits.map(RatingEdits::size).orElse(ratings + 1));
    edits.ifPresent(
        found -> {
          History edited = history;
          for (RatingEdits.Edit edit : found.edits()) {
            edited = edited.without(edit.itemId());
          }
          assertEquals(world.score(edited, item, Set.of()), found.item().scoreAfter(), 1e-12);
        });
    assertExplains(user.explain(item), world.model, world.encoder, history);
  }

  @Property(tries = 60, seed = "1")
  void answers_areThoseOfTheEditedHistory(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 2) int exponent,
      @ForAll boolean products,
      @ForAll boolean columns) {
    BagWorld world = new BagWorld(seed, 14, 4, block(exponent, products, false), columns);
    History history = world.history(5, true);
    UserExplainer user = world.explainer().forHistory(history);
    Answers answers = Answers.of(user);
    List<Recommendation> list = user.recommend(9);
    String last = list.get(8).itemId();

    Optional<RatingEdits> added = answers.fewestAdditions(last, 5, 4);
    added.ifPresent(
        edits -> {
          History edited = history;
          for (RatingEdits.Edit edit : edits.edits()) {
            edited = edited.with(late(edit.itemId()));
          }
          assertEquals(world.score(edited, last, Set.of()), edits.item().scoreAfter(), 1e-12);
          assertEquals(1, edits.item().rankAfter());
        });

    // How high a rating is does not enter.
    assertEquals(Optional.empty(), answers.fewestChanges(list.get(0).itemId(), 1));

    History edited = history.without(history.interactions().get(1).itemId()).with(late(last));
    WhatIf whatIf = answers.whatIf(edited, 5);
    whatIf
        .standings()
        .forEach(
            standing ->
                assertEquals(
                    world.score(edited, standing.itemId(), Set.of()),
                    standing.scoreAfter(),
                    1e-12));

    Set<String> gone =
        Set.of(history.interactions().get(0).itemId(), history.interactions().get(3).itemId());
    RatingGroups.Group group = answers.group(last, "two", rating -> gone.contains(rating.itemId()));
    History without = history;
    for (String id : gone) {
      without = without.without(id);
    }
    assertEquals(
        world.score(history, last, Set.of()) - world.score(without, last, Set.of()),
        group.jointRemovalEffect(),
        1e-12);
    assertExplains(user.explain(last), world.model, world.encoder, history);
  }

  /** More items than are tried: those that move the score farthest, each scored anew. */
  @Property(tries = 6, seed = "1")
  void candidates_ofManyItemsAreThoseThatMoveTheItemFarthest(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int exponent) {
    BagWorld world = new BagWorld(seed, 320, 3, block(exponent, true, false), false);
    History history = world.history(5, false);
    UserExplainer user = world.explainer().forHistory(history).among(HistoryBagProperties::isTried);
    String item = user.recommend(9).get(8).itemId();
    double before = world.score(history, item, Set.of());
    List<String> expected =
        world.catalogue.items().stream()
            .filter(HistoryBagProperties::isTried)
            .map(CatalogueItem::id)
            .filter(id -> !id.equals(item) && history.find(id).isEmpty())
            .sorted(
                Comparator.comparingDouble(
                    id -> -Math.abs(world.score(history.with(late(id)), item, Set.of()) - before)))
            .limit(256)
            .toList();
    UserItems space = Access.of(user);
    int[] candidates = EditSearch.candidates(space, space.place(item));
    assertEquals(expected, Arrays.stream(candidates).mapToObj(j -> space.item(j).id()).toList());
  }

  private static boolean isTried(CatalogueItem item) {
    return !item.id().endsWith("7");
  }

  private static Interaction late(String itemId) {
    return new Interaction(itemId, 5, Instant.ofEpochSecond(10_000_000), Set.of());
  }

  /**
   * A linear model of 1 000 items and 500 users: each of the first five items pushed out of the
   * first five, against every subset of the ratings.
   */
  @Example
  void linearModel_pushesOutNearlyEveryItemWithNearlyTheFewest() {
    LinearWorld world = new LinearWorld(1000, 20, 7);
    int asked = 0;
    int pushed = 0;
    double size = 0;
    double optimum = 0;
    for (int u = 0; u < 500; u++) {
      History history = world.history(u);
      UserExplainer user = world.explainer.forHistory(history);
      List<Recommendation> first = user.recommend(5);
      Map<String, Integer> fewest = world.fewest(history, first);
      for (Recommendation item : first) {
        asked++;
        Optional<RatingEdits> edits =
            Answers.of(user).fewestRemovals(item.itemId(), 5, Integer.MAX_VALUE);
        assertEquals(fewest.containsKey(item.itemId()), edits.isPresent());
        if (edits.isPresent()) {
          pushed++;
          size += edits.get().size();
          optimum += Objects.requireNonNull(fewest.get(item.itemId()));
        }
      }
    }
    assertTrue(pushed >= 0.98 * asked, pushed + " of " + asked);
    assertTrue(size <= 1.1 * optimum, size / pushed + " for " + optimum / pushed);
  }
}
