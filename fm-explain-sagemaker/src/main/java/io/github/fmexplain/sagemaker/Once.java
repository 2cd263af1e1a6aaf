package io.github.fmexplain.sagemaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of the builders. */
final class Once {

  private Once() {}

  /** Returns the new value of a setting that must not have one yet. */
  static <T> T set(@Nullable T old, T value, String name) {
    if (old != null) {
      throw new IllegalStateException(name + " was already set");
    }
    return value;
  }

  /** Names every setting whose value is missing. */
  static void requireAll(Map<String, ? extends @Nullable Object> settings) {
    List<String> missing = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          if (value == null) {
            missing.add(name);
          }
        });
    if (!missing.isEmpty()) {
      throw new IllegalStateException("missing settings: " + String.join(", ", missing));
    }
  }

  static <T> T given(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("checked by requireAll");
    }
    return value;
  }

  static int atLeast(int minimum, int value, String name) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          name + " must be at least " + minimum + ", but was " + value);
    }
    return value;
  }

  static String notBlank(String value, String name) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be empty");
    }
    return value;
  }
}
