package io.github.fmexplain.train;

import java.util.Arrays;

/**
 * A mini-batch by feature instead of by row: for some consecutive features those that the batch
 * has, and the rows of each in their order. Made by a counting sort, which costs the entries of the
 * batch, whatever the number of features; dense columns have every feature, also those without
 * rows.
 */
final class BatchColumns {

  /** To look at so many features takes no longer than what is done for an entry. */
  private static final int NARROW = 16;

  /** The number of features. */
  int count;

  /** [at least count]; ascending, but where few of very many have rows. */
  int[] features = new int[64];

  /** [at least count], where the entries of a feature end; they start where those before end. */
  int[] ends = new int[64];

  /** The places in the batch of all entries. */
  int[] places = new int[64];

  /** The values of all entries. */
  float[] values = new float[64];

  /** By feature of the slice, 0 outside of a method. */
  private final int[] counts;

  private final int first;
  private final boolean dense;

  /** For features from {@code first} to before {@code first + counts.length}. */
  BatchColumns(int first, int[] counts, boolean dense) {
    this.first = first;
    this.counts = counts;
    this.dense = dense;
  }

  /**
   * Fills the columns with a batch.
   *
   * @param start the batch's first place in the order of the epoch
   * @param size the number of rows of the batch
   */
  void fill(EpochRows rows, BatchScorer scorer, int start, int size) {
    count = 0;
    int most = rows.start[start + size] - rows.start[start];
    boolean narrow = dense || counts.length / NARROW <= most;
    int total = 0;
    for (int j = 0; j < size; j++) {
      for (int e = rows.start[start + j]; e < scorer.end(start + j); e++) {
        int column = rows.indices[e] - first;
        if (column >= 0 && column < counts.length) {
          if (counts[column]++ == 0 && !narrow) {
            add(first + column);
          }
          total++;
        }
      }
    }
    for (int column = 0; narrow && column < counts.length; column++) {
      if (dense || counts[column] > 0) {
        add(first + column);
      }
    }
    if (total > places.length) {
      places = new int[total + total / 2];
      values = new float[places.length];
    }
    int end = 0;
    for (int j = 0; j < count; j++) {
      int column = features[j] - first;
      end += counts[column];
      counts[column] = end - counts[column];
    }
    for (int j = 0; j < size; j++) {
      for (int e = rows.start[start + j]; e < scorer.end(start + j); e++) {
        int column = rows.indices[e] - first;
        if (column >= 0 && column < counts.length) {
          int place = counts[column]++;
          places[place] = j;
          values[place] = rows.values[e];
        }
      }
    }
    for (int j = 0; j < count; j++) {
      int column = features[j] - first;
      ends[j] = counts[column];
      counts[column] = 0;
    }
  }

  /** Gives back the room that the columns do not need. */
  void trim() {
    features = Arrays.copyOf(features, count);
    int total = count == 0 ? 0 : ends[count - 1];
    ends = Arrays.copyOf(ends, count);
    places = Arrays.copyOf(places, total);
    values = Arrays.copyOf(values, total);
  }

  private void add(int f) {
    if (count == features.length) {
      features = Arrays.copyOf(features, 2 * count);
      ends = new int[2 * count];
    }
    features[count++] = f;
  }
}
