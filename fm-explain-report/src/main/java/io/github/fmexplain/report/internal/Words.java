package io.github.fmexplain.report.internal;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;

/** The words of a bundle and the numbers of its language. Immutable and thread-safe. */
public final class Words {

  private final ResourceBundle patterns;
  private final Locale locale;

  private Words(ResourceBundle patterns, Locale locale) {
    this.patterns = patterns;
    this.locale = locale;
  }

  /**
   * {@return the words of a class in a language} English where there are none in the language,
   * whatever the default locale is.
   *
   * @param owner its bundle has its name
   * @param locale the language
   */
  public static Words in(Locale locale, Class<?> owner) {
    ResourceBundle bundle = bundle(locale, owner.getName());
    boolean own = !bundle.getLocale().getLanguage().isEmpty();
    boolean english = locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
    return new Words(bundle, own || english ? locale : Locale.ENGLISH);
  }

  /**
   * {@return the words of a bundle of the caller's}
   *
   * @param patterns patterns of {@link MessageFormat}
   * @param owner the class whose words they replace
   * @throws IllegalArgumentException if a key of the class's bundle is missing; the message names
   *     the first
   */
  public static Words of(ResourceBundle patterns, Class<?> owner) {
    for (String key : english(owner).keySet().stream().sorted().toList()) {
      if (!patterns.containsKey(key)) {
        throw new IllegalArgumentException(
            "patterns must have the key '"
                + key
                + "', but it is missing; see "
                + owner.getSimpleName()
                + ".properties");
      }
    }
    // A bundle that was made by hand has no locale.
    Locale its = patterns.getLocale();
    return new Words(patterns, its == null ? Locale.ROOT : its);
  }

  /**
   * {@return a bundle of this module in a language} English where there is none in the language.
   *
   * @param locale the language
   * @param name the bundle's
   */
  public static ResourceBundle bundle(Locale locale, String name) {
    ResourceBundle bundle = ResourceBundle.getBundle(name, locale);
    // The bundle may be one of the default locale.
    return bundle.getLocale().getLanguage().equals(locale.getLanguage())
        ? bundle
        : ResourceBundle.getBundle(name, Locale.ROOT);
  }

  private static ResourceBundle english(Class<?> owner) {
    return ResourceBundle.getBundle(owner.getName(), Locale.ROOT);
  }

  /** {@return the language, which is English where the words are} */
  public Locale locale() {
    return locale;
  }

  /**
   * {@return what a pattern says}
   *
   * @param key a key of the bundle
   * @param arguments of the pattern. Not modified.
   */
  public String say(String key, Object... arguments) {
    return new MessageFormat(patterns.getString(key), locale).format(arguments);
  }

  /** {@return what is said without arguments, under the keys that have no dot} */
  public Map<String, String> plain() {
    Map<String, String> plain = new TreeMap<>();
    for (String key : patterns.keySet()) {
      if (key.indexOf('.') < 0) {
        plain.put(key, say(key));
      }
    }
    return plain;
  }

  /**
   * {@return a rating: mostly whole or half stars, of which 4.0 reads better as 4}
   *
   * @param rating a finite rating
   */
  public String rating(double rating) {
    return number("0.###").format(rating);
  }

  /**
   * {@return three significant digits, with an exponent where there would be many more zeros}
   *
   * @param value a finite number
   */
  public String rough(double value) {
    double magnitude = Math.abs(value);
    boolean exponent = magnitude >= 1e5 || (magnitude > 0 && magnitude < 1e-3);
    int decimals =
        magnitude == 0 || exponent ? 2 : Math.max(0, 2 - (int) Math.floor(Math.log10(magnitude)));
    String pattern = exponent ? "0.##E0" : decimals == 0 ? "0" : "0." + "#".repeat(decimals);
    return number(pattern).format(value);
  }

  /**
   * {@return a number with a point, or what the language has for it, and a hyphen for a minus, as
   * terminals and spreadsheets know it}
   *
   * @param decimals how many
   * @param value a finite number
   */
  public String fixed(int decimals, double value) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    String unsigned = isZero(text) && text.startsWith("-") ? text.substring(1) : text;
    return unsigned.replace('.', symbols().getDecimalSeparator());
  }

  /**
   * {@return whether a number is 0 as it is written}
   *
   * @param text the number as text
   */
  public static boolean isZero(String text) {
    return text.codePoints().noneMatch(c -> Character.digit(c, 10) > 0);
  }

  /**
   * {@return a format of shares with one decimal}
   *
   * @param leastDecimals 1 to show it where it is 0, else 0
   */
  public NumberFormat percent(int leastDecimals) {
    NumberFormat percent = NumberFormat.getPercentInstance(locale);
    percent.setMinimumFractionDigits(leastDecimals);
    percent.setMaximumFractionDigits(1);
    return new PlainZero(percent);
  }

  /**
   * {@return a format of numbers, with a true minus}
   *
   * @param pattern a pattern of {@link DecimalFormat}
   */
  public NumberFormat number(String pattern) {
    return new PlainZero(new DecimalFormat(pattern, symbols()));
  }

  /** {@return the signs of numbers, with a true minus} */
  public DecimalFormatSymbols symbols() {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
    symbols.setMinusSign('−');
    return symbols;
  }

  /** Writes no sign where nothing but zeros is left of a number. */
  private static final class PlainZero extends NumberFormat {

    private static final long serialVersionUID = 1;

    private final NumberFormat format;

    PlainZero(NumberFormat format) {
      this.format = format;
    }

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
      return format.format(isZero(format.format(number)) ? 0.0 : number, to, position);
    }

    @Override
    public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
      return format.format(number, to, position);
    }

    @Override
    public Number parse(String text, ParsePosition position) {
      return format.parse(text, position);
    }
  }
}
