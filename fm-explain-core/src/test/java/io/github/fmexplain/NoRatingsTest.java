package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.Audience;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Initializer;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A user without ratings is recommended what the items and the tags say, and is told so. */
class NoRatingsTest {

  private static final History NOBODY = History.ofNewUser(List.of());

  private static void assertOffsetOnly(Explanation why) {
    assertEquals(why.score(), why.offset(), 1e-12);
    assertEquals(0, why.residual());
    assertEquals(List.of(), why.contributions());
  }

  @Test
  void newUser_hasTheItemsOwnPart_underEveryMethod() {
    for (PredictorType type : PredictorType.values()) {
      RandomWorld world = new RandomWorld(2, type, 15, 3);
      for (Method method : TestMethods.withSettings()) {
        UserExplainer user = world.explainer().withMethod(method).forHistory(NOBODY);
        List<String> byOffset =
            world.catalogue.items().stream()
                .map(CatalogueItem::id)
                .sorted(
                    Comparator.comparingDouble(
                        id -> -world.model.score(world.encoder.itemFeatures(id))))
                .toList();
        assertEquals(byOffset, user.recommend(15).stream().map(Recommendation::itemId).toList());
        for (Explanation why : user.explainAll(byOffset)) {
          assertOffsetOnly(why);
          assertEquals(
              world.model.score(world.encoder.itemFeatures(why.itemId())), why.score(), 1e-12);
          assertEquals(List.of(new Warning.NoRatings(false, false)), why.diagnostics().warnings());
          assertExplains(why, world.model, world.encoder, NOBODY);
        }
      }
    }
  }

  @Test
  void tagsAndSituation_count() {
    RandomWorld world = new RandomWorld(2, PredictorType.BINARY_CLASSIFIER, 15, 3);
    History tagged = NOBODY.withUserTags(Set.of("gender=F"));
    UserExplainer user = world.explainer().forHistory(tagged).inContext(Set.of("evening"));
    Explanation why = user.explain("i3");
    assertOffsetOnly(why);
    assertEquals(
        world.model.score(
            world
                .encoder
                .itemFeatures("i3")
                .and(world.encoder.userSideFeatures(Set.of("gender=F")))
                .and(world.encoder.contextFeatures(Set.of("evening")))),
        why.score(),
        1e-12);
    assertEquals(
        Optional.of(new Warning.NoRatings(false, true)),
        why.diagnostics().warning(Warning.NoRatings.class));
    assertNotEquals(world.explainer().forHistory(NOBODY).explain("i3").score(), why.score());
    assertExplains(why, world.model, world.encoder, tagged, Set.of("evening"));
  }

  @Test
  void knownUser_isScoredAsTrained_andAllOfThatIsResidual() {
    RandomWorld world = new RandomWorld(2, PredictorType.BINARY_CLASSIFIER, 15, 3);
    History known = History.of("u1", List.of());
    Explanation why = world.explainer().forHistory(known).explain("i3");
    assertEquals(why.score() - why.offset(), why.residual(), 1e-12);
    assertTrue(Math.abs(why.residual()) > 0.01);
    assertTrue(why.diagnostics().warnings().contains(new Warning.NoRatings(true, false)));
    assertExplains(why, world.model, world.encoder, known);
    Explanation asNow = world.explainer().foldIn(known).explain("i3");
    assertOffsetOnly(asNow);
    assertExplains(asNow, world.model, world.encoder, known);
  }

  @Test
  void ridgePerRating_holdsNobodyAtZero() {
    RandomWorld world = new RandomWorld(4, PredictorType.REGRESSOR, 8, 2);
    TrainedModel trained =
        TrainedModels.fitting(
            world.model, world.encoder, RatingTarget.stars(), Ridge.perRating(0.1, 0.2), List.of());
    UserExplainer user = FmExplainer.of(trained, world.catalogue).forHistory(NOBODY);
    Explanation why = user.explain("i3");
    assertOffsetOnly(why);
    assertExplains(why, world.model, world.encoder, NOBODY);
    assertFalse(Answers.of(user).fewestRemovals(user.recommend(1).get(0).itemId()).isPresent());
  }

  /** The first ratings of somebody: what would have to be liked, and what that would change. */
  @Test
  void answers_begin() throws InterruptedException {
    TwoTastes data = new TwoTastes(30, 40, 1, 1);
    TrainedModel trained =
        LocalTrainer.builder()
            .seed(1)
            .threads(1)
            .recordPath()
            .build()
            .fit(
                data.set(RatingTarget.likeFrom(4)),
                FmHyperparameters.builder()
                    .predictorType(PredictorType.BINARY_CLASSIFIER)
                    .numFactors(4)
                    .epochs(60)
                    .miniBatchSize(50)
                    .linearLr(0.01)
                    .factorsLr(0.02)
                    .factorsInit(Initializer.normal(0.1))
                    .build())
            .trained();
    FmExplainer explainer = FmExplainer.of(trained, data.catalogue);
    UserExplainer nobody = explainer.forHistory(NOBODY);
    assertEquals("replay", nobody.provenance().method().name());
    Answers answers = Answers.of(nobody);
    String third = nobody.recommend(3).get(2).itemId();
    Optional<RatingEdits> likes = answers.fewestAdditions(third, 5, 10);
    assertTrue(likes.isPresent());
    assertEquals(1, likes.get().item().rankAfter());
    assertTrue(
        answers.whatIf(NOBODY.with(Interaction.of("1", 5)), 5).movers().stream()
            .anyMatch(mover -> mover.scoreAfter() != mover.scoreBefore()));
    UserExplainer one = explainer.forHistory(NOBODY.with(Interaction.of("1", 5)));
    assertTrue(Answers.of(one).whatIf(NOBODY, 5).after().size() == 5);
    Audience pair = Audience.of(explainer, List.of(NOBODY, data.histories.get(0)), "2");
    assertEquals(0, pair.members().get(0).impact());
    FmModel model = trained.model();
    assertExplains(nobody.explain("2"), model, data.encoder, NOBODY);
    assertExplains(one.explain("2"), model, data.encoder, one.history());
  }
}
