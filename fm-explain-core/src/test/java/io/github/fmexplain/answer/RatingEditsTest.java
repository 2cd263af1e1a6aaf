package io.github.fmexplain.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.RatingEdits.Edit;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.NoAnswerException;
import io.github.fmexplain.model.NoAnswerException.Kind;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RatingEditsTest {

  private static final int WORLDS = 100;

  private static String error(Runnable question) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, question::run).getMessage());
  }

  /** The size of the smallest subset of the new ratings that meets the goal, or 99 if none. */
  private static int smallest(
      CounterfactualReference reference,
      History history,
      List<Interaction> edits,
      String item,
      int listLength,
      boolean out) {
    int smallest = 99;
    for (int bits = 1; bits < 1 << edits.size(); bits++) {
      int set = bits;
      if (Integer.bitCount(bits) < smallest) {
        History edited = history;
        for (int e :
            IntStream.range(0, edits.size()).filter(j -> ((set >> j) & 1) == 1).toArray()) {
          edited = edited.with(edits.get(e));
        }
        boolean isOut = reference.ahead(item, reference.scoresAfter(edited)) >= listLength;
        smallest = isOut == out ? Integer.bitCount(bits) : smallest;
      }
    }
    return smallest;
  }

  private static History edited(History history, RatingEdits edits) {
    History edited = history;
    for (Edit edit : edits.edits()) {
      Set<String> context = history.find(edit.itemId()).map(Interaction::context).orElse(Set.of());
      double newRating = Objects.requireNonNull(edit.newRating());
      edited = edited.with(new Interaction(edit.itemId(), newRating, null, context));
    }
    return edited;
  }

  /** 100 worlds from seed 1, every subset of changes tried. */
  @Test
  void changes_areValidAndNearlyAlwaysTheFewest() {
    int fewest = 0;
    for (long seed = 1; seed <= WORLDS; seed++) {
      PredictorType type =
          seed % 2 == 0 ? PredictorType.BINARY_CLASSIFIER : PredictorType.REGRESSOR;
      RandomWorld world = new RandomWorld(seed, type, 20, 4);
      History history = world.history("u1", 7);
      FmExplainer explainer = world.explainer();
      Answers answers = Answers.of(explainer.forHistory(history));
      int n = 1 + (int) (seed % 3);
      String item = answers.user().recommend(n).get(n - 1).itemId();
      CounterfactualReference reference = new CounterfactualReference(explainer, history);
      RatingTarget target = explainer.trained().target();
      List<Interaction> changes =
          history.interactions().stream()
              .filter(r -> target.of(r.rating()) != target.of(1))
              .map(r -> new Interaction(r.itemId(), 1, null, r.context()))
              .toList();
      int smallest = smallest(reference, history, changes, item, n, true);
      Optional<RatingEdits> found = answers.fewestChanges(item, 1, n, 7);
      if (found.isPresent()) {
        History edited = edited(history, found.orElseThrow());
        assertTrue(reference.ahead(item, reference.scoresAfter(edited)) >= n, "seed " + seed);
        assertTrue(found.orElseThrow().item().rankAfter() > n);
        assertTrue(found.orElseThrow().other().rankAfter() <= n);
      }
      int size = found.map(RatingEdits::size).orElse(99);
      assertTrue(size >= smallest, "seed " + seed);
      fewest += size == smallest ? 1 : 0;
    }
    assertTrue(fewest >= 0.95 * WORLDS, "fewest in " + fewest);
  }

  /** 100 worlds from seed 1, every subset of 7 candidates tried. */
  @Test
  void newRatings_areValidAndNearlyAlwaysTheFewest() {
    int fewest = 0;
    for (long seed = 1; seed <= WORLDS; seed++) {
      PredictorType type =
          seed % 2 == 0 ? PredictorType.BINARY_CLASSIFIER : PredictorType.REGRESSOR;
      RandomWorld world = new RandomWorld(seed, type, 20, 4);
      History history = world.history("u1", 4);
      FmExplainer explainer = world.explainer();
      Answers answers = Answers.of(explainer.forHistory(history));
      int n = 1 + (int) (seed % 3);
      List<String> list =
          answers.user().recommend(12).stream().map(Recommendation::itemId).toList();
      String item = list.get(n + 1);
      List<Interaction> added =
          IntStream.range(0, 12)
              .filter(j -> j % 2 == n % 2)
              .mapToObj(j -> Interaction.of(list.get(j), 5))
              .toList();
      Set<String> candidates =
          added.stream()
              .map(Interaction::itemId)
              .filter(id -> !id.equals(item))
              .collect(Collectors.toSet());
      List<Interaction> usable =
          added.stream().filter(r -> candidates.contains(r.itemId())).toList();
      CounterfactualReference reference = new CounterfactualReference(explainer, history);
      int smallest = smallest(reference, history, usable, item, n, false);
      Optional<RatingEdits> found = answers.fewestAdditions(item, 5, candidates, n, 7);
      if (found.isPresent()) {
        History edited = edited(history, found.orElseThrow());
        assertTrue(reference.ahead(item, reference.scoresAfter(edited)) < n, "seed " + seed);
        assertTrue(found.orElseThrow().item().rankAfter() <= n);
        assertTrue(found.orElseThrow().other().rankBefore() <= n);
        assertNull(found.orElseThrow().edits().get(0).oldRating());
      }
      int size = found.map(RatingEdits::size).orElse(99);
      assertTrue(size >= smallest, "seed " + seed);
      fewest += size == smallest ? 1 : 0;
    }
    assertTrue(fewest >= 0.95 * WORLDS, "fewest in " + fewest);
  }

  @Test
  void changes_countOnlyLikesWithAClassifier() {
    RandomWorld world = new RandomWorld(6, PredictorType.BINARY_CLASSIFIER, 25, 4);
    Answers answers = Answers.of(world.explainer().forHistory(world.history("u1", 12)));
    String item = answers.user().recommend(1).get(0).itemId();
    answers
        .fewestChanges(item, 1)
        .ifPresent(
            found -> {
              for (Edit edit : found.edits()) {
                assertTrue(edit.oldRating() != null && edit.oldRating() >= 4);
                assertEquals(1, edit.newRating());
              }
            });
  }

  /** What a service can pass on to who asked: everything that depends on data only. */
  @Test
  void questionsWithoutAnAnswer_haveTheirKinds() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 12, 3);
    Answers answers = Answers.of(world.explainer().forHistory(world.history("u1", 4)));
    UserExplainer user = answers.user();
    List<String> list = user.recommend(8).stream().map(Recommendation::itemId).toList();
    String rated = user.history().interactions().get(0).itemId();
    String first = list.get(0);
    String last = list.get(7);
    assertEquals(Kind.RATED, kind(() -> answers.fewestRemovals(rated)));
    assertEquals(Kind.RATED, kind(() -> answers.fewestAdditions(last, 5, Set.of(rated), 1, 3)));
    assertEquals(Kind.NOT_LISTED, kind(() -> answers.fewestRemovals(last)));
    assertEquals(Kind.ALREADY_LISTED, kind(() -> answers.fewestAdditions(first, 5, 3)));
    assertEquals(Kind.UNKNOWN_ITEM, kind(() -> answers.fewestRemovals("z")));
    assertEquals(Kind.UNKNOWN_ITEM, kind(() -> answers.stability("z")));
    assertEquals(Kind.UNKNOWN_TAG, kind(() -> user.inContext(Set.of("noon"))));
    assertEquals(
        Kind.UNKNOWN_USER, kind(() -> world.encoder.encode("z", Set.of(), first, Set.of())));
    assertEquals(Kind.EMPTY_GROUP, kind(() -> answers.group(first, "none", rating -> false)));
    assertEquals(Kind.NO_CHANGE, kind(() -> answers.fewestAdditions(last, 3, 3)));
    UserExplainer few = user.among(item -> item.id().equals(first));
    assertEquals(Kind.FILTERED_OUT, kind(() -> Answers.of(few).fewestRemovals(last)));
    assertEquals(
        Kind.NOTHING_LEFT, kind(() -> Ablation.of(user.among(item -> item.id().equals(rated)))));
  }

  private static Kind kind(Executable question) {
    return assertThrows(NoAnswerException.class, question).kind();
  }

  @Test
  void newRatings_mustSayMoreThanBefore() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 12, 3);
    History likes = History.of("u1", List.of(Interaction.of("i1", 5), Interaction.of("i2", 4)));
    Answers answers = Answers.of(world.explainer().forHistory(likes));
    List<Recommendation> list = answers.user().recommend(2);
    assertEquals(
        "new rating must change what a rating says to the model, but 4.5 says the same as all 2"
            + " ratings; give one on the other side of what counts as a like",
        error(() -> answers.fewestChanges(list.get(0).itemId(), 4.5)));
    assertEquals(
        "new rating must be a like, at least 4.0, but was 3.5; the question is what the user would"
            + " have to like",
        error(() -> answers.fewestAdditions(list.get(1).itemId(), 3.5, 2)));
  }

  @Test
  void badQuestions_areRefused() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 12, 3);
    Answers answers = Answers.of(world.explainer().forHistory(world.history("u1", 4)));
    UserExplainer user = answers.user();
    List<String> list = user.recommend(8).stream().map(Recommendation::itemId).toList();
    String rated = user.history().interactions().get(0).itemId();
    String first = list.get(0);
    String last = list.get(7);
    assertEquals(
        "item '"
            + last
            + "' must be among the first 2 recommended, but is at rank 8; give a longer list",
        error(() -> answers.fewestChanges(last, 1, 2, 3)));
    assertEquals(
        "item '"
            + rated
            + "' must not be rated by the user, but is; the question is about an item that is"
            + " recommended",
        error(() -> answers.fewestChanges(rated, 1)));
    assertEquals(
        "item '" + first + "' must not be among the first 1 recommended, but is at rank 1 already",
        error(() -> answers.fewestAdditions(first, 5, 3)));
    assertEquals(
        "item '" + last + "' must not be among the first 99 recommended, but is at rank 8 already",
        error(() -> answers.fewestAdditions(last, 5, null, 99, 3)));
    assertEquals(
        "item '"
            + rated
            + "' must not be rated by the user, but is; the question is about an item to be"
            + " recommended",
        error(() -> answers.fewestAdditions(rated, 5, 3)));
    assertEquals(
        "item '"
            + rated
            + "' must not be rated by the user, but is; a candidate is an item that could be rated",
        error(() -> answers.fewestAdditions(last, 5, Set.of(rated), 1, 3)));
    assertEquals(
        "candidates must not hold the item itself, but have '" + last + "'",
        error(() -> answers.fewestAdditions(last, 5, Set.of(last), 1, 3)));
    assertEquals(
        "candidates must hold at least 1 item, but are empty",
        error(() -> answers.fewestAdditions(last, 5, Set.of(), 1, 3)));
    assertEquals(
        "new rating must be finite, but was NaN",
        error(() -> answers.fewestChanges(first, Double.NaN)));
    assertEquals(
        "list length must be at least 1, but was 0",
        error(() -> answers.fewestChanges(first, 1, 0, 3)));
    assertEquals(
        "largest size must be at least 1, but was 0",
        error(() -> answers.fewestAdditions(last, 5, 0)));
    assertEquals(
        "unknown item 'z'; the catalogue has 12 items",
        assertThrows(UnknownIdException.class, () -> answers.fewestAdditions("z", 5, 3))
            .getMessage());
    assertTrue(answers.fewestChanges(first, 1, 8, 3).isEmpty());
  }
}
