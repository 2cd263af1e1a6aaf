package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.answer.Contrast;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * A model small enough to work out by hand: one user with v = 1, w = 0.5; items a, b, c with v = 1,
 * 2, −1 and w = 0, 0.25, 0; w0 = 0.125.
 */
class UserExplainerTest {

  private static final FmModel MODEL =
      FmModel.of(
          PredictorType.REGRESSOR,
          1,
          0.125f,
          new float[] {0.5f, 0, 0.25f, 0},
          new float[] {1, 1, 2, -1});
  private static final OneHotEncoder ENCODER =
      OneHotEncoder.of(List.of("u"), List.of("a", "b", "c"));
  private static final Catalogue CATALOGUE =
      Catalogue.of(
          List.of(
              new CatalogueItem("a", "Amber", Set.of()),
              new CatalogueItem("b", "Birch", Set.of()),
              new CatalogueItem("c", "Cedar", Set.of())));
  private static final History HISTORY = History.of("u", List.of(Interaction.of("a", 3)));

  /** The same numbers as a classifier, whose likes begin at 3. */
  private static final FmModel CLASSIFIER =
      FmModel.of(
          PredictorType.BINARY_CLASSIFIER,
          1,
          0.125f,
          new float[] {0.5f, 0, 0.25f, 0},
          new float[] {1, 1, 2, -1});

  private static UserExplainer user(FmModel model, RatingTarget target, Method method) {
    TrainedModel trained =
        TrainedModels.fitting(model, ENCODER, target, Ridge.fixed(1, 2), List.of(HISTORY));
    return FmExplainer.of(trained, CATALOGUE).withMethod(method).forHistory(HISTORY);
  }

  private static UserExplainer user(Method method) {
    return user(MODEL, RatingTarget.stars(), method);
  }

  private static List<Warning> warnings(UserExplainer user) {
    return user.provenance().diagnostics().warnings();
  }

  @Test
  void leastSquares_ofOneRating() {
    // Row a: a = (1, 1), o = 0.125, y = 3. G = [[2, 1], [1, 3]], G⁻¹ = [[3, −1], [−1, 2]] / 5.
    // Target b: a = (2, 1), o = 0.375. J = (2, 1) G⁻¹ (1, 1)ᵀ = (2·2 + 1·1) / 5 = 1.
    // θ* = G⁻¹(1, 1)ᵀ·2.875 = (2, 1)·0.575 = (1.15, 0.575). x̂ = 0.125 + 1.725 = 1.85.
    // J_aa = (1, 1) G⁻¹ (1, 1)ᵀ = 3/5. Removal effect = (3 − 1.85)/(1 − 0.6) = 2.875.
    // Residual = (2, 1)·((1, 0.5) − (1.15, 0.575)) = −0.375. Score = 0.375 + 2 + 0.5.
    Explanation explanation = user(Method.leastSquares()).explain("b");
    Contribution a = explanation.contributions().get(0);
    assertEquals(1, a.influence(), 1e-12);
    assertEquals(2.875, a.impact(), 1e-12);
    assertEquals(2.875, a.removalEffect(), 1e-12);
    assertEquals(0.375, explanation.offset(), 1e-12);
    assertEquals(-0.375, explanation.residual(), 1e-12);
    assertEquals(2.875, explanation.score(), 1e-12);
    assertEquals(ScoreUnit.RATING, explanation.unit());
    assertEquals(1, explanation.diagnostics().rank());
    assertEquals(2, explanation.diagnostics().dimension());
    // The eigenvalues of G are (5 ± √5) / 2.
    assertEquals(
        (5 + Math.sqrt(5)) / (5 - Math.sqrt(5)),
        explanation.diagnostics().conditionNumber(),
        1e-12);
    assertExplains(explanation, MODEL, ENCODER, HISTORY);
  }

