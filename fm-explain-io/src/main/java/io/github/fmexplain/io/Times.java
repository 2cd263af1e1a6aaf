package io.github.fmexplain.io;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Reads times. */
final class Times {

  /** In the year 2201; no number up to it is confused with milliseconds after 1973. */
  private static final long MAXIMUM_SECONDS = 7_300_000_000L;

  private static final long MINIMUM_MILLIS = 100_000_000_000L;
  private static final int MAXIMUM_LENGTH = 40;

  private Times() {}

  /**
   * {@return the time that a text says}
   *
   * @throws DateTimeException if it says none
   */
  static Instant parse(String text, TimeFormat format) {
    if (text.length() > MAXIMUM_LENGTH) {
      throw new DateTimeException("too long");
    }
    return switch (format) {
      case AUTOMATIC -> automatic(text);
      case EPOCH_SECONDS -> seconds(text);
      case EPOCH_MILLIS -> Instant.ofEpochMilli(whole(text));
      case ISO_8601 -> iso(text);
      case NONE -> throw new AssertionError("no times are read");
    };
  }

  /** {@return what to write, for messages} */
  static String advice(TimeFormat format) {
    return switch (format) {
      case AUTOMATIC ->
          "write times as seconds or milliseconds since 1970 or as 2020-01-31T12:00:00Z, or choose"
              + " with timeFormat(…)";
      case EPOCH_SECONDS -> "write times as seconds since 1970, or choose with timeFormat(…)";
      case EPOCH_MILLIS -> "write times as milliseconds since 1970, or choose with timeFormat(…)";
      case ISO_8601, NONE ->
          "write times as 2020-01-31 or 2020-01-31T12:00:00Z, or choose with timeFormat(…)";
    };
  }

  private static Instant automatic(String text) {
    if (!isNumber(text)) {
      return iso(text);
    }
    if (text.indexOf('.') >= 0) {
      return checkedSeconds(seconds(text));
    }
    if (text.length() == 8 && (text.startsWith("19") || text.startsWith("20"))) {
      try {
        return atMidnight(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
      } catch (DateTimeException e) {
        return seconds(text);
      }
    }
    long number = whole(text);
    if (number >= MINIMUM_MILLIS && number <= 1000 * MAXIMUM_SECONDS) {
      return Instant.ofEpochMilli(number);
    }
    return checkedSeconds(Instant.ofEpochSecond(number));
  }

  private static Instant checkedSeconds(Instant time) {
    if (Math.abs(time.getEpochSecond()) > MAXIMUM_SECONDS) {
      throw new DateTimeException("neither seconds nor milliseconds");
    }
    return time;
  }

  /** {@return whether a text has nothing but digits, a sign before them and a point within} */
  private static boolean isNumber(String text) {
    int digits = 0;
    for (int c = 0; c < text.length(); c++) {
      char ch = text.charAt(c);
      if (ch >= '0' && ch <= '9') {
        digits++;
      } else if (!(ch == '-' && c == 0) && ch != '.') {
        return false;
      }
    }
    return digits > 0;
  }

  private static Instant seconds(String text) {
    int point = text.indexOf('.');
    if (point < 0) {
      return Instant.ofEpochSecond(whole(text));
    }
    String fraction = text.substring(point + 1);
    if (fraction.isEmpty() || fraction.length() > 9 || fraction.charAt(0) == '-') {
      throw new DateTimeException("no fraction of a second");
    }
    long nanos = whole(fraction + "0".repeat(9 - fraction.length()));
    boolean negative = text.charAt(0) == '-';
    return Instant.ofEpochSecond(whole(text.substring(0, point)), negative ? -nanos : nanos);
  }

  private static long whole(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - from;
    // 18 digits fit into a long.
    boolean valid = digits >= 1 && digits <= 18;
    long number = 0;
    for (int c = from; valid && c < text.length(); c++) {
      int digit = text.charAt(c) - '0';
      valid = digit >= 0 && digit <= 9;
      number = 10 * number + digit;
    }
    if (!valid) {
      throw new DateTimeException("no whole number");
    }
    return from == 0 ? number : -number;
  }

  private static Instant iso(String text) {
    if (text.length() == 10) {
      return atMidnight(LocalDate.parse(text));
    }
    String withT = text.length() > 10 && text.charAt(10) == ' ' ? text.replace(' ', 'T') : text;
    try {
      return OffsetDateTime.parse(withT).toInstant();
    } catch (DateTimeException e) {
      return LocalDateTime.parse(withT).toInstant(ZoneOffset.UTC);
    }
  }

  private static Instant atMidnight(LocalDate date) {
    return date.atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
