package io.github.fmexplain.sagemaker.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files that are whole or not there. */
public final class NewFile {

  private NewFile() {}

  /** What is written. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes it.
     *
     * @param out where it goes; not closed
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file under another name in the same folder, and gives it its name, and the place of an
   * older file, when all of it is written. What is no file, such as a pipe, is written to as it is.
   *
   * @param file where to write
   * @param content what to write
   * @throws IOException if it cannot be written, with the name of the file; an older file is as it
   *     was
   */
  public static void write(Path file, Content content) throws IOException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
        try (OutputStream out = Files.newOutputStream(file)) {
          content.writeTo(out);
        }
        return;
      }
      // Of a link, the file that it leads to.
      Path target = Files.exists(file) ? file.toRealPath() : file;
      Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
      try {
        try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
          content.writeTo(out);
        }
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new IOException("writing '" + file + "' failed: " + why(e), e);
    }
  }

  /**
   * {@return why something failed, in words without a file's name}
   *
   * @param e what was thrown
   */
  public static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    String why = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return why == null ? e.getClass().getSimpleName() : why;
  }
}
