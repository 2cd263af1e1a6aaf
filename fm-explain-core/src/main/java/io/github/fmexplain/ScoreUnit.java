package io.github.fmexplain;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The unit of a score and of everything that adds up to it. */
public enum ScoreUnit {
  /** Log odds of a like: what a binary classifier gives before the sigmoid. */
  LOGIT,

  /** Rating points, such as stars: what a regressor gives. */
  RATING;

  /**
   * {@return the unit of a model's scores}
   *
   * @param type what the model predicts
   */
  public static ScoreUnit of(PredictorType type) {
    Objects.requireNonNull(type, "type");
    return type == PredictorType.BINARY_CLASSIFIER ? LOGIT : RATING;
  }

  /**
   * {@return the probability of a like that a score means, or null for a rating}
   *
   * @param score a score in this unit
   */
  public @Nullable Double probability(double score) {
    return this == LOGIT ? FmModel.sigmoid(score) : null;
  }
}
