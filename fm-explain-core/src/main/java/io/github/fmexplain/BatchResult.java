package io.github.fmexplain;

import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.Text;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a batch gave for one user: a value, or why there is none. One user that fails does not end
 * the batch.
 *
 * @param history the user's history
 * @param value what the task gave, or null if it failed
 * @param failure why there is no value, or null
 * @param <T> what the task gives
 */
public record BatchResult<T>(
    History history, @Nullable T value, @Nullable RuntimeException failure) {

  /**
   * Checks that there is either a value or a failure.
   *
   * @throws IllegalArgumentException if there are both or neither
   */
  public BatchResult {
    if ((value == null) == (failure == null)) {
      throw new IllegalArgumentException("a result must have a value or a failure, not both");
    }
  }

  /** {@return whether there is no value} */
  public boolean failed() {
    return failure != null;
  }

  /** {@return the value, or empty if the user failed} */
  public Optional<T> find() {
    return Optional.ofNullable(value);
  }

  /**
   * {@return the value}
   *
   * @throws NoSuchElementException if the user failed; its message names the user, its cause says
   *     why
   */
  public T get() {
    if (value == null) {
      NoSuchElementException none =
          new NoSuchElementException(
              "explaining "
                  + (history.userId() == null ? "a new user" : "user '" + history.userId() + "'")
                  + " failed: "
                  + (failure == null ? "" : failure.getMessage()));
      none.initCause(failure);
      throw none;
    }
    return value;
  }

  /** {@return the user, and why there is no value if there is none} */
  @Override
  public String toString() {
    String why = failure == null ? "" : ", failed: " + failure.getMessage();
    return "BatchResult[" + Text.user(history.userId()) + why + "]";
  }
}
