package io.github.fmexplain.movielens;

import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Ratings in columns, grouped by user: nine bytes per rating. Rows [start(user), end(user)) are a
 * user's, in the order of the file. Immutable.
 */
final class Ratings {

  private final int[] userStart;
  private final int[] items;
  private final byte[] halfStars;
  private final int[] seconds;

  /** Takes the arrays over. Seconds are unsigned. */
  Ratings(int[] userStart, int[] items, byte[] halfStars, int[] seconds) {
    this.userStart = userStart;
    this.items = items;
    this.halfStars = halfStars;
    this.seconds = seconds;
  }

  static Ratings none(int users) {
    return new Ratings(new int[users + 1], new int[0], new byte[0], new int[0]);
  }

  int size() {
    return items.length;
  }

  int users() {
    return userStart.length - 1;
  }

  int start(int user) {
    return userStart[user];
  }

  int end(int user) {
    return userStart[user + 1];
  }

  int count(int user) {
    return end(user) - start(user);
  }

  int item(int row) {
    return items[row];
  }

  int halfStars(int row) {
    return halfStars[row];
  }

  long seconds(int row) {
    return Integer.toUnsignedLong(seconds[row]);
  }

  /** {@return the rows whose bit is as wanted} */
  Ratings select(BitSet rows, boolean wanted) {
    int size = wanted ? rows.cardinality() : size() - rows.cardinality();
    int[] starts = new int[userStart.length];
    int[] selectedItems = new int[size];
    byte[] selectedHalfStars = new byte[size];
    int[] selectedSeconds = new int[size];
    int to = 0;
    for (int user = 0; user < users(); user++) {
      for (int row = start(user); row < end(user); row++) {
        if (rows.get(row) == wanted) {
          selectedItems[to] = items[row];
          selectedHalfStars[to] = halfStars[row];
          selectedSeconds[to] = seconds[row];
          to++;
        }
      }
      starts[user + 1] = to;
    }
    return new Ratings(starts, selectedItems, selectedHalfStars, selectedSeconds);
  }

  /** {@return an item of this user that is rated twice, here or here and there} */
  OptionalInt repeatedItem(int user, Ratings others, BitSet scratch) {
    scratch.clear();
    OptionalInt repeated = firstRepeated(user, scratch);
    return repeated.isPresent() ? repeated : others.firstRepeated(user, scratch);
  }

  private OptionalInt firstRepeated(int user, BitSet seen) {
    for (int row = start(user); row < end(user); row++) {
      if (seen.get(items[row])) {
        return OptionalInt.of(items[row]);
      }
      seen.set(items[row]);
    }
    return OptionalInt.empty();
  }
}
