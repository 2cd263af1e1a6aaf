package io.github.fmexplain.sagemaker;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.recordio.RecordIoPrediction;
import java.util.OptionalDouble;
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
  static @Nullable String fault(PredictorType type, RecordIoPrediction prediction) {
    double score = prediction.score();
    OptionalDouble label = prediction.predictedLabel();
    if (!Double.isFinite(score)) {
      return "score must be finite, but was " + score;
    }
    if (type == PredictorType.REGRESSOR) {
      return label.isPresent()
          ? "a regressor has no predicted_label; is the model a binary_classifier?"
          : null;
    }
    if (label.isEmpty()) {
      return "predicted_label is missing; is the model a regressor?";
    }
    if (score < 0 || score > 1) {
      return "score of a binary_classifier must be from 0 to 1, but was " + score;
    }
    double value = label.getAsDouble();
    return value == 0 || value == 1 ? null : "predicted_label must be 0 or 1, but was " + value;
  }

  /**
   * {@return the logit of a classifier's probability, the rating of a regressor}
   *
   * @param type what the model predicts
   * @param prediction one without fault
   */
  static double score(PredictorType type, RecordIoPrediction prediction) {
    double p = prediction.score();
    return type == PredictorType.REGRESSOR ? p : Math.log(p) - Math.log1p(-p);
  }
}
