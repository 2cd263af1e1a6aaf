package io.github.fmexplain.train;

import io.github.fmexplain.model.PredictorType;

/** A measure of how well a model predicts, under the name that SageMaker logs. */
public enum Metric {
  /** The share of rows whose label is predicted; label 1 is predicted from score 0 on. */
  ACCURACY("binary_classification_accuracy", PredictorType.BINARY_CLASSIFIER),

  /** The mean of −y ln p − (1 − y) ln(1 − p), computed from the logit. */
  CROSS_ENTROPY("binary_classification_cross_entropy", PredictorType.BINARY_CLASSIFIER),

  /**
   * The harmonic mean of precision and recall of label 1, {@code 2·tp / (2·tp + fp + fn)}; 0 if no
   * row has label 1 and none is predicted to have it.
   */
  F1("binary_f_1.000", PredictorType.BINARY_CLASSIFIER),

  /**
   * The area under the ROC curve: the probability that a row with label 1 scores higher than one
   * with label 0, where a tie counts one half. Undefined, and absent, if all labels are the same.
   * SageMaker does not log it.
   */
  AUC("auc", PredictorType.BINARY_CLASSIFIER),

  /** The root of {@link #MSE}, in rating units. */
  RMSE("rmse", PredictorType.REGRESSOR),

  /** The mean of (s − y)². */
  MSE("mse", PredictorType.REGRESSOR),

  /** The mean of |s − y|, in rating units. */
  ABSOLUTE_LOSS("absolute_loss", PredictorType.REGRESSOR);

  private final String metricName;
  private final PredictorType predictorType;

  Metric(String metricName, PredictorType predictorType) {
    this.metricName = metricName;
    this.predictorType = predictorType;
  }

  /** {@return the name in SageMaker's logs, such as {@code binary_classification_accuracy}} */
  public String metricName() {
    return metricName;
  }

  /** {@return the type of the models that it measures} */
  public PredictorType predictorType() {
    return predictorType;
  }
}
