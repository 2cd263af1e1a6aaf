package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationMethodsTest {

  private final ExplanationMethods methods =
      ExplanationMethods.of(TinyWorld.MODEL, List.of(TinyWorld.HISTORY, TinyWorld.ONE_RATING), 1);

  private void assertAttribution(String method, double a, double b) {
    assertArrayEquals(
        new double[] {a, b},
        methods.named(method).attribute(TinyWorld.HISTORY, "t"),
        1e-12,
        method);
  }

  @Test
  void attributions_ofTheTinyWorld() {
    // The exact removal effects are 1 and −½, and the trained parameters are the optimum.
    for (String exact : List.of("least-squares", "hessian", "hessian-refit", "unrolled")) {
      assertAttribution(exact, 1, -0.5);
      assertTrue(methods.named(exact).inScoreUnits());
    }
    // J = 1/3 each; y − s is 3 − 1 and 0 − 1.
    assertAttribution("ridge-residual", 2 / 3.0, -1 / 3.0);
    // All factors are the same; the user's mean is 1.5.
    assertAttribution("cosine", 1, 1);
    assertAttribution("signed-cosine", 1, -1);
    // a occurs in both histories.
    assertAttribution("popularity", 2, 1);
    // No rating reaches 4.
    assertAttribution("paper", 0, 0);
    assertFalse(methods.named("paper").inScoreUnits());
  }

  @Test
  void influence_isThatOfTheModelOrNone() {
    assertArrayEquals(
        new double[] {1 / 3.0, 1 / 3.0},
        methods.named("hessian").influence(TinyWorld.HISTORY, "t").orElseThrow(),
        1e-12);
    assertTrue(methods.named("cosine").influence(TinyWorld.HISTORY, "t").isEmpty());
    assertTrue(methods.named("paper").influence(TinyWorld.HISTORY, "t").isEmpty());
  }

  @Test
  void paper_givesNothingToRatingsThatItDoesNotUse() {
    History likes = History.of("u", List.of(Interaction.of("a", 3), Interaction.of("b", 5)));
    double[] attribution = methods.named("paper").attribute(likes, "t");
    assertEquals(0, attribution[0]);
    assertTrue(attribution[1] > 0);
  }

  @Test
  void cosine_withAVectorOfZerosIsZero() {
    assertArrayEquals(new double[2], methods.named("cosine").attribute(TinyWorld.HISTORY, "z"));
  }

  @Test
  void random_followsFromTheSeed() {
    double[] numbers = methods.named("random").attribute(TinyWorld.HISTORY, "t");
    assertArrayEquals(numbers, methods.named("random").attribute(TinyWorld.HISTORY, "t"));
    ExplanationMethods other = ExplanationMethods.of(TinyWorld.MODEL, List.of(), 2);
    assertNotEquals(numbers[0], other.named("random").attribute(TinyWorld.HISTORY, "t")[0]);
    assertNotEquals(numbers[0], numbers[1]);
    assertTrue(Math.abs(numbers[0]) <= 1);
  }

  @Test
  void signedCosine_ofAClassifierHasTheSignOfTheLabel() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 10, 3);
    ExplanationMethods of =
        ExplanationMethods.of(
            new EvaluatedModel(
                world.model, world.encoder, world.catalogue, RatingTarget.likeFrom(4), 1, 1, null),
            List.of(),
            1);
    History history = world.history("u3", 6).asNewUser();
    double[] cosine = of.named("cosine").attribute(history, "i1");
    double[] signed = of.named("signed-cosine").attribute(history, "i1");
    for (int r = 0; r < cosine.length; r++) {
      boolean like = history.interactions().get(r).rating() >= 4;
      assertEquals(like ? cosine[r] : -cosine[r], signed[r]);
      assertTrue(Math.abs(cosine[r]) <= 1 + 1e-12);
    }
    // A user whom the model does not know has no trained parameters to lack anything at.
    assertEquals(6, of.named("ridge-residual").attribute(history, "i1").length);
  }

  @Test
  void unknownMethod_isRefused() {
    assertEquals(
        "unknown method 'lime'; known are unrolled, unrolled-trajectory, unrolled-recorded, hessian,"
            + " hessian-refit, least-squares, paper, paper-influence, ridge-residual, signed-cosine,"
            + " cosine, popularity, random",
        assertThrows(IllegalArgumentException.class, () -> methods.named("lime")).getMessage());
  }

  @Test
  void all_areInAFixedOrder() {
    assertEquals(
        ExplanationMethods.names().stream().filter(n -> !n.equals("unrolled-recorded")).toList(),
        methods.all().stream().map(ExplanationMethod::name).toList());
  }

  @Test
  void recordedWay_isNeededByOneMethod() {
    assertEquals(
        "method 'unrolled-recorded' needs the way that training took; give the model its trajectory",
        assertThrows(IllegalArgumentException.class, () -> methods.named("unrolled-recorded"))
            .getMessage());
  }

  @Test
  void paperInfluence_isJ() {
    // Likes only: b with q = (1, 0), target t with (1, 0), so J = 1.
    History likes = History.of("u", List.of(Interaction.of("a", 3), Interaction.of("b", 5)));
    assertArrayEquals(
        new double[] {0, 1}, methods.named("paper-influence").attribute(likes, "t"), 1e-12);
  }
}
