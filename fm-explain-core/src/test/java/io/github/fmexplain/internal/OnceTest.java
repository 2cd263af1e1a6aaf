package io.github.fmexplain.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OnceTest {

  @Test
  void requireUnset_refusesWhatWasSet() {
    assertDoesNotThrow(() -> Once.requireUnset(null, "seed"));
    assertEquals(
        "seed was already set",
        assertThrows(IllegalStateException.class, () -> Once.requireUnset(0, "seed")).getMessage());
  }

  @Test
  void requireSet_namesAllThatIsMissing() {
    assertDoesNotThrow(() -> Once.requireSet());
    assertDoesNotThrow(() -> Once.requireSet("seed", 1, "epochs", 2));
    assertEquals(
        "missing settings: seed, users",
        assertThrows(
                IllegalStateException.class,
                () -> Once.requireSet("seed", null, "epochs", 2, "users", null))
            .getMessage());
  }

  @Test
  void atLeast_givesTheValue() {
    assertEquals(3, Once.atLeast(3, 3, "count"));
    assertEquals(-1, Once.atLeast(-2, -1, "count"));
    assertEquals(
        "count must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> Once.atLeast(1, 0, "count"))
            .getMessage());
  }
}