  @Test
  void hessian_ofOneRating() {
    // At the trained θ = (1, 0.5): s_a = 0.125 + 1.5 = 1.625, y − s = 1.375, h_a = 0.6.
    // Removal effect = 1·1.375/0.4 = 3.4375; impact = (2/1 + 1/2)·1.375 = 3.4375;
    // residual = (2, 1)·((1, 0.5) − (1.375, 0.6875)) = −0.9375.
    Explanation explanation = user(Method.hessian()).explain("b");
    Contribution a = explanation.contributions().get(0);
    assertEquals(1, a.influence(), 1e-12);
    assertEquals(3.4375, a.impact(), 1e-12);
    assertEquals(3.4375, a.removalEffect(), 1e-12);
    assertEquals(-0.9375, explanation.residual(), 1e-12);
    // Gradient parts: pull = 1.375·(1, 1), held = (1, 1); |(0.375, 0.375)| / (|pull| + |held|).
    assertEquals(0.375 / 2.375, explanation.diagnostics().stationarityGap(), 1e-12);
    assertExplains(explanation, MODEL, ENCODER, HISTORY);
  }

  @Test
  void paper_ofOneRating() {
    // q_a = (1, 0), q_b = (2, 0.25): J = q_b (q_a q_aᵀ)⁺ q_a = 2; a like counts 1.
    UserExplainer classifier = user(CLASSIFIER, RatingTarget.likeFrom(3), Method.paper());
    Explanation explanation = classifier.explain("b");
    Contribution a = explanation.contributions().get(0);
    assertEquals(2, a.influence(), 1e-12);
    assertEquals(2, a.impact(), 1e-12);
    assertEquals(2, a.removalEffect(), 1e-12);
    assertEquals(0, explanation.offset());
    assertEquals(0.875, explanation.residual(), 1e-12);
    // With λ = 1: (1 + 1)⁻¹ in place of 1; with stars: three times as much.
    UserExplainer ridge =
        user(
            CLASSIFIER,
            RatingTarget.likeFrom(3),
            Method.paper().withLambda(1).withValues(Method.Values.STARS));
    Contribution withRidge = ridge.explain("b").contributions().get(0);
    assertEquals(1, withRidge.influence(), 1e-12);
    assertEquals(3, withRidge.impact(), 1e-12);
    assertEquals(1, ridge.provenance().diagnostics().factorRidge());
    assertEquals(1, ridge.provenance().diagnostics().linearRidge());
    assertExplains(explanation, CLASSIFIER, ENCODER, HISTORY);
  }

  @Test
  void paper_ofARegressorTakesEveryRating() {
    // The stars are no likes: a rating is a rating, and its value is the target's.
    Explanation explanation = user(Method.paper()).explain("b");
    assertEquals(6, explanation.contributions().get(0).impact(), 1e-12);
    assertEquals(List.of(new Warning.Singular(1, 2)), explanation.diagnostics().warnings());
    assertExplains(explanation, MODEL, ENCODER, HISTORY);
  }

  @Test
  void paper_ofAUserWithoutALikeSaysSo() {
    Explanation explanation =
        user(CLASSIFIER, RatingTarget.likeFrom(4), Method.paper()).explain("b");
    assertTrue(explanation.contributions().isEmpty());
    assertEquals(explanation.score(), explanation.residual());
    assertEquals(List.of(new Warning.NothingLiked(1, 4)), explanation.diagnostics().warnings());
    assertExplains(explanation, CLASSIFIER, ENCODER, HISTORY);
  }

  @Test
  void paper_asksTheTargetWhatALikeIs() {
    // Purchases: each has the value 1, and is a like.
    History purchases = History.of("u", List.of(Interaction.of("a", 1), Interaction.of("c", 1)));
    TrainedModel trained =
        TrainedModels.fitting(
            CLASSIFIER, ENCODER, RatingTarget.likeFrom(1), Ridge.fixed(1, 2), List.of(purchases));
    UserExplainer user =
        FmExplainer.of(trained, CATALOGUE).withMethod(Method.paper()).forHistory(purchases);
    Explanation explanation = user.explain("b");
    assertEquals(2, explanation.contributions().size());
    assertEquals(OptionalDouble.of(1), explanation.provenance().target().likeThreshold());
    assertEquals(Optional.empty(), explanation.diagnostics().warning(Warning.NothingLiked.class));
    assertEquals(Optional.empty(), explanation.diagnostics().warning(Warning.NotLiked.class));
    assertExplains(explanation, CLASSIFIER, ENCODER, purchases);
  }

