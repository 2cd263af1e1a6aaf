package io.github.fmexplain.train;

/**
 * e^−x by additions and multiplications alone, which have the same bits on every machine and take a
 * fraction of the time of {@link StrictMath#exp}: 2^−n times the power series of e^r to r^11, with
 * n the nearest whole number to x / ln 2 and |r| ≤ ½ ln 2. The relative error is below 1e-13.
 */
final class Exponential {

  private static final double LN2 = 0.6931471805599453;

  /** e^−700 is 1e-304, which is as good as 0. */
  private static final double LARGEST = 700;

  private Exponential() {}

  /** {@return e^−x for x of at least 0; not a number if x is none} */
  static double ofMinus(double x) {
    double bounded = Math.min(x, LARGEST);
    long n = (long) (bounded * (1 / LN2) + 0.5);
    double r = n * LN2 - bounded;
    double r2 = r * r;
    double r4 = r2 * r2;
    // Sums of sums, which need not wait for each other as those of Horner do.
    double low = (1 + r) + r2 * (1 / 2.0 + r * (1 / 6.0));
    double middle = (1 / 24.0 + r * (1 / 120.0)) + r2 * (1 / 720.0 + r * (1 / 5040.0));
    double high = (1 / 40320.0 + r * (1 / 362880.0)) + r2 * (1 / 3628800.0 + r * (1 / 39916800.0));
    return (low + r4 * (middle + r4 * high))
        * Double.longBitsToDouble((Double.MAX_EXPONENT - n) << 52);
  }
}
