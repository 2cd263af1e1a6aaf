package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FmExplainerTest {

  private static final RandomWorld WORLD =
      new RandomWorld(7, PredictorType.BINARY_CLASSIFIER, 20, 5);

  private static FmExplainer explainer() {
    return WORLD.explainer();
  }

  private static <E extends Exception> void assertRefused(
      Class<E> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  private static <W extends Warning> Optional<W> warning(UserExplainer user, Class<W> kind) {
    return user.provenance().diagnostics().warning(kind);
  }

  @Test
  void of_keepsWhatItIsGiven() {
    TrainedModel trained = WORLD.trained(List.of());
    FmExplainer explainer = FmExplainer.of(trained, WORLD.catalogue);
    assertSame(trained, explainer.trained());
    assertSame(WORLD.catalogue, explainer.catalogue());
    FmExplainer paper = explainer.withMethod(Method.paper());
    assertEquals(Method.paper(), paper.method());
    assertSame(trained, paper.trained());
    assertSame(WORLD.catalogue, paper.catalogue());
  }

  @Test
  void defaultMethod_followsTheTraining() {
    for (PredictorType type : PredictorType.values()) {
      RandomWorld world = new RandomWorld(7, type, 5, 3);
      TrainedModel other = world.trained(List.of());
      assertEquals(
          type == PredictorType.REGRESSOR ? Method.leastSquares() : Method.hessian(),
          FmExplainer.of(other, world.catalogue).method());
      // Adam's mode without the settings of the training is not enough for a replay.
      assertEquals(
          type == PredictorType.REGRESSOR ? Method.leastSquares() : Method.hessian(),
          FmExplainer.of(other.withMode(TrainingMode.sageMaker()), world.catalogue).method());
      FmHyperparameters settings =
          FmHyperparameters.builder().predictorType(type).numFactors(3).build();
      TrainedModel adam =
          new TrainedModel(
              other.model(),
              other.encoder(),
              other.target(),
              settings,
              other.ridge(),
              TrainingMode.sageMaker(),
              other.summary(),
              null);
      assertEquals(Method.replay(), FmExplainer.of(adam, world.catalogue).method());
      assertEquals(
          type == PredictorType.REGRESSOR ? Method.leastSquares() : Method.hessian(),
          FmExplainer.of(adam.withMode(TrainingMode.other()), world.catalogue).method());
    }
  }

  @Test
  void replay_ofAModelThatWasTrainedInAnotherWayRunsUnderTheNameOfWhatRan() {
    for (PredictorType type : PredictorType.values()) {
      RandomWorld world = new RandomWorld(7, type, 5, 3);
      Method instead = type == PredictorType.REGRESSOR ? Method.leastSquares() : Method.hessian();
      FmExplainer explainer =
          FmExplainer.of(world.trained(List.of()), world.catalogue).withMethod(Method.replay());
      History history = world.history("u1", 3);
      UserExplainer user = explainer.forHistory(history);
      assertEquals(Method.replay(), explainer.method());
      assertEquals(instead, user.provenance().method());
      assertEquals(null, user.provenance().diagnostics().replay());
      assertEquals(
          Optional.of(new Warning.OtherMethod("replay", instead.name())),
          warning(user, Warning.OtherMethod.class));
      assertEquals(
          explainer.withMethod(instead).forHistory(history).explain("i1").contributions(),
          user.explain("i1").contributions());
      assertExplains(user.explain("i1"), world.model, world.encoder, history);
    }
  }

  @Test
  void of_refusesACatalogueThatTheEncoderDoesNotKnow() {
    List<CatalogueItem> items = new ArrayList<>(WORLD.catalogue.items());
    items.add(new CatalogueItem("new", "New", Set.of()));
    TrainedModel trained = WORLD.trained(List.of());
    assertRefused(
        IllegalArgumentException.class,
        "catalogue has item 'new', which the encoder does not know; leave it out with"
            + " Catalogue.knownTo",
        () -> FmExplainer.of(trained, Catalogue.of(items)));
    Catalogue known = Catalogue.of(items).knownTo(WORLD.encoder);
    assertEquals(20, FmExplainer.of(trained, known).catalogue().size());
  }

  @Test
  void forHistory_refusesAnUnknownItem() {
    assertRefused(
        UnknownIdException.class,
        "unknown item '1683'; the encoder has 20 items",
        () -> explainer().forHistory(History.of("u1", List.of(Interaction.of("1683", 5)))));
  }

  @Test
  void leavingOutUnknownItems_saysWhatWasLeftOut() {
    History known = WORLD.history("u1", 4);
    List<Interaction> ratings = new ArrayList<>(known.interactions());
    ratings.add(1, Interaction.of("1683", 5));
    ratings.add(Interaction.of("1684", 1));
    History history = new History("u1", known.userTags(), ratings);
    FmExplainer explainer = explainer().leavingOutUnknownItems();
    UserExplainer user = explainer.forHistory(history);
    assertEquals(
        Optional.of(new Warning.RatingsLeftOut(List.of("1683", "1684"))),
        warning(user, Warning.RatingsLeftOut.class));
    assertEquals(known, user.history());
    assertExplains(user.explain("i2"), WORLD.model, WORLD.encoder, known);
    assertEquals(
        Optional.empty(), warning(explainer.forHistory(known), Warning.RatingsLeftOut.class));
    // The setting outlives a change of the method.
    assertEquals(known, explainer.withMethod(Method.leastSquares()).forHistory(history).history());
  }

  @Test
  void leavingOutUnknownItems_mayLeaveNothing() {
    List<Interaction> unknown = List.of(Interaction.of("1683", 5), Interaction.of("1684", 5));
    UserExplainer user =
        explainer().leavingOutUnknownItems().forHistory(History.ofNewUser(unknown));
    assertEquals(
        Optional.of(new Warning.RatingsLeftOut(List.of("1683", "1684"))),
        warning(user, Warning.RatingsLeftOut.class));
    assertExplains(user.explain("i2"), WORLD.model, WORLD.encoder, History.ofNewUser(List.of()));
  }

  @Test
  void unknownUser_isFoldedInAndSaysSo() {
    History history = WORLD.history("stranger", 4);
    UserExplainer user = explainer().forHistory(history);
    assertEquals(
        Optional.of(new Warning.FoldedIn("stranger", false, 4)),
        warning(user, Warning.FoldedIn.class));
    assertEquals("stranger", user.provenance().userId());
    assertExplains(user.explain("i0"), WORLD.model, WORLD.encoder, history);
    History nobody = RandomWorld.asNewUser(history);
    assertEquals(
        Optional.of(new Warning.FoldedIn(null, false, 4)),
        warning(explainer().forHistory(nobody), Warning.FoldedIn.class));
  }

  @Test
  void todaysHistoryOfAKnownUser_isScoredAsTrainedOrAsOfToday() {
    History trained = WORLD.history("u1", 6);
    History today = trained.without(trained.interactions().get(0).itemId());
    FmExplainer explainer = FmExplainer.of(WORLD.trained(List.of(trained)), WORLD.catalogue);
    UserExplainer before = explainer.withMethod(Method.hessian()).forHistory(trained);
    assertEquals(Optional.empty(), warning(before, Warning.HistoryDiffers.class));

    UserExplainer asTrained = explainer.withMethod(Method.hessian()).forHistory(today);
    assertEquals(
        Optional.of(new Warning.HistoryDiffers("u1", true)),
        warning(asTrained, Warning.HistoryDiffers.class));
    assertEquals(before.score("i3"), asTrained.score("i3"));
    assertExplains(asTrained.explain("i3"), WORLD.model, WORLD.encoder, today);

    UserExplainer asOfToday = explainer.withMethod(Method.hessian()).foldIn(today);
    assertEquals(Optional.empty(), warning(asOfToday, Warning.HistoryDiffers.class));
    assertEquals(
        Optional.of(new Warning.FoldedIn("u1", true, 5)),
        warning(asOfToday, Warning.FoldedIn.class));
    assertEquals("u1", asOfToday.provenance().userId());
    assertNotEquals(asTrained.score("i3"), asOfToday.score("i3"));
    // The parameters are those of anybody with this history.
    assertEquals(
        explainer.forHistory(RandomWorld.asNewUser(today)).score("i3"), asOfToday.score("i3"));
    assertExplains(asOfToday.explain("i3"), WORLD.model, WORLD.encoder, today);
  }

  @Test
  void historyDiffers_saysWhetherTheUserWasTrained() {
    History trained = WORLD.history("u1", 6);
    FmExplainer explainer = FmExplainer.of(WORLD.trained(List.of(trained)), WORLD.catalogue);
    assertEquals(
        Optional.of(new Warning.HistoryDiffers("u2", false)),
        warning(explainer.forHistory(WORLD.history("u2", 3)), Warning.HistoryDiffers.class));
    // The order of the ratings makes no difference.
    List<Interaction> reversed = new ArrayList<>(trained.interactions());
    Collections.reverse(reversed);
    assertEquals(
        Optional.empty(),
        warning(
            explainer.forHistory(new History("u1", trained.userTags(), reversed)),
            Warning.HistoryDiffers.class));
  }

  @Test
  void historyWithoutTags_ofAModelTrainedWithTags() {
    List<History> trained =
        List.of(
            WORLD.history("u1", 6).withUserTags(Set.of("gender=F")),
            WORLD.history("u2", 4).withUserTags(Set.of("gender=M")));
    FmExplainer explainer = FmExplainer.of(WORLD.trained(trained), WORLD.catalogue);
    History tagged = trained.get(0);
    History untagged = tagged.withUserTags(Set.of());
    UserExplainer known = explainer.forHistory(untagged);
    assertEquals(
        Optional.of(new Warning.TagsDiffer("u1")), warning(known, Warning.TagsDiffer.class));
    assertEquals(Optional.empty(), warning(known, Warning.HistoryDiffers.class));
    assertNotEquals(explainer.forHistory(tagged).score("i3"), known.score("i3"));
    assertExplains(known.explain("i3"), WORLD.model, WORLD.encoder, untagged);
    assertEquals(Optional.empty(), warning(explainer.forHistory(tagged), Warning.TagsDiffer.class));
    assertEquals(
        Optional.of(new Warning.TagsDiffer("u1")),
        warning(
            explainer.forHistory(tagged.withUserTags(Set.of("gender=M"))),
            Warning.TagsDiffer.class));

    UserExplainer stranger = explainer.forHistory(RandomWorld.asNewUser(untagged));
    assertEquals(
        Optional.of(new Warning.TagsDiffer(null)), warning(stranger, Warning.TagsDiffer.class));
    assertEquals(
        Optional.empty(),
        warning(explainer.forHistory(RandomWorld.asNewUser(tagged)), Warning.TagsDiffer.class));
  }

  @Test
  void newUserWithoutTags_ofAModelTrainedWithSomeTags() {
    List<History> trained =
        List.of(
            WORLD.history("u1", 6).withUserTags(Set.of("gender=F")),
            WORLD.history("u2", 4).withUserTags(Set.of()));
    FmExplainer explainer = FmExplainer.of(WORLD.trained(trained), WORLD.catalogue);
    History nobody = RandomWorld.asNewUser(WORLD.history("u3", 3)).withUserTags(Set.of());
    assertEquals(Optional.empty(), warning(explainer.forHistory(nobody), Warning.TagsDiffer.class));
  }

  @Test
  void historyOutsideTheCatalogue_isExplainedWithItsId() {
    Catalogue smaller = WORLD.catalogue.filter(item -> !item.id().equals("i3"));
    FmExplainer explainer = FmExplainer.of(WORLD.trained(List.of()), smaller);
    History history = History.of("u1", List.of(Interaction.of("i3", 5)));
    Explanation explanation =
        explainer.withMethod(Method.hessian()).forHistory(history).explain("i0");
    assertEquals("i3", explanation.contributions().get(0).title());
    assertRefused(
        UnknownIdException.class,
        "unknown item 'i3'; the catalogue has 19 items",
        () -> explainer.forHistory(history).explain("i3"));
    assertExplains(explanation, WORLD.model, WORLD.encoder, history);
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
    assertExplains(shared.explain("i1"), WORLD.model, WORLD.encoder, histories.get(5));
  }

  private static List<Object> results(
      FmExplainer explainer, UserExplainer shared, List<History> histories) {
    List<Object> results = new ArrayList<>();
    for (Method method : TestMethods.withSettings()) {
      for (History history : histories) {
        results.add(explainer.withMethod(method).forHistory(history).explain("i2"));
      }
    }
    results.add(shared.recommend(5));
    results.add(shared.explainAll(List.of("i1", "i2")));
    return results;
  }

  @Test
  void forHistories_goesOnWithoutTheUserThatFailed() throws Exception {
    List<History> histories = new ArrayList<>();
    for (int j = 0; j < 40; j++) {
      histories.add(WORLD.history("user " + j, 3));
    }
    histories.set(3, History.of("u1", List.of(Interaction.of("gone", 1))));
    histories.set(17, History.of("u2", List.of(Interaction.of("nowhere", 1))));
    FmExplainer explainer = explainer();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<BatchResult<List<Recommendation>>> results;
    try {
      results = explainer.forHistories(histories, user -> user.recommend(2), pool);
    } finally {
      pool.shutdownNow();
    }
    assertEquals(histories, results.stream().map(BatchResult::history).toList());
    for (int j = 0; j < 40; j++) {
      BatchResult<List<Recommendation>> result = results.get(j);
      assertEquals(j == 3 || j == 17, result.failed());
      assertEquals(!result.failed(), result.find().isPresent());
      if (!result.failed()) {
        assertEquals(explainer.forHistory(histories.get(j)).recommend(2), result.get());
        assertEquals(null, result.failure());
      }
    }
    NoSuchElementException e =
        assertThrows(NoSuchElementException.class, () -> results.get(17).get());
    assertEquals(
        "explaining user 'u2' failed: unknown item 'nowhere'; the encoder has 20 items",
        e.getMessage());
    assertSame(results.get(17).failure(), e.getCause());
    assertTrue(results.get(17).failure() instanceof UnknownIdException);
    assertRefused(
        NoSuchElementException.class,
        "explaining user 'u1' failed: unknown item 'gone'; the encoder has 20 items",
        () -> results.get(3).get());
  }

  @Test
  void forHistories_neverWaitsForAnExecutorThatHasEnded() {
    List<History> histories = List.of(WORLD.history("a", 3), WORLD.history("b", 3));
    ExecutorService ended = Executors.newFixedThreadPool(1);
    ended.shutdown();
    assertRefused(
        IllegalStateException.class,
        "executor must run a task per user, but refused one; is it shut down?",
        () -> explainer().forHistories(histories, user -> user.recommend(2), ended));
    BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    ExecutorService ending = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, waiting);
    assertRefused(
        IllegalStateException.class,
        "executor must run a task per user, but ended before; shut it down afterwards",
        () ->
            explainer()
                .forHistories(
                    histories,
                    user -> {
                      while (waiting.isEmpty()) {
                        Thread.onSpinWait(); // The second task is not handed over yet.
                      }
                      ending.shutdownNow();
                      return 1;
                    },
                    ending));
  }

  @Test
  void forHistories_refusesATaskWithoutResult() throws Exception {
    List<BatchResult<Object>> results =
        explainer()
            .forHistories(
                List.of(RandomWorld.asNewUser(WORLD.history("u1", 3))),
                user -> nothing(),
                Runnable::run);
    assertRefused(
        NoSuchElementException.class,
        "explaining a new user failed: task must give a result, but gave null",
        () -> results.get(0).get());
    assertTrue(results.get(0).failure() instanceof IllegalStateException);
  }

  @SuppressWarnings("NullAway") // What a caller without a null checker could do.
  private static Object nothing() {
    return null;
  }

  @Test
  void forHistories_ofNobody() throws Exception {
    assertEquals(
        List.of(), explainer().forHistories(List.of(), user -> user.recommend(1), Runnable::run));
  }

  @Test
  void forHistories_doesNotTakeAnErrorForAUsers() {
    AssertionError error = new AssertionError("out of order");
    assertSame(
        error,
        assertThrows(
            AssertionError.class,
            () ->
                explainer()
                    .forHistories(
                        List.of(WORLD.history("u1", 3)),
                        user -> {
                          throw error;
                        },
                        Runnable::run)));
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

  @Test
  void batchResult_hasAValueOrAFailure() {
    History history = WORLD.history("u1", 3);
    String message = "a result must have a value or a failure, not both";
    assertRefused(
        IllegalArgumentException.class, message, () -> new BatchResult<>(history, null, null));
    assertRefused(
        IllegalArgumentException.class,
        message,
        () -> new BatchResult<>(history, "value", new IllegalStateException("failure")));
  }

  @Test
  void givenParameters_explainAsThoseOfTheModelDo() {
    FmExplainer explainer = WORLD.explainer();
    History history = WORLD.history("u2", 5);
    double[] parameters = parametersOf("u2");
    Explanation given = explainer.forHistory(history, parameters).explain("i1");
    assertEquals(explainer.forHistory(history).explain("i1"), given);
    History unknown = new History("elsewhere", history.userTags(), history.interactions());
    UserExplainer apart = explainer.forHistory(unknown, parameters);
    assertEquals(given.contributions(), apart.explain("i1").contributions());
    assertEquals(given.score(), apart.score("i1"), 1e-12);
    assertFalse(apart.provenance().diagnostics().foldedIn());
    assertEquals(Optional.empty(), warning(apart, Warning.HistoryDiffers.class));
    assertExplains(given, WORLD.model, WORLD.encoder, history);
  }

  @Test
  void givenParameters_thatDoNotFit_areRefused() {
    FmExplainer explainer = WORLD.explainer();
    History history = WORLD.history("u2", 5);
    int k = WORLD.model.numFactors();
    String wanted = "parameters of user 'u2' must be " + k + " factors and a linear weight";
    assertEquals(
        wanted + ", all finite, but were 1 numbers",
        assertThrows(
                IllegalArgumentException.class,
                () -> explainer.forHistory(history, new double[] {1}))
            .getMessage());
    double[] infinite = parametersOf("u2");
    infinite[1] = Double.NaN;
    assertEquals(
        wanted + ", all finite, but were " + (k + 1) + " numbers, one of them not finite",
        assertThrows(IllegalArgumentException.class, () -> explainer.forHistory(history, infinite))
            .getMessage());
  }

  private static double[] parametersOf(String userId) {
    int column = WORLD.encoder.userFeature(userId).orElseThrow();
    float[] factors = WORLD.model.factors(column);
    double[] parameters = new double[factors.length + 1];
    for (int c = 0; c < factors.length; c++) {
      parameters[c] = factors[c];
    }
    parameters[factors.length] = WORLD.model.linearWeight(column);
    return parameters;
  }
}
