package io.github.fmexplain.internal;

/** A set of edits that meets a goal, and how all items stand before and after. Immutable. */
public final class Found {

  private final UserSpace space;
  private final int[] edits;
  private final double[] before;
  private final double[] after;
  private final double[] estimated;

  Found(UserSpace space, int[] edits, double[] theta, double[] estimate) {
    this.space = space;
    this.edits = edits;
    before = space.scores();
    after = space.after(theta);
    estimated = space.after(estimate);
  }

  /** {@return the chosen edits, ascending places in what there was to choose from, a copy} */
  public int[] edits() {
    return edits.clone();
  }

  /**
   * {@return the rank before among what the user has not rated, from 1}
   *
   * @param item its place in the catalogue
   */
  public int rankBefore(int item) {
    return space.rank(item, before);
  }

  /**
   * {@return the rank after among what the user had not rated before, from 1}
   *
   * @param item its place in the catalogue
   */
  public int rankAfter(int item) {
    return space.rank(item, after);
  }

  /**
   * {@return the score before}
   *
   * @param item its place in the catalogue
   */
  public double before(int item) {
    return before[item];
  }

  /**
   * {@return the score after, by exact re-solve}
   *
   * @param item its place in the catalogue
   */
  public double after(int item) {
    return after[item];
  }

  /**
   * {@return the estimated score after}
   *
   * @param item its place in the catalogue
   */
  public double estimated(int item) {
    return estimated[item];
  }

  /**
   * {@return the item with the best score after among those that were not of the first N before}
   *
   * @param listLength N, less than the number of items that the user has not rated
   */
  public int bestNewcomer(int listLength) {
    int[] order = space.order();
    int best = order[listLength];
    for (int place = listLength; place < order.length; place++) {
      int item = order[place];
      if (after[item] > after[best] || (after[item] == after[best] && item < best)) {
        best = item;
      }
    }
    return best;
  }

  /**
   * {@return the item with the lowest score after among the first N before}
   *
   * @param listLength N, at most the number of items that the user has not rated
   */
  public int lowestLeaver(int listLength) {
    int[] order = space.order();
    int lowest = order[0];
    for (int place = 1; place < listLength; place++) {
      if (after[order[place]] < after[lowest]) {
        lowest = order[place];
      }
    }
    return lowest;
  }
}
