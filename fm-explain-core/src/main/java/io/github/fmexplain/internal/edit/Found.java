package io.github.fmexplain.internal.edit;

import io.github.fmexplain.internal.items.UserItems;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A set of edits that meets a goal, and how items stand before and after. Immutable. */
public final class Found {

  private final UserItems space;
  private final int[] edits;
  private final double[] after;

  /** Keeps the chosen edits, ascending and not copied, and θ of the edited rows, [d]. */
  Found(UserItems space, int[] edits, double[] theta) {
    this.space = space;
    this.edits = edits;
    this.after = space.user().moved(theta);
  }

  /** {@return the chosen edits, ascending places in what there was to choose from, a copy} */
  public int[] edits() {
    return edits.clone();
  }

  /** {@return θ after the edits, [d]. Not to be modified.} */
  public double[] after() {
    return after;
  }

  /**
   * {@return the best item after the edits among those that were not of the first N before}
   *
   * @param listLength N, less than the number of items that the user has not rated
   */
  public int bestNewcomer(int listLength) {
    Set<Integer> before = firstBefore(listLength);
    return space.best(after, 1, j -> space.isRated(j) || before.contains(j))[0];
  }

  /**
   * {@return the last item after the edits among the first N before}
   *
   * @param listLength N, at least 1
   */
  public int lowestLeaver(int listLength) {
    int lowest = -1;
    double least = 0;
    for (int item : space.bestUnrated(space.user().theta(), listLength)) {
      double score = space.score(item, after);
      if (lowest < 0 || UserItems.isBefore(lowest, least, item, score)) {
        lowest = item;
        least = score;
      }
    }
    return lowest;
  }

  private Set<Integer> firstBefore(int listLength) {
    Set<Integer> first = new HashSet<>();
    Arrays.stream(space.bestUnrated(space.user().theta(), listLength)).forEach(first::add);
    return first;
  }
}
