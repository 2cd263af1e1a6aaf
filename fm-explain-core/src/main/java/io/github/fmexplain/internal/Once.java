package io.github.fmexplain.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules of builders: a setting is made once, and {@code build} names all that are missing. */
public final class Once {

  private Once() {}

  /**
   * Refuses to set what was set.
   *
   * @param current the value now, or null if it was not set
   * @param name what messages call it
   * @throws IllegalStateException if it was set
   */
  public static void requireUnset(@Nullable Object current, String name) {
    if (current != null) {
      throw new IllegalStateException(name + " was already set");
    }
  }

  /**
   * Refuses to build without required settings.
   *
   * @param namesAndValues a name, then its value or null, and so on
   * @throws IllegalStateException if a value is null; the message names all of them
   */
  public static void requireSet(@Nullable Object... namesAndValues) {
    List<String> missing = new ArrayList<>();
    for (int j = 0; j < namesAndValues.length; j += 2) {
      if (namesAndValues[j + 1] == null) {
        missing.add(String.valueOf(namesAndValues[j]));
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("missing settings: " + String.join(", ", missing));
    }
  }

  /**
   * {@return the value, if it is large enough}
   *
   * @param least what it must be at least
   * @param value the value
   * @param name what messages call it
   * @throws IllegalArgumentException if it is less
   */
  public static int atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " must be at least " + least + ", but was " + value);
    }
    return value;
  }
}
