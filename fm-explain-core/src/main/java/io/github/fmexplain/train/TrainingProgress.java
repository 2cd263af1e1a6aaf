package io.github.fmexplain.train;

import java.util.Objects;
import java.util.function.Consumer;

/** Is told of every epoch of a training, and decides whether to go on. */
@FunctionalInterface
public interface TrainingProgress {

  /** Whether training goes on. */
  enum Decision {
    /** Train the next epoch, if there is one. */
    CONTINUE,

    /** Train no further; the model is what it is now. */
    STOP
  }

  /**
   * {@return whether training goes on} Called once an epoch, in order, by the thread that called
   * {@link FmTrainer#fit}. What it throws ends the training and comes out of {@code fit}.
   *
   * @param report the epoch that has ended
   */
  Decision afterEpoch(EpochReport report);

  /** {@return a progress that asks for nothing and never stops} */
  static TrainingProgress none() {
    return report -> Decision.CONTINUE;
  }

  /**
   * {@return a progress that hands on every report and never stops}
   *
   * @param listener takes the reports
   */
  static TrainingProgress reportTo(Consumer<EpochReport> listener) {
    Objects.requireNonNull(listener, "listener");
    return report -> {
      listener.accept(report);
      return Decision.CONTINUE;
    };
  }
}