  @Test
  void warnings_sayWhatIsWeak() {
    double gap = 0.375 / 2.375;
    UserExplainer user = user(Method.hessian());
    assertEquals(2, warnings(user).size());
    assertEquals(new Warning.LowRank(1, 2, 1), warnings(user).get(0));
    Warning.NotStationary notStationary =
        assertInstanceOf(Warning.NotStationary.class, warnings(user).get(1));
    assertEquals(gap, notStationary.gap(), 1e-12);
    assertEquals("hessian-solved-again", notStationary.instead());
    assertEquals(
        Optional.of(notStationary),
        user.provenance().diagnostics().warning(Warning.NotStationary.class));
    assertEquals(Optional.empty(), user.provenance().diagnostics().warning(Warning.PoorFit.class));
  }

  @Test
  void warnings_countRatingsThatAreNoLikes() {
    History history = HISTORY.with(Interaction.of("c", 5));
    TrainedModel trained =
        TrainedModels.fitting(
            CLASSIFIER, ENCODER, RatingTarget.likeFrom(4), Ridge.fixed(1, 2), List.of(history));
    Diagnostics diagnostics =
        FmExplainer.of(trained, CATALOGUE)
            .withMethod(Method.paper())
            .forHistory(history)
            .provenance()
            .diagnostics();
    assertEquals(new Warning.NotLiked(1, 2, 4), diagnostics.warnings().get(0));
    assertEquals(1, diagnostics.rowsUsed());
    assertEquals(2, diagnostics.ratings());
  }

  @Test
  void warnings_tellIllConditionedRatings() {
    FmModel model =
        FmModel.of(
            PredictorType.REGRESSOR,
            2,
            0f,
            new float[4],
            new float[] {1, 1, 1, 0, 1, 1e-10f, 0, 1});
    History history = History.of("u", List.of(Interaction.of("a", 5), Interaction.of("b", 5)));
    TrainedModel trained =
        TrainedModels.fitting(
            model, ENCODER, RatingTarget.stars(), Ridge.fixed(1, 2), List.of(history));
    Explanation explanation =
        FmExplainer.of(trained, CATALOGUE)
            .withMethod(Method.paper().withItemVectors(Method.ItemVectors.FACTORS))
            .forHistory(history)
            .explain("c");
    assertEquals(1, explanation.diagnostics().warnings().size());
    Warning.IllConditioned warning =
        explanation.diagnostics().warning(Warning.IllConditioned.class).orElseThrow();
    assertEquals(explanation.diagnostics().conditionNumber(), warning.conditionNumber());
    assertEquals(2e10, warning.conditionNumber(), 1e8);
    assertExplains(explanation, model, ENCODER, history);
  }

  @Test
  void warnings_tellIllConditionedSystemsOfEveryMethodThatSolvesOne() {
    for (Method method :
        List.of(Method.hessian(), Method.hessian().solvedAgain(), Method.leastSquares())) {
      History history = History.of("u", List.of(Interaction.of("a", 5), Interaction.of("b", 1)));
      FmModel model =
          FmModel.of(
              PredictorType.REGRESSOR, 2, 0f, new float[4], new float[] {1, 1, 1, 0, 1, 1, 0, 1});
      for (double ridge : new double[] {1e-12, 1}) {
        TrainedModel trained =
            TrainedModels.fitting(
                model, ENCODER, RatingTarget.stars(), Ridge.fixed(ridge, ridge), List.of(history));
        Explanation explanation =
            FmExplainer.of(trained, CATALOGUE)
                .withMethod(method)
                .forHistory(history.without("b"))
                .explain("c");
        double condition = explanation.diagnostics().conditionNumber();
        assertEquals(
            ridge == 1 ? Optional.empty() : Optional.of(new Warning.IllConditioned(condition)),
            explanation.diagnostics().warning(Warning.IllConditioned.class));
        assertExplains(explanation, model, ENCODER, history.without("b"));
      }
    }
  }

