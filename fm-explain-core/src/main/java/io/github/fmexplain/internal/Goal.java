package io.github.fmexplain.internal;

import java.util.Arrays;

/**
 * What a counterfactual is to bring about: an item falls out of the list of the N best items that
 * the user has not rated, or gets into it. Which items compete does not change with the edit: a
 * rating that is taken away does not make its item new, nor does a new rating take a rival out of
 * the way. Immutable.
 */
final class Goal {

  /** Rivals beyond this many are not searched with; a confirmed set is valid in any case. */
  private static final int RIVALS = 20;

  private final UserSpace space;
  private final int item;
  private final int listLength;
  private final boolean out;
  private final int[] others;

  private Goal(UserSpace space, int item, int listLength, boolean out) {
    this.space = space;
    this.item = item;
    this.listLength = listLength;
    this.out = out;
    this.others = Arrays.stream(space.order()).filter(j -> j != item).toArray();
  }

  /**
   * {@return the goal that an item is no longer among the N best}
   *
   * @param space the user's
   * @param item its place in the catalogue
   * @param listLength N
   */
  static Goal fallOut(UserSpace space, int item, int listLength) {
    return new Goal(space, item, listLength, true);
  }

  /**
   * {@return the goal that an item gets among the N best}
   *
   * @param space the user's
   * @param item its place in the catalogue
   * @param listLength N
   */
  static Goal getIn(UserSpace space, int item, int listLength) {
    return new Goal(space, item, listLength, false);
  }

  /** {@return whether the goal is met with certainty at θ* of the edited problem} */
  boolean metAt(double[] theta) {
    return met(theta, others.length);
  }

  /** {@return whether the goal is met as far as the nearest rivals go} */
  boolean metAmongRivals(double[] theta) {
    return met(theta, Math.min((long) listLength + 2 * RIVALS, others.length));
  }

  private boolean met(double[] theta, long among) {
    double score = space.after(item, theta);
    int ahead = 0;
    for (int j = 0; j < among && ahead < listLength; j++) {
      double other = space.after(others[j], theta);
      if (other > score || (!out && other == score)) {
        ahead++;
      }
    }
    return out ? ahead >= listLength : ahead < listLength;
  }

  /**
   * {@return the directions d in θ along which the score must fall: the item against each of its
   * nearest rivals, and the item alone}
   */
  double[][] directions() {
    int first =
        Math.min(others.length, out ? listLength - 1 : Math.max(0, listLength - RIVALS / 2));
    int count = Math.min(others.length - first, RIVALS);
    double[][] directions = new double[count + 1][];
    double[] mine = space.vector(item);
    double sign = out ? 1 : -1;
    for (int j = 0; j < count; j++) {
      double[] rival = space.vector(others[first + j]);
      directions[j] = new double[mine.length];
      for (int c = 0; c < mine.length; c++) {
        directions[j][c] = sign * (mine[c] - rival[c]);
      }
    }
    directions[count] = Arrays.stream(mine).map(v -> sign * v).toArray();
    return directions;
  }
}
