package io.github.fmexplain.data;

/** Short pieces of text for {@code toString}. */
final class Text {

  private static final int MAXIMUM_QUOTED = 40;

  private Text() {}

  /** {@return a number with its noun, such as "1 item" or "2 items"} */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@return text between single quotes: one short line, without control characters} */
  static String quoted(String text) {
    String shown = text.length() <= MAXIMUM_QUOTED ? text : text.substring(0, MAXIMUM_QUOTED) + "…";
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
