package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class AblationTest {

  private final Ablation world = TinyWorld.ablation(TinyWorld.HISTORY);

  @Test
  void states_areThoseWorkedOutInTinyWorld() {
    assertEquals(1, world.full().score("t"), 1e-12);
    assertEquals(0.5, world.full().score("z"), 1e-12);
    assertEquals(1, world.asScored().score("t"), 1e-12);
    assertEquals(0, keeping(false, true).score("t"), 1e-12);
    assertEquals(1.5, keeping(true, false).score("t"), 1e-12);
    assertEquals(0, keeping(false, false).score("t"), 1e-12);
    assertEquals(2, world.candidates());
  }

  private Ablation.State keeping(boolean... kept) {
    return world.keeping(kept);
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
    assertArrayEquals(new double[] {1, -0.5}, world.removalEffects("t"), 1e-12);
    // Nothing moves z.
    assertArrayEquals(new double[] {0, 0}, world.removalEffects("z"), 1e-12);
  }

  @Test
  void residuals_areWhatThePredictionsMiss() {
    // θ* = 1 scores a and b with 1 each; with b alone, 0.
    assertArrayEquals(new double[] {2, -1}, world.full().residuals(), 1e-12);
    assertArrayEquals(new double[] {3, 0}, keeping(false, true).residuals(), 1e-12);
    assertEquals(ScoreUnit.RATING, world.unit());
  }

  @Test
  void withTarget_editsOneRating() {
    // Had b been 3: θ* = 6/3.
    assertEquals(2, world.withTarget(1, 3).score("t"), 1e-12);
  }

  @Test
  void oneRating_canBeRemoved() {
    // θ* = 3/2 with it and 0 without.
    assertArrayEquals(
        new double[] {1.5}, TinyWorld.ablation(TinyWorld.ONE_RATING).removalEffects("t"), 1e-12);
  }

  @Test
  void leastSquares_isExactWithTagsAndContextsToo() {
    RandomWorld random = new RandomWorld(5, PredictorType.REGRESSOR, 12, 3);
    History history = random.history("u2", 7);
    UserExplainer user = random.explainer().withMethod(Method.leastSquares()).forHistory(history);
    Ablation ablation = Ablation.of(user);
    String item = ablation.full().first();
    Explanation explanation = user.explain(item);
    assertArrayEquals(
        ablation.removalEffects(item),
        explanation.contributions().stream().mapToDouble(Contribution::removalEffect).toArray(),
        1e-9);
    assertEquals(explanation.score(), ablation.asScored().score(item), 1e-9);
    ExplanationAssert.assertExplains(explanation, random.model, random.encoder, history);
  }

  private static String message(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void badInput_isRefused() {
    // A user without ratings has nothing to remove.
    assertEquals(4, TinyWorld.ablation(History.of("u", List.of())).candidates());
    History everything =
        TinyWorld.HISTORY.with(Interaction.of("t", 1)).with(Interaction.of("z", 1));
    assertEquals(
        "user must have an unrated item to be recommended, but has rated all 4 items of the"
            + " catalogue",
        message(() -> TinyWorld.ablation(everything)));
    assertEquals(
        "item 'a' must not be rated by the user, but is; only items that could be recommended compete",
        message(() -> world.full().score("a")));
    assertEquals(
        "kept must have 2 entries, one per rating, but has 1", message(() -> keeping(true)));
  }

  @Test
  void removalEffects_mustFitTheHistory() {
    assertEquals(
        "effects must be one per row, but there are 1 effects and 2 rows",
        message(() -> new RemovalEffects(TinyWorld.HISTORY, "t", List.of(0, 1), List.of(1.0))));
    assertEquals(
        "row must be from 0 to 1, but was 2",
        message(() -> new RemovalEffects(TinyWorld.HISTORY, "t", List.of(2), List.of(1.0))));
  }
}
