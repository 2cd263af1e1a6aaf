package io.github.fmexplain.movielens;

import java.io.IOException;

/**
 * A folder or a file that is not a MovieLens data set, or is damaged. The message names the file,
 * the line, what was expected and what was there.
 */
public final class MovieLensFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  MovieLensFormatException(String message) {
    super(message);
  }
}
