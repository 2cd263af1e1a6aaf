package io.github.fmexplain.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do one task together, in phases. The thread that calls {@link #run} is member 0; the
 * others are daemons and end with {@link #close}.
 *
 * <p>If a member fails, the phaser ends: the others come out of the phase they are in, and the
 * failure comes out of {@code run}.
 */
final class TrainingTeam implements AutoCloseable {

  /** What every member does. */
  @FunctionalInterface
  interface Task {

    /** Does the member's part; returns early when {@link #await} says so. */
    void run(int member) throws InterruptedException;
  }

  /**
   * How often a member at most looks whether the others have come, before it sleeps: about as long
   * as it takes to be woken.
   */
  private static final int MOST_SPINS = 2048;

  private static final int FEWEST_SPINS = 32;

  private final int size;
  private final @Nullable ExecutorService others;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final Phaser phaser;

  /** Of all members together: a guess, on which no result depends. */
  private volatile int spins = MOST_SPINS;

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  TrainingTeam(int size) {
    this.size = size;
    this.phaser = new Phaser(size);
    this.others = size == 1 ? null : Executors.newFixedThreadPool(size - 1, this::newThread);
  }

  private Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "fm-explain-trainer");
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /**
   * Runs the task in every member and returns when all have returned.
   *
   * @throws InterruptedException if the calling thread was interrupted while it was in a phase
   */
  void run(Task task) throws InterruptedException {
    List<Future<?>> running = new ArrayList<>();
    try {
      for (int member = 1; member < size && others != null; member++) {
        int number = member;
        running.add(others.submit(() -> runMember(task, number)));
      }
    } catch (Throwable e) { // such as no more threads: those that run must not wait for the others
      fail(e);
    }
    runMember(task, 0);
    running.forEach(member -> uninterruptibly(member::get));
    Throwable cause = failure.get();
    if (cause instanceof InterruptedException e) {
      throw e;
    } else if (cause instanceof RuntimeException e) {
      throw e;
    } else if (cause instanceof Error e) {
      throw e;
    }
  }

  private void runMember(Task task, int member) {
    try {
      task.run(member);
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void fail(Throwable e) {
    failure.compareAndSet(null, e);
    phaser.forceTermination();
  }

  /** Something to wait for. */
  @FunctionalInterface
  private interface Wait {

    void await() throws InterruptedException, ExecutionException;
  }

  /** Waits however often it is interrupted: what is waited for has already been told to end. */
  private static void uninterruptibly(Wait wait) {
    boolean interrupted = false;
    while (true) {
      try {
        wait.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("members catch what they throw", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends a phase: returns when every member has called it.
   *
   * @return whether to go on; false if another member has failed
   * @throws InterruptedException if this thread is interrupted
   */
  boolean await() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("training was interrupted");
    }
    int phase = phaser.arrive();
    if (phase >= 0) {
      spin(phase);
    }
    return phaser.awaitAdvanceInterruptibly(phase) >= 0;
  }

  /**
   * Waits a little while for the phase to end. To sleep and be woken costs as much as a phase does,
   * but where there is no processor for every member, who spins keeps the others from coming: so
   * the while grows a little when the others came in it, and is halved when they did not.
   */
  private void spin(int phase) {
    int most = spins;
    for (int spin = 0; spin < most; spin++) {
      if (phaser.getPhase() != phase) {
        spins = Math.min(MOST_SPINS, most + most / 8 + 1);
        return;
      }
      Thread.onSpinWait();
    }
    spins = Math.max(FEWEST_SPINS, most / 2);
  }

  /** Ends the other threads, and returns when they have ended. */
  @Override
  public void close() {
    if (others != null) {
      others.shutdown();
      threads.forEach(thread -> uninterruptibly(thread::join));
    }
  }
}
