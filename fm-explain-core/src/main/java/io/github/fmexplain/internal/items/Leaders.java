package io.github.fmexplain.internal.items;

import java.util.Arrays;

/**
 * The first items of a user under one θ, found in one pass over all items: ranks among them are
 * told without another. Immutable.
 */
public final class Leaders {

  /** More than a list and the nearest rivals of its last item. */
  private static final int COUNT = 64;

  private final UserItems space;
  private final double[] theta;
  private final int[] first;

  Leaders(UserItems space, double[] theta) {
    this.space = space;
    this.theta = theta;
    this.first = space.best(theta, COUNT, space::isLeftOut);
  }

  /** {@return θ, [d]. Not to be modified.} */
  public double[] theta() {
    return theta;
  }

  /** {@return the best items that compete, best first} */
  public int[] first(int count) {
    return count <= COUNT
        ? Arrays.copyOf(first, Math.min(count, first.length))
        : space.best(theta, count, space::isLeftOut);
  }

  /** {@return the rank of an item, as {@link UserItems#rank}} */
  public int rank(int item) {
    for (int j = 0; j < first.length; j++) {
      if (first[j] == item) {
        return j + 1;
      }
    }
    return space.rank(item, theta);
  }

  /** {@return the score of an item} */
  public double score(int item) {
    return space.score(item, theta);
  }
}
