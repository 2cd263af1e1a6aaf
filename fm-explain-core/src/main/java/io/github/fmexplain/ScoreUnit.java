package io.github.fmexplain;

import io.github.fmexplain.model.PredictorType;

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
    return type == PredictorType.BINARY_CLASSIFIER ? LOGIT : RATING;
  }
}
