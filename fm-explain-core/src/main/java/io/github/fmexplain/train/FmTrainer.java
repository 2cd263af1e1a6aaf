package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.Background;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Trains factorization machines. */
public interface FmTrainer {

  /**
   * {@return a model trained on the rows of the set}
   *
   * <p>Interrupting the calling thread ends the training; there is no model then.
   *
   * @param set the rows; labels 0 and 1 for a binary classifier. Not modified.
   * @param hyperparameters what to train, and how
   * @param progress is told of every epoch and can stop the training
   * @throws IllegalArgumentException if the set has a label that the predictor type does not allow;
   *     the message has the row's number, from 1
   * @throws IllegalStateException if training diverges; there is never a model with parameters that
   *     are not finite
   * @throws InterruptedException if the calling thread is interrupted
   */
  TrainingResult fit(TrainingSet set, FmHyperparameters hyperparameters, TrainingProgress progress)
      throws InterruptedException;

  /**
   * {@return a model trained on the rows of the set, without reports on the way}
   *
   * @param set the rows; labels 0 and 1 for a binary classifier. Not modified.
   * @param hyperparameters what to train, and how
   * @throws IllegalArgumentException if the set has a label that the predictor type does not allow;
   *     the message has the row's number, from 1
   * @throws IllegalStateException if training diverges
   * @throws InterruptedException if the calling thread is interrupted
   */
  default TrainingResult fit(TrainingSet set, FmHyperparameters hyperparameters)
      throws InterruptedException {
    return fit(set, hyperparameters, TrainingProgress.none());
  }

  /**
   * {@return the training of {@link #fit} in another thread} Cancelling the future, or ending it
   * otherwise, such as with {@code orTimeout}, interrupts the training, which then ends its
   * threads, or its job. What could not be ended is told by exceptions that the future's exception
   * suppresses.
   *
   * @param set the rows; labels 0 and 1 for a binary classifier. Not modified.
   * @param hyperparameters what to train, and how
   * @param progress is told of every epoch and can stop the training
   * @param executor runs it; its thread is busy until the training has ended
   */
  default CompletableFuture<TrainingResult> fitAsync(
      TrainingSet set,
      FmHyperparameters hyperparameters,
      TrainingProgress progress,
      Executor executor) {
    Objects.requireNonNull(set, "set");
    Objects.requireNonNull(hyperparameters, "hyperparameters");
    Objects.requireNonNull(progress, "progress");
    return Background.start(() -> fit(set, hyperparameters, progress), result -> {}, executor);
  }
}
