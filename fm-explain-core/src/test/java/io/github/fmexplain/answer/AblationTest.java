package io.github.fmexplain.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AblationTest {

  private static String error(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static boolean[] without(int ratings, int... gone) {
    boolean[] kept = new boolean[ratings];
    Arrays.fill(kept, true);
    for (int row : gone) {
      kept[row] = false;
    }
    return kept;
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void states_areThoseOfUsersWhoAreFoldedIn(PredictorType type) {
    RandomWorld world = new RandomWorld(6, type, 20, 3);
    FmExplainer explainer = world.explainer();
    History history = world.history("u1", 6);
    UserExplainer user = explainer.forHistory(history);
    Ablation ablation = Ablation.of(user);
    assertEquals(history, ablation.history());
    assertEquals(14, ablation.candidates());
    UserExplainer all = explainer.foldIn(history);
    String gone = history.interactions().get(2).itemId();
    UserExplainer fewer = explainer.foldIn(history.without(gone));
    double[] effects = ablation.removalEffects(all.recommend(1).get(0).itemId());
    for (Recommendation item : all.recommend(14)) {
      assertEquals(item.score(), ablation.full().score(item.itemId()), 1e-9);
      assertEquals(item.rank(), ablation.full().rank(item.itemId()));
      assertEquals(user.score(item.itemId()), ablation.asScored().score(item.itemId()), 1e-9);
      double without = fewer.score(item.itemId());
      assertEquals(without, ablation.keeping(without(6, 2)).score(item.itemId()), 1e-9);
      assertEquals(
          user.score(item.itemId()) + without - item.score(),
          ablation.asScoredKeeping(without(6, 2)).score(item.itemId()),
          1e-9);
      if (item.rank() == 1) {
        assertEquals(item.itemId(), ablation.full().first());
        assertEquals(item.score() - without, effects[2], 1e-9);
      }
    }
    assertArrayEquals(
        all.recommend(3).stream().mapToDouble(Recommendation::score).toArray(),
        ablation.full().best(3),
        1e-9);
    double target = explainer.trained().target().of(history.interactions().get(2).rating());
    assertEquals(target, ablation.target(2));
    assertEquals(ablation.full().first(), ablation.withTarget(2, target).first());
    assertEquals("Ablation[6 ratings, 14 items]", ablation.toString());
    assertEquals("State[first '" + ablation.full().first() + "']", ablation.full().toString());
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void deletionCurve_removesTheLargestAttributionsFirst(PredictorType type) {
    RandomWorld world = new RandomWorld(6, type, 20, 3);
    FmExplainer explainer = world.explainer();
    History history = world.history("u1", 4);
    Ablation ablation = Ablation.of(explainer.forHistory(history));
    String item = ablation.full().first();
    DeletionCurve curve = ablation.deletionCurve(item, new double[] {0.1, 3, -1, 2}, 3);
    List<String> ids =
        List.of(1, 3, 0).stream().map(r -> history.interactions().get(r).itemId()).toList();
    assertEquals(ids, curve.removedItemIds());
    assertEquals(ScoreUnit.of(type), curve.unit());
    History left = history;
    for (int n = 0; n <= 3; n++) {
      left = n == 0 ? left : left.without(ids.get(n - 1));
      double score = explainer.foldIn(left).score(item);
      assertEquals(
          type == PredictorType.REGRESSOR ? score : FmModel.sigmoid(score),
          curve.predictions().get(n),
          1e-9);
    }
    assertEquals(5, ablation.deletionCurve(item, new double[4], 99).predictions().size());
    assertEquals("DeletionCurve[item '" + item + "', 3 removals]", curve.toString());
  }

  @Test
  void badQuestions_areRefused() {
    RandomWorld world = new RandomWorld(6, PredictorType.REGRESSOR, 8, 3);
    FmExplainer explainer = world.explainer();
    History history = world.history("u1", 4);
    Ablation ablation = Ablation.of(explainer.forHistory(history));
    String item = ablation.full().first();
    String rated = history.interactions().get(0).itemId();
    assertEquals(
        "user must have an unrated item to be recommended, but has rated all 8 items of the"
            + " catalogue",
        error(() -> Ablation.of(explainer.forHistory(world.history("u1", 8)))));
    assertEquals(
        "kept must have 4 entries, one per rating, but has 3",
        error(() -> ablation.keeping(new boolean[3])));
    assertEquals(
        "kept must have 4 entries, one per rating, but has 5",
        error(() -> ablation.asScoredKeeping(new boolean[5])));
    assertEquals(
        "attribution must have one number per rating, but has 3 for 4 ratings",
        error(() -> ablation.deletionCurve(item, new double[3], 1)));
    assertEquals(
        "number of removals must not be negative, but was -1",
        error(() -> ablation.deletionCurve(item, new double[4], -1)));
    String message =
        "item '"
            + rated
            + "' must not be rated by the user, but is; only items that could be recommended"
            + " compete";
    assertEquals(message, error(() -> ablation.removalEffects(rated)));
    assertEquals(message, error(() -> ablation.full().score(rated)));
    assertEquals(message, error(() -> ablation.full().rank(rated)));
    assertEquals(message, error(() -> ablation.deletionCurve(rated, new double[4], 1)));
    assertEquals(
        "unknown item 'z'; the catalogue has 8 items",
        assertThrows(UnknownIdException.class, () -> ablation.removalEffects("z")).getMessage());
    assertEquals(
        "predictions must be one more than removed ratings, but there are 1 for 1",
        error(() -> new DeletionCurve("i", "I", ScoreUnit.RATING, List.of("j"), List.of(0.5))));
  }
}
