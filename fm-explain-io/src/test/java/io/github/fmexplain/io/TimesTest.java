package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "964982703, 2000-07-30T18:45:03Z",
    "964982703.0, 2000-07-30T18:45:03Z",
    "964982703.25, 2000-07-30T18:45:03.250Z",
    "-1.5, 1969-12-31T23:59:58.500Z",
    "964982703000, 2000-07-30T18:45:03Z",
    "964982703001, 2000-07-30T18:45:03.001Z",
    "5, 1970-01-01T00:00:05Z",
    "7300000000, 2201-04-30T17:46:40Z",
    "20200131, 2020-01-31T00:00:00Z",
    "20201331, 1970-08-22T19:28:51Z",
    "2020-01-31, 2020-01-31T00:00:00Z",
    "2020-01-31T12:30:00, 2020-01-31T12:30:00Z",
    "2020-01-31 12:30:00, 2020-01-31T12:30:00Z",
    "2020-01-31 12:30, 2020-01-31T12:30:00Z",
    "2020-01-31T12:30:00Z, 2020-01-31T12:30:00Z",
    "2020-01-31T12:30:00.5+02:00, 2020-01-31T10:30:00.500Z"
  })
  void automatic_tellsFromTheText(String text, Instant time) {
    assertEquals(time, Times.parse(text, TimeFormat.AUTOMATIC));
  }

  @ParameterizedTest
  @CsvSource({
    "7300000001",
    "99999999999",
    "7300000000001",
    "1112486027000000",
    "20200131120000",
    "9999999999999999999",
    "1e9",
    "1.",
    "1.2.3",
    "1.1234567891",
    "1.-5",
    "-",
    "''",
    "--1",
    "2020-02-30",
    "31.01.2020",
    "2020-01-31T25:00:00Z",
    "12:00",
    "٣",
    "9999999999.5",
    "00000000000000000000000000000000000000001"
  })
  void automatic_refuses(String text) {
    assertThrows(DateTimeException.class, () -> Times.parse(text, TimeFormat.AUTOMATIC));
  }

  @ParameterizedTest
  @CsvSource({
    "EPOCH_SECONDS, 20200131, 1970-08-22T19:08:51Z",
    "EPOCH_SECONDS, 99999999999, 5138-11-16T09:46:39Z",
    "EPOCH_SECONDS, -0.5, 1969-12-31T23:59:59.500Z",
    "EPOCH_MILLIS, 5, 1970-01-01T00:00:00.005Z",
    "EPOCH_MILLIS, -5, 1969-12-31T23:59:59.995Z",
    "ISO_8601, 2020-01-31, 2020-01-31T00:00:00Z"
  })
  void format_canBeSet(TimeFormat format, String text, Instant time) {
    assertEquals(time, Times.parse(text, format));
  }

  @ParameterizedTest
  @CsvSource({
    "EPOCH_SECONDS, 2020-01-31",
    "EPOCH_SECONDS, 999999999999999999",
    "EPOCH_MILLIS, 1.5",
    "ISO_8601, 964982703"
  })
  void format_refusesOthers(TimeFormat format, String text) {
    assertThrows(DateTimeException.class, () -> Times.parse(text, format));
  }
}
