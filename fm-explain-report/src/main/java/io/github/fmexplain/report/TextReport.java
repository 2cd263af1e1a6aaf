package io.github.fmexplain.report;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.report.internal.Words;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Explanations and recommendations as plain text tables, for a terminal or a log, in English,
 * French, German, Italian or Spanish.
 */
public final class TextReport {

  private static final int DEFAULT_ROWS = 20;

  private TextReport() {}

  /**
   * {@return the explanation with its 20 strongest contributions, in English}
   *
   * @param explanation any explanation
   */
  public static String of(Explanation explanation) {
    return of(explanation, DEFAULT_ROWS);
  }

  /**
   * {@return the explanation with its strongest contributions, in English} As {@link
   * #of(Explanation, int, Locale)}.
   *
   * @param explanation any explanation
   * @param rows at most this many contributions, half of them for and half against if there are
   *     enough of both; at least 0
   * @throws IllegalArgumentException if rows is negative
   */
  public static String of(Explanation explanation, int rows) {
    return of(explanation, rows, Locale.ENGLISH);
  }

  /**
   * {@return the explanation with its strongest contributions, by removal effect: those that speak
   * for the item, then those that speak against it} Lines end in {@code \n}. What is not shown is
   * counted and summed up, so that the column of impacts still adds up to the score.
   *
   * @param explanation any explanation
   * @param rows at most this many contributions, half of them for and half against if there are
   *     enough of both; at least 0
   * @param locale the language; English where there are no words in it, whatever the default locale
   *     is
   * @throws IllegalArgumentException if rows is negative
   */
  public static String of(Explanation explanation, int rows, Locale locale) {
    Objects.requireNonNull(explanation, "explanation");
    Words words = words(locale);
    requireRows(rows);
    return new TextTable(explanation, words, false).text(rows);
  }

  /**
   * {@return what {@link #of(Explanation, int, Locale)} gives, for data of purchases: it speaks of
   * purchases where the other speaks of ratings and likes, and shows no ratings} What the notes say
   * is the same.
   *
   * @param explanation any explanation
   * @param rows at most this many contributions, half of them for and half against if there are
   *     enough of both; at least 0
   * @param locale the language; see {@link #of(Explanation, int, Locale)}
   * @throws IllegalArgumentException if rows is negative
   */
  public static String ofPurchases(Explanation explanation, int rows, Locale locale) {
    Objects.requireNonNull(explanation, "explanation");
    Words words = words(locale);
    requireRows(rows);
    return new TextTable(explanation, words, true).text(rows);
  }

  private static void requireRows(int rows) {
    if (rows < 0) {
      throw new IllegalArgumentException("rows must not be negative, but was " + rows);
    }
  }

  /**
   * {@return recommendations, one per line, in English}
   *
   * @param recommendations any list
   */
  public static String of(List<Recommendation> recommendations) {
    return of(recommendations, Locale.ENGLISH);
  }

  /**
   * {@return recommendations, one per line}
   *
   * @param recommendations any list
   * @param locale the language of the numbers; see {@link #of(Explanation, int, Locale)}
   */
  public static String of(List<Recommendation> recommendations, Locale locale) {
    Words words = words(locale);
    StringBuilder text = new StringBuilder();
    for (Recommendation recommendation : recommendations) {
      text.append(TextTable.line(recommendation, words));
    }
    return text.toString();
  }

  private static Words words(Locale locale) {
    return Words.in(Objects.requireNonNull(locale, "locale"), TextReport.class);
  }
}
