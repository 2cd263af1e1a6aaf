package io.github.fmexplain.movielens;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps other threads and other processes out. A lock on a file belongs to the whole process, so
 * that threads need a lock of their own beside it.
 */
final class FolderLock {

  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private FolderLock() {}

  /** What is done while the lock is held. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException, InterruptedException;
  }

  /** Waits for the lock on a file, which is made if it is not there, and runs the action. */
  static void hold(Path file, Action action) throws IOException, InterruptedException {
    ReentrantLock threads =
        THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    threads.lockInterruptibly();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock processes = channel.lock();
      try {
        action.run();
      } finally {
        processes.release();
      }
    } finally {
      threads.unlock();
    }
  }
}