  @Test
  void warnings_tellLeastSquaresOnAClassifier() {
    Warning labels = new Warning.LabelsAsLogits();
    assertTrue(
        warnings(user(CLASSIFIER, RatingTarget.likeFrom(3), Method.leastSquares()))
            .contains(labels));
    assertFalse(warnings(user(Method.leastSquares())).contains(labels));
  }

  @Test
  void warnings_tellThatFoldedInUsersDoNotCompare() {
    for (double gap : new double[] {0.0, 0.1, 0.25}) {
      TrainedModel trained =
          TrainedModels.with(
              MODEL, ENCODER, RatingTarget.stars(), Ridge.fixed(1, 2), List.of(HISTORY), gap);
      FmExplainer explainer = FmExplainer.of(trained, CATALOGUE).withMethod(Method.hessian());
      assertEquals(
          gap > 0.1 ? Optional.of(new Warning.DoesNotCompare(gap)) : Optional.empty(),
          explainer
              .foldIn(HISTORY)
              .provenance()
              .diagnostics()
              .warning(Warning.DoesNotCompare.class));
      assertEquals(
          Optional.empty(),
          explainer
              .forHistory(HISTORY)
              .provenance()
              .diagnostics()
              .warning(Warning.DoesNotCompare.class));
    }
  }

  @Test
  void hessianOfAFoldedInUser_runsAtTheParametersThatWereSolvedFor() {
    TrainedModel trained =
        TrainedModels.fitting(
            MODEL, ENCODER, RatingTarget.stars(), Ridge.fixed(1, 2), List.of(HISTORY));
    UserExplainer user =
        FmExplainer.of(trained, CATALOGUE).withMethod(Method.hessian()).foldIn(HISTORY);
    assertEquals(Method.hessian(), user.explainer().method());
    assertEquals(Method.hessian().solvedAgain(), user.provenance().method());
    assertEquals(
        Optional.of(new Warning.OtherMethod("hessian", "hessian-solved-again")),
        user.provenance().diagnostics().warning(Warning.OtherMethod.class));
    // θ* = (1.15, 0.575): b scores 0.375 + 2·1.15 + 0.575.
    assertEquals(3.25, user.score("b"), 1e-12);
    assertExplains(user.explain("b"), MODEL, ENCODER, HISTORY);
  }

  @Test
  void recommend_leavesOutRatedItems() {
    UserExplainer user = user(Method.leastSquares());
    List<Recommendation> list = user.recommend(10);
    assertEquals(List.of("b", "c"), list.stream().map(Recommendation::itemId).toList());
    assertEquals(new Recommendation(1, "b", "Birch", 2.875, null), list.get(0));
    assertEquals(2, list.get(1).rank());
    assertEquals(
        List.of("b", "a", "c"),
        user.recommendIncludingRated(3).stream().map(Recommendation::itemId).toList());
    assertEquals(1, user.recommend(1).size());
    assertEquals(
        "count must be at least 0, but was -1",
        assertThrows(IllegalArgumentException.class, () -> user.recommend(-1)).getMessage());
    assertEquals(List.of(), user.recommend(0));
    assertEquals(List.of(), user.recommendIncludingRated(0));
  }

