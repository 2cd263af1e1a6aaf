package io.github.fmexplain.io.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes a file under another name in the same folder, which takes its name, and the place of an
 * older file, when all of it is on the disk.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** Writes what a file holds. */
  public interface Content {

    /**
     * Writes all of it.
     *
     * @param channel of the new file
     * @throws IOException if it cannot be written
     */
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file. A link is followed; what is no file, such as a pipe, is written to as it is,
   * when all of it is in a temporary file.
   *
   * @param file where to write it
   * @param content what to write
   * @throws IOException if it cannot be written, with the name of the file; an older file is as it
   *     was
   */
  public static void write(Path file, Content content) throws IOException {
    Objects.requireNonNull(file, "file");
    boolean isFile = !Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file);
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path name = target.getFileName();
    Path folder = target.getParent();
    if (name == null || folder == null) {
      throw new FileSystemException(file.toString(), null, "must be the name of a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "there is no folder " + folder);
    }
    Path temporary = null;
    try {
      String hidden = "." + name + "." + UUID.randomUUID() + ".tmp";
      temporary = (isFile ? folder : Path.of(System.getProperty("java.io.tmpdir"))).resolve(hidden);
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.write(channel);
        channel.force(true);
      }
      if (isFile) {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder);
      } else {
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
          Files.copy(temporary, out);
        }
      }
    } catch (IOException e) {
      String why = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
      throw new IOException(
          "writing '" + file + "' failed: " + (why == null ? e.getClass().getSimpleName() : why),
          e);
    } finally {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /** Makes sure that the new name is on the disk, where the system can do that for folders. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders. The file itself is written.
      return;
    }
  }
}
