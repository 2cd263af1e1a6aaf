package io.github.fmexplain.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the examples write. */
final class OutputFiles {

  private OutputFiles() {}

  /**
   * Finds out before the work whether there will be a place for its results.
   *
   * @param files those that will be written; null for an option that is not set
   * @throws IOException if a file is a folder, or the folder it is to be in is not there
   */
  static void check(@Nullable Path... files) throws IOException {
    for (Path file : files) {
      if (file == null) {
        continue;
      }
      if (Files.isDirectory(file)) {
        throw new IOException("cannot write " + file + ": it is a folder; give a file");
      }
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        throw new IOException(
            "cannot write " + file + ": there is no folder " + folder + "; make it first");
      }
    }
  }

  /** Says if a file that is to be read is a folder. */
  static void requireFiles(List<Path> read) throws IOException {
    for (Path file : read) {
      if (Files.isDirectory(file)) {
        throw new IOException("cannot read " + file + ": it is a folder; give a file");
      }
    }
  }

  /**
   * Refuses to write over what is read, or two results into one file.
   *
   * @throws IllegalArgumentException if a file that is written is also read or written twice
   */
  static void requireApart(List<Path> read, List<Path> written) {
    Set<Path> taken = new HashSet<>();
    read.forEach(file -> taken.add(file.toAbsolutePath().normalize()));
    for (Path file : written) {
      if (!taken.add(file.toAbsolutePath().normalize())) {
        throw new IllegalArgumentException(
            "cannot write " + file + ": another option names the same file; give another name");
      }
    }
  }

  /**
   * Writes a document.
   *
   * @param document what to write
   * @param file where to, in UTF-8, or null for the stream
   * @param stdout takes text in the terminal's encoding
   * @param isJson JSON is UTF-8 wherever it goes
   */
  static void write(String document, @Nullable Path file, PrintStream stdout, boolean isJson)
      throws IOException {
    if (file != null) {
      writeFile(document, file);
    } else {
      stdout.writeBytes(
          document.getBytes(isJson ? StandardCharsets.UTF_8 : Charset.defaultCharset()));
      stdout.flush();
    }
  }

  /** Writes a file under another name, and gives it its own when all of it is written. */
  private static void writeFile(String document, Path file) throws IOException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // A pipe, or the terminal by name.
        Files.writeString(file, document, StandardCharsets.UTF_8);
        return;
      }
      Path target = Files.exists(file) ? file.toRealPath() : file;
      Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
      try {
        Files.writeString(
            temporary, document, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new IOException("writing '" + file + "' failed: " + e.getMessage(), e);
    }
  }
}
