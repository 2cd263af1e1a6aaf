package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  private static final String FILE = "set.lock";

  @TempDir private Path folder;

  private final List<String> order = new ArrayList<>();

  private interface Holder {
    void hold(Path file, Runnable action) throws Exception;
  }

  private static void holdHere(Path file, Runnable action) throws Exception {
    FolderLock.hold(file, action::run);
  }

  /** Holds the lock with a copy of the class that another class loader has. */
  private static void holdElsewhere(Path file, Runnable action) throws Exception {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> lock = loader.loadClass(FolderLock.class.getName());
      assertFalse(lock == FolderLock.class);
      Class<?> type = loader.loadClass(FolderLock.Action.class.getName());
      Method hold = lock.getDeclaredMethod("hold", Path.class, type);
      hold.setAccessible(true);
      hold.invoke(
          null,
          file,
          Proxy.newProxyInstance(
              loader,
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              }));
    }
  }

  private void assertWaits(Path second, Holder holder) throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              holder.hold(second, () -> order.add("second"));
              return true;
            });
    Thread other = new Thread(task);
    FolderLock.hold(
        folder.resolve(FILE),
        () -> {
          other.start();
          while (!task.isDone() && other.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          order.add("first");
        });
    task.get();
    assertEquals(List.of("first", "second"), order);
  }

  @Test
  void anotherThread_waits() throws Exception {
    assertWaits(folder.resolve(FILE), FolderLockTest::holdHere);
  }

  @Test
  void anotherPath_waits() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    assertWaits(link.resolve(FILE), FolderLockTest::holdHere);
  }

  @Test
  void anotherClassLoader_waits() throws Exception {
    assertWaits(folder.resolve(FILE), FolderLockTest::holdElsewhere);
  }

  @Test
  void interruption_endsTheWait() throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              FolderLock.hold(folder.resolve(FILE), () -> {});
              return true;
            });
    Thread other = new Thread(task);
    FolderLock.hold(
        folder.resolve(FILE),
        () -> {
          other.start();
          other.interrupt();
          ExecutionException failure = assertThrows(ExecutionException.class, task::get);
          assertInstanceOf(InterruptedException.class, failure.getCause());
        });
  }
}
