package io.github.fmexplain.train;

/**
 * How one group of parameters is trained: the bias, the linear weights or the factors.
 *
 * @param lr learning rate, finite in float32 and not negative
 * @param wd weight decay: the gradient of a parameter θ is increased by wd·θ; finite in float32 and
 *     not negative
 * @param init where the parameters start
 */
public record ParameterGroup(double lr, double wd, Initializer init) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is not in its range
   */
  public ParameterGroup {
    Setting.Kind.RATE.check("lr", lr);
    Setting.Kind.RATE.check("wd", wd);
  }
}
