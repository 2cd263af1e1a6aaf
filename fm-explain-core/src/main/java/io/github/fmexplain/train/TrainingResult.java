package io.github.fmexplain.train;

import io.github.fmexplain.model.FmModel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A trained model and where it comes from.
 *
 * @param model the model
 * @param hyperparameters what it was trained with
 * @param epochs the number of epochs that ran
 * @param stopped whether the progress stopped training before its last epoch
 * @param trainMetrics metrics of the finished model over the whole training set
 * @param duration how long training took
 * @param seed the seed that makes the same model again, or null if the trainer takes none
 * @param trajectory the way that training took, or null if it was not recorded
 */
public record TrainingResult(
    FmModel model,
    FmHyperparameters hyperparameters,
    int epochs,
    boolean stopped,
    Metrics trainMetrics,
    Duration duration,
    @Nullable Long seed,
    @Nullable TrainingTrajectory trajectory) {}
