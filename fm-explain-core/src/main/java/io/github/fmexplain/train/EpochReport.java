package io.github.fmexplain.train;

import java.time.Duration;

/**
 * How training stands after an epoch.
 *
 * @param epoch the epoch that has ended, from 1
 * @param epochs the number of epochs that were asked for
 * @param train metrics of the training rows, taken while the epoch ran: each row's score is the one
 *     before the update by its own mini-batch
 * @param elapsed the time since training began
 */
public record EpochReport(int epoch, int epochs, Metrics train, Duration elapsed) {

  /** {@return the epoch and the metrics} */
  @Override
  public String toString() {
    return "EpochReport[epoch " + epoch + " of " + epochs + ", " + train + "]";
  }
}
