package io.github.fmexplain.internal;

/** The functions of exponential integrators, without cancellation for small arguments. */
final class Phi {

  private Phi() {}

  /** {@return (1 − e^−x)/x, which is 1 at 0} */
  static double first(double x) {
    return first(x, Math.expm1(-x));
  }

  /** {@return the same, given e^−x − 1} */
  static double first(double x, double fall) {
    return Math.abs(x) < 1e-300 ? 1 : -fall / x;
  }

  /** {@return (e^−x − 1 + x)/x², which is ½ at 0} */
  static double second(double x) {
    return second(x, Math.expm1(-x));
  }

  /** {@return the same, given e^−x − 1} */
  static double second(double x, double fall) {
    if (Math.abs(x) < 1e-2) {
      return 1 / 2.0 - x * (1 / 6.0 - x * (1 / 24.0 - x * (1 / 120.0 - x / 720)));
    }
    return (fall + x) / (x * x);
  }
}
