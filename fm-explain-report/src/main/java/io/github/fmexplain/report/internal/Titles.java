package io.github.fmexplain.report.internal;

import java.util.regex.Pattern;

/**
 * Titles and ids are data, and hostile until they are cleaned. Who writes markup still has to
 * escape them.
 */
public final class Titles {

  /** Code points that are shown at most; what is beyond is cut, with an ellipsis. */
  public static final int LONGEST = 300;

  /**
   * Controls, lone surrogates, line and paragraph separators, and what neither XML nor HTML can
   * hold.
   */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]");

  /**
   * Formatting characters, such as those that turn the direction of the text that follows. The
   * joiners stay, which Persian and emoji are spelled with.
   */
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}&&[^\\u200C\\u200D]]");

  /** More marks than any script puts on a letter climb into the lines above and below. */
  private static final Pattern TOWER = Pattern.compile("(\\p{M}{3})\\p{M}+");

  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

  private Titles() {}

  /**
   * {@return a title as one printable line, or the id of its item if nothing of it is left}
   *
   * @param title any text
   * @param itemId any text
   */
  public static String clean(String title, String itemId) {
    String clean = clean(title);
    if (clean.isEmpty()) {
      clean = clean(itemId);
    }
    return clean.isEmpty() ? "?" : clean;
  }

  /**
   * {@return a text as one printable line, which may be empty}
   *
   * @param text any text
   */
  public static String clean(String text) {
    // Cut before anything is searched: a title may be as long as its author likes.
    String clean = cut(text, 4 * LONGEST);
    clean = UNPRINTABLE.matcher(clean).replaceAll(" ");
    clean = INVISIBLE.matcher(clean).replaceAll("");
    clean = TOWER.matcher(clean).replaceAll("$1");
    clean = SPACES.matcher(clean).replaceAll(" ").strip();
    String cut = cut(clean, LONGEST - 1);
    return clean.codePointCount(cut.length(), clean.length()) > 1 ? cut + "…" : clean;
  }

  /**
   * {@return a clean title that cannot turn the direction of the text around it, for text without
   * markup}
   *
   * @param title cleaned
   */
  public static String isolated(String title) {
    return "\u2068" + title + "\u2069";
  }

  private static String cut(String text, int codePoints) {
    return text.length() <= codePoints || text.codePointCount(0, text.length()) <= codePoints
        ? text
        : text.substring(0, text.offsetByCodePoints(0, codePoints));
  }
}
