package io.github.fmexplain.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A text that is not a result in JSON. The message says where, such as {@code
 * contributions[3].impact}, what must be there and what is.
 */
public final class ResultsFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  ResultsFormatException(String message) {
    super(message);
  }

  ResultsFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