  @Test
  void recommend_givesTheScoreThatIsExplained() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 30, 4);
    UserExplainer user = world.explainer().forHistory(world.history("u2", 7));
    List<Recommendation> list = user.recommend(23);
    assertEquals(23, list.size());
    double last = Double.POSITIVE_INFINITY;
    for (Recommendation recommendation : list) {
      Explanation explanation = user.explain(recommendation.itemId());
      assertEquals(recommendation.score(), explanation.score());
      assertEquals(recommendation.probability(), explanation.probability());
      assertTrue(recommendation.score() <= last);
      last = recommendation.score();
      assertTrue(user.history().find(recommendation.itemId()).isEmpty());
      assertExplains(explanation, world.model, world.encoder, user.history());
    }
  }

  @Test
  void explain_refusesAnUnknownItem() {
    assertEquals(
        "unknown item 'z'; the catalogue has 3 items",
        assertThrows(UnknownIdException.class, () -> user(Method.leastSquares()).explain("z"))
            .getMessage());
  }

  @Test
  void inContext_refusesAnUnknownTag() {
    assertEquals(
        "unknown context tag 'noon'; the one-hot encoder has 0 context tags",
        assertThrows(
                UnknownIdException.class,
                () -> user(Method.leastSquares()).inContext(Set.of("noon")))
            .getMessage());
  }

  @Test
  void proponentsAndOpponents_areOrderedByTheQuantity() {
    RandomWorld world = new RandomWorld(11, PredictorType.BINARY_CLASSIFIER, 30, 4);
    History history = world.history("u2", 20);
    Explanation explanation =
        world.explainer().withMethod(Method.hessian()).forHistory(history).explain("i1");
    for (Quantity quantity : Quantity.values()) {
      List<Contribution> proponents = explanation.proponents(100, quantity);
      List<Contribution> opponents = explanation.opponents(100, quantity);
      assertEquals(20, proponents.size() + opponents.size());
      assertFalse(proponents.isEmpty() || opponents.isEmpty());
      double last = Double.POSITIVE_INFINITY;
      for (Contribution c : proponents) {
        assertTrue(quantity.of(c) > 0 && quantity.of(c) <= last);
        last = quantity.of(c);
      }
      last = Double.NEGATIVE_INFINITY;
      for (Contribution c : opponents) {
        assertTrue(quantity.of(c) < 0 && quantity.of(c) >= last);
        last = quantity.of(c);
      }
    }
    assertEquals(explanation.proponents(3, Quantity.REMOVAL_EFFECT), explanation.proponents(3));
    assertEquals(2, explanation.opponents(2).size());
    Contrast contrast = Contrast.of(explanation, explanation);
    for (IntConsumer asked :
        List.<IntConsumer>of(
            explanation::proponents,
            explanation::opponents,
            contrast::proponents,
            contrast::opponents)) {
      assertEquals(
          "count must be at least 0, but was -1",
          assertThrows(IllegalArgumentException.class, () -> asked.accept(-1)).getMessage());
    }
    assertExplains(explanation, world.model, world.encoder, history);
  }

  /** Three ratings span the three factors: nothing is missing, though a has four entries. */
  @Test
  void modelWithoutLinearWeightsOrBias_hasNoFalseWarning() {
    for (PredictorType type : PredictorType.values()) {
      float[] factors = {0.5f, 1, 0.25f, 1, 0, 0.5f, 0, 1, 0.25f, 0.75f, 0, 1};
      FmModel model = FmModel.of(type, 3, 0, new float[4], factors);
      History history =
          History.of(
              "u", List.of(Interaction.of("a", 5), Interaction.of("b", 1), Interaction.of("c", 4)));
      RatingTarget target = TrainedModels.target(type);
      TrainedModel trained =
          TrainedModels.fitting(model, ENCODER, target, Ridge.fixed(0.3, 7), List.of(history));
      FmExplainer explainer = FmExplainer.of(trained, CATALOGUE);
      for (Method method :
          List.of(Method.hessian(), Method.hessian().solvedAgain(), Method.leastSquares())) {
        UserExplainer user = explainer.withMethod(method).foldIn(history);
        Diagnostics diagnostics = user.provenance().diagnostics();
        assertEquals(3, diagnostics.rank());
        assertEquals(3, diagnostics.dimension());
        assertEquals(0, diagnostics.stationarityGap(), 1e-9);
        assertEquals(Optional.empty(), diagnostics.warning(Warning.LowRank.class));
        assertEquals(Optional.empty(), diagnostics.warning(Warning.NotStationary.class));
        Explanation explanation = user.explain("b");
        assertEquals(0, explanation.offset());
        assertExplains(explanation, model, ENCODER, history);
      }
      // With one rating fewer a direction is missing, of three.
      Diagnostics fewer =
          explainer
              .withMethod(Method.hessian())
              .foldIn(history.without("c"))
              .provenance()
              .diagnostics();
      assertEquals(Optional.of(new Warning.LowRank(2, 3, 2)), fewer.warning(Warning.LowRank.class));
    }
  }
}
