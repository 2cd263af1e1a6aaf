package io.github.fmexplain.report.internal;

import java.io.IOException;
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

  /**
   * Writes a file under another name in the same folder, and gives it its name, and the place of an
   * older file, when all of it is written. What is no file, such as a pipe, is written to as it is.
   *
   * @param file where to write
   * @param content what to write. Not modified.
   * @throws IOException if it cannot be written, with the name of the file; an older file is as it
   *     was
   */
  public static void write(Path file, byte[] content) throws IOException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
        Files.write(file, content);
        return;
      }
      // Of a link, the file that it leads to.
      Path target = Files.exists(file) ? file.toRealPath() : file;
      Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
      try {
        Files.write(temporary, content, StandardOpenOption.CREATE_NEW);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new IOException("writing '" + file + "' failed: " + why(e), e);
    }
  }

  private static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    String why = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return why == null ? e.getClass().getSimpleName() : why;
  }
}
