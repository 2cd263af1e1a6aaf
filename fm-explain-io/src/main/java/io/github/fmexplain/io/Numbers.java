package io.github.fmexplain.io;

/** Reads decimal numbers. */
final class Numbers {

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final int MAXIMUM_LENGTH = 100;

  private Numbers() {}

  /**
   * {@return the number that a text says, with a decimal point and an exponent or without, or NaN
   * if it says none or one that is not finite} White space around it does not matter.
   */
  static double parse(String untrimmed) {
    String text = untrimmed.strip();
    double simple = simple(text);
    if (!Double.isNaN(simple)) {
      return simple;
    }
    // Double.parseDouble takes more than decimal numbers: "NaN", "1f", "0x1p3".
    for (int c = 0; c < text.length(); c++) {
      if ("0123456789+-.eE".indexOf(text.charAt(c)) < 0) {
        return Double.NaN;
      }
    }
    if (text.isEmpty() || text.length() > MAXIMUM_LENGTH) {
      return Double.NaN;
    }
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * {@return the number of at most 15 digits, or NaN} Both the digits and the power of ten are
   * exact as doubles, so their quotient is the nearest double, as {@code Double.parseDouble} has
   * it.
   */
  private static double simple(String text) {
    int length = text.length();
    if (length == 0 || length > 15) {
      return Double.NaN;
    }
    long digits = 0;
    int point = -1;
    for (int c = 0; c < length; c++) {
      char ch = text.charAt(c);
      if (ch >= '0' && ch <= '9') {
        digits = 10 * digits + (ch - '0');
      } else if (ch == '.' && point < 0) {
        point = c;
      } else {
        return Double.NaN;
      }
    }
    if (point < 0) {
      return digits;
    }
    return length == 1 ? Double.NaN : digits / POWERS_OF_TEN[length - point - 1];
  }
}
