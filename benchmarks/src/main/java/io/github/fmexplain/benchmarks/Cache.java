package io.github.fmexplain.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files that take long to make, kept in {@code fm-explain-benchmarks} of the temporary folder,
 * since every fork of JMH is a new process.
 */
final class Cache {

  private Cache() {}

  /** Writes a file. */
  @FunctionalInterface
  interface Writer {

    void write(Path file) throws Exception;
  }

  static Path folder() throws Exception {
    return Files.createDirectories(
        Path.of(System.getProperty("java.io.tmpdir"), "fm-explain-benchmarks"));
  }

  /**
   * Returns a file, made if it is not there.
   *
   * @param key names what the file is made of; a file name without its ending
   * @param ending of the name
   * @param writer makes the file
   */
  static Path file(String key, String ending, Writer writer) throws Exception {
    Path folder = folder();
    Path file = folder.resolve(key + ending);
    if (!Files.exists(file)) {
      // Moved into place whole, so that a run that is killed leaves nothing that looks complete.
      Path part = Files.createTempFile(folder, key, ".part");
      try {
        writer.write(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    }
    return file;
  }
}
