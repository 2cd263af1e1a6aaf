package io.github.fmexplain.benchmarks;

/** Fits {@code y = c·x^e} by least squares on the logarithms. */
final class PowerLaw {

  private PowerLaw() {}

  /**
   * Returns e.
   *
   * @param x positive, not all the same. Not modified.
   * @param y positive, one per value of x. Not modified.
   */
  static double exponent(double[] x, double[] y) {
    double meanX = 0;
    double meanY = 0;
    for (int j = 0; j < x.length; j++) {
      meanX += Math.log(x[j]) / x.length;
      meanY += Math.log(y[j]) / x.length;
    }
    double covariance = 0;
    double variance = 0;
    for (int j = 0; j < x.length; j++) {
      double deviation = Math.log(x[j]) - meanX;
      covariance += deviation * (Math.log(y[j]) - meanY);
      variance += deviation * deviation;
    }
    return covariance / variance;
  }
}
