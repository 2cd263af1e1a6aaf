package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.Influence;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemovalWorldTest {

  private final RemovalWorld world = RemovalWorld.of(TinyWorld.MODEL, TinyWorld.HISTORY);

  @Test
  void states_areThoseWorkedOutInTinyWorld() {
    assertEquals(1, world.full().score("t"), 1e-12);
    assertEquals(0.5, world.full().score("z"), 1e-12);
    assertEquals(1, world.trained().score("t"), 1e-12);
    assertEquals(0, keeping(false, true).score("t"), 1e-12);
    assertEquals(1.5, keeping(true, false).score("t"), 1e-12);
    assertEquals(0, keeping(false, false).score("t"), 1e-12);
    assertEquals(2, world.candidates());
  }

  private RemovalWorld.State keeping(boolean... kept) {
    return world.keeping(kept, world.full());
  }

  @Test
  void rank_isAmongTheItemsThatTheUserHasNotRated() {
    // Without a, t has 0 and z has ½; item a would have 0 too, but does not compete.
    assertEquals(1, world.full().rank("t"));
    assertEquals(2, world.full().rank("z"));
    assertEquals(2, keeping(false, true).rank("t"));
    assertEquals("t", world.full().first());
    assertEquals("z", keeping(false, true).first());
  }

  @Test
  void removalEffects_areScoreWithMinusScoreWithout() {
    // a: 1 − 0; b: 1 − 1.5.
    RemovalEffects effects = world.removalEffects("t");
    assertEquals(List.of(0, 1), effects.rows());
    assertArrayEquals(new double[] {1, -0.5}, effects.values(), 1e-12);
    // Nothing moves z.
    assertArrayEquals(new double[] {0, 0}, world.removalEffects("z").values(), 1e-12);
  }

  @Test
  void withTarget_editsOneRating() {
    // Had b been 3: θ* = 6/3.
    assertEquals(2, world.withTarget(1, 3).score("t"), 1e-12);
  }

  @Test
  void oneRating_canBeRemoved() {
    // θ* = 3/2 with it and 0 without.
    RemovalEffects effects =
        RemovalWorld.of(TinyWorld.MODEL, TinyWorld.ONE_RATING).removalEffects("t");
    assertArrayEquals(new double[] {1.5}, effects.values(), 1e-12);
  }

  @Test
  void leastSquares_isExactWithTagsAndContextsToo() {
    RandomWorld random = new RandomWorld(5, PredictorType.REGRESSOR, 12, 3);
    EvaluatedModel model =
        new EvaluatedModel(
            random.model, random.encoder, random.catalogue, RatingTarget.stars(), 0.7, 2, null);
    History history = random.history("u2", 7);
    RemovalWorld of = RemovalWorld.of(model, history);
    String item = of.full().first();
    double[] exact = of.removalEffects(item).values();
    var explanation = model.explainer(Influence.leastSquares()).forHistory(history).explain(item);
    assertArrayEquals(
        exact,
        explanation.contributions().stream().mapToDouble(Contribution::removalEffect).toArray(),
        1e-9);
    assertEquals(explanation.score(), of.trained().score(item), 1e-9);
    ExplanationAssert.assertExplains(explanation, random.model, random.encoder, history);
  }

  private static String message(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void badInput_isRefused() {
    assertEquals(
        "history must have at least 1 rating, but is empty; there is nothing to remove",
        message(() -> RemovalWorld.of(TinyWorld.MODEL, History.of("u", List.of()))));
    History everything =
        TinyWorld.HISTORY.with(Interaction.of("t", 1)).with(Interaction.of("z", 1));
    assertEquals(
        "user must have an unrated item to be recommended, but has rated all 4 items of the"
            + " catalogue",
        message(() -> RemovalWorld.of(TinyWorld.MODEL, everything)));
    assertEquals(
        "item must be one of the 2 that the user has not rated, but was 'a'",
        message(() -> world.full().score("a")));
    assertEquals("kept must have 2 entries, one a rating, but has 1", message(() -> keeping(true)));
  }

  @Test
  void removalEffects_mustFitTheHistory() {
    assertEquals(
        "effects must be one a row, but there are 1 effects and 2 rows",
        message(() -> new RemovalEffects(TinyWorld.HISTORY, "t", List.of(0, 1), List.of(1.0))));
    assertEquals(
        "row must be from 0 to 1, but was 2",
        message(() -> new RemovalEffects(TinyWorld.HISTORY, "t", List.of(2), List.of(1.0))));
  }
}
