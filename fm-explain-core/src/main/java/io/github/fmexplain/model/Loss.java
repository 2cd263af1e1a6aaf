package io.github.fmexplain.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a training minimised, per row with score s and target y. */
public enum Loss {
  /** −ln p of the label, p = σ(s). */
  LOGISTIC(1),

  /** ½(s − y)², as libFM, xLearn, Surprise and alternating least squares have it. */
  HALF_SQUARED(1),

  /** (s − y)², as PyTorch's {@code MSELoss} has it. */
  SQUARED(2),

  /**
   * (s − 1)² for what a user took, with a weight that grows with r, and s² for every item that the
   * user did not take (Hu, Koren, Volinsky, ICDM 2008).
   */
  IMPLICIT(2),

  /** Of pairs of items, such as BPR. No rating has a target of its own. */
  RANKING(1);

  private final double slope;

  Loss(double slope) {
    this.slope = slope;
  }

  /** {@return what a model with this loss predicts} */
  public PredictorType predictorType() {
    return this == LOGISTIC ? PredictorType.BINARY_CLASSIFIER : PredictorType.REGRESSOR;
  }

  /** {@return c in ∂loss/∂s = c·(prediction − y): 2 for the squares without ½, else 1} */
  public double slope() {
    return slope;
  }

  /** {@return the name in files, such as {@code half-squared}} */
  public String lossName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * {@return the loss of a name}
   *
   * @param name as {@link #lossName} has it
   * @throws IllegalArgumentException if there is no such loss
   */
  public static Loss ofName(String name) {
    Objects.requireNonNull(name, "name");
    for (Loss loss : values()) {
      if (loss.lossName().equals(name)) {
        return loss;
      }
    }
    throw new IllegalArgumentException(
        "loss must be one of "
            + Arrays.stream(values()).map(Loss::lossName).collect(Collectors.joining(", "))
            + ", but was '"
            + name
            + "'");
  }
}
