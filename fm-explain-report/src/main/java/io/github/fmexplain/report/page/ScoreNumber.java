package io.github.fmexplain.report.page;

import io.github.fmexplain.report.internal.Words;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * A number in score units, rounded once to the digits that are shown, so that the rows written here
 * and those that the page's script writes are the same text.
 *
 * @param json a whole number of 0.0001, or, where that would be beyond what a script can count, a
 *     string with an exponent
 * @param text with a point and a hyphen
 * @param order the rounded number in 0.0001
 */
record ScoreNumber(String json, String text, double order) {

  static final int DECIMALS = 4;

  private static final double HUGE = 1e9;
  private static final MathContext HUGE_DIGITS = new MathContext(5, RoundingMode.HALF_UP);

  static ScoreNumber of(double value) {
    if (Math.abs(value) >= HUGE) {
      BigDecimal rounded = new BigDecimal(value).round(HUGE_DIGITS);
      String text = String.format(Locale.ROOT, "%.4E", rounded).replace("E+", "E");
      return new ScoreNumber('"' + text + '"', text, Double.parseDouble(text) * 1e4);
    }
    BigDecimal rounded = new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_UP);
    String count = rounded.unscaledValue().toString();
    return new ScoreNumber(count, rounded.toPlainString(), Double.parseDouble(count));
  }

  /** Returns the number as a language writes it, as the page's script writes it too. */
  String in(Words words) {
    DecimalFormatSymbols symbols = words.symbols();
    return text.replace('.', symbols.getDecimalSeparator()).replace('-', symbols.getMinusSign());
  }

  /** Returns the same with a plus where it is positive. */
  String signedIn(Words words) {
    return (isPositive() ? "+" : "") + in(words);
  }

  boolean isPositive() {
    return order > 0;
  }
}
