package io.github.fmexplain.model;

import java.util.Objects;

/** What a factorization machine predicts, under the names of Amazon SageMaker. */
public enum PredictorType {
  /** Predicts a label 0 or 1. The score is the logit; its sigmoid is the probability of label 1. */
  BINARY_CLASSIFIER("binary_classifier"),

  /** Predicts a rating. The score is the rating itself, not clipped to any range. */
  REGRESSOR("regressor");

  private final String hyperparameterValue;

  PredictorType(String hyperparameterValue) {
    this.hyperparameterValue = hyperparameterValue;
  }

  /** {@return the value of SageMaker's hyperparameter {@code predictor_type}} */
  public String hyperparameterValue() {
    return hyperparameterValue;
  }

  /**
   * {@return the type with the given hyperparameter value}
   *
   * @param value {@code "binary_classifier"} or {@code "regressor"}
   * @throws IllegalArgumentException if the value is neither
   */
  public static PredictorType ofHyperparameterValue(String value) {
    Objects.requireNonNull(value, "value");
    for (PredictorType type : values()) {
      if (type.hyperparameterValue.equals(value)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "predictor_type must be 'binary_classifier' or 'regressor', but was '" + value + "'");
  }
}
