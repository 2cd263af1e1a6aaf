package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainingProgress.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link FmTrainer} does. A test of a trainer extends it. */
public abstract class FmTrainerContract {

  static final TrainingSet PARITY = TrainingSets.parity(6, 8);

  protected abstract FmTrainer trainer();

  @Test
  void fit_learnsWhatCanBeTold() throws InterruptedException {
    TrainingResult result =
        trainer()
            .fit(PARITY, TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(200).build());
    assertEquals(1, result.trainMetrics().value(Metric.ACCURACY));
    assertTrue(result.trainMetrics().value(Metric.CROSS_ENTROPY) < 0.1);
  }

  @Test
  void fit_learnsRatings() throws InterruptedException {
    TrainingResult result =
        trainer().fit(PARITY, TrainingSets.fast(PredictorType.REGRESSOR).epochs(300).build());
    assertTrue(result.trainMetrics().value(Metric.RMSE) < 0.1, result.toString());
  }

  @Test
  void fit_resultSaysWhereTheModelComesFrom() throws InterruptedException {
    FmHyperparameters hyperparameters =
        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(3).build();
    TrainingResult result = trainer().fit(PARITY, hyperparameters);
    assertSame(hyperparameters, result.hyperparameters());
    assertEquals(3, result.epochs());
    assertFalse(result.stopped());
    assertEquals(PredictorType.BINARY_CLASSIFIER, result.model().predictorType());
    assertEquals(14, result.model().numFeatures());
    assertEquals(4, result.model().numFactors());
    assertEquals(Metrics.evaluate(result.model(), PARITY), result.trainMetrics());
    assertFalse(result.duration().isNegative());
  }

  @Test
  void fit_reportsEveryEpochInOrder() throws InterruptedException {
    List<EpochReport> reports = new ArrayList<>();
    trainer()
        .fit(
            PARITY,
            TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(4).build(),
            TrainingProgress.reportTo(reports::add));
    assertEquals(List.of(1, 2, 3, 4), reports.stream().map(EpochReport::epoch).toList());
    for (int j = 0; j < 4; j++) {
      assertEquals(4, reports.get(j).epochs());
      assertTrue(reports.get(j).train().has(Metric.CROSS_ENTROPY));
      assertTrue(j == 0 || reports.get(j).elapsed().compareTo(reports.get(j - 1).elapsed()) >= 0);
    }
  }

  @Test
  void fit_thatIsStoppedReturnsTheModelSoFar() throws InterruptedException {
    TrainingResult stopped =
        trainer()
            .fit(
                PARITY,
                TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(10).build(),
                report -> report.epoch() == 3 ? Decision.STOP : Decision.CONTINUE);
    TrainingResult three =
        trainer().fit(PARITY, TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(3).build());
    assertEquals(3, stopped.epochs());
    assertTrue(stopped.stopped());
    assertEquals(three.model(), stopped.model());
  }

  @Test
  void fit_thatIsStoppedAfterTheLastEpochIsComplete() throws InterruptedException {
    TrainingResult result =
        trainer()
            .fit(
                PARITY,
                TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(2).build(),
                report -> report.epoch() == 2 ? Decision.STOP : Decision.CONTINUE);
    assertEquals(2, result.epochs());
    assertFalse(result.stopped());
  }

  @Test
  void fit_inAnInterruptedThread() {
    List<EpochReport> reports = new ArrayList<>();
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () ->
            trainer()
                .fit(
                    PARITY,
                    TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).build(),
                    TrainingProgress.reportTo(reports::add)));
    assertEquals(List.of(), reports);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void fitAsync_givesWhatFitGives() throws InterruptedException {
    FmHyperparameters few = TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(3).build();
    assertEquals(
        trainer().fit(PARITY, few).model(),
        trainer().fitAsync(PARITY, few, TrainingProgress.none(), Runnable::run).join().model());
  }

  @Test
  void fitAsync_thatIsCancelledEndsTheTraining() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    FmHyperparameters endless =
        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(Integer.MAX_VALUE).build();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CompletableFuture<TrainingResult> future =
        trainer()
            .fitAsync(
                PARITY,
                endless,
                TrainingProgress.reportTo(report -> started.countDown()),
                executor);
    started.await();
    assertTrue(future.cancel(true));
    executor.shutdown();
    assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES), "the training goes on");
  }

  @Test
  void fit_interruptedByAnotherThread() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    FmHyperparameters endless =
        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(Integer.MAX_VALUE).build();
    Thread training =
        new Thread(
            () ->
                thrown.set(
                    assertThrows(
                        InterruptedException.class,
                        () ->
                            trainer()
                                .fit(
                                    PARITY,
                                    endless,
                                    TrainingProgress.reportTo(report -> started.countDown())))));
    training.start();
    started.await();
    training.interrupt();
    training.join();
    assertInstanceOf(InterruptedException.class, thrown.get());
  }

  @Test
  void fit_whoseProgressThrows() {
    IllegalStateException full = new IllegalStateException("disk is full");
    TrainingProgress progress =
        report -> {
          throw full;
        };
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                trainer()
                    .fit(
                        PARITY,
                        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).build(),
                        progress));
    assertSame(full, e);
  }

  @Test
  void fit_refusesALabelThatIsNeither() {
    TrainingSet set =
        TrainingSet.builder(2)
            .add(FeatureVector.ones(0), 1)
            .add(FeatureVector.ones(1), 0)
            .add(FeatureVector.ones(1), 4)
            .build();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> trainer().fit(set, TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).build()));
    assertEquals(
        "target of row 3 must be 0 or 1 for a binary_classifier, but was 4.0", e.getMessage());
  }
}
