package io.github.fmexplain.evaluation.retraining;

import java.time.Duration;

/**
 * How far the retrainings are; there is one after every epoch.
 *
 * @param retraining the present one, from 1
 * @param retrainings how many there are
 * @param epoch the epoch that has ended, from 1
 * @param epochs how many each retraining has
 * @param elapsed since the first began
 * @param remaining an estimate: as long for each epoch as the epochs so far took on average
 */
public record Progress(
    int retraining, int retrainings, int epoch, int epochs, Duration elapsed, Duration remaining) {

  static Progress at(int retraining, int retrainings, int epoch, int epochs, Duration elapsed) {
    long done = (retraining - 1L) * epochs + epoch;
    long open = (long) retrainings * epochs - done;
    return new Progress(
        retraining,
        retrainings,
        epoch,
        epochs,
        elapsed,
        Duration.ofNanos((long) ((double) elapsed.toNanos() / done * open)));
  }
}
