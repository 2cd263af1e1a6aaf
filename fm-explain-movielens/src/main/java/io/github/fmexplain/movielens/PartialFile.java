package io.github.fmexplain.movielens;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that may have been downloaded in part, and the server's validator of the version that the
 * part is of, in a file beside it.
 */
final class PartialFile {

  private final Path path;
  private final Path validatorPath;

  PartialFile(Path path) {
    this.path = path;
    this.validatorPath = validatorOf(path);
  }

  static Path validatorOf(Path path) {
    return path.resolveSibling(path.getFileName() + ".validator");
  }

  Path path() {
    return path;
  }

  /** {@return how many bytes are there} */
  long size() throws IOException {
    return Files.exists(path) ? Files.size(path) : 0;
  }

  /** {@return the validator, or null if the file cannot be continued} */
  @Nullable String validator() throws IOException {
    return Files.exists(validatorPath) ? Files.readString(validatorPath) : null;
  }

  /** Empties the file. */
  void restart(@Nullable String validator) throws IOException {
    // In this order a crash in between leaves no part with the validator of another version.
    forgetValidator();
    Files.deleteIfExists(path);
    if (validator != null) {
      Files.writeString(validatorPath, validator);
    }
  }

  void forgetValidator() throws IOException {
    Files.deleteIfExists(validatorPath);
  }

  OutputStream append() throws IOException {
    return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
