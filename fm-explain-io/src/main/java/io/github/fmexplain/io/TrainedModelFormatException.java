package io.github.fmexplain.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that is not a trained model: another kind of file, of a later version, damaged, incomplete
 * or beyond the limits. The message names the file, what must hold, what does and what to do.
 */
public final class TrainedModelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  TrainedModelFormatException(String message) {
    super(message);
  }

  TrainedModelFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
