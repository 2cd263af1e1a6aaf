package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationMethodsTest {

  private final ExplanationMethods methods =
      ExplanationMethods.of(
          TinyWorld.EXPLAINER, List.of(TinyWorld.HISTORY, TinyWorld.ONE_RATING), 1);

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
    for (String exact : List.of("least-squares", "hessian", "hessian-solved-again")) {
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
    ExplanationMethods ofLikes = ExplanationMethods.of(likes(3), List.of(), 1);
    History history = History.of("u", List.of(Interaction.of("a", 2), Interaction.of("b", 5)));
    double[] attribution = ofLikes.named("paper").attribute(history, "t");
    assertEquals(0, attribution[0]);
    assertTrue(attribution[1] > 0);
    // Likes only: b with q = (1, 0), target t with (1, 0), so J = 1.
    assertArrayEquals(
        new double[] {0, 1}, ofLikes.named("paper-influence").attribute(history, "t"), 1e-12);
  }

  /** The same items and users of a model that was trained with likes. */
  private static FmExplainer likes(double threshold) {
    return FmExplainer.of(
        TrainedModels.fitting(
            TinyWorld.FM,
            TinyWorld.ENCODER,
            RatingTarget.likeFrom(threshold),
            Ridge.fixed(1, 1e15),
            List.of()),
        TinyWorld.CATALOGUE);
  }

  @Test
  void signedCosine_asksTheTargetForLikes() {
    History history = History.of("u", List.of(Interaction.of("a", 3), Interaction.of("b", 2)));
    for (double threshold : new double[] {1, 3, 5}) {
      assertArrayEquals(
          new double[] {3 >= threshold ? 1 : -1, 2 >= threshold ? 1 : -1},
          ExplanationMethods.of(likes(threshold), List.of(), 1)
              .named("signed-cosine")
              .attribute(history, "t"),
          1e-12);
    }
  }

  @Test
  void cosine_withAVectorOfZerosIsZero() {
    assertArrayEquals(new double[2], methods.named("cosine").attribute(TinyWorld.HISTORY, "z"));
  }

  @Test
  void random_followsFromTheSeed() {
    double[] numbers = methods.named("random").attribute(TinyWorld.HISTORY, "t");
    assertArrayEquals(numbers, methods.named("random").attribute(TinyWorld.HISTORY, "t"));
    ExplanationMethods other = ExplanationMethods.of(TinyWorld.EXPLAINER, List.of(), 2);
    assertNotEquals(numbers[0], other.named("random").attribute(TinyWorld.HISTORY, "t")[0]);
    assertNotEquals(numbers[0], numbers[1]);
    assertTrue(Math.abs(numbers[0]) <= 1);
  }

  @Test
  void newUser_hasNumbersOfWhatRan() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 10, 3);
    ExplanationMethods of = ExplanationMethods.of(world.explainer(), List.of(), 1);
    History known = world.history("u3", 6);
    History history = RandomWorld.asNewUser(known);
    ExplanationMethod hessian = of.named("hessian");
    assertEquals("hessian", hessian.ran(known));
    // A user whom the model does not know has no trained parameters to take the Hessian at.
    assertEquals("hessian-solved-again", hessian.ran(history));
    assertArrayEquals(
        of.named("hessian-solved-again").attribute(history, "i1"),
        hessian.attribute(history, "i1"));
    assertEquals("cosine", of.named("cosine").ran(history));
    double[] cosine = of.named("cosine").attribute(history, "i1");
    double[] signed = of.named("signed-cosine").attribute(history, "i1");
    for (int r = 0; r < cosine.length; r++) {
      boolean like = history.interactions().get(r).rating() >= 4;
      assertEquals(like ? cosine[r] : -cosine[r], signed[r]);
      assertTrue(Math.abs(cosine[r]) <= 1 + 1e-12);
    }
  }

  @Test
  void ridgeResidual_isInfluenceTimesWhatIsMissed() {
    RandomWorld world = new RandomWorld(4, PredictorType.BINARY_CLASSIFIER, 10, 3);
    FmExplainer explainer = world.explainer().withMethod(Method.leastSquares());
    ExplanationMethods of = ExplanationMethods.of(explainer, List.of(), 1);
    History known = world.history("u3", 6);
    for (History history : List.of(known, RandomWorld.asNewUser(known))) {
      Explanation explanation = explainer.forHistory(history).explain("i1");
      double[] residuals = Ablation.of(explainer.forHistory(history)).asScored().residuals();
      double[] numbers = of.named("ridge-residual").attribute(history, "i1");
      for (int r = 0; r < numbers.length; r++) {
        assertEquals(
            explanation.contributions().get(r).influence() * residuals[r], numbers[r], 1e-12);
      }
      ExplanationAssert.assertExplains(explanation, world.model, world.encoder, history);
    }
  }

  @Test
  void settings_makeAnotherMethodOfTheSameName() {
    ExplanationMethod paper =
        methods.of(Method.paper().withValues(Method.Values.STARS).withLambda(1));
    assertEquals("paper", paper.name());
    assertFalse(paper.inScoreUnits());
  }

  @Test
  void unknownMethod_isRefused() {
    assertEquals(
        "unknown method 'lime'; known are replay, replay-first-order, hessian,"
            + " hessian-solved-again, least-squares, paper, paper-influence, ridge-residual,"
            + " signed-cosine, cosine, popularity, random",
        assertThrows(IllegalArgumentException.class, () -> methods.named("lime")).getMessage());
    ExplanationMethods.requireKnown(ExplanationMethods.names());
    assertEquals(
        ExplanationMethods.names(), methods.all().stream().map(ExplanationMethod::name).toList());
  }
}
