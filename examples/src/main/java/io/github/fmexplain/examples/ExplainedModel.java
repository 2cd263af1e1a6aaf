package io.github.fmexplain.examples;

import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The model that a command explains.
 *
 * @param trained the model
 * @param training what made it here, or null if it was read from a file
 * @param file what it was read from; empty if it was trained here
 */
record ExplainedModel(TrainedModel trained, @Nullable TrainingResult training, String file) {

  @Nullable Double seconds() {
    return training == null ? null : training.duration().toNanos() / 1e9;
  }

  List<Metrics> curve() {
    return training == null ? List.of() : training.curve();
  }

  /** {@return where it is from} */
  String origin() {
    return training == null
        ? "read from " + file
        : String.format(Locale.ROOT, "trained in %.1f s", seconds());
  }
}
