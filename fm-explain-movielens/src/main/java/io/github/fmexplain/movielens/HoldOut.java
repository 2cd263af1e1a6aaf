package io.github.fmexplain.movielens;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** Chooses ratings of each user for the test. */
final class HoldOut {

  private HoldOut() {}

  /** {@return the rows that are held out} */
  static BitSet choose(List<String> userIds, Ratings ratings, Split split) {
    BitSet chosen = new BitSet(ratings.size());
    for (int user = 0; user < ratings.users(); user++) {
      int count = ratings.count(user);
      if (count / 2 >= split.perUser()) {
        choose(chosen, ratings.start(user), count, split, userIds.get(user));
      }
    }
    return chosen;
  }

  private static void choose(BitSet chosen, int start, int count, Split split, String userId) {
    // One generator per user: another user's ratings do not change this user's test.
    long mixed = split.seed() + 0x9E37_79B9_7F4A_7C15L * (userId.hashCode() + 1L);
    SplittableRandom random = new SplittableRandom(mixed);
    // Floyd's sampling: each set of rows is equally likely, and no row is drawn twice.
    for (int last = count - split.perUser(); last < count; last++) {
      int row = start + random.nextInt(last + 1);
      chosen.set(chosen.get(row) ? start + last : row);
    }
  }
}
