package io.github.fmexplain.train;

/** How the parameters of one group get their first values. */
public sealed interface Initializer {

  /**
   * {@return values from a normal distribution with mean 0}
   *
   * @param sigma the standard deviation, finite in float32 and not negative
   * @throws IllegalArgumentException if sigma is not in its range
   */
  static Initializer normal(double sigma) {
    return new Normal(sigma);
  }

  /**
   * {@return values from a uniform distribution between −scale and scale}
   *
   * @param scale half the width of the distribution, finite in float32 and not negative
   * @throws IllegalArgumentException if the scale is not in its range
   */
  static Initializer uniform(double scale) {
    return new Uniform(scale);
  }

  /**
   * {@return the same value for every parameter} Factors that all start alike stay alike: this is
   * for the bias and the linear weights.
   *
   * @param value the value, finite in float32
   * @throws IllegalArgumentException if the value is not finite
   */
  static Initializer constant(double value) {
    return new Constant(value);
  }

  /**
   * Values from a normal distribution with mean 0.
   *
   * @param sigma the standard deviation, finite in float32 and not negative
   */
  record Normal(double sigma) implements Initializer {

    /**
     * Checks the standard deviation.
     *
     * @throws IllegalArgumentException if it is not in its range
     */
    public Normal {
      Setting.Kind.RATE.check("sigma", sigma);
      sigma += 0.0; // −0.0 becomes 0.0
    }
  }

  /**
   * Values from a uniform distribution between −scale and scale.
   *
   * @param scale half the width of the distribution, finite in float32 and not negative
   */
  record Uniform(double scale) implements Initializer {

    /**
     * Checks the scale.
     *
     * @throws IllegalArgumentException if it is not in its range
     */
    public Uniform {
      Setting.Kind.RATE.check("scale", scale);
      scale += 0.0; // −0.0 becomes 0.0
    }
  }

  /**
   * The same value for every parameter.
   *
   * @param value the value
   */
  record Constant(double value) implements Initializer {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Constant {
      Setting.Kind.NUMBER.check("value", value);
      value += 0.0; // −0.0 becomes 0.0
    }
  }
}
