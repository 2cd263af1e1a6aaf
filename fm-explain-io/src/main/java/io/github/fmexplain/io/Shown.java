package io.github.fmexplain.io;

/** Texts of files, fit for a message: in one line and not too long. */
final class Shown {

  private static final int MOST = 200;

  private Shown() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder();
    for (int c = 0; c < Math.min(text.length(), MOST); c++) {
      char character = text.charAt(c);
      boolean plain = !Character.isISOControl(character) && !Character.isSurrogate(character);
      shown.append(plain ? character : '?');
    }
    return text.length() > MOST ? shown.append('…').toString() : shown.toString();
  }
}
