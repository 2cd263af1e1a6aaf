package io.github.fmexplain.io.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhereTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file must go on, but ends|file must go on, but ends, in m.fmx",
        "file must go on, but ends; is it complete?|file must go on, but ends, in m.fmx; is it"
            + " complete?",
        "version must be 1, but is 2; write it again|version must be 1, but is 2; write it again,"
            + " in m.fmx",
        "what?|what?, in m.fmx",
      })
  void in_comesBeforeAQuestion(String message, String found) {
    assertEquals(found, Where.in(message, "m.fmx"));
  }
}
