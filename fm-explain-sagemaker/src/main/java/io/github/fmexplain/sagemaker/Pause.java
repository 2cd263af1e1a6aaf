package io.github.fmexplain.sagemaker;

import java.time.Duration;

/** Waits between two looks at a job or an endpoint. */
@FunctionalInterface
interface Pause {

  /** Sleeps; an interval of zero only looks whether the thread was interrupted. */
  Pause SLEEP =
      interval -> {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting");
        }
        if (!interval.isZero()) {
          Thread.sleep(interval.toMillis());
        }
      };

  void pause(Duration interval) throws InterruptedException;
}
