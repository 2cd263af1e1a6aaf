package io.github.fmexplain.report.chart;

import io.github.fmexplain.report.internal.Words;
import java.text.NumberFormat;

/** One form for all numbers of a chart. */
final class ChartNumbers {

  private static final int DIGITS = 3;
  private static final int LEAST_DECIMALS = 2;
  private static final int MOST_DECIMALS = 6;
  private static final double HUGE = 1e7;

  private final NumberFormat format;

  /**
   * The form that tells apart what differs by a part of a magnitude.
   *
   * @param compared the largest of the numbers that are compared with each other
   * @param any the largest of all
   */
  ChartNumbers(Words words, double compared, double any) {
    boolean exponent = any >= HUGE || (any > 0 && any < 1 / HUGE);
    int decimals =
        compared == 0 || exponent
            ? LEAST_DECIMALS
            : (int) Math.max(LEAST_DECIMALS, DIGITS - 1 - Math.floor(Math.log10(compared)));
    format =
        words.number("0." + "0".repeat(Math.min(MOST_DECIMALS, decimals)) + (exponent ? "E0" : ""));
  }

  String plain(double value) {
    return format.format(value);
  }

  /** Returns a number that shows its sign, unless it is rounded to 0. */
  String signed(double value) {
    String plain = plain(value);
    return (value > 0 && !Words.isZero(plain) ? "+" : "") + plain;
  }
}
