package io.github.fmexplain.data;

import io.github.fmexplain.model.PredictorType;

/** How a rating becomes the number y that the model is trained to predict. */
public sealed interface RatingTarget {

  /**
   * {@return y}
   *
   * @param rating a finite rating
   */
  double of(double rating);

  /**
   * {@return the target of a binary classifier: 1 for a like, 0 for anything less}
   *
   * @param threshold the lowest rating that is a like, finite
   * @throws IllegalArgumentException if the threshold is not finite
   */
  static RatingTarget likeFrom(double threshold) {
    return new Like(threshold);
  }

  /** {@return the target of a regressor: the rating itself} */
  static RatingTarget stars() {
    return new Stars();
  }

  /**
   * {@return the usual target of a predictor type: a like from 4 stars on for a binary classifier,
   * as in the AWS notebook, and the rating itself for a regressor}
   *
   * @param type the predictor type
   */
  static RatingTarget defaultFor(PredictorType type) {
    return type == PredictorType.BINARY_CLASSIFIER ? likeFrom(4) : stars();
  }

  /**
   * 1 if the rating reaches the threshold, else 0.
   *
   * @param threshold the lowest rating that is a like
   */
  record Like(double threshold) implements RatingTarget {

    /**
     * Checks the threshold.
     *
     * @param threshold finite
     * @throws IllegalArgumentException if it is not finite
     */
    public Like {
      if (!Double.isFinite(threshold)) {
        throw new IllegalArgumentException("threshold must be finite, but was " + threshold);
      }
    }

    @Override
    public double of(double rating) {
      return rating >= threshold ? 1 : 0;
    }
  }

  /** The rating itself. */
  record Stars() implements RatingTarget {

    @Override
    public double of(double rating) {
      return rating;
    }
  }
}
