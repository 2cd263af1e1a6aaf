package io.github.fmexplain.movielens;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Keeps other threads and other processes out. A lock on a file belongs to the whole process, so
 * that threads need a lock of their own beside it: also those of two class loaders, of which each
 * has its own copy of this class. What all of them share is interned strings and system properties:
 * the property says that the lock is held, and the string of its name is who waits for that.
 */
final class FolderLock {

  private FolderLock() {}

  /** What is done while the lock is held. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException, InterruptedException;
  }

  /** Waits for the lock on a file, which is made if it is not there, and runs the action. */
  static void hold(Path file, Action action) throws IOException, InterruptedException {
    String threads = nameOf(file);
    enter(threads);
    // Opened after other threads have closed it: closing it gives up the lock of the process.
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock processes = channel.lock();
      try {
        action.run();
      } finally {
        processes.release();
      }
    } finally {
      leave(threads);
    }
  }

  /** {@return a name that a file has by whatever path its folder is reached} */
  private static String nameOf(Path file) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return ("io.github.fmexplain.lock "
            + (key == null ? folder.toRealPath() : key)
            + "/"
            + file.getFileName())
        .intern();
  }

  private static void enter(String name) throws InterruptedException {
    synchronized (name) {
      while (System.getProperty(name) != null) {
        name.wait();
      }
      System.setProperty(name, "held");
    }
  }

  private static void leave(String name) {
    synchronized (name) {
      System.clearProperty(name);
      name.notifyAll();
    }
  }
}
