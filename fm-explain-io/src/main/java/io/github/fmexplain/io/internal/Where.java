package io.github.fmexplain.io.internal;

/** Messages about files. */
public final class Where {

  private Where() {}

  /**
   * {@return a message that says where it was found} A question at its end stays there.
   *
   * @param message what must hold, but does not, and what to do
   * @param file in what
   */
  public static String in(String message, String file) {
    int question = message.endsWith("?") ? message.lastIndexOf("; ") : -1;
    int end = question < 0 ? message.length() : question;
    return message.substring(0, end) + ", in " + file + message.substring(end);
  }
}
