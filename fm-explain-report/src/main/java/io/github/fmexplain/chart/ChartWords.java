package io.github.fmexplain.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words and numbers of charts, in a language. */
final class ChartWords {

  private static final char MINUS = '−';
  private static final int DIGITS = 3;
  private static final int LEAST_DECIMALS = 2;
  private static final int MOST_DECIMALS = 6;
  private static final double HUGE = 1e7;

  private final ResourceBundle patterns;
  private final Locale locale;

  private ChartWords(ResourceBundle patterns, Locale locale) {
    this.patterns = patterns;
    this.locale = locale;
  }

  static ChartWords in(Locale locale) {
    String name = ExplanationCharts.class.getName();
    ResourceBundle bundle = ResourceBundle.getBundle(name, locale);
    // The bundle may be one of the default locale.
    if (!bundle.getLocale().getLanguage().equals(locale.getLanguage())) {
      bundle = ResourceBundle.getBundle(name, Locale.ROOT);
    }
    boolean own = !bundle.getLocale().getLanguage().isEmpty();
    boolean english = locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
    return new ChartWords(bundle, own || english ? locale : Locale.ENGLISH);
  }

  /** Returns a title that cannot turn the direction of the text around it. */
  static String isolated(String title) {
    return "\u2068" + title + "\u2069";
  }

  String say(String key, Object... arguments) {
    return new MessageFormat(patterns.getString(key), locale).format(arguments);
  }

  /** Returns the tag of the language. */
  String language() {
    return locale.toLanguageTag();
  }

  /**
   * Returns the form of numbers that tells apart what differs by a part of a magnitude.
   *
   * @param compared the largest of the numbers that are compared with each other
   * @param any the largest of all
   */
  Numbers numbers(double compared, double any) {
    boolean exponent = any >= HUGE || (any > 0 && any < 1 / HUGE);
    int decimals =
        compared == 0 || exponent
            ? LEAST_DECIMALS
            : (int) Math.max(LEAST_DECIMALS, DIGITS - 1 - Math.floor(Math.log10(compared)));
    String pattern = "0." + "0".repeat(Math.min(MOST_DECIMALS, decimals)) + (exponent ? "E0" : "");
    return new Numbers(pattern, symbols());
  }

  private DecimalFormatSymbols symbols() {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
    symbols.setMinusSign(MINUS);
    return symbols;
  }

  /** Returns a rating: mostly whole or half stars, of which 4.0 reads better as 4. */
  String rating(double rating) {
    return new DecimalFormat("0.###", symbols()).format(rating);
  }

  NumberFormat integer() {
    return NumberFormat.getIntegerInstance(locale);
  }

  NumberFormat percent() {
    NumberFormat percent = NumberFormat.getPercentInstance(locale);
    percent.setMaximumFractionDigits(1);
    return percent;
  }

  NumberFormat plain(int decimals) {
    DecimalFormat format = new DecimalFormat("0", symbols());
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    return format;
  }

  /** One form for all numbers of a chart. */
  static final class Numbers {

    private final DecimalFormat format;

    Numbers(String pattern, DecimalFormatSymbols symbols) {
      format = new DecimalFormat(pattern, symbols);
    }

    String plain(double value) {
      return format.format(value + 0.0);
    }

    /** Returns a number that shows its sign, even where it is rounded to 0. */
    String signed(double value) {
      return (value > 0 ? "+" : "") + plain(value);
    }
  }
}
