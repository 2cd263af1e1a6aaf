package io.github.fmexplain.io.models;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that is not a model of its format: another kind of file, damaged, incomplete, beyond the
 * limit of memory, or of a model that is no factorization machine. The message names the file, what
 * must hold, what does and what to do.
 */
public final class ModelFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  ModelFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
