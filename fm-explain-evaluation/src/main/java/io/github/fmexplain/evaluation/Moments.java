package io.github.fmexplain.evaluation;

import java.util.Collection;
import java.util.Locale;

/**
 * Sums over pairs (x, y) from which every pooled statistic follows, so that pooling users, and
 * drawing them again, is adding up. The sums are about fixed centres, which keeps them exact enough
 * as long as the centres are near the means.
 */
record Moments(
    double n,
    double x,
    double y,
    double xx,
    double yy,
    double xy,
    double signs,
    double sameSign,
    double error,
    double size) {

  /** A variance below this share of the mean square is rounding. */
  private static final double NO_VARIANCE = 1e-13;

  static Moments of(double[] x, double[] y) {
    requireSameLength(x, y);
    return about(x, y, Measures.mean(x), Measures.mean(y));
  }

  /** Sums about the given centres; those to be pooled must share them. */
  static Moments about(double[] x, double[] y, double centreX, double centreY) {
    double[] s = new double[9];
    for (int j = 0; j < x.length; j++) {
      double dx = x[j] - centreX;
      double dy = y[j] - centreY;
      s[0] += dx;
      s[1] += dy;
      s[2] += dx * dx;
      s[3] += dy * dy;
      s[4] += dx * dy;
      s[5] += y[j] != 0 ? 1 : 0;
      s[6] += y[j] != 0 && Math.signum(x[j]) == Math.signum(y[j]) ? 1 : 0;
      s[7] += Math.abs(x[j] - y[j]);
      s[8] += Math.abs(y[j]);
    }
    return new Moments(x.length, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]);
  }

  static Moments sum(Collection<Moments> parts) {
    double[] s = new double[10];
    for (Moments m : parts) {
      double[] terms = {m.n, m.x, m.y, m.xx, m.yy, m.xy, m.signs, m.sameSign, m.error, m.size};
      for (int j = 0; j < s.length; j++) {
        s[j] += terms[j];
      }
    }
    return new Moments(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9]);
  }

  double correlation() {
    double varianceX = xx - x * x / n;
    double varianceY = yy - y * y / n;
    boolean flat = varianceX <= NO_VARIANCE * xx || varianceY <= NO_VARIANCE * yy;
    return flat ? Double.NaN : (xy - x * y / n) / Math.sqrt(varianceX * varianceY);
  }

  double slope() {
    double varianceX = xx - x * x / n;
    return varianceX <= NO_VARIANCE * xx ? Double.NaN : (xy - x * y / n) / varianceX;
  }

  double signAgreement() {
    return signs == 0 ? Double.NaN : sameSign / signs;
  }

  double relativeError() {
    return size == 0 ? Double.NaN : error / size;
  }

  static void requireSameLength(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "lists must have the same length, but have %d and %d numbers",
              x.length,
              y.length));
    }
  }
}
