package io.github.fmexplain.sagemaker.recordio;

import org.jspecify.annotations.Nullable;

/**
 * What a SageMaker endpoint answers for one row: a probability and a label for a binary classifier,
 * a rating for a regressor.
 *
 * @param probability the probability of label 1, or null for a regressor
 * @param predictedLabel 0 or 1, or null for a regressor
 * @param rating the rating, or null for a binary classifier
 */
public record Prediction(
    @Nullable Double probability, @Nullable Double predictedLabel, @Nullable Double rating) {

  /**
   * {@return the prediction in an answer, in which a probability and a rating have the same name}
   *
   * @param score what SageMaker calls the score
   * @param predictedLabel the label, which only binary classifiers answer, or null
   */
  public static Prediction ofAnswer(double score, @Nullable Double predictedLabel) {
    return predictedLabel == null
        ? new Prediction(null, null, score)
        : new Prediction(score, predictedLabel, null);
  }
}
