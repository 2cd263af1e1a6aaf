package io.github.fmexplain.evaluation.retraining;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.time.Duration;
import java.util.function.Consumer;

/** Trains again, one time after the other, and tells how far it is. Not thread-safe. */
final class Rounds {

  private final TrainingResult trained;
  private final LocalTrainer trainer;
  private final int rounds;
  private final Consumer<Progress> listener;
  private final long start = System.nanoTime();
  private int done;

  /**
   * @param rounds how many there will be
   */
  Rounds(TrainingResult trained, LocalTrainer trainer, int rounds, Consumer<Progress> listener) {
    this.trained = trained;
    this.trainer = trainer;
    this.rounds = rounds;
    this.listener = listener;
  }

  /** Returns the model without some of the training rows. */
  FmModel without(int[] rows) throws InterruptedException {
    done++;
    TrainingProgress progress =
        TrainingProgress.reportTo(
            report ->
                listener.accept(
                    Progress.at(
                        done,
                        rounds,
                        report.epoch(),
                        report.epochs(),
                        Duration.ofNanos(System.nanoTime() - start))));
    return trainer.fitWithout(rows, trained.set(), trained.hyperparameters(), progress).model();
  }
}
