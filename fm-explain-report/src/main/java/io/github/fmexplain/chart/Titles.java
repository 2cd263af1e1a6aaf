package io.github.fmexplain.chart;

import java.util.regex.Pattern;

/** Titles are data, and hostile until they are cleaned. */
final class Titles {

  /** No chart has room for more; what is beyond is not even measured. */
  private static final int LONGEST = 300;

  /**
   * Controls, lone surrogates, line and paragraph separators, and what XML does not allow; and
   * formatting characters, such as those that turn the direction of the text that follows. The
   * joiners stay, which Persian and emoji are spelled with.
   */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Cf}\\uFFFE\\uFFFF&&[^\\u200C\\u200D]]");

  /** More marks than any script puts on a letter climb into the lines above and below. */
  private static final Pattern TOWER = Pattern.compile("(\\p{M}{3})\\p{M}+");

  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

  private Titles() {}

  /** Returns a title as one printable line, or the id of its item if nothing of it is left. */
  static String clean(String title, String itemId) {
    String clean = clean(title);
    if (clean.isEmpty()) {
      clean = clean(itemId);
    }
    return clean.isEmpty() ? "?" : clean;
  }

  private static String clean(String text) {
    // Cut before anything is searched: a title may be as long as its author likes.
    String clean = cut(text, 4 * LONGEST);
    clean = UNPRINTABLE.matcher(clean).replaceAll(" ");
    clean = TOWER.matcher(clean).replaceAll("$1");
    return cut(SPACES.matcher(clean).replaceAll(" ").strip(), LONGEST);
  }

  private static String cut(String text, int codePoints) {
    return text.length() <= codePoints || text.codePointCount(0, text.length()) <= codePoints
        ? text
        : text.substring(0, text.offsetByCodePoints(0, codePoints));
  }
}
