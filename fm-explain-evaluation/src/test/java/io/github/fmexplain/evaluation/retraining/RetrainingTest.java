package io.github.fmexplain.evaluation.retraining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.ToStringRules;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.evaluation.RemovalEffects;
import io.github.fmexplain.evaluation.retraining.RetrainedEffects.Group;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrainingTest {

  private final RetrainingWorld world;
  private final Retraining retraining;

  RetrainingTest() throws InterruptedException {
    world = new RetrainingWorld(RetrainingWorld.DENSE, 4, 0.001);
    retraining = world.retraining();
  }

  private static String userOf(RemovalEffects effects) {
    return Objects.requireNonNull(effects.history().userId());
  }

  private int rowOf(RemovalEffects effects, int t) {
    return world.rowOf(
        userOf(effects), effects.history().interactions().get(effects.rows().get(t)).itemId());
  }

  private double change(String userId, String itemId, FmModel without) {
    FeatureVector features = world.features(userId, itemId);
    return world.trained.model().score(features) - without.score(features);
  }

  private void assertEffects(Group group, int t, int... rows) throws InterruptedException {
    FmModel without = world.without(rows);
    for (RemovalEffects effects : group.effects()) {
      assertEquals(
          change(userOf(effects), effects.itemId(), without), effects.effects().get(t), 1e-15);
    }
  }

  @Test
  void effects_areScoresBeforeMinusAfter() throws InterruptedException {
    RetrainedEffects result = retraining.run(List.of("u2", "u0"), 2, 5, 0, 5, progress -> {});
    assertEquals(1, result.groups().size());
    assertEquals(2, result.retrainings());
    Group group = result.groups().get(0);
    for (int t = 0; t < 2; t++) {
      assertEffects(group, t, rowOf(group.effects().get(0), t), rowOf(group.effects().get(1), t));
    }
    // The item is what the model recommends: one that the user has not rated.
    for (RemovalEffects effects : result.effects()) {
      assertEquals(world.ranking(world.trained.model(), userOf(effects)).get(0), effects.itemId());
    }
    assertEquals(0, result.controls());
    assertEquals(Double.NaN, result.controlDeviation());
    assertEquals(Double.NaN, group.controlDeviation());
  }

  @Test
  void usersAtOnce_makesGroups() throws InterruptedException {
    List<String> progress = new ArrayList<>();
    RetrainedEffects result =
        retraining.run(
            List.of("u2", "u0", "u1"),
            2,
            2,
            0,
            5,
            p -> progress.add(p.retraining() + "/" + p.retrainings() + "." + p.epoch()));
    assertEquals(
        List.of(List.of("u2", "u0"), List.of("u1")),
        result.groups().stream()
            .map(group -> group.effects().stream().map(RetrainingTest::userOf).toList())
            .toList());
    assertEquals(
        List.of("u2", "u0", "u1"), result.effects().stream().map(RetrainingTest::userOf).toList());
    Group last = result.groups().get(1);
    for (int t = 0; t < 2; t++) {
      assertEffects(last, t, rowOf(last.effects().get(0), t));
    }
    // ⌈3 / 2⌉ × 2 retrainings of 4 epochs.
    assertEquals(4, result.retrainings());
    assertEquals(16, progress.size());
    assertEquals("1/4.1", progress.get(0));
    assertEquals("4/4.4", progress.get(15));
  }

  @Test
  void controls_areOtherUsers() throws InterruptedException {
    RetrainedEffects result = retraining.run(List.of("u1", "u3"), 1, 1, 40, 5, progress -> {});
    assertEquals(2, result.controls());
    List<Double> all = new ArrayList<>();
    for (Group group : result.groups()) {
      FmModel without = world.without(rowOf(group.effects().get(0), 0));
      List<Double> changes = new ArrayList<>();
      for (String userId : List.of("u0", "u2")) {
        changes.add(change(userId, world.ranking(world.trained.model(), userId).get(0), without));
      }
      all.addAll(changes);
      assertEquals(deviation(changes), group.controlDeviation(), 1e-12);
      // The items move, so that the others' scores move a little.
      assertTrue(group.controlDeviation() > 0);
      assertTrue(
          group.controlDeviation() < Math.abs(group.effects().get(0).effects().get(0)),
          result.toString());
    }
    assertEquals(deviation(all), result.controlDeviation(), 1e-12);
  }

  private static double deviation(List<Double> values) {
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      sum += value;
      squares += value * value;
    }
    double mean = sum / values.size();
    return Math.sqrt(squares / values.size() - mean * mean);
  }

  @Test
  void controls_areAtMostSoMany() throws InterruptedException {
    assertEquals(1, retraining.run(List.of("u1"), 1, 5, 1, 5, progress -> {}).controls());
  }

  @Test
  void oneRating_isLeftOutOnce() throws InterruptedException {
    RetrainedEffects result = retraining.run(List.of("u3", "u0"), 2, 5, 0, 5, progress -> {});
    assertEquals(List.of(0), result.effects().get(0).rows());
    assertEquals(2, result.effects().get(1).rows().size());
    // Alone, the user with one rating takes one retraining.
    assertEquals(
        1, retraining.run(List.of("u3"), 2, 5, 0, 5, progress -> {}).groups().get(0).retrainings());
  }

  private static List<Interaction> ratings(History history, int... positions) {
    List<Interaction> ratings = new ArrayList<>();
    for (int position : positions) {
      ratings.add(history.interactions().get(position));
    }
    return ratings;
  }

  @Test
  void without_leavesOutSets() throws InterruptedException {
    List<Interaction> ofU2 = ratings(world.history("u2"), 0, 3);
    List<Interaction> ofU3 = ratings(world.history("u3"), 0);
    List<Integer> progress = new ArrayList<>();
    List<Retrained> result =
        retraining.without(Map.of("u3", ofU3, "u2", ofU2), 2, p -> progress.add(p.retrainings()));
    FmModel without =
        world.without(
            world.rowOf("u2", ofU2.get(0).itemId()),
            world.rowOf("u2", ofU2.get(1).itemId()),
            world.rowOf("u3", "i3"));
    assertRetrained("u2", ofU2, without, result.get(0));
    assertRetrained("u3", ofU3, without, result.get(1));
    assertEquals(List.of(1, 1, 1, 1), progress);
    // One at a time.
    result = retraining.without(Map.of("u3", ofU3, "u2", ofU2), 1, p -> {});
    assertRetrained("u3", ofU3, world.without(world.rowOf("u3", "i3")), result.get(1));
  }

  private void assertRetrained(
      String userId, List<Interaction> removed, FmModel without, Retrained retrained) {
    String itemId = world.ranking(world.trained.model(), userId).get(0);
    List<String> after = world.ranking(without, userId);
    String other = after.get(0).equals(itemId) ? after.get(1) : after.get(0);
    double margin =
        without.score(world.features(userId, itemId))
            - without.score(world.features(userId, other));
    assertEquals(userId, retrained.userId());
    assertEquals(removed, retrained.removed());
    assertEquals(itemId, retrained.itemId());
    assertEquals(after.get(0), retrained.firstAfter());
    assertEquals(margin, retrained.margin(), 1e-12);
    assertEquals(margin > 0, retrained.keepsFirst());
  }

  @Test
  void without_theOnlyItemStaysFirst() throws InterruptedException {
    // u0 has rated all items but the last.
    Retrained retrained =
        retraining.without(Map.of("u0", ratings(world.history("u0"), 1)), 5, p -> {}).get(0);
    assertTrue(retrained.keepsFirst());
    assertEquals(Double.POSITIVE_INFINITY, retrained.margin());
  }

  @Test
  void remaining_isAsLongForEachEpochAsBefore() {
    // 6 of 20 epochs took 12 s: 14 more take 28 s.
    Progress progress = Progress.at(2, 5, 2, 4, Duration.ofSeconds(12));
    assertEquals(Duration.ofSeconds(28), progress.remaining());
    assertEquals(Duration.ZERO, Progress.at(5, 5, 4, 4, Duration.ofSeconds(12)).remaining());
  }

  private static String message(Class<? extends Exception> type, ThrowingCall call) {
    return String.valueOf(assertThrows(type, call::call).getMessage());
  }

  private interface ThrowingCall {
    void call() throws InterruptedException;
  }

  @Test
  void badInput_isRefused() {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    assertEquals(
        "number of users must be at least 1, but was 0",
        message(bad, () -> retraining.run(List.of(), 1, 5, 0, 1, p -> {})));
    assertEquals(
        "removals per user must be at least 1, but was 0",
        message(bad, () -> retraining.run(List.of("u0"), 0, 5, 0, 1, p -> {})));
    assertEquals(
        "users at once must be at least 1, but was 0",
        message(bad, () -> retraining.run(List.of("u0"), 1, 0, 0, 1, p -> {})));
    assertEquals(
        "controls must be at least 0, but was -1",
        message(bad, () -> retraining.run(List.of("u0"), 1, 5, -1, 1, p -> {})));
    assertEquals(
        "user 'u0' occurs twice",
        message(bad, () -> retraining.run(List.of("u0", "u0"), 1, 5, 0, 1, p -> {})));
    assertEquals(
        "unknown user 'nobody'; the retraining has 4 users",
        message(
            UnknownIdException.class,
            () -> retraining.run(List.of("nobody"), 1, 5, 0, 1, p -> {})));
  }

  @Test
  void badSets_areRefused() {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    assertEquals(
        "number of users must be at least 1, but was 0",
        message(bad, () -> retraining.without(Map.of(), 5, p -> {})));
    assertEquals(
        "users at once must be at least 1, but was 0",
        message(
            bad,
            () -> retraining.without(Map.of("u3", ratings(world.history("u3"), 0)), 0, p -> {})));
    assertEquals(
        "number of ratings to leave out of user 'u0' must be at least 1, but was 0",
        message(bad, () -> retraining.without(Map.of("u0", List.of()), 5, p -> {})));
    assertEquals(
        "rating to leave out of user 'u0' must be in the training history, but that of item 'i7' is"
            + " not",
        message(
            bad,
            () -> retraining.without(Map.of("u0", List.of(Interaction.of("i7", 1))), 5, p -> {})));
    assertEquals(
        "unknown user 'nobody'; the retraining has 4 users",
        message(
            UnknownIdException.class,
            () -> retraining.without(Map.of("nobody", List.of()), 5, p -> {})));
  }

  @Test
  void userWhoHasRatedEverything_isRefused() {
    FmExplainer seven =
        FmExplainer.of(world.trained.trained(), Catalogue.of(world.items.subList(0, 7)));
    Retraining without = Retraining.of(seven, world.trained, world.histories, 1);
    assertEquals(
        "user 'u0' has rated every item; there is none to recommend",
        message(
            IllegalArgumentException.class, () -> without.run(List.of("u0"), 1, 5, 0, 1, p -> {})));
  }

  @Test
  void userWhoHasRatedEverything_isNoControl() throws InterruptedException {
    FmExplainer seven =
        FmExplainer.of(world.trained.trained(), Catalogue.of(world.items.subList(0, 7)));
    assertEquals(
        2,
        Retraining.of(seven, world.trained, world.histories, 1)
            .run(List.of("u1"), 1, 5, 40, 5, p -> {})
            .controls());
  }

  private Retraining of(List<History> histories) {
    return Retraining.of(world.explainer, world.trained, histories, 1);
  }

  @Test
  void otherHistories_areRefused() {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    History u0 = world.history("u0");
    assertEquals(
        "history of user 'u0' must be one that the model was trained with, but is not",
        message(bad, () -> of(List.of(u0.without("i3")))));
    assertEquals(
        "history of a new user must be one that the model was trained with, but is not",
        message(bad, () -> of(List.of(History.ofNewUser(u0.interactions())))));
    assertEquals("user 'u0' occurs twice", message(bad, () -> of(List.of(u0, u0))));
    assertEquals(
        "threads must be at least 1, but was 0",
        message(bad, () -> Retraining.of(world.explainer, world.trained, world.histories, 0)));
    ToStringRules.assertOneLine(of(List.of(u0)));
  }

  private TrainingResult training(
      TrainingSet set, int epochs, boolean stopped, @Nullable Long seed) {
    TrainingResult trained = world.trained;
    return new TrainingResult(
        trained.model(),
        trained.hyperparameters(),
        set,
        trained.mode(),
        epochs,
        stopped,
        trained.trainMetrics(),
        trained.curve(),
        List.of(),
        trained.duration(),
        seed,
        null);
  }

  private String refusal(TrainingResult result) {
    return message(
        IllegalArgumentException.class,
        () -> Retraining.of(world.explainer, result, world.histories, 1));
  }

  @Test
  void otherTrainings_areRefused() throws InterruptedException {
    assertEquals(
        "training must have made the explained model, but made another; pass its own result",
        refusal(LocalTrainer.builder().seed(10).build().fit(world.set, world.hyperparameters)));
    assertEquals(
        "training must have a seed to be repeated, but has none; train with LocalTrainer",
        refusal(training(world.set, 4, false, null)));
    assertEquals(
        "training must have run to its end to be repeated, but was stopped after 2 epochs",
        refusal(training(world.set, 2, true, 9L)));
    TrainingSet.Builder rows = TrainingSet.builder(world.set.numFeatures());
    for (int row = 0; row < world.set.numRows(); row++) {
      rows.add(world.set.features(row), world.set.target(row));
    }
    assertEquals(
        "training set must be made of histories to leave out ratings, but its rows were encoded"
            + " elsewhere; make it with TrainingSet.of",
        refusal(training(rows.build(), 4, false, 9L)));
  }

  @Test
  void otherOptimizer_isRefused() {
    TrainingResult trained = world.trained;
    assertEquals(
        "mode must have lazy or dense Adam, but is " + TrainingMode.other(),
        refusal(
            new TrainingResult(
                trained.model(),
                trained.hyperparameters(),
                trained.set(),
                TrainingMode.other(),
                trained.epochs(),
                false,
                trained.trainMetrics(),
                trained.curve(),
                List.of(),
                trained.duration(),
                9L,
                null)));
  }
}
