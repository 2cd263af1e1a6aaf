package io.github.fmexplain.train;

import java.util.Arrays;

/**
 * The rows of a training set in the order in which an epoch takes them, so that a batch is read
 * from the front to the back: taken where they are, every row would be a cache miss, each waiting
 * for the one before. Where the order is that of the set, they are the set's own.
 */
final class EpochRows {

  /** [rows + 1], where the entries of the row at a place start. */
  final int[] start;

  /** The features of all entries. */
  final int[] indices;

  /** The values of all entries. */
  final float[] values;

  /** [rows], by place. */
  final float[] targets;

  private final TrainingRows rows;
  private final RowOrder order;
  private boolean onlyOnes = true;

  EpochRows(TrainingRows rows, RowOrder order) {
    this.rows = rows;
    this.order = order;
    if (order.isFixed()) {
      this.start = rows.rowStart;
      this.indices = rows.indices;
      this.values = rows.values;
      this.targets = rows.targets;
      return;
    }
    this.start = new int[rows.numRows + 1];
    this.indices = new int[rows.indices.length];
    this.values = new float[rows.values.length];
    this.targets = new float[rows.numRows];
    for (float value : rows.values) {
      onlyOnes &= value == 1;
    }
    Arrays.fill(values, 1);
  }

  /** Shuffles the order, and finds where each row will start; then the places are to be filled. */
  void shuffle() {
    if (order.isFixed()) {
      return;
    }
    order.shuffle();
    for (int place = 0; place < rows.numRows; place++) {
      int row = order.row(place);
      start[place + 1] = start[place] + rows.rowStart[row + 1] - rows.rowStart[row];
    }
  }

  /** Fills the places from {@code from} to before {@code to}; a place depends on no other. */
  void fill(int from, int to) {
    if (order.isFixed()) {
      return;
    }
    for (int place = from; place < to; place++) {
      int row = order.row(place);
      int entry = start[place];
      for (int e = rows.rowStart[row]; e < rows.rowStart[row + 1]; e++, entry++) {
        indices[entry] = rows.indices[e];
        if (!onlyOnes) {
          values[entry] = rows.values[e];
        }
      }
      targets[place] = rows.targets[row];
    }
  }

  /** {@return whether every epoch has the same order} */
  boolean isFixed() {
    return order.isFixed();
  }

  /** {@return the row at a place of the order} */
  int row(int place) {
    return order.row(place);
  }
}
