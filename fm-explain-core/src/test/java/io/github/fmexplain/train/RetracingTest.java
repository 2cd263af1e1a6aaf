package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.TwoTastes;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RetracingTest {

  private static final TwoTastes TASTES = new TwoTastes(20, 15, 1, 3);
  private static final TrainingSet SET = TASTES.set(RatingTarget.likeFrom(4));
  private static final FmHyperparameters SETTINGS =
      FmHyperparameters.builder()
          .predictorType(PredictorType.BINARY_CLASSIFIER)
          .numFactors(4)
          .miniBatchSize(16)
          .epochs(150)
          .linearLr(0.005)
          .factorsLr(0.005)
          .build();

  private static TrainedModel trained() throws InterruptedException {
    return LocalTrainer.builder().seed(1).build().fit(SET, SETTINGS).trained();
  }

  private static String error(TrainedModel trained, TrainingSet set, TrainingProgress progress) {
    return String.valueOf(
        assertThrows(
                RuntimeException.class,
                () -> LocalTrainer.builder().seed(2).build().retrace(trained, set, progress))
            .getMessage());
  }

  @Test
  void setWithAnotherTarget_isRefused() throws InterruptedException {
    assertEquals(
        "training set must have the target of the model, 'likes from 4', but has"
            + " 'likes from 3'; make it with TrainedModel.target()",
        error(trained(), TASTES.set(RatingTarget.likeFrom(3)), TrainingProgress.none()));
  }

  @Test
  void rowsInAnotherOrder_arePutInThatOfTheTraining() throws InterruptedException {
    TrainedModel trained = trained();
    LocalTrainer trainer = LocalTrainer.builder().seed(2).build();
    assertEquals(
        trainer.retrace(trained, SET, TrainingProgress.none()),
        trainer.retrace(trained, SET.shuffled(5), TrainingProgress.none()));
  }

  @Test
  void otherRows_areRefused() throws InterruptedException {
    TrainedModel trained = trained();
    String userId = TASTES.users.get(3);
    List<History> more = new ArrayList<>(TASTES.histories);
    more.set(3, more.get(3).with(Interaction.of(more.get(3).interactions().get(0).itemId(), 2)));
    List<History> fewer = TASTES.histories.subList(0, 3);
    String end = "); make it of the histories of the training";
    String rows = SET.numRows() + " of " + TASTES.users.size();
    assertEquals(
        "training set must have the rows that the model was trained on, but user '"
            + userId
            + "' has other ratings ("
            + SET.numRows()
            + " rows of "
            + TASTES.users.size()
            + " users, and the model was trained on "
            + rows
            + end,
        error(
            trained,
            TrainingSet.of(TASTES.encoder, more, RatingTarget.likeFrom(4)),
            TrainingProgress.none()));
    TrainingSet less = TrainingSet.of(TASTES.encoder, fewer, RatingTarget.likeFrom(4));
    assertEquals(
        "training set must have the rows that the model was trained on, but user '"
            + userId
            + "' has other ratings ("
            + less.numRows()
            + " rows of 3 users, and the model was trained on "
            + rows
            + end,
        error(trained, less, TrainingProgress.none()));
    TrainedModel ofLess = LocalTrainer.builder().seed(1).build().fit(less, SETTINGS).trained();
    assertEquals(
        "training set must have the rows that the model was trained on, but user '"
            + userId
            + "' has other ratings ("
            + SET.numRows()
            + " rows of "
            + TASTES.users.size()
            + " users, and the model was trained on "
            + less.numRows()
            + " of 3"
            + end,
        error(ofLess, SET.shuffled(1), TrainingProgress.none()));
  }

  @Test
  void path_endsAtTheModelAndBeginsShort() throws InterruptedException {
    TrainedModel trained = trained();
    Retracing retracing =
        LocalTrainer.builder().seed(2).build().retrace(trained, SET, TrainingProgress.none());
    TrainingPath path = Objects.requireNonNull(retracing.trained().path());
    assertEquals(TrainingPath.Kind.RETRACED, path.kind());
    assertTrue(path.endsAt(trained.model()));
    assertEquals(trained.withPath(path), retracing.trained());
    FmModel first = path.points().get(0);
    int column = path.columns()[0];
    double length = length(first.factors(0));
    assertEquals(0.001 * 2, length, 0.001, "4 factors of 0.001, bent a little");
    assertTrue(length(trained.model().factors(column)) > 20 * length);
    // It went to the same place by itself, or nearly.
    assertTrue(retracing.meanCosine() > 0.95, () -> "cosine " + retracing.meanCosine());
    assertTrue(retracing.distance() < 0.35, () -> "distance " + retracing.distance());
    // The same threads or not, the same path.
    assertEquals(
        path,
        LocalTrainer.builder()
            .seed(9)
            .threads(3)
            .build()
            .retrace(trained, SET, TrainingProgress.none())
            .trained()
            .path());
  }

  private static double length(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    return Math.sqrt(square);
  }

  @Test
  void firstParameters_pointWhereTheModelDoes() throws InterruptedException {
    TrainedModel trained = trained();
    Parameters first = Parameters.towards(trained.model(), SETTINGS);
    int k = 4;
    for (int f = 0; f < SET.numFeatures(); f++) {
      float[] goal = trained.model().factors(f);
      float[] theta = Parameters.first(trained.model(), f, SETTINGS);
      double size = length(goal);
      for (int c = 0; c < k; c++) {
        assertEquals(0.002 * goal[c] / size, theta[c], 1e-8);
        assertEquals(theta[c], first.factors[f * k + c]);
      }
      assertEquals(0.05f * trained.model().linearWeight(f), theta[k], 1e-8);
      assertEquals(theta[k], first.linear[f]);
      assertArrayEquals(
          theta,
          TrainingPath.firstOf(null, trained.model(), SETTINGS, f),
          "without a path, as for a retraced one");
    }
    assertEquals(0, first.bias[0]);
  }

  @Test
  void firstParametersOfARecordedPath_areThoseThatWereDrawn() throws InterruptedException {
    TrainedModel trained =
        LocalTrainer.builder().seed(5).recordPath().build().fit(SET, SETTINGS).trained();
    Parameters drawn = Parameters.random(SET.numFeatures(), SETTINGS, ~5L);
    for (int f = 0; f < SET.numFeatures(); f++) {
      float[] theta = TrainingPath.firstOf(trained.path(), trained.model(), SETTINGS, f);
      assertEquals(drawn.linear[f], theta[4]);
      for (int c = 0; c < 4; c++) {
        assertEquals(drawn.factors[f * 4 + c], theta[c]);
      }
    }
  }

  @Test
  void modelWithoutFactors_isRetraced() throws InterruptedException {
    FmHyperparameters none =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(2)
            .epochs(30)
            .miniBatchSize(16)
            .linearLr(0.01)
            .factorsInit(Initializer.constant(0))
            .build();
    TrainedModel trained = LocalTrainer.builder().seed(1).build().fit(SET, none).trained();
    assertEquals(0, length(trained.model().factors(0)));
    Retracing retracing =
        LocalTrainer.builder().seed(2).build().retrace(trained, SET, TrainingProgress.none());
    assertTrue(Objects.requireNonNull(retracing.trained().path()).endsAt(trained.model()));
    assertEquals(0, retracing.distance());
  }

  @Test
  void trainingThatWasNotAdam_isRefused() throws InterruptedException {
    TrainedModel other = trained().withMode(TrainingMode.other());
    assertEquals(
        "model must have been trained with Adam to be retraced, but was trained in mode "
            + TrainingMode.other()
            + "; give it the mode with TrainedModel.withMode",
        error(other, SET, TrainingProgress.none()));
  }

  @Test
  void unknownHyperparameters_areRefused() throws InterruptedException {
    TrainedModel unknown =
        TrainedModel.of(trained().model(), Ridge.fixed(1, 1), SET)
            .withMode(TrainingMode.sageMaker());
    assertEquals(
        "model must have known hyperparameters to be retraced; give them to TrainedModel.of",
        error(unknown, SET, TrainingProgress.none()));
  }

  @Test
  void setOfAnotherWidth_isRefused() throws InterruptedException {
    TrainingSet other = new TwoTastes(20, 16, 1, 3).set(RatingTarget.likeFrom(4));
    assertEquals(
        "encoder has 36 features, but the model has 35; was it trained on another data set?",
        error(trained(), other, TrainingProgress.none()));
  }

  @Test
  void stopping_isAFailure() throws InterruptedException {
    assertEquals(
        "retracing must train all 150 epochs, but was stopped",
        error(trained(), SET, report -> TrainingProgress.Decision.STOP));
  }

  /** A replay of a training that was stopped must not go on where it ended. */
  @Test
  void stoppedTraining_isKnownByTheEpochsThatRan() throws InterruptedException {
    TrainedModel stopped =
        LocalTrainer.builder()
            .seed(1)
            .build()
            .fit(
                SET,
                SETTINGS,
                report ->
                    report.epoch() == 60
                        ? TrainingProgress.Decision.STOP
                        : TrainingProgress.Decision.CONTINUE)
            .trained();
    FmHyperparameters known = Objects.requireNonNull(stopped.hyperparameters());
    assertEquals(60, known.epochs());
    assertEquals(16, known.miniBatchSize());
  }
}
