package io.github.fmexplain.internal.edit;

import io.github.fmexplain.internal.items.Leaders;
import io.github.fmexplain.internal.items.UserItems;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A set of edits that meets a goal, and how items stand before and after. Immutable. */
public final class Found {

  private final UserItems space;
  private final int[] edits;
  private final Leaders after;

  /** Keeps the chosen edits, ascending and not copied, and θ of the edited rows, [d]. */
  Found(UserItems space, int[] edits, double[] theta) {
    this.space = space;
    this.edits = edits;
    this.after = space.leaders(space.user().moved(theta));
  }

  /** {@return the chosen edits, ascending places in what there was to choose from, a copy} */
  public int[] edits() {
    return edits.clone();
  }

  /** {@return the first items after the edits, and θ} */
  public Leaders after() {
    return after;
  }

  /**
   * {@return the best item after the edits among those that were not of the first N before}
   *
   * @param listLength N, less than the number of items that the user has not rated
   */
  public int bestNewcomer(int listLength) {
    Set<Integer> before = new HashSet<>();
    Arrays.stream(firstBefore(listLength)).forEach(before::add);
    // At most N of these were of the first before.
    return Arrays.stream(after.first(listLength + 1))
        .filter(item -> !before.contains(item))
        .findFirst()
        .orElseThrow();
  }

  /**
   * {@return the last item after the edits among the first N before}
   *
   * @param listLength N, at least 1
   */
  public int lowestLeaver(int listLength) {
    int lowest = -1;
    double least = 0;
    for (int item : firstBefore(listLength)) {
      double score = after.score(item);
      if (lowest < 0 || UserItems.isBefore(lowest, least, item, score)) {
        lowest = item;
        least = score;
      }
    }
    return lowest;
  }

  private int[] firstBefore(int listLength) {
    return space.leaders(space.user().theta()).first(listLength);
  }
}
