package io.github.fmexplain.data;

import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * How a rating becomes the number y that the model is trained to predict, and with it what counts
 * as a like. Nothing else in this library decides that.
 */
public sealed interface RatingTarget {

  /**
   * {@return y}
   *
   * @param rating a finite rating
   */
  double of(double rating);

  /**
   * {@return the lowest rating that is a like, or empty if the target has no likes and a rating is
   * just a rating}
   */
  OptionalDouble likeThreshold();

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
   * 1 if the rating reaches the threshold, else 0.
   *
   * @param threshold the lowest rating that is a like, finite
   */
  record Like(double threshold) implements RatingTarget {

    /**
     * Checks the threshold.
     *
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

    @Override
    public OptionalDouble likeThreshold() {
      return OptionalDouble.of(threshold);
    }

    /** {@return such as "likes from 4"} */
    @Override
    public String toString() {
      return "likes from " + BigDecimal.valueOf(threshold).stripTrailingZeros().toPlainString();
    }
  }

  /** The rating itself. */
  record Stars() implements RatingTarget {

    @Override
    public double of(double rating) {
      return rating;
    }

    @Override
    public OptionalDouble likeThreshold() {
      return OptionalDouble.empty();
    }

    /** {@return "ratings"} */
    @Override
    public String toString() {
      return "ratings";
    }
  }
}
