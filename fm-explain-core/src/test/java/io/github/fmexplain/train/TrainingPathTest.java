package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.TwoTastes;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainingPath.Kind;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrainingPathTest {

  private static final int[] COLUMNS = {1, 4};
  private static final double[] EPOCHS = {0, 2.5};

  /** Two features: w = (1, 2)·size, V = (3, 4)·size. */
  private static FmModel point(float size) {
    return FmModel.of(
        PredictorType.REGRESSOR,
        1,
        size,
        new float[] {size, 2 * size},
        new float[] {3 * size, 4 * size});
  }

  private static final List<FmModel> POINTS = List.of(point(0.5f), point(1));

  private static String error(
      Kind kind, @Nullable Long seed, int[] columns, double[] epochs, List<FmModel> points) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> TrainingPath.of(kind, seed, columns, epochs, points))
            .getMessage());
  }

  @Test
  void path_keepsCopiesOfItsParts() {
    int[] columns = COLUMNS.clone();
    double[] epochs = EPOCHS.clone();
    TrainingPath path = TrainingPath.of(Kind.RECORDED, 7L, columns, epochs, POINTS);
    columns[0] = 0;
    epochs[1] = 9;
    path.columns()[0] = 0;
    path.epochs()[1] = 9;
    assertEquals(Kind.RECORDED, path.kind());
    assertEquals(7L, path.seed());
    assertArrayEquals(COLUMNS, path.columns());
    assertArrayEquals(EPOCHS, path.epochs());
    assertEquals(POINTS, path.points());
    assertEquals("TrainingPath[RECORDED, 2 points, 2 columns]", path.toString());
    assertNull(TrainingPath.of(Kind.RETRACED, null, COLUMNS, EPOCHS, POINTS).seed());
  }

  @Test
  void along_translatesColumns() {
    TrainingPath path = TrainingPath.of(Kind.RETRACED, null, COLUMNS, EPOCHS, POINTS);
    assertEquals(
        FeatureVector.of(new int[] {0, 1}, new float[] {0.5f, 2}),
        path.along(FeatureVector.of(new int[] {1, 4}, new float[] {0.5f, 2})));
    assertEquals(
        "training path has no column 2; is it another model's?",
        assertThrows(IllegalArgumentException.class, () -> path.along(FeatureVector.ones(1, 2)))
            .getMessage());
  }

  @Test
  void endsAt_comparesEveryParameterOfItsColumns() {
    TrainingPath path = TrainingPath.of(Kind.RETRACED, null, COLUMNS, EPOCHS, POINTS);
    float[] linear = {9, 1, 9, 9, 2};
    float[] factors = {9, 3, 9, 9, 4};
    assertTrue(path.endsAt(FmModel.of(PredictorType.REGRESSOR, 1, 1, linear, factors)));
    assertFalse(path.endsAt(FmModel.of(PredictorType.BINARY_CLASSIFIER, 1, 1, linear, factors)));
    assertFalse(path.endsAt(FmModel.of(PredictorType.REGRESSOR, 1, 2, linear, factors)));
    assertFalse(path.endsAt(FmModel.of(PredictorType.REGRESSOR, 2, 1, linear, new float[10])));
    assertFalse(
        path.endsAt(
            FmModel.of(PredictorType.REGRESSOR, 1, 1, new float[] {9, 1, 9, 9, 3}, factors)));
    assertFalse(
        path.endsAt(
            FmModel.of(PredictorType.REGRESSOR, 1, 1, linear, new float[] {9, 3, 9, 9, 5})));
    // A model that is too narrow for the columns.
    assertFalse(path.endsAt(point(1)));
  }

  @Test
  void badParts_areRefused() {
    assertEquals(
        "a training path must be recorded or retraced; an assumed one has no points",
        error(Kind.ASSUMED, null, COLUMNS, EPOCHS, POINTS));
    assertEquals(
        "a training path must have a seed if it was recorded, and none if it was not, but is"
            + " RECORDED with null",
        error(Kind.RECORDED, null, COLUMNS, EPOCHS, POINTS));
    assertEquals(
        "a training path must have a seed if it was recorded, and none if it was not, but is"
            + " RETRACED with 3",
        error(Kind.RETRACED, 3L, COLUMNS, EPOCHS, POINTS));
    String points = "a training path must have at least 2 points, each with its epoch, but has ";
    assertEquals(
        points + "1 points and 1 epochs",
        error(Kind.RECORDED, 1L, COLUMNS, new double[1], List.of(point(1))));
    assertEquals(
        points + "2 points and 3 epochs",
        error(Kind.RECORDED, 1L, COLUMNS, new double[] {0, 1, 2}, POINTS));
    for (double[] bad :
        new double[][] {{1, 2}, {0, 0}, {0, -1}, {0, Double.NaN}, {0, 1e9}, {Double.NaN, 1}}) {
      assertEquals(
          "epochs of a training path must rise from 0, but are [" + bad[0] + ", " + bad[1] + "]",
          error(Kind.RECORDED, 1L, COLUMNS, bad, POINTS));
    }
    assertEquals(
        "columns of a training path must rise from 0 on, but -1 does not",
        error(Kind.RECORDED, 1L, new int[] {-1, 2}, EPOCHS, POINTS));
    assertEquals(
        "columns of a training path must rise from 0 on, but 4 does not",
        error(Kind.RECORDED, 1L, new int[] {4, 4}, EPOCHS, POINTS));
    FmModel wide = FmModel.of(PredictorType.REGRESSOR, 2, 0, new float[2], new float[4]);
    assertEquals(
        "points of a training path must be over its 2 columns with the same number of factors, but"
            + " one is "
            + wide,
        error(Kind.RECORDED, 1L, COLUMNS, EPOCHS, List.of(point(1), wide)));
    assertEquals(
        "points of a training path must be over its 3 columns with the same number of factors, but"
            + " one is "
            + point(0.5f),
        error(Kind.RECORDED, 1L, new int[] {1, 4, 5}, EPOCHS, POINTS));
  }

  @Test
  void recordedPath_hasAboutSixteenPointsOfAllButTheUsersAndEndsAtTheModel()
      throws InterruptedException {
    TwoTastes tastes = new TwoTastes(10, 12, 1, 3);
    TrainingSet set = tastes.set(RatingTarget.stars());
    FmHyperparameters settings = TrainingSets.fast(PredictorType.REGRESSOR).epochs(120).build();
    LocalTrainer trainer = LocalTrainer.builder().seed(4).recordPath().build();
    TrainingResult result = trainer.fit(set, settings);
    TrainingPath path = Objects.requireNonNull(result.path());
    assertEquals(Kind.RECORDED, path.kind());
    assertEquals(4L, path.seed());
    assertArrayEquals(IntStream.range(10, 22).toArray(), path.columns());
    assertTrue(path.points().size() >= 14 && path.points().size() <= 16);
    assertEquals(0, path.epochs()[0]);
    assertEquals(120, path.epochs()[path.epochs().length - 1]);
    assertTrue(path.endsAt(result.model()));
    // Each point is where a shorter training ends.
    int fourth = (int) path.epochs()[4];
    FmModel shorter =
        trainer.fit(set, TrainingSets.fast(PredictorType.REGRESSOR).epochs(fourth).build()).model();
    assertArrayEquals(shorter.factors(15), path.points().get(4).factors(5));
    // The record makes no other model.
    assertEquals(result.model(), LocalTrainer.builder().seed(4).build().fit(set, settings).model());
    assertNull(LocalTrainer.builder().seed(4).build().fit(set, settings).path());
  }

  @Test
  void recordedPath_ofATrainingThatWasStoppedEndsThere() throws InterruptedException {
    TrainingSet set = new TwoTastes(10, 12, 1, 3).set(RatingTarget.stars());
    FmHyperparameters settings = TrainingSets.fast(PredictorType.REGRESSOR).epochs(50).build();
    for (int last : new int[] {1, 7, 50}) {
      TrainingResult stopped =
          LocalTrainer.builder()
              .seed(4)
              .recordPath()
              .build()
              .fit(
                  set,
                  settings,
                  report ->
                      report.epoch() == last
                          ? TrainingProgress.Decision.STOP
                          : TrainingProgress.Decision.CONTINUE);
      TrainingPath path = Objects.requireNonNull(stopped.path());
      assertEquals(last, path.epochs()[path.epochs().length - 1]);
      assertTrue(path.endsAt(stopped.model()));
    }
  }
}
