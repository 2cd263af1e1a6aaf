package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TrainingSetTest {

  private static final FeatureEncoder ENCODER =
      OneHotEncoder.of(List.of("u", "v"), List.of("a", "b"));

  @Test
  void of_makesOneRowARating() {
    TrainingSet set =
        TrainingSet.of(
            ENCODER,
            List.of(
                History.of("v", List.of(Interaction.of("b", 4), Interaction.of("a", 3.5))),
                History.of("u", List.of(Interaction.of("a", 5)))),
            RatingTarget.likeFrom(4));
    assertEquals(4, set.numFeatures());
    assertEquals(3, set.numRows());
    assertEquals(FeatureVector.ones(1, 3), set.features(0));
    assertEquals(FeatureVector.ones(1, 2), set.features(1));
    assertEquals(FeatureVector.ones(0, 2), set.features(2));
    assertEquals(1f, set.target(0));
    assertEquals(0f, set.target(1));
    assertEquals(2, set.rowSize(1));
    assertEquals(2, set.index(1, 1));
    assertEquals(1f, set.value(1, 1));
  }

  @Test
  void builder_growsAndKeepsEveryRow() {
    TrainingSet.Builder builder = TrainingSet.builder(1000);
    for (int r = 0; r < 1000; r++) {
      builder.add(
          FeatureVector.of(new int[] {r, (r + 1) % 1000, (r + 2) % 1000}, new float[] {r, 1, 2}),
          r);
    }
    TrainingSet set = builder.build();
    for (int r = 0; r < 1000; r++) {
      assertEquals(r, set.target(r));
      assertEquals(
          FeatureVector.of(new int[] {r, (r + 1) % 1000, (r + 2) % 1000}, new float[] {r, 1, 2}),
          set.features(r));
    }
  }

  @Test
  void badInput_isRefused() {
    TrainingSet.Builder builder = TrainingSet.builder(4).add(FeatureVector.ones(0), 1);
    assertRefused("row 2 has no features", () -> builder.add(FeatureVector.empty(), 1));
    assertRefused(
        "row 2 has feature 4, but the set has 4 features",
        () -> builder.add(FeatureVector.ones(4), 1));
    assertRefused(
        "target of row 2 must be finite, but was NaN",
        () -> builder.add(FeatureVector.ones(0), Float.NaN));
    assertRefused("numFeatures must be at least 1, but was 0", () -> TrainingSet.builder(0));
    assertRefused(
        "a training set must have at least 1 row, but has 0",
        () -> TrainingSet.of(ENCODER, List.of(), RatingTarget.stars()));
    assertRefused(
        "a training history must have a user id, but one has none",
        () ->
            TrainingSet.of(
                ENCODER,
                List.of(History.ofNewUser(List.of(Interaction.of("a", 1)))),
                RatingTarget.stars()));
    assertRefused(
        "unknown user 'w'; the encoder has 2 users",
        () ->
            TrainingSet.of(
                ENCODER,
                List.of(History.of("w", List.of(Interaction.of("a", 1)))),
                RatingTarget.stars()));
  }

  @Test
  void target_dependsOnThePredictorType() {
    assertEquals(1, RatingTarget.defaultFor(PredictorType.BINARY_CLASSIFIER).of(4));
    assertEquals(0, RatingTarget.defaultFor(PredictorType.BINARY_CLASSIFIER).of(3.9));
    assertEquals(3.5, RatingTarget.defaultFor(PredictorType.REGRESSOR).of(3.5));
    assertRefused("threshold must be finite, but was NaN", () -> RatingTarget.likeFrom(Double.NaN));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
