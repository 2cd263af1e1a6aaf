package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import io.github.fmexplain.train.TrainingTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Explanations along a recorded training: two tastes, forty users, thirty items. */
class TrainedAlongTest {

  private static final List<String> ITEMS = IntStream.range(0, 30).mapToObj(j -> "i" + j).toList();
  private static final Catalogue CATALOGUE =
      Catalogue.of(ITEMS.stream().map(id -> new CatalogueItem(id, id, Set.of())).toList());

  private final List<History> histories = histories();
  private final OneHotEncoder encoder =
      OneHotEncoder.of(
          histories.stream().map(h -> Objects.requireNonNull(h.userId())).toList(), ITEMS);

  private static List<History> histories() {
    Random random = new Random(5);
    List<History> histories = new ArrayList<>();
    for (int u = 0; u < 40; u++) {
      List<Interaction> ratings = new ArrayList<>();
      for (int j = 0; j < 30; j++) {
        if (random.nextInt(2) == 0) {
          boolean likes = (u % 2 == j % 2) == (random.nextInt(8) > 0);
          ratings.add(Interaction.of("i" + j, likes ? 5 : 2));
        }
      }
      histories.add(History.of("u" + u, ratings));
    }
    return histories;
  }

  private TrainingSet set(PredictorType type) {
    return TrainingSet.of(encoder, histories, RatingTarget.defaultFor(type));
  }

  private static FmHyperparameters hyperparameters(PredictorType type) {
    return FmHyperparameters.builder()
        .predictorType(type)
        .numFactors(4)
        .epochs(120)
        .miniBatchSize(50)
        .factorsLr(0.002)
        .factorsWd(0.001)
        .build();
  }

  private static LocalTrainer trainer() {
    return LocalTrainer.builder().seed(1).recordTrajectory().build();
  }

  private FmExplainer.Builder builder(TrainingResult result) {
    return FmExplainer.builder()
        .model(result.model())
        .encoder(encoder)
        .catalogue(CATALOGUE)
        .trainedAlong(Objects.requireNonNull(result.trajectory()));
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void everyUser_isExplainedAlongTheWay(PredictorType type) throws InterruptedException {
    TrainingResult result = trainer().fit(set(type), hyperparameters(type));
    assertEquals(
        type == PredictorType.BINARY_CLASSIFIER
            ? Influence.unrolled().alongTrajectory()
            : Influence.leastSquares(),
        builder(result).build().influence());
    FmExplainer explainer =
        builder(result).influence(Influence.unrolled().alongTrajectory()).build();
    for (History history : histories) {
      Explanation explanation = explainer.forHistory(history).explain("i3");
      assertExplains(explanation, result.model(), encoder, history);
      Unrolling way = Objects.requireNonNull(explanation.diagnostics().unrolling());
      assertTrue(way.recorded());
      // The batches are split into 12 an epoch.
      assertEquals(120 * Math.ceil(set(type).numRows() / 50.0), way.time(), 1e-9);
      assertEquals(5, way.preconditioner().size());
      assertTrue(way.cosine() > 0.95, "cosine " + way.cosine());
    }
    UserExplainer newUser = explainer.forHistory(histories.get(0).asNewUser());
    assertNull(newUser.explain("i3").diagnostics().unrolling());
    assertNotNull(
        explainer
            .withInfluence(Influence.unrolled())
            .forHistory(histories.get(0))
            .diagnostics()
            .unrolling());
  }

  @Test
  void removalEffects_foretellTrainingWithoutTheRating() throws InterruptedException {
    PredictorType type = PredictorType.BINARY_CLASSIFIER;
    TrainingSet set = set(type);
    TrainingResult result = trainer().fit(set, hyperparameters(type));
    FmExplainer explainer = builder(result).build();
    double products = 0;
    double estimatedSquares = 0;
    double trueSquares = 0;
    int row = 0;
    for (History history : histories.subList(0, 4)) {
      String item = explainer.forHistory(history).recommend(1).get(0).itemId();
      Explanation explanation = explainer.forHistory(history).explain(item);
      for (Contribution contribution : explanation.contributions()) {
        double without =
            trainer()
                .fitWithout(new int[] {row}, set, hyperparameters(type), TrainingProgress.none())
                .model()
                .score(
                    encoder.encode(
                        Objects.requireNonNull(history.userId()), Set.of(), item, Set.of()));
        double effect = explanation.score() - without;
        products += effect * contribution.removalEffect();
        estimatedSquares += contribution.removalEffect() * contribution.removalEffect();
        trueSquares += effect * effect;
        row++;
      }
    }
    double correlation = products / Math.sqrt(estimatedSquares * trueSquares);
    assertTrue(correlation > 0.9, "correlation " + correlation);
  }

  @Test
  void trajectory_hasAboutSixteenPointsAndTheTrainedModelLast() throws InterruptedException {
    PredictorType type = PredictorType.REGRESSOR;
    TrainingResult result = trainer().fit(set(type), hyperparameters(type));
    TrainingTrajectory trajectory = Objects.requireNonNull(result.trajectory());
    assertEquals(result.model(), trajectory.end());
    assertEquals(set(type).numRows(), trajectory.trainingRows());
    assertTrue(trajectory.points().size() >= 14 && trajectory.points().size() <= 16);
    assertEquals(
        result.model(),
        LocalTrainer.builder().seed(1).build().fit(set(type), hyperparameters(type)).model());
    TrainingResult stopped =
        trainer()
            .fit(
                set(type),
                hyperparameters(type),
                report ->
                    report.epoch() == 7
                        ? TrainingProgress.Decision.STOP
                        : TrainingProgress.Decision.CONTINUE);
    assertEquals(stopped.model(), Objects.requireNonNull(stopped.trajectory()).end());
    assertNull(
        LocalTrainer.builder().seed(1).build().fit(set(type), hyperparameters(type)).trajectory());
  }

  @Test
  void badTrajectories_areRefused() throws InterruptedException {
    PredictorType type = PredictorType.REGRESSOR;
    TrainingResult result = trainer().fit(set(type), hyperparameters(type));
    TrainingResult other =
        LocalTrainer.builder()
            .seed(2)
            .recordTrajectory()
            .build()
            .fit(set(type), hyperparameters(type));
    assertEquals(
        "trajectory must end at the model, but ends at another one; record it in the same training",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    FmExplainer.builder()
                        .model(result.model())
                        .encoder(encoder)
                        .catalogue(CATALOGUE)
                        .trainedAlong(Objects.requireNonNull(other.trajectory()))
                        .build())
            .getMessage());
    assertRefused("trainingRows must be at least 1, but was 0", 0, List.of());
    assertRefused("a trajectory must have at least 1 point, but has 0", 1, List.of());
    TrainingTrajectory.Point point = new TrainingTrajectory.Point(3, result.model());
    assertRefused(
        "steps of a trajectory must rise from 1 on, but 3 follows 3", 1, List.of(point, point));
    assertEquals(
        "recordTrajectory was already set",
        assertThrows(
                IllegalStateException.class,
                () -> LocalTrainer.builder().recordTrajectory().recordTrajectory())
            .getMessage());
  }

  private static void assertRefused(
      String message, int rows, List<TrainingTrajectory.Point> points) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new TrainingTrajectory(hyperparameters(PredictorType.REGRESSOR), rows, points))
            .getMessage());
  }
}
