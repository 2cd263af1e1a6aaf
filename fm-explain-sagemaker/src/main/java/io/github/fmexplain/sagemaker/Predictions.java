package io.github.fmexplain.sagemaker;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is right for a prediction, and its score. */
final class Predictions {

  private Predictions() {}

  /**
   * {@return what is wrong with a prediction, or null}
   *
   * @param type what the model predicts
   * @param prediction what was answered
   */
  static @Nullable String fault(PredictorType type, Prediction prediction) {
    Double probability = prediction.probability();
    Double label = prediction.predictedLabel();
    Double score = probability == null ? prediction.rating() : probability;
    if (score == null || !Double.isFinite(score)) {
      return "score must be finite, but was " + score;
    }
    if (type == PredictorType.REGRESSOR) {
      return label == null
          ? null
          : "a regressor has no predicted_label; is the model a binary_classifier?";
    }
    if (label == null) {
      return "predicted_label is missing; is the model a regressor?";
    }
    if (score < 0 || score > 1) {
      return "score of a binary_classifier must be from 0 to 1, but was " + score;
    }
    return label == 0 || label == 1 ? null : "predicted_label must be 0 or 1, but was " + label;
  }

  /**
   * {@return the logit of a classifier's probability, the rating of a regressor}
   *
   * @param prediction one without fault
   */
  static double score(Prediction prediction) {
    Double p = prediction.probability();
    return p == null ? Objects.requireNonNull(prediction.rating()) : Math.log(p) - Math.log1p(-p);
  }
}
