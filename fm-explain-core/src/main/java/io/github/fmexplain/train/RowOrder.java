package io.github.fmexplain.train;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The order in which an epoch takes the rows: that of the set, or shuffled for every epoch. */
final class RowOrder {

  private final int[] order;
  private final @Nullable Random random;

  RowOrder(int numRows, long seed, TrainingMode.Shuffle shuffle) {
    order = new int[numRows];
    for (int j = 0; j < numRows; j++) {
      order[j] = j;
    }
    random = shuffle == TrainingMode.Shuffle.NONE ? null : new Random(seed);
  }

  /** {@return whether every epoch has the same order} */
  boolean isFixed() {
    return random == null;
  }

  /** Shuffles, after Fisher and Yates, if the order is not fixed. */
  void shuffle() {
    if (random == null) {
      return;
    }
    for (int j = order.length - 1; j > 0; j--) {
      int other = random.nextInt(j + 1);
      int row = order[j];
      order[j] = order[other];
      order[other] = row;
    }
  }

  /** {@return the row at a place of the order} */
  int row(int place) {
    return order[place];
  }
}
