package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training made.
 *
 * @param model the model
 * @param hyperparameters what it was trained with
 * @param set the rows it was trained on
 * @param mode how it took its steps
 * @param epochs the number of epochs that ran
 * @param stopped whether the progress stopped training before its last epoch
 * @param trainMetrics metrics of the finished model over the whole training set
 * @param curve the running metrics of each epoch that ran, as in {@link EpochReport#train}; empty
 *     if the trainer does not tell them
 * @param duration how long training took
 * @param seed the seed that makes the same model again, or null if the trainer takes none
 * @param path the training path, or null if it was not recorded
 */
public record TrainingResult(
    FmModel model,
    FmHyperparameters hyperparameters,
    TrainingSet set,
    TrainingMode mode,
    int epochs,
    boolean stopped,
    Metrics trainMetrics,
    List<Metrics> curve,
    Duration duration,
    @Nullable Long seed,
    @Nullable TrainingPath path) {

  public TrainingResult {
    curve = List.copyOf(curve);
  }

  /**
   * {@return the model with all that its training knew} The hyperparameters of a training that was
   * stopped have the epochs that ran.
   *
   * @throws IllegalArgumentException if the rows were encoded elsewhere, so that there is no
   *     encoder to go with the model, or a weight decay is zero
   */
  public TrainedModel trained() {
    TrainingSet.Origin origin = TrainedModel.originOf(set);
    Ridge ridge = Ridge.ofTraining(hyperparameters, set.numRows());
    return new TrainedModel(
        model,
        origin.encoder(),
        origin.target(),
        stopped ? hyperparameters.toBuilder().epochs(Math.max(1, epochs)).build() : hyperparameters,
        ridge,
        mode,
        TrainingSummary.of(model, set, trainMetrics, ridge),
        path);
  }

  /** {@return the model, the optimizer and the epochs} */
  @Override
  public String toString() {
    return "TrainingResult["
        + model
        + ", "
        + mode.optimizer()
        + ", epochs "
        + epochs
        + (stopped ? ", stopped" : "")
        + "]";
  }
}
