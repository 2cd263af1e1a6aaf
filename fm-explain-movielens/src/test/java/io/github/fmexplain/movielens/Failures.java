package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Asserts what a failure says. */
final class Failures {

  private Failures() {}

  static void assertFails(Class<? extends Throwable> type, String message, Executable code) {
    assertEquals(message, assertThrows(type, code).getMessage());
  }

  static void assertOneLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    assertEquals(1, message.lines().count(), message);
  }
}
