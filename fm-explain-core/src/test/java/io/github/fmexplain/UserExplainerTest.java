package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.Set;
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

  private static UserExplainer user(Influence influence) {
    return FmExplainer.builder()
        .model(MODEL)
        .encoder(ENCODER)
        .catalogue(CATALOGUE)
        .ridge(1, 2)
        .influence(influence)
        .build()
        .forHistory(HISTORY);
  }

  @Test
  void leastSquares_ofOneRating() {
    // Row a: a = (1, 1), o = 0.125, y = 3. G = [[2, 1], [1, 3]], G⁻¹ = [[3, −1], [−1, 2]] / 5.
    // Target b: a = (2, 1), o = 0.375. J = (2, 1) G⁻¹ (1, 1)ᵀ = (2·2 + 1·1) / 5 = 1.
    // θ* = G⁻¹(1, 1)ᵀ·2.875 = (2, 1)·0.575 = (1.15, 0.575). x̂ = 0.125 + 1.725 = 1.85.
    // J_aa = (1, 1) G⁻¹ (1, 1)ᵀ = 3/5. Removal effect = (3 − 1.85)/(1 − 0.6) = 2.875.
    // Residual = (2, 1)·((1, 0.5) − (1.15, 0.575)) = −0.375. Score = 0.375 + 2 + 0.5.
    Explanation explanation = user(Influence.leastSquares()).explain("b");
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
    Explanation explanation = user(Influence.hessian()).explain("b");
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
    // q_a = (1, 0), q_b = (2, 0.25): J = q_b (q_a q_aᵀ)⁺ q_a = 2; the like counts 1.
    Influence.Paper likesFromThree = Influence.paper().withLikeThreshold(3);
    Explanation explanation = user(likesFromThree).explain("b");
    Contribution a = explanation.contributions().get(0);
    assertEquals(2, a.influence(), 1e-12);
    assertEquals(2, a.impact(), 1e-12);
    assertEquals(2, a.removalEffect(), 1e-12);
    assertEquals(0, explanation.offset());
    assertEquals(0.875, explanation.residual(), 1e-12);
    // With λ = 1: (1 + 1)⁻¹ in place of 1; with stars: three times as much.
    Contribution ridge =
        user(likesFromThree.withLambda(1).withValues(Influence.Values.STARS))
            .explain("b")
            .contributions()
            .get(0);
    assertEquals(1, ridge.influence(), 1e-12);
    assertEquals(3, ridge.impact(), 1e-12);
    assertExplains(explanation, MODEL, ENCODER, HISTORY);
  }

  @Test
  void paper_ofAUserWithoutALikeSaysSo() {
    Explanation explanation = user(Influence.paper()).explain("b");
    assertTrue(explanation.contributions().isEmpty());
    assertEquals(explanation.score(), explanation.residual());
    assertEquals(
        List.of(
            "this user likes nothing: none of 1 rating reaches 4.0, so no rating carries a"
                + " contribution and the residual is the whole score"),
        explanation.diagnostics().warnings());
    assertExplains(explanation, MODEL, ENCODER, HISTORY);
  }

  @Test
  void warnings_sayWhatIsWeak() {
    assertEquals(
        List.of(
            "rank 1 of 2: this user has 1 rating; contributions lean on the ridge",
            "training stopped before this user's optimum (gap 0.16 of 1): the residual is what the"
                + " ratings do not account for"),
        user(Influence.hessian()).diagnostics().warnings());
    assertEquals(
        List.of("rank 1 of 2: the matrix of the paper is singular; its pseudo-inverse is taken"),
        user(Influence.paper().withLikeThreshold(3)).diagnostics().warnings());
  }

  @Test
  void warnings_countRatingsThatAreNoLikes() {
    History history = HISTORY.with(Interaction.of("c", 5));
    Diagnostics diagnostics =
        FmExplainer.builder()
            .model(MODEL)
            .encoder(ENCODER)
            .catalogue(CATALOGUE)
            .ridge(1, 2)
            .influence(Influence.paper())
            .build()
            .forHistory(history)
            .diagnostics();
    assertEquals(
        "1 of 2 ratings below 4.0: no like, no contribution", diagnostics.warnings().get(0));
    assertEquals(1, diagnostics.rowsUsed());
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
    Explanation explanation =
        FmExplainer.builder()
            .model(model)
            .encoder(ENCODER)
            .catalogue(CATALOGUE)
            .ridge(1, 2)
            .influence(Influence.paper().withItemVectors(Influence.ItemVectors.FACTORS))
            .build()
            .forHistory(History.of("u", List.of(Interaction.of("a", 5), Interaction.of("b", 5))))
            .explain("c");
    assertEquals(
        List.of("condition number 2.0e+10: the contributions are largely rounding; set lambda"),
        explanation.diagnostics().warnings());
  }

  @Test
  void warnings_tellLeastSquaresOnAClassifier() {
    RandomWorld world = new RandomWorld(1, PredictorType.BINARY_CLASSIFIER, 10, 2);
    UserExplainer user =
        world
            .explainer()
            .influence(Influence.leastSquares())
            .build()
            .forHistory(world.history("u1", 9));
    assertTrue(
        user.diagnostics()
            .warnings()
            .contains(
                "least squares takes the labels 0 and 1 of a binary classifier for logits; prefer"
                    + " hessian"));
  }

  @Test
  void recommend_leavesOutRatedItems() {
    UserExplainer user = user(Influence.leastSquares());
    List<Recommendation> list = user.recommend(10);
    assertEquals(List.of("b", "c"), list.stream().map(Recommendation::itemId).toList());
    assertEquals(new Recommendation(1, "b", "Birch", 2.875, null), list.get(0));
    assertEquals(2, list.get(1).rank());
    assertEquals(
        List.of("b", "a", "c"),
        user.recommendIncludingRated(3).stream().map(Recommendation::itemId).toList());
    assertEquals(1, user.recommend(1).size());
    assertEquals(
        "count must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> user.recommend(0)).getMessage());
  }

  @Test
  void recommend_givesTheScoreThatIsExplained() {
    RandomWorld world = new RandomWorld(3, PredictorType.BINARY_CLASSIFIER, 30, 4);
    UserExplainer user = world.explainer().build().forHistory(world.history("u2", 7));
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
    }
  }

  @Test
  void explain_refusesAnUnknownItem() {
    assertEquals(
        "unknown item 'z'; the catalogue has 3 items",
        assertThrows(UnknownIdException.class, () -> user(Influence.leastSquares()).explain("z"))
            .getMessage());
  }

  @Test
  void inContext_refusesAnUnknownTag() {
    assertEquals(
        "unknown context tag 'noon'; the one-hot encoder has 0 context tags",
        assertThrows(
                UnknownIdException.class,
                () -> user(Influence.leastSquares()).inContext(Set.of("noon")))
            .getMessage());
  }

  @Test
  void proponentsAndOpponents_areOrderedByTheQuantity() {
    RandomWorld world = new RandomWorld(11, PredictorType.BINARY_CLASSIFIER, 30, 4);
    Explanation explanation =
        world
            .explainer()
            .influence(Influence.hessian())
            .build()
            .forHistory(world.history("u2", 20))
            .explain("i1");
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
  }
}
