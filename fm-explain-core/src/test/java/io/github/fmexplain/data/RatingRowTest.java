package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
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

  @Test
  @SuppressWarnings("NullAway") // what callers without null checks can do
  void nullIds_areNamed() {
    assertNamed("itemId", () -> new Interaction(null, 3, null, null));
    assertNamed("itemId", () -> Interaction.of(null, 3));
    assertNamed("context", () -> new Interaction("a", 3, null, null));
    assertNamed("userId", () -> RatingRow.of(null, "a", 4));
    assertNamed("itemId", () -> RatingRow.of("u", null, 4));
    assertNamed("id", () -> new CatalogueItem(null, "Title", Set.of()));
    assertNamed("tags", () -> new CatalogueItem("a", "Title", null));
    assertNamed("userTags", () -> new History("u", null, List.of()));
    assertNamed("userId", () -> History.of(null, List.of()));
  }

  private static void assertNamed(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
