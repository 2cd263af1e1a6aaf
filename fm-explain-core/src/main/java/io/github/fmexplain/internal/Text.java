package io.github.fmexplain.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Short pieces of text for messages and {@code toString}, the same in every locale. */
public final class Text {

  private static final int MAXIMUM_QUOTED = 40;

  private Text() {}

  /**
   * {@return a text with values in it}
   *
   * @param format as that of {@link String#format}
   * @param values the values, in their order
   */
  public static String of(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /**
   * {@return a number with its noun, such as "1 item" or "2 items"}
   *
   * @param number how many
   * @param noun in the singular
   */
  public static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /**
   * {@return text between single quotes: one short line, without control characters}
   *
   * @param text any text
   */
  public static String quoted(String text) {
    String shown = text.length() <= MAXIMUM_QUOTED ? text : text.substring(0, MAXIMUM_QUOTED) + "…";
    return "'" + shown.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?") + "'";
  }

  /**
   * {@return what to call a user, such as "user 'u1'" or "new user"}
   *
   * @param userId the user, or null for a new one
   */
  public static String user(@Nullable String userId) {
    return userId == null ? "new user" : "user " + quoted(userId);
  }
}
