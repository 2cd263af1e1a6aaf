package io.github.fmexplain.sagemaker;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at a job or an endpoint again and again: past failures that can pass, but not forever. */
final class Patience {

  /** Looks that may fail in a row before the thing counts as lost from sight. */
  private static final int PASSING_FAILURES = 5;

  private final long began = System.nanoTime();
  private final SageMakerClients clients;
  private final String what;
  private int failures;

  /**
   * Begins to wait.
   *
   * @param what is waited for, such as {@code endpoint 'name'}
   */
  Patience(SageMakerClients clients, String what) {
    this.clients = clients;
    this.what = what;
  }

  /**
   * {@return what the call returns, or null if it failed in a way that can pass}
   *
   * @param call describes what is waited for
   * @param warnings is told of a failure that can pass
   */
  <T> @Nullable T look(Supplier<T> call, Consumer<String> warnings) throws InterruptedException {
    try {
      T seen = Calls.run("describe " + what + clients.inRegion(), call);
      failures = 0;
      return seen;
    } catch (SageMakerCallException e) {
      failures++;
      if (!e.isPassing() || failures > PASSING_FAILURES) {
        throw e;
      }
      warnings.accept(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /**
   * {@return a status}
   *
   * @param status what an answer says
   * @throws SageMakerCallException if it says nothing, which is a failure that can pass
   */
  static String requireStatus(String what, @Nullable String status) {
    if (status == null || status.isEmpty()) {
      throw new SageMakerCallException("could not describe " + what + ": the answer has no status");
    }
    return status;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /**
   * Waits for the next look.
   *
   * @param usual the longest wait, unless the clients have another
   * @throws SageMakerCallException if it was waited longer already
   */
  void pause(Duration usual) throws InterruptedException {
    Duration longest = clients.maximumWait().orElse(usual);
    if (elapsed().compareTo(longest) > 0) {
      throw new SageMakerCallException(
          "gave up waiting for "
              + what
              + " after "
              + longest
              + "; raise that with SageMakerClients.builder().maximumWait(…)");
    }
    clients.pause();
  }
}
