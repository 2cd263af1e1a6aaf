package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import java.util.ArrayList;
import java.util.List;

/** Rows that a training does not learn from, and how well it predicts them after each epoch. */
final class Validation {

  final TrainingSet rows;
  final List<Metrics> curve = new ArrayList<>();
  private final int patience;
  private int best;

  Validation(TrainingSet rows, int patience) {
    this.rows = rows;
    this.patience = patience;
  }

  /** {@return the epoch with the lowest loss so far, from 1} */
  int best() {
    return best;
  }

  /** Adds the metrics of the next epoch. {@return whether there is a reason to go on} */
  boolean add(Metrics metrics) {
    curve.add(metrics);
    if (best == 0 || metrics.loss() < curve.get(best - 1).loss()) {
      best = curve.size();
    }
    return curve.size() - best < patience;
  }
}
