package io.github.fmexplain.internal.edit;

import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.linalg.Kernels;
import java.util.Arrays;

/**
 * What a set of edits is to bring about: an item falls out of the list of the N best items that the
 * user has not rated, or gets into it. Which items compete does not change with the edit: a rating
 * that is taken away does not make its item new, nor does a new rating take a rival out of the way.
 * Immutable.
 *
 * <p>The nearest rivals are kept as vectors. Beyond them an item can only matter if its score,
 * which is below theirs now, can move far enough; only then all items are looked at.
 */
final class Goal {

  /** Rivals beyond this many are not searched with; a confirmed set is valid in any case. */
  private static final int RIVALS = 20;

  private final UserItems space;
  private final int item;
  private final int listLength;
  private final boolean out;

  /** The nearest rivals, best first, with their o and a. */
  private final int[] rivals;

  private final double[] offsets;
  private final double[][] vectors;
  private final double itemOffset;
  private final double[] itemVector;

  /** Whether the rivals are all items that compete, and the score now that no other is above. */
  private final boolean complete;

  private final double ceiling;

  private Goal(UserItems space, int item, int listLength, boolean out) {
    this.space = space;
    this.item = item;
    this.listLength = listLength;
    this.out = out;
    double[] theta = space.user().theta();
    int wanted = (int) Math.min(listLength + 2L * RIVALS, space.items().size());
    this.rivals =
        Arrays.stream(space.leaders(theta).first(wanted + 1))
            .filter(j -> j != item)
            .limit(wanted)
            .toArray();
    this.offsets = new double[rivals.length];
    this.vectors = new double[rivals.length][theta.length];
    for (int j = 0; j < rivals.length; j++) {
      offsets[j] = space.fill(rivals[j], vectors[j]);
    }
    this.itemVector = new double[theta.length];
    this.itemOffset = space.fill(item, itemVector);
    this.complete = rivals.length >= space.unrated() - 1;
    this.ceiling = rivals.length == 0 ? 0 : space.score(rivals[rivals.length - 1], theta);
  }

  /** {@return the goal that an item is no longer among the N best} */
  static Goal fallOut(UserItems space, int item, int listLength) {
    return new Goal(space, item, listLength, true);
  }

  /** {@return the goal that an item gets among the N best} */
  static Goal getIn(UserItems space, int item, int listLength) {
    return new Goal(space, item, listLength, false);
  }

  /** {@return whether the goal is met with certainty at θ of the edited rows} */
  boolean metAt(double[] edited) {
    double[] theta = space.user().moved(edited);
    int before = rivalsBefore(theta);
    if (before >= listLength) {
      return out;
    }
    if (!complete && canOvertake(theta)) {
      return (space.rank(item, theta) > listLength) == out;
    }
    return !out;
  }

  /** {@return whether the goal is met as far as the nearest rivals go} */
  boolean metAmongRivals(double[] edited) {
    return rivalsBefore(space.user().moved(edited)) >= listLength == out;
  }

  /** Counts the rivals that are before the item, up to N. */
  private int rivalsBefore(double[] theta) {
    double score = itemOffset + Kernels.dot(itemVector, theta);
    int before = 0;
    for (int j = 0; j < rivals.length && before < listLength; j++) {
      double other = offsets[j] + Kernels.dot(vectors[j], theta);
      before += UserItems.isBefore(rivals[j], other, item, score) ? 1 : 0;
    }
    return before;
  }

  /** Returns whether an item beyond the rivals could come before the item. */
  private boolean canOvertake(double[] theta) {
    double[] now = space.user().theta();
    double[] change = new double[theta.length];
    Arrays.setAll(change, c -> theta[c] - now[c]);
    // All scores move by what they share; beside it the item moves by its own factors.
    double[] shared = space.shared();
    double own = itemOffset + Kernels.dot(itemVector, now);
    for (int c = 0; c < shared.length; c++) {
      own += (itemVector[c] - shared[c]) * change[c];
    }
    double slack = 1e-9 * (Math.abs(own) + Math.abs(ceiling) + space.largestMove(change));
    return ceiling + space.largestMove(change) + slack >= own;
  }

  /**
   * {@return the directions d in θ along which the score must fall: the item against each of its
   * nearest rivals, and the item alone}
   */
  double[][] directions() {
    int first =
        Math.min(rivals.length, out ? listLength - 1 : Math.max(0, listLength - RIVALS / 2));
    int count = Math.min(rivals.length - first, RIVALS);
    double[][] directions = new double[count + 1][itemVector.length];
    double sign = out ? 1 : -1;
    for (int j = 0; j <= count; j++) {
      for (int c = 0; c < itemVector.length; c++) {
        double rival = j < count ? vectors[first + j][c] : 0;
        directions[j][c] = sign * (itemVector[c] - rival);
      }
    }
    return directions;
  }
}
