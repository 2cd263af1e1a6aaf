package io.github.fmexplain.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work in the thread of an executor, as a future whose end ends the work: whoever cancels or
 * otherwise completes the future interrupts the thread.
 *
 * <p>Work that ends after its future is told all the same: what it throws is suppressed by the
 * exception of the future, unless it only says that it was interrupted, and what it returns is
 * disposed of.
 *
 * @param <T> what the work returns
 */
public final class Background<T> implements Runnable {

  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final Callable<T> work;
  private final Consumer<? super T> disposal;
  private @Nullable Thread thread;
  private boolean interrupted;

  private Background(Callable<T> work, Consumer<? super T> disposal) {
    this.work = work;
    this.disposal = disposal;
  }

  /**
   * {@return a future of some work}
   *
   * @param work ends when its thread is interrupted
   * @param disposal takes a result that comes after the end of the future
   * @param executor runs the work
   */
  public static <T> CompletableFuture<T> start(
      Callable<T> work, Consumer<? super T> disposal, Executor executor) {
    Background<T> background = new Background<>(work, disposal);
    var unused = background.future.whenComplete((value, failure) -> background.stop());
    executor.execute(background);
    return background.future;
  }

  private synchronized void stop() {
    if (thread != null && thread != Thread.currentThread()) {
      interrupted = true;
      thread.interrupt();
    }
  }

  @Override
  public void run() {
    if (begin()) {
      try {
        T value = work.call();
        if (!future.complete(value)) {
          disposal.accept(value);
        }
      } catch (Throwable e) {
        if (!future.completeExceptionally(e)) {
          tell(e);
        }
      } finally {
        end();
      }
    }
  }

  private synchronized boolean begin() {
    if (future.isDone()) {
      return false;
    }
    thread = Thread.currentThread();
    return true;
  }

  /** The next work of the thread has nothing to do with the interrupt of this one. */
  private synchronized void end() {
    thread = null;
    if (interrupted) {
      Thread.interrupted();
    }
  }

  private void tell(Throwable late) {
    if (!(late instanceof InterruptedException) || late.getSuppressed().length > 0) {
      Throwable failure = future.handle((value, thrown) -> thrown).join();
      if (failure != null && failure != late) {
        failure.addSuppressed(late);
      }
    }
  }
}
