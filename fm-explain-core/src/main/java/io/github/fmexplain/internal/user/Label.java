package io.github.fmexplain.internal.user;

/**
 * What a row is to be fitted to, and how much it counts.
 *
 * @param target y
 * @param weight c, 1 where rows have no weights
 */
public record Label(double target, double weight) {

  /** {@return a target of weight 1} */
  public static Label of(double target) {
    return new Label(target, 1);
  }
}
