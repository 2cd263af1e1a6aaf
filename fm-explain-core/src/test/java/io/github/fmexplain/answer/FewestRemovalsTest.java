package io.github.fmexplain.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.TestMethods;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FewestRemovalsTest {

  private static final int WORLDS = 300;

  private static String error(Runnable question) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, question::run).getMessage());
  }

  private static List<Interaction> removed(RatingEdits edits, History history) {
    assertEquals(RatingEdits.Kind.REMOVE, edits.kind());
    return edits.edits().stream().map(edit -> history.find(edit.itemId()).orElseThrow()).toList();
  }

  /** 300 worlds from seed 1: histories of 3 to 8, lists of 1 to 3, every subset tried. */
  @Test
  void sets_areValidAndNearlyAlwaysTheSmallest() {
    int smallestFound = 0;
    for (long seed = 1; seed <= WORLDS; seed++) {
      PredictorType type =
          seed % 2 == 0 ? PredictorType.BINARY_CLASSIFIER : PredictorType.REGRESSOR;
      RandomWorld world = new RandomWorld(seed, type, 20, 4);
      History history = world.history("u1", 3 + (int) (seed % 6));
      if (seed % 3 == 0) {
        history = RandomWorld.asNewUser(history);
      }
      int listLength = 1 + (int) (seed / 2 % 3);
      FmExplainer explainer = world.explainer();
      UserExplainer user = explainer.forHistory(history);
      String item = user.recommend(listLength).get(listLength - 1).itemId();
      CounterfactualReference reference = new CounterfactualReference(explainer, history);
      int smallest = reference.smallest(item, listLength);
      Optional<RatingEdits> found =
          Answers.of(user).fewestRemovals(item, listLength, history.size() - 1);
      if (found.isPresent()) {
        assertConfirmed(reference, found.orElseThrow(), history);
      }
      int size = found.map(RatingEdits::size).orElse(history.size());
      assertTrue(size >= smallest, "seed " + seed);
      smallestFound += size == smallest ? 1 : 0;
    }
    assertTrue(smallestFound >= 0.95 * WORLDS, "smallest in " + smallestFound);
  }

  private static void assertConfirmed(
      CounterfactualReference reference, RatingEdits found, History history) {
    String item = found.item().itemId();
    assertTrue(reference.isOutWithout(item, found.listLength(), removed(found, history)));
    History edited = history;
    for (Interaction rating : removed(found, history)) {
      edited = edited.without(rating.itemId());
    }
    Map<String, Double> after = reference.scoresAfter(edited);
    for (Standing standing : List.of(found.item(), found.other())) {
      double score = Objects.requireNonNull(after.get(standing.itemId()));
      assertEquals(score, standing.scoreAfter(), 1e-7);
      assertEquals(reference.ahead(standing.itemId(), after) + 1, standing.rankAfter());
    }
    assertTrue(found.item().rankBefore() <= found.listLength());
    assertTrue(found.item().rankAfter() > found.listLength());
    assertTrue(found.other().rankBefore() > found.listLength());
    assertTrue(found.other().rankAfter() <= found.listLength());
  }

  @Test
  void everyMethod_givesTheSameAnswer() {
    RandomWorld world = new RandomWorld(8, PredictorType.BINARY_CLASSIFIER, 30, 4);
    History history = world.history("u2", 12);
    FmExplainer explainer = world.explainer();
    String item = explainer.forHistory(history).recommend(1).get(0).itemId();
    RatingEdits first =
        Answers.of(explainer.forHistory(history)).fewestRemovals(item).orElseThrow();
    for (Method method : TestMethods.withSettings()) {
      UserExplainer user = explainer.withMethod(method).forHistory(history);
      RatingEdits same = Answers.of(user).fewestRemovals(item).orElseThrow();
      assertEquals(first.edits(), same.edits());
      assertEquals(first.item(), same.item());
      assertEquals(first.other(), same.other());
      assertEquals(user.provenance(), same.provenance());
    }
  }

  @Test
  void regressor_scoresAreRatings() {
    RandomWorld world = new RandomWorld(5, PredictorType.REGRESSOR, 30, 4);
    UserExplainer user = world.explainer().forHistory(world.history("u2", 9));
    String item = user.recommend(1).get(0).itemId();
    RatingEdits found = Answers.of(user).fewestRemovals(item).orElseThrow();
    assertEquals(user.score(item), found.item().scoreBefore());
    assertEquals(ScoreUnit.RATING, found.provenance().unit());
    assertEquals(world.model.fingerprint(), found.provenance().modelFingerprint());
  }

  @Test
  void context_isThatOfTheExplainer() {
    RandomWorld world = new RandomWorld(4, PredictorType.BINARY_CLASSIFIER, 30, 4);
    UserExplainer user =
        world.explainer().forHistory(world.history("u1", 9)).inContext(Set.of("evening"));
    String item = user.recommend(1).get(0).itemId();
    assertEquals(
        user.score(item), Answers.of(user).fewestRemovals(item).orElseThrow().item().scoreBefore());
    assertEquals(Set.of("evening"), user.context());
    assertEquals(world.catalogue, user.explainer().catalogue());
  }

  @Test
  void oneRating_isAllThatCanGo() {
    RandomWorld world = new RandomWorld(1, PredictorType.REGRESSOR, 30, 3);
    int flipped = 0;
    for (int seed = 0; seed < 20; seed++) {
      UserExplainer user =
          world.explainer().forHistory(RandomWorld.asNewUser(world.history("u1", 1)));
      String item = user.recommend(1).get(0).itemId();
      Optional<RatingEdits> found = Answers.of(user).fewestRemovals(item);
      flipped += found.isPresent() ? 1 : 0;
      found.ifPresent(
          answer -> assertEquals(user.history().interactions(), removed(answer, user.history())));
    }
    assertTrue(flipped > 0 && flipped < 20, "flipped " + flipped);
  }

  @Test
  void listOfTheWholeCatalogue_hasNothingToFallOutOf() {
    RandomWorld world = new RandomWorld(2, PredictorType.REGRESSOR, 12, 3);
    UserExplainer user = world.explainer().forHistory(world.history("u1", 4));
    String item = user.recommend(1).get(0).itemId();
    assertTrue(Answers.of(user).fewestRemovals(item, 8, 4).isEmpty());
    assertTrue(
        Answers.of(user).fewestRemovals(item, Integer.MAX_VALUE, Integer.MAX_VALUE).isEmpty());
  }

  @Test
  void badQuestions_areRefused() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 12, 3);
    UserExplainer user = world.explainer().forHistory(world.history("u1", 4));
    String item = user.recommend(1).get(0).itemId();
    String rated = user.history().interactions().get(0).itemId();
    String last = user.recommend(8).get(7).itemId();
    assertEquals(
        "item '"
            + rated
            + "' must not be rated by the user, but is; the question is about an item that is"
            + " recommended",
        error(() -> Answers.of(user).fewestRemovals(rated)));
    assertEquals(
        "item '"
            + last
            + "' must be among the first 1 recommended, but is at rank 8; give a longer list",
        error(() -> Answers.of(user).fewestRemovals(last)));
    assertEquals(
        "list length must be at least 1, but was 0",
        error(() -> Answers.of(user).fewestRemovals(item, 0, 1)));
    assertEquals(
        "largest size must be at least 1, but was 0",
        error(() -> Answers.of(user).fewestRemovals(item, 1, 0)));
    assertEquals(
        "unknown item 'z'; the catalogue has 12 items",
        assertThrows(UnknownIdException.class, () -> Answers.of(user).fewestRemovals("z"))
            .getMessage());
  }
}
