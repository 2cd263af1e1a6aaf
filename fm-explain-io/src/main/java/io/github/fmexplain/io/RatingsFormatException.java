package io.github.fmexplain.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file of ratings or titles that cannot be read as one. The message names the file, the line,
 * what was expected, what was there and what to do.
 */
public final class RatingsFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  RatingsFormatException(String message) {
    super(message);
  }

  RatingsFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
