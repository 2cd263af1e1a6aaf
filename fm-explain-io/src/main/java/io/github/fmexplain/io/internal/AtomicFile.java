package io.github.fmexplain.io.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
   * Writes a file.
   *
   * @param file where to write it
   * @param content what to write
   * @throws IOException if it cannot be written, with the name of the file; an older file is as it
   *     was
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path name = target.getFileName();
    Path folder = target.getParent();
    if (name == null || folder == null) {
      throw new FileSystemException(file.toString(), null, "must be the name of a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "there is no folder " + folder);
    }
    Path temporary = folder.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.write(channel);
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(folder);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("writing " + file + " failed: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(temporary);
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
