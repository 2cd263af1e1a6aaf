package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrainingTest {

  private static final int ITEMS = 8;

  private final List<String> users = List.of("u0", "u1", "u2", "u3");
  private final List<CatalogueItem> items =
      IntStream.range(0, ITEMS)
          .mapToObj(j -> new CatalogueItem("i" + j, "Item " + j, Set.of()))
          .toList();
  private final OneHotEncoder encoder =
      OneHotEncoder.of(users, items.stream().map(CatalogueItem::id).toList());
  private final List<History> histories = histories();
  private final FmHyperparameters hyperparameters =
      FmHyperparameters.builder()
          .predictorType(PredictorType.BINARY_CLASSIFIER)
          .numFactors(3)
          .epochs(4)
          .miniBatchSize(5)
          .build();
  private final TrainingSet set = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4));
  private final LocalTrainer trainer = LocalTrainer.builder().seed(9).build();
  private final TrainingResult trained;
  private final EvaluatedModel model;

  RetrainingTest() throws InterruptedException {
    trained = trainer.fit(set, hyperparameters);
    model =
        EvaluatedModel.of(
            trained.model(), encoder, Catalogue.of(items), hyperparameters, set.numRows());
  }

  /** User u_j has the items from j on, but for the last; u3 has one rating. */
  private List<History> histories() {
    Random random = new Random(1);
    List<History> made = new ArrayList<>();
    for (int j = 0; j < users.size(); j++) {
      List<Interaction> ratings = new ArrayList<>();
      for (int item = j; item < (j == 3 ? 4 : ITEMS - 1); item++) {
        ratings.add(Interaction.of("i" + item, 1 + random.nextInt(5)));
      }
      made.add(History.of(users.get(j), ratings));
    }
    return made;
  }

  private Retraining retraining() {
    return Retraining.of(model, trained, histories, 1);
  }

  private int rowOf(String user, String item) {
    FeatureVector wanted = encoder.encode(user, Set.of(), item, Set.of());
    return IntStream.range(0, set.numRows())
        .filter(row -> set.features(row).equals(wanted))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void effects_areScoresBeforeMinusAfter() throws InterruptedException {
    Retraining.Result result = retraining().run(List.of("u2", "u0"), 2, 0, 5, progress -> {});
    assertEquals(2, result.effects().size());
    for (int t = 0; t < 2; t++) {
      int[] rows = new int[2];
      for (int u = 0; u < 2; u++) {
        RemovalEffects effects = result.effects().get(u);
        int removed = effects.rows().get(t);
        rows[u] =
            rowOf(
                String.valueOf(effects.history().userId()),
                effects.history().interactions().get(removed).itemId());
      }
      FmModel without =
          trainer.fitWithout(rows, set, hyperparameters, TrainingProgress.none()).model();
      for (RemovalEffects effects : result.effects()) {
        FeatureVector row =
            encoder.encode(
                String.valueOf(effects.history().userId()), Set.of(), effects.itemId(), Set.of());
        assertEquals(
            model.model().score(row) - without.score(row), effects.effects().get(t), 1e-15);
      }
    }
    // The item is what the model recommends: one that the user has not rated.
    assertTrue(result.effects().get(1).history().find(result.effects().get(1).itemId()).isEmpty());
    assertEquals(0, result.controls());
    assertEquals(Double.NaN, result.controlDeviation());
  }

  @Test
  void controls_areOtherUsers() throws InterruptedException {
    Retraining.Result result = retraining().run(List.of("u1"), 2, 40, 5, progress -> {});
    assertEquals(3, result.controls());
    // The items move, so that the others' scores move a little.
    assertTrue(result.controlDeviation() > 0);
    double largest =
        result.effects().get(0).effects().stream().mapToDouble(Math::abs).max().orElseThrow();
    assertTrue(result.controlDeviation() < largest, result.toString());
  }

  @Test
  void oneRating_isLeftOutOnce() throws InterruptedException {
    Retraining.Result result = retraining().run(List.of("u3", "u0"), 2, 0, 5, progress -> {});
    assertEquals(List.of(0), result.effects().get(0).rows());
    assertEquals(2, result.effects().get(1).rows().size());
  }

  @Test
  void recordedWay_makesAnotherMethod() throws InterruptedException {
    TrainingResult recorded =
        LocalTrainer.builder().seed(9).recordTrajectory().build().fit(set, hyperparameters);
    EvaluatedModel along = model.withTrajectory(Objects.requireNonNull(recorded.trajectory()));
    ExplanationMethods methods = ExplanationMethods.of(along, histories, 1);
    assertEquals(
        ExplanationMethods.names(), methods.all().stream().map(ExplanationMethod::name).toList());
    assertEquals(
        histories.get(0).size(),
        methods.named("unrolled-recorded").attribute(histories.get(0), "i7").length);
  }

  @Test
  void progress_comesAfterEveryEpoch() throws InterruptedException {
    List<String> seen = new ArrayList<>();
    retraining().run(List.of("u0"), 2, 0, 5, p -> seen.add(p.retraining() + "." + p.epoch()));
    assertEquals(List.of("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4"), seen);
  }

  @Test
  void remaining_isAsLongForEachEpochAsBefore() {
    // 6 of 20 epochs took 12 s: 14 more take 28 s.
    Retraining.Progress progress = Retraining.Progress.at(2, 5, 2, 4, Duration.ofSeconds(12));
    assertEquals(Duration.ofSeconds(28), progress.remaining());
    assertEquals(
        Duration.ZERO, Retraining.Progress.at(5, 5, 4, 4, Duration.ofSeconds(12)).remaining());
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
        "users must have at least 1 entry, but is empty; there is nothing to evaluate",
        message(bad, () -> retraining().run(List.of(), 1, 0, 1, p -> {})));
    assertEquals(
        "retrainings must be at least 1, but was 0",
        message(bad, () -> retraining().run(List.of("u0"), 0, 0, 1, p -> {})));
    assertEquals(
        "controls must not be negative, but was -1",
        message(bad, () -> retraining().run(List.of("u0"), 1, -1, 1, p -> {})));
    assertEquals(
        "user 'u0' occurs twice",
        message(bad, () -> retraining().run(List.of("u0", "u0"), 1, 0, 1, p -> {})));
    assertEquals(
        "unknown user 'nobody'; the training set has 4 users",
        message(
            UnknownIdException.class, () -> retraining().run(List.of("nobody"), 1, 0, 1, p -> {})));
  }

  @Test
  void otherTrainings_areRefused() throws InterruptedException {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    TrainingResult other = LocalTrainer.builder().seed(10).build().fit(set, hyperparameters);
    assertEquals(
        "training must have made the evaluated model, but made another; pass its own result",
        message(bad, () -> Retraining.of(model, other, histories, 1)));
    TrainingResult unseeded =
        new TrainingResult(
            trained.model(),
            hyperparameters,
            4,
            false,
            trained.trainMetrics(),
            trained.duration(),
            null,
            null);
    assertEquals(
        "training must have a seed to be repeated, but has none; train with LocalTrainer",
        message(bad, () -> Retraining.of(model, unseeded, histories, 1)));
    TrainingResult stopped =
        new TrainingResult(
            trained.model(),
            hyperparameters,
            2,
            true,
            trained.trainMetrics(),
            trained.duration(),
            9L,
            null);
    assertEquals(
        "training must have run to its end to be repeated, but was stopped after 2 epochs",
        message(bad, () -> Retraining.of(model, stopped, histories, 1)));
  }
}
