package io.github.fmexplain.io;

/** How a file of ratings writes times. */
public enum TimeFormat {

  /**
   * Any of the others, told by each text: a whole number up to 7 300 000 000 (in the year 2201) is
   * seconds, one from 100 000 000 000 (in 1973) to 7 300 000 000 000 is milliseconds, and eight
   * digits that are a date of the years 1900 to 2100, such as {@code 20200131}, are that date.
   * Other numbers, such as microseconds, are refused.
   */
  AUTOMATIC,

  /** Seconds since 1970-01-01T00:00:00Z, with up to nine digits after a decimal point. */
  EPOCH_SECONDS,

  /** Milliseconds since 1970-01-01T00:00:00Z. */
  EPOCH_MILLIS,

  /**
   * ISO 8601: {@code 2020-01-31}, {@code 2020-01-31T12:00:00}, both in UTC, {@code
   * 2020-01-31T12:00:00Z} or {@code 2020-01-31T12:00:00+02:00}; a space may stand for the T.
   */
  ISO_8601,

  /** The file has no times, or they are not to be read. */
  NONE
}
