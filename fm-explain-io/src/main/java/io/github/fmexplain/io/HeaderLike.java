package io.github.fmexplain.io;

import java.util.Arrays;
import java.util.List;

/**
 * Tells whether a first line that names no column in words that are known is a header all the same:
 * none of its ids has a digit, and in one of their columns all others have. Where ids are words
 * nobody can tell. Not thread-safe.
 */
final class HeaderLike {

  private final List<String> line;
  private final boolean[] othersHaveDigits;
  private boolean hasDigits;
  private long lines;

  /**
   * Of a file whose first line was taken for data.
   *
   * @param line its fields
   * @param ids how many columns of ids there are
   */
  HeaderLike(List<String> line, int ids) {
    this.line = line;
    this.othersHaveDigits = new boolean[ids];
    Arrays.fill(othersHaveDigits, true);
  }

  /** Takes the ids of the next line. */
  void add(String... ids) {
    for (int c = 0; c < ids.length && !hasDigits; c++) {
      boolean digits = ids[c].chars().anyMatch(Character::isDigit);
      if (lines == 0) {
        hasDigits = digits;
      } else {
        othersHaveDigits[c] &= digits;
      }
    }
    lines++;
  }

  List<String> line() {
    return line;
  }

  /** {@return whether the last line that was taken is the first, without a digit in its ids} */
  boolean isFirst() {
    return lines == 1 && !hasDigits;
  }

  /** {@return whether the first line looks like a header among all} */
  boolean standsOut() {
    for (boolean othersHave : othersHaveDigits) {
      if (othersHave && !hasDigits && lines > 1) {
        return true;
      }
    }
    return false;
  }
}
