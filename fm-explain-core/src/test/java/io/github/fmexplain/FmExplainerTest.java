package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FmExplainerTest {

  private static final RandomWorld WORLD =
      new RandomWorld(7, PredictorType.BINARY_CLASSIFIER, 20, 5);

  private static FmExplainer explainer() {
    return WORLD.explainer().build();
  }

  private static <E extends Exception> void assertRefused(
      Class<E> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  @Test
  void builder_namesEverythingThatIsMissing() {
    assertRefused(
        IllegalStateException.class,
        "missing settings: model, encoder, catalogue, trainedWith, trainedAlong or ridge",
        () -> FmExplainer.builder().build());
    assertRefused(
        IllegalStateException.class,
        "missing settings: encoder, catalogue",
        () -> FmExplainer.builder().model(WORLD.model).ridge(1, 1).build());
  }

  @Test
  void builder_takesEachSettingOnce() {
    FmExplainer.Builder builder = WORLD.explainer();
    assertRefused(
        IllegalStateException.class, "model was already set", () -> builder.model(WORLD.model));
    assertRefused(
        IllegalStateException.class,
        "encoder was already set",
        () -> builder.encoder(WORLD.encoder));
    assertRefused(
        IllegalStateException.class,
        "catalogue was already set",
        () -> builder.catalogue(WORLD.catalogue));
    assertRefused(IllegalStateException.class, "ridge was already set", () -> builder.ridge(1, 1));
    builder.influence(Influence.hessian());
    assertRefused(
        IllegalStateException.class,
        "influence was already set",
        () -> builder.influence(Influence.paper()));
    builder.target(io.github.fmexplain.data.RatingTarget.likeFrom(3));
    assertRefused(
        IllegalStateException.class,
        "target was already set",
        () -> builder.target(io.github.fmexplain.data.RatingTarget.stars()));
  }

  @Test
  void builder_refusesBadRidges() {
    assertRefused(
        IllegalArgumentException.class,
        "ridge on factors must be finite and positive, but was 0.0",
        () -> FmExplainer.builder().ridge(0, 1));
    assertRefused(
        IllegalArgumentException.class,
        "ridge on the linear weight must be finite and positive, but was NaN",
        () -> FmExplainer.builder().ridge(1, Double.NaN));
  }

  @Test
  void trainedWith_makesTheRidge() {
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(5)
            .build();
    Diagnostics diagnostics =
        FmExplainer.builder()
            .model(WORLD.model)
            .encoder(WORLD.encoder)
            .catalogue(WORLD.catalogue)
            .trainedWith(hyperparameters, 90_570)
            .build()
            .forHistory(WORLD.history("u1", 3))
            .diagnostics();
    assertEquals(0.9057, diagnostics.factorRidge(), 1e-12);
    assertEquals(90.57, diagnostics.linearRidge(), 1e-12);
    assertRefused(
        IllegalArgumentException.class,
        "trainingRows must be at least 1, but was 0",
        () -> FmExplainer.builder().trainedWith(hyperparameters, 0));
    FmHyperparameters withoutDecay =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(5)
            .factorsWd(0)
            .build();
    assertRefused(
        IllegalArgumentException.class,
        "factors_wd and linear_wd must be positive to explain with, but were 0.0 and 0.001; set a"
            + " ridge instead",
        () -> FmExplainer.builder().trainedWith(withoutDecay, 10));
  }

  @Test
  void build_refusesAnEncoderOfAnotherWidth() {
    assertRefused(
        IllegalArgumentException.class,
        "encoder has 4 features, but the model has "
            + WORLD.model.numFeatures()
            + "; was it trained on another data set?",
        () ->
            FmExplainer.builder()
                .model(WORLD.model)
                .encoder(OneHotEncoder.of(List.of("u", "v"), List.of("a", "b")))
                .catalogue(WORLD.catalogue)
                .ridge(1, 1)
                .build());
  }

  @Test
  void build_refusesACatalogueThatTheEncoderDoesNotKnow() {
    List<CatalogueItem> items = new ArrayList<>(WORLD.catalogue.items());
    items.add(new CatalogueItem("new", "New", Set.of()));
    assertRefused(
        IllegalArgumentException.class,
        "catalogue has item 'new', which the encoder does not know; leave it out with"
            + " Catalogue.filter",
        () ->
            FmExplainer.builder()
                .model(WORLD.model)
                .encoder(WORLD.encoder)
                .catalogue(Catalogue.of(items))
                .ridge(1, 1)
                .build());
  }

  @Test
  void paper_refusesBadSettings() {
    assertRefused(
        IllegalArgumentException.class,
        "lambda must be finite and not negative, but was -1.0",
        () -> Influence.paper().withLambda(-1));
    assertRefused(
        IllegalArgumentException.class,
        "likeThreshold must be finite, but was NaN",
        () -> Influence.paper().withLikeThreshold(Double.NaN));
  }

  @Test
  void defaults_followThePredictorType() {
    assertEquals(Influence.unrolled(), explainer().influence());
    RandomWorld regression = new RandomWorld(7, PredictorType.REGRESSOR, 5, 3);
    assertEquals(Influence.leastSquares(), regression.explainer().build().influence());
  }

  @Test
  void forHistory_refusesAnEmptyHistory() {
    assertRefused(
        IllegalArgumentException.class,
        "history of user 'u1' must have at least 1 rating, but is empty; there is nothing to"
            + " explain with",
        () -> explainer().forHistory(History.of("u1", List.of())));
    assertRefused(
        IllegalArgumentException.class,
        "history must have at least 1 rating, but is empty; there is nothing to explain with",
        () -> explainer().forHistory(History.ofNewUser(List.of())));
  }

  @Test
  void forHistory_refusesAnUnknownItem() {
    assertRefused(
        UnknownIdException.class,
        "unknown item '1683'; the encoder has 20 items",
        () -> explainer().forHistory(History.of("u1", List.of(Interaction.of("1683", 5)))));
  }

  @Test
  void unknownUser_isFoldedInAndSaysSo() {
    History history = WORLD.history("stranger", 4);
    Explanation explanation = explainer().forHistory(history).explain("i0");
    assertExplains(explanation, WORLD.model, WORLD.encoder, history);
    assertTrue(explanation.diagnostics().resolved());
    assertEquals(
        "user 'stranger' is unknown to the model: the user's parameters are re-solved from 4"
            + " ratings",
        explanation.diagnostics().warnings().get(0));
    assertEquals(
        "the user is new to the model: the user's parameters are re-solved from 4 ratings",
        explainer().forHistory(history.asNewUser()).diagnostics().warnings().get(0));
  }

  @Test
  void historyOutsideTheCatalogue_isExplainedWithItsId() {
    Catalogue smaller = WORLD.catalogue.filter(item -> !item.id().equals("i3"));
    FmExplainer explainer =
        FmExplainer.builder()
            .model(WORLD.model)
            .encoder(WORLD.encoder)
            .catalogue(smaller)
            .ridge(1, 1)
            .build();
    History history = History.of("u1", List.of(Interaction.of("i3", 5)));
    Explanation explanation = explainer.forHistory(history).explain("i0");
    assertExplains(explanation, WORLD.model, WORLD.encoder, history);
    assertEquals("i3", explanation.contributions().get(0).title());
    assertRefused(
        UnknownIdException.class,
        "unknown item 'i3'; the catalogue has 19 items",
        () -> explainer.forHistory(history).explain("i3"));
  }

  @Test
  void eightThreads_giveTheSameBitsAsOne() throws Exception {
    List<History> histories = new ArrayList<>();
    for (int j = 0; j < 24; j++) {
      histories.add(WORLD.history(RandomWorld.USERS.get(j % 3), 3 + j % 11));
    }
    FmExplainer explainer = explainer();
    UserExplainer shared = explainer.forHistory(histories.get(5));
    List<Object> expected = results(explainer, shared, histories);
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<Object>>> futures = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  return results(explainer, shared, histories);
                }));
      }
      start.countDown();
      for (Future<List<Object>> future : futures) {
        assertEquals(expected, future.get());
      }
      // Records compare doubles by their bits.
      assertEquals(
          explainer.forHistories(histories, user -> user.explain("i1"), Runnable::run),
          explainer.forHistories(histories, user -> user.explain("i1"), pool));
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Object> results(
      FmExplainer explainer, UserExplainer shared, List<History> histories) {
    List<Object> results = new ArrayList<>();
    for (Influence method : RandomWorld.methods()) {
      for (History history : histories) {
        results.add(explainer.withInfluence(method).forHistory(history).explain("i2"));
      }
    }
    results.add(shared.recommend(5));
    results.add(shared.explainAll(List.of("i1", "i2")));
    return results;
  }

  @Test
  void forHistories_namesTheUserThatFailed() {
    List<History> histories =
        List.of(WORLD.history("u1", 3), History.of("u2", List.of(Interaction.of("nowhere", 1))));
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> explainer().forHistories(histories, user -> user.recommend(1), Runnable::run));
    assertEquals(
        "explaining user 'u2' failed: unknown item 'nowhere'; the encoder has 20 items",
        e.getMessage());
    assertInstanceOf(UnknownIdException.class, e.getCause());
  }

  @Test
  void forHistories_refusesATaskWithoutResult() {
    assertRefused(
        IllegalStateException.class,
        "task must give a result, but gave null for history 1",
        () ->
            explainer()
                .forHistories(
                    List.of(WORLD.history("u1", 3).asNewUser()), user -> nothing(), Runnable::run));
  }

  @SuppressWarnings("NullAway") // What a caller without a null checker could do.
  private static Object nothing() {
    return null;
  }

  @Test
  void forHistories_isInterruptible() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () ->
            explainer()
                .forHistories(
                    List.of(WORLD.history("u1", 3)), user -> user.recommend(1), task -> {}));
  }
}
