package io.github.fmexplain.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final List<String> disposed = new ArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void shutDown() {
    executor.shutdownNow();
  }

  private CompletableFuture<String> start(Callable<String> work) {
    return Background.start(work, disposed::add, executor);
  }

  /**
   * Waits for what was given to the executor before, and returns whether its thread is interrupted.
   */
  private boolean isInterruptedAfterwards() throws InterruptedException, ExecutionException {
    Future<Boolean> next = executor.submit(() -> Thread.currentThread().isInterrupted());
    return next.get();
  }

  private static List<Throwable> suppressed(CompletableFuture<?> future) {
    return List.of(future.handle((value, failure) -> failure).join().getSuppressed());
  }

  @Test
  void result_isThatOfTheWork() throws InterruptedException, ExecutionException {
    assertEquals("done", start(() -> "done").get());
    IOException failure = new IOException("no");
    CompletableFuture<String> failed =
        start(
            () -> {
              throw failure;
            });
    assertSame(failure, assertThrows(CompletionException.class, failed::join).getCause());
    assertFalse(isInterruptedAfterwards());
    assertEquals(List.of(), disposed);
  }

  @Test
  void cancelled_interruptsTheWorkAndNothingAfterIt()
      throws InterruptedException, ExecutionException {
    CompletableFuture<String> future =
        start(
            () -> {
              begun.countDown();
              never.await();
              return "never";
            });
    begun.await();
    assertTrue(future.cancel(true));
    assertFalse(isInterruptedAfterwards());
    assertThrows(CancellationException.class, future::join);
    assertEquals(List.of(), suppressed(future));
  }

  /** Pools clear it before the next task; what runs behind the work in the same task sees it. */
  @Test
  void interrupt_endsWithTheWork() throws InterruptedException, ExecutionException {
    AtomicBoolean left = new AtomicBoolean(true);
    CompletableFuture<String> future =
        Background.start(
            () -> {
              begun.countDown();
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
              return "late";
            },
            disposed::add,
            task ->
                executor.execute(
                    () -> {
                      task.run();
                      left.set(Thread.currentThread().isInterrupted());
                    }));
    begun.await();
    future.cancel(true);
    assertFalse(isInterruptedAfterwards());
    assertFalse(left.get());
    assertEquals(List.of("late"), disposed);
  }

  @Test
  void completedOtherwise_interruptsTheWorkToo() throws InterruptedException, ExecutionException {
    CompletableFuture<String> future =
        start(
            () -> {
              begun.countDown();
              never.await();
              return "never";
            });
    begun.await();
    assertTrue(future.complete("enough"));
    assertFalse(isInterruptedAfterwards());
    assertEquals("enough", future.get());
  }

  @Test
  void whatFailsAfterwards_isSuppressed() throws InterruptedException, ExecutionException {
    IllegalStateException left = new IllegalStateException("something is left");
    CompletableFuture<String> future =
        start(
            () -> {
              begun.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                throw left;
              }
              return "never";
            });
    begun.await();
    future.cancel(true);
    assertFalse(isInterruptedAfterwards());
    assertEquals(List.of(left), suppressed(future));
  }

  @Test
  void resultThatComesTooLate_isDisposedOf() throws InterruptedException, ExecutionException {
    CompletableFuture<String> future =
        start(
            () -> {
              begun.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                return "late";
              }
              return "never";
            });
    begun.await();
    future.cancel(true);
    assertFalse(isInterruptedAfterwards());
    assertEquals(List.of("late"), disposed);
  }

  @Test
  void cancelledBeforeItBegins_doesNotBegin() throws InterruptedException, ExecutionException {
    Future<Void> first =
        executor.submit(
            () -> {
              never.await();
              return null;
            });
    CompletableFuture<String> future =
        start(
            () -> {
              disposed.add("begun");
              return "never";
            });
    future.cancel(true);
    never.countDown();
    first.get();
    assertFalse(isInterruptedAfterwards());
    assertEquals(List.of(), disposed);
  }
}
