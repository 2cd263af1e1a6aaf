package io.github.fmexplain.movielens;

import java.io.IOException;

/** An archive that must not be unpacked, or cannot be: the same bytes would fail again. */
final class UnsafeArchiveException extends IOException {

  private static final long serialVersionUID = 1L;

  UnsafeArchiveException(String message) {
    super(message);
  }
}
