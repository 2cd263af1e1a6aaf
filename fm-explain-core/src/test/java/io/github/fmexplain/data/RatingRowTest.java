package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RatingRowTest {

  @Test
  void of_hasNoTime() {
    assertEquals(new RatingRow("u", "a", 4, null), RatingRow.of("u", "a", 4));
    assertNull(RatingRow.of("u", "a", 4).time());
  }

  @Test
  void badInput_isRefused() {
    assertRefused("user id must not be empty", () -> RatingRow.of("", "a", 4));
    assertRefused("item id must not be empty", () -> RatingRow.of("u", "", 4));
    assertRefused(
        "rating of item 'a' by user 'u' must be finite, but was Infinity",
        () -> RatingRow.of("u", "a", Double.POSITIVE_INFINITY));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
