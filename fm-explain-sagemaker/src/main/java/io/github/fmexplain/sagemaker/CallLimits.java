package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import java.time.Duration;
import java.util.Objects;

/**
 * How long a call of a service may take, and how often it is tried.
 *
 * @param silence how long a service may send nothing before an attempt counts as failed
 * @param total how long a call may take with all its attempts, the waiting between them and the
 *     reading of the answer
 * @param attempts how often it is tried at most, at least 1
 */
public record CallLimits(Duration silence, Duration total, int attempts) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a time is not more than zero, or there is no attempt
   */
  public CallLimits {
    Objects.requireNonNull(silence, "silence");
    Objects.requireNonNull(total, "total");
    requirePositive(silence, "silence");
    requirePositive(total, "total");
    Once.atLeast(1, attempts, "attempts");
  }

  static void requirePositive(Duration value, String name) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be more than zero, but was " + value);
    }
  }
}
