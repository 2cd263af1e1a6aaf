package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalTrainerTest extends FmTrainerContract {

  @Override
  protected FmTrainer trainer() {
    return LocalTrainer.builder().seed(7).threads(2).build();
  }

  private static LocalTrainer trainer(TrainingMode mode) {
    return LocalTrainer.builder().mode(mode).seed(7).threads(2).build();
  }

  @Test
  void fit_stepsLikeTheReference() throws InterruptedException {
    for (PredictorType type : PredictorType.values()) {
      TrainingSet set = TrainingSets.random(70, 12, type, 3);
      assertLikeReference(set, TrainingSets.fast(type).epochs(4).build());
    }
  }

  @Test
  void fit_stepsLikeTheReferenceWithEverythingSet() throws InterruptedException {
    TrainingSet set = TrainingSets.random(50, 9, PredictorType.REGRESSOR, 4);
    assertLikeReference(
        set,
        TrainingSets.fast(PredictorType.REGRESSOR)
            .epochs(3)
            .clipGradient(0.3)
            .rescaleGrad(0.5)
            .eps(0.001)
            .biasWd(0.1)
            .linearWd(0.05)
            .factorsWd(0.02)
            .biasInit(Initializer.constant(3))
            .linearInit(Initializer.uniform(0.2))
            .build());
  }

  private void assertLikeReference(TrainingSet set, FmHyperparameters hyperparameters)
      throws InterruptedException {
    for (TrainingMode mode : TrainingSets.modes()) {
      FmModel expected = LocalTrainerReference.fit(set, hyperparameters, mode, 7);
      TrainingResult result = trainer(mode).fit(set, hyperparameters);
      double distance = TrainingSets.distance(expected, result.model());
      assertTrue(distance < 2e-5, () -> mode + ": distance " + distance);
      assertEquals(mode, result.mode());
    }
  }

  /** If this fails, old seeds no longer make old models: say so in the change log. */
  @Test
  void fit_hasTheBitsItAlwaysHad() throws InterruptedException {
    TrainingSet set = TrainingSets.random(100, 20, PredictorType.BINARY_CLASSIFIER, 5);
    FmHyperparameters settings =
        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(5).build();
    assertEquals(
        "f77ae11c17845db5d3628e72fc349add4677c6cbcb27f116a6c8bdb04025aa90",
        trainer(TrainingSets.DENSE).fit(set, settings).model().fingerprint());
    assertEquals(
        "7fdb6ea7b12b98bf1ee980f6589b8a486404f4839ad8a476bffbb227a6c5b2cc",
        trainer().fit(set, settings).model().fingerprint());
  }

  /** Σ_r (p_r − y_r) a_r + N·wd·θ_u = 0, with a_r = (v_item, 1) and θ_u = (v_u, w_u). */
  @Test
  void fit_thatIsLongEndsWhereTheUsersGradientIsZero() throws InterruptedException {
    TrainingSet set = TrainingSets.parity(4, 5);
    FmModel model =
        trainer(TrainingSets.DENSE)
            .fit(
                set,
                FmHyperparameters.builder()
                    .predictorType(PredictorType.BINARY_CLASSIFIER)
                    .numFactors(3)
                    .epochs(20_000)
                    .biasLr(0.001)
                    .linearLr(0.001)
                    .factorsLr(0.001)
                    .factorsWd(0.01)
                    .factorsInit(Initializer.normal(0.5))
                    .build())
            .model();
    for (int user = 0; user < 4; user++) {
      double[] gradient = new double[4];
      double[] decay = new double[4];
      for (int c = 0; c < 3; c++) {
        decay[c] = set.numRows() * 0.01 * model.factors(user)[c];
      }
      decay[3] = set.numRows() * 0.001 * model.linearWeight(user);
      for (int item = 4; item < 9; item++) {
        double residual =
            model.probability(FeatureVector.ones(user, item)) - (user % 2 == item % 2 ? 1 : 0);
        for (int c = 0; c < 3; c++) {
          gradient[c] += residual * model.factors(item)[c];
        }
        gradient[3] += residual;
      }
      double size = 0;
      for (int c = 0; c < 4; c++) {
        assertEquals(0, gradient[c] + decay[c], 1e-3, "user " + user + ", parameter " + c);
        size += Math.abs(decay[c]);
      }
      assertTrue(size > 0.1, "the decay holds against something, but only " + size);
    }
  }

  @Test
  void fit_movesParametersOfFeaturesThatNoRowHasIfItIsDense() throws InterruptedException {
    TrainingSet set =
        TrainingSet.builder(3).add(FeatureVector.ones(0), 1).add(FeatureVector.ones(1), 0).build();
    FmHyperparameters decaying =
        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER)
            .epochs(100)
            .factorsWd(0.1)
            .linearWd(0.1)
            .build();
    FmModel dense = trainer(TrainingSets.DENSE).fit(set, decaying).model();
    assertEquals(0, dense.linearWeight(2), 0.02);
    for (float factor : dense.factors(2)) {
      assertEquals(0, factor, 0.05);
    }
    FmModel lazy = trainer().fit(set, decaying).model();
    FmModel start = Parameters.random(3, decaying, ~7L).toModel(decaying);
    assertEquals(start.linearWeight(2), lazy.linearWeight(2));
    assertArrayEquals(start.factors(2), lazy.factors(2));
  }

  @Test
  void fit_metricsOfAnEpochAreThoseBeforeItsUpdates() throws InterruptedException {
    TrainingSet set = TrainingSets.random(40, 10, PredictorType.REGRESSOR, 6);
    List<EpochReport> reports = new ArrayList<>();
    FmHyperparameters still =
        FmHyperparameters.builder().predictorType(PredictorType.REGRESSOR).numFactors(4).build();
    trainer().fit(set, still, TrainingProgress.reportTo(reports::add));
    FmModel start = Parameters.random(10, still, ~7L).toModel(still);
    assertEquals(
        Metrics.evaluate(start, set).value(Metric.RMSE),
        reports.get(0).train().value(Metric.RMSE),
        1e-6);
  }

  /** With one factor a block has the most rows. */
  @Test
  void fit_lossOfAnEpochOfManyRowsIsThatBeforeItsUpdates() throws InterruptedException {
    TrainingSet set = TrainingSets.random(3000, 10, PredictorType.BINARY_CLASSIFIER, 6);
    FmHyperparameters still =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(1)
            .miniBatchSize(3000)
            .build();
    FmModel start = Parameters.random(10, still, ~7L).toModel(still);
    assertEquals(
        Metrics.evaluate(start, set).value(Metric.CROSS_ENTROPY),
        trainer().fit(set, still).curve().get(0).value(Metric.CROSS_ENTROPY),
        1e-6);
  }

  @Test
  void fit_leavesNoThreadBehind() throws InterruptedException {
    trainer().fit(PARITY, TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).build());
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("fm-explain-trainer")));
  }

  @Test
  void fit_resultHasTheSeed() throws InterruptedException {
    TrainingResult result =
        trainer().fit(PARITY, TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).build());
    assertEquals(7L, result.seed());
  }

  @Test
  void fit_thatDiverges() {
    FmHyperparameters wild =
        FmHyperparameters.builder()
            .predictorType(PredictorType.REGRESSOR)
            .numFactors(2)
            .epochs(5)
            .miniBatchSize(1)
            .factorsLr(1e30)
            .build();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> trainer().fit(PARITY, wild));
    assertEquals(
        "training diverged in epoch 1: the bias is NaN; lower biasLr, linearLr or factorsLr",
        e.getMessage());
  }

  @Test
  void fit_whoseScoresOverflow() {
    FmHyperparameters huge =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(1)
            .biasInit(Initializer.constant(3e38))
            .linearInit(Initializer.constant(3e38))
            .build();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> trainer().fit(PARITY, huge));
    assertEquals(
        "training diverged in epoch 1: the score of row 1 is Infinity;"
            + " lower biasLr, linearLr or factorsLr",
        e.getMessage());
  }

  @Test
  void fit_refusesEpsThatIsZeroInFloat32() {
    FmHyperparameters tiny = TrainingSets.fast(PredictorType.REGRESSOR).eps(1e-60).build();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> trainer().fit(PARITY, tiny));
    assertEquals("eps must be above 0 in float32, but was 1.0E-60", e.getMessage());
  }

  @Test
  void fit_refusesMoreFactorsThanAnArrayHolds() {
    FmHyperparameters large =
        FmHyperparameters.builder()
            .predictorType(PredictorType.REGRESSOR)
            .numFactors(1_000_000_000)
            .build();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> trainer().fit(PARITY, large));
    assertEquals(
        "features × numFactors must be below 2^31, but was 14 × 1000000000; lower numFactors",
        e.getMessage());
  }

  @Test
  void builder_withoutSeed() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> LocalTrainer.builder().build());
    assertEquals("missing settings: seed", e.getMessage());
  }

  @Test
  void builder_setTwice() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> LocalTrainer.builder().seed(1).seed(1));
    assertEquals("seed was already set", e.getMessage());
    e =
        assertThrows(
            IllegalStateException.class, () -> LocalTrainer.builder().threads(1).threads(2));
    assertEquals("threads was already set", e.getMessage());
  }

  @Test
  void builder_withoutThreadsTakesOne() {
    LocalTrainer trainer = LocalTrainer.builder().seed(-3).build();
    assertEquals(1, trainer.threads());
    assertEquals(-3, trainer.seed());
    assertEquals(TrainingMode.sageMaker(), trainer.mode());
  }

  @Test
  void mode_ofAnotherOptimizer() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> LocalTrainer.builder().mode(TrainingMode.other()));
    assertEquals(
        "mode must have lazy or dense Adam, but is " + TrainingMode.other(), e.getMessage());
  }

  @Test
  void threads_belowOne() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> LocalTrainer.builder().threads(0));
    assertEquals("threads must be at least 1, but was 0", e.getMessage());
  }

  @Test
  void fitWithout_refusesARowThatIsNotThere() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                LocalTrainer.builder()
                    .seed(1)
                    .build()
                    .fitWithout(
                        new int[] {PARITY.numRows()},
                        PARITY,
                        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).build(),
                        TrainingProgress.none()));
    assertEquals(
        "row to leave out must be from 0 to "
            + (PARITY.numRows() - 1)
            + ", but was "
            + PARITY.numRows(),
        e.getMessage());
  }
}
