package io.github.fmexplain.data;

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
   * {@return c, how much a rating counts in the loss, positive: 1 but for implicit feedback}
   *
   * @param rating a finite rating
   */
  default double weight(double rating) {
    return 1;
  }

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
   * {@return the target of implicit feedback, as Hu, Koren and Volinsky (2008) and Spark take it:
   * weights {@code 1 + α|rating|}} See {@link Implicit}.
   *
   * @param alpha α, finite and not negative
   * @throws IllegalArgumentException if α is negative or not finite
   */
  static RatingTarget implicit(double alpha) {
    return new Implicit(1, alpha);
  }

  /**
   * Implicit feedback, such as counts of purchases or plays: y is 1 if the rating is above 0, else
   * 0, with the weight {@code c = constant + α|rating|}; and <b>every item that a user has not
   * rated counts, too</b>, with y = 0 and the weight 1. The model is a regressor of users and items
   * without bias and linear weights, as ALS leaves it.
   *
   * @param constant 1 as in the paper and in Spark; 0 for the library {@code implicit}, whose
   *     weights are α times what its matrix holds; finite and not negative
   * @param alpha α, finite and not negative
   */
  record Implicit(double constant, double alpha) implements RatingTarget {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative or not finite
     */
    public Implicit {
      requireWeight(constant, "constant");
      requireWeight(alpha, "alpha");
    }

    private static void requireWeight(double value, String name) {
      if (!(value >= 0 && Double.isFinite(value))) {
        throw new IllegalArgumentException(
            name + " must be finite and not negative, but was " + value);
      }
    }

    @Override
    public double of(double rating) {
      return rating > 0 ? 1 : 0;
    }

    @Override
    public double weight(double rating) {
      return constant + alpha * Math.abs(rating);
    }

    @Override
    public OptionalDouble likeThreshold() {
      return OptionalDouble.empty();
    }
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
  }
}
