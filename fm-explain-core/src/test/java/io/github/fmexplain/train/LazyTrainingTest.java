package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainingMode.Optimizer;
import io.github.fmexplain.train.TrainingMode.Shuffle;
import org.junit.jupiter.api.Test;

/** What the lazy Adam of SageMaker, its order of rows and its empty rows do. */
class LazyTrainingTest {

  private static final long SEED = 7;

  private static FmHyperparameters settings(PredictorType type, int batch, int epochs) {
    return fast(type).miniBatchSize(batch).epochs(epochs).linearWd(0.1).build();
  }

  private static FmHyperparameters.Builder fast(PredictorType type) {
    return TrainingSets.fast(type).build().toBuilder();
  }

  private static LocalTrainer trainer(boolean padded) {
    return LocalTrainer.builder()
        .seed(SEED)
        .mode(new TrainingMode(Optimizer.LAZY_ADAM, Shuffle.NONE, padded))
        .build();
  }

  private static FmModel start(TrainingSet set, FmHyperparameters settings) {
    return Parameters.random(set.numFeatures(), settings, ~SEED).toModel(settings);
  }

  private static FmModel without(int row, TrainingSet set, FmHyperparameters settings)
      throws InterruptedException {
    return trainer(true)
        .fitWithout(new int[] {row}, set, settings, TrainingProgress.none())
        .model();
  }

  private static void assertSame(FmModel expected, FmModel model, int feature) {
    assertEquals(expected.linearWeight(feature), model.linearWeight(feature));
    assertArrayEquals(expected.factors(feature), model.factors(feature));
  }

  /** Batches of two: rows 0 and 1, 2 and 3. Feature 0 is in rows 0 and 2 alone. */
  private static TrainingSet twoBatches() {
    return TrainingSet.builder(4)
        .add(FeatureVector.ones(0, 2), 1)
        .add(FeatureVector.ones(1, 2), 0)
        .add(FeatureVector.ones(0, 3), 0)
        .add(FeatureVector.ones(1, 3), 1)
        .build();
  }

  @Test
  void fitWithout_letsAFeatureOfNoOtherRowOfTheBatchRest() throws InterruptedException {
    TrainingSet set = twoBatches();
    FmHyperparameters settings = settings(PredictorType.BINARY_CLASSIFIER, 2, 1);
    TrainingSet last =
        TrainingSet.builder(4).add(set.features(0), 1).add(set.features(1), 0).build();
    // Without its row of the second batch it ends where the first batch leaves it.
    FmModel afterFirst = trainer(true).fit(last, settings).model();
    assertSame(afterFirst, without(2, set, settings), 0);
    // The other features of the batch move: feature 1 has a row of its own there.
    assertNotEquals(afterFirst.linearWeight(1), without(2, set, settings).linearWeight(1));
    // Without both its rows it never moves.
    FmModel never =
        trainer(true).fitWithout(new int[] {0, 2}, set, settings, TrainingProgress.none()).model();
    assertSame(start(set, settings), never, 0);
  }

  @Test
  void fitWithout_countsTheBatchesInWhichAFeatureRests() throws InterruptedException {
    TrainingSet set = twoBatches();
    FmHyperparameters settings = settings(PredictorType.BINARY_CLASSIFIER, 2, 1);
    FmModel start = start(set, settings);
    FmModel model = without(0, set, settings);
    // The first step of feature 0 is that of t = 2. The sign of g alone decides it, for M/√Q of one
    // step is (1 − β₁)/√(1 − β₂).
    double step = settings.linear().lr() * Adam.correction(2) * 0.1 / Math.sqrt(0.001);
    assertEquals(step, Math.abs(model.linearWeight(0) - start.linearWeight(0)), 1e-6);
  }

  @Test
  void emptyRows_pullTheBiasAndCountInTheRunningMetrics() throws InterruptedException {
    for (PredictorType type : PredictorType.values()) {
      TrainingSet set = TrainingSets.random(5, 6, type, 2);
      FmHyperparameters still =
          fast(type)
              .miniBatchSize(4)
              .epochs(1)
              .biasInit(Initializer.constant(0.7))
              .biasLr(1e-9)
              .linearLr(1e-9)
              .factorsLr(1e-9)
              .build();
      FmModel start = start(set, still);
      double loss = 3 * loss(type, 0.7, 0);
      double right = 0;
      for (int row = 0; row < 5; row++) {
        double score = start.score(set.features(row));
        loss += loss(type, score, set.target(row));
        right += score >= 0 == set.target(row) > 0 ? 1 : 0;
      }
      Metrics padded = trainer(true).fit(set, still).curve().get(0);
      Metrics plain = trainer(false).fit(set, still).curve().get(0);
      Metric metric = type == PredictorType.REGRESSOR ? Metric.MSE : Metric.CROSS_ENTROPY;
      assertEquals(loss / 8, padded.value(metric), 1e-5);
      assertEquals((loss - 3 * loss(type, 0.7, 0)) / 5, plain.value(metric), 1e-5);
      if (type == PredictorType.BINARY_CLASSIFIER) {
        // A bias above zero predicts a like for the three empty rows.
        assertEquals(right / 8, padded.value(Metric.ACCURACY), 1e-12);
        assertEquals(right / 5, plain.value(Metric.ACCURACY), 1e-12);
      }
      FmHyperparameters settings = fast(type).miniBatchSize(4).epochs(200).build();
      double bias = trainer(true).fit(set, settings).model().bias();
      assertTrue(bias < trainer(false).fit(set, settings).model().bias(), "bias is " + bias);
    }
  }

  private static double loss(PredictorType type, double score, double target) {
    return type == PredictorType.REGRESSOR
        ? (score - target) * (score - target)
        : Math.log1p(Math.exp(target > 0 ? -score : score));
  }

  @Test
  void orderOfTheSet_makesTheBatches() throws InterruptedException {
    TrainingSet set = TrainingSets.random(12, 8, PredictorType.BINARY_CLASSIFIER, 5);
    TrainingSet.Builder swapped = TrainingSet.builder(8);
    for (int row : new int[] {1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10}) {
      swapped.add(set.features(row), set.target(row));
    }
    FmHyperparameters settings = settings(PredictorType.BINARY_CLASSIFIER, 4, 3);
    FmModel model = trainer(true).fit(set, settings).model();
    // Within a batch only the order of a sum changes; across batches everything does.
    assertEquals(
        0,
        TrainingSets.distance(model, trainer(true).fit(swapped.build(), settings).model()),
        1e-5);
    FmModel other = trainer(true).fit(set.shuffled(1), settings).model();
    assertTrue(TrainingSets.distance(model, other) > 1e-3);
  }
}
