package io.github.fmexplain.page;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;

/** The words and numbers of a page, in a language. */
final class Words {

  private static final char MINUS = '−';

  private final ResourceBundle patterns;
  private final Locale locale;

  private Words(ResourceBundle patterns, Locale locale) {
    this.patterns = patterns;
    this.locale = locale;
  }

  static Words in(Locale locale) {
    String name = ExplanationPage.class.getName();
    ResourceBundle bundle = ResourceBundle.getBundle(name, locale);
    // The bundle may be one of the default locale.
    if (!bundle.getLocale().getLanguage().equals(locale.getLanguage())) {
      bundle = ResourceBundle.getBundle(name, Locale.ROOT);
    }
    boolean own = !bundle.getLocale().getLanguage().isEmpty();
    boolean english = locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
    return new Words(bundle, own || english ? locale : Locale.ENGLISH);
  }

  /** Returns the language in which it speaks, which is English where it does not know another. */
  Locale locale() {
    return locale;
  }

  boolean has(String key) {
    return patterns.containsKey(key);
  }

  String say(String key, Object... arguments) {
    return new MessageFormat(patterns.getString(key), locale).format(arguments);
  }

  /** Returns what is said without arguments, under the keys that have no dot. */
  Map<String, String> plain() {
    Map<String, String> plain = new TreeMap<>();
    for (String key : patterns.keySet()) {
      if (key.indexOf('.') < 0) {
        plain.put(key, say(key));
      }
    }
    return plain;
  }

  /** Returns the sign between whole and fraction. */
  String decimalSeparator() {
    return String.valueOf(symbols().getDecimalSeparator());
  }

  /** Returns a rating: mostly whole or half stars, of which 4.0 reads better as 4. */
  String rating(double rating) {
    return new DecimalFormat("0.###", symbols()).format(rating);
  }

  String percent(double share) {
    NumberFormat percent = NumberFormat.getPercentInstance(locale);
    percent.setMinimumFractionDigits(1);
    percent.setMaximumFractionDigits(1);
    return percent.format(share);
  }

  /** Returns three significant digits, with an exponent where there would be many more zeros. */
  String rough(double value) {
    double magnitude = Math.abs(value);
    boolean exponent = magnitude >= 1e5 || (magnitude > 0 && magnitude < 1e-3);
    int decimals =
        magnitude == 0 || exponent ? 2 : Math.max(0, 2 - (int) Math.floor(Math.log10(magnitude)));
    String pattern = exponent ? "0.##E0" : decimals == 0 ? "0" : "0." + "#".repeat(decimals);
    return new DecimalFormat(pattern, symbols()).format(value + 0.0);
  }

  /** Returns a number in score units, as the page's script writes it too. */
  String units(ScoreNumber number) {
    return number.text().replace('.', symbols().getDecimalSeparator()).replace('-', MINUS);
  }

  /** Returns the same with a plus where it is positive. */
  String signed(ScoreNumber number) {
    return (number.isPositive() ? "+" : "") + units(number);
  }

  private DecimalFormatSymbols symbols() {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
    symbols.setMinusSign(MINUS);
    return symbols;
  }
}
