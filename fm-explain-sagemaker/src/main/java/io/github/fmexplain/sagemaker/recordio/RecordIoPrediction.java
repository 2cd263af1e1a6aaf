package io.github.fmexplain.sagemaker.recordio;

import java.util.OptionalDouble;

/**
 * What a SageMaker endpoint answers for one row.
 *
 * @param score the probability of label 1 of a binary classifier, the rating of a regressor
 * @param predictedLabel 0 or 1 for a binary classifier, empty for a regressor
 */
public record RecordIoPrediction(double score, OptionalDouble predictedLabel) {

  /**
   * Makes the prediction.
   *
   * @param score the probability of label 1 of a binary classifier, the rating of a regressor
   * @param predictedLabel 0 or 1 for a binary classifier, empty for a regressor
   */
  public RecordIoPrediction {}
}
