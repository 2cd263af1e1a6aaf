package io.github.fmexplain.page;

import java.util.regex.Pattern;

/** Titles and ids are data, and hostile until they are cleaned and escaped. */
final class Titles {

  /** Longer than any title; what is beyond is cut, with an ellipsis. */
  static final int LONGEST = 500;

  /**
   * What HTML cannot hold or shows as nothing: controls, lone surrogates, separators of lines and
   * paragraphs, noncharacters; and what would end or outlast the isolation of a title: embeddings,
   * overrides and isolates of direction. Marks of direction and joiners stay.
   */
  private static final Pattern UNPRINTABLE =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF\\uFEFF\\u202A-\\u202E\\u2066-\\u206F]");

  /** More marks than any script puts on a letter climb into the lines above and below. */
  private static final Pattern TOWER = Pattern.compile("(\\p{M}{3})\\p{M}+");

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private Titles() {}

  /** Returns a text as one printable line. It may be empty. */
  static String clean(String text) {
    // Cut before anything is searched: a title may be as long as its author likes.
    String clean = cut(text, 4 * LONGEST);
    clean = UNPRINTABLE.matcher(clean).replaceAll(" ");
    clean = TOWER.matcher(clean).replaceAll("$1");
    clean = SPACES.matcher(clean).replaceAll(" ").strip();
    return clean.codePointCount(0, clean.length()) > LONGEST
        ? cut(clean, LONGEST - 1) + "…"
        : clean;
  }

  /** Returns a title, or the id of its item if nothing of the title is left. */
  static String clean(String title, String itemId) {
    String clean = clean(title);
    if (clean.isEmpty()) {
      clean = clean(itemId);
    }
    return clean.isEmpty() ? "?" : clean;
  }

  private static String cut(String text, int codePoints) {
    return text.length() <= codePoints || text.codePointCount(0, text.length()) <= codePoints
        ? text
        : text.substring(0, text.offsetByCodePoints(0, codePoints));
  }
}
