package io.github.fmexplain.train;

import java.util.Random;

/** The order in which an epoch takes the rows: a permutation, shuffled anew for every epoch. */
final class RowOrder {

  private final int[] order;
  private final Random random;

  RowOrder(int numRows, long seed) {
    order = new int[numRows];
    for (int j = 0; j < numRows; j++) {
      order[j] = j;
    }
    random = new Random(seed);
  }

  /** Shuffles, after Fisher and Yates. */
  void shuffle() {
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
