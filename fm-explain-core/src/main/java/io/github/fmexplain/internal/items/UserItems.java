package io.github.fmexplain.internal.items;

import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.internal.user.LinearForm;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.FeatureVector;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One user beside all items, in a situation: what has which score and which rank under any θ.
 * Immutable. In all methods an item is its place in the catalogue, theta is θ, [d], and never
 * modified, a count is at least 1, and isLeftOut tells by its place that an item does not count.
 *
 * <p>This is the one rule for ranks: an item is before another if its score is higher, or the same
 * and its place is before the other's. The passes over all items are those of {@link ItemMatrix},
 * in float; whatever decides a rank is scored in double.
 */
public final class UserItems {

  private final Items items;
  private final UserState user;
  private final LinearForm form;
  private final FeatureVector context;

  /** The places of rated items, ascending. */
  private final int[] rated;

  private volatile @Nullable Leaders leaders;

  /**
   * Puts a user beside the items.
   *
   * @param form the user's linear form in the situation in which items are scored
   * @param context the features of the situation
   * @param rated the places of the items that the user has rated. Not modified.
   */
  public UserItems(
      Items items, UserState user, LinearForm form, FeatureVector context, int[] rated) {
    this.items = items;
    this.user = user;
    this.form = form;
    this.context = context;
    this.rated = rated.clone();
    Arrays.sort(this.rated);
  }

  /** {@return the items} */
  public Items items() {
    return items;
  }

  /** {@return the user} */
  public UserState user() {
    return user;
  }

  /** {@return the number of items that the user has not rated} */
  public int unrated() {
    return items.size() - rated.length;
  }

  /** {@return whether the user has rated an item} */
  public boolean isRated(int item) {
    return Arrays.binarySearch(rated, item) >= 0;
  }

  /**
   * {@return the place of an item}
   *
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public int place(String itemId) {
    return items.catalogue().position(itemId);
  }

  /**
   * {@return the place of an item that the user has not rated}
   *
   * @param why what the user must know if it is rated, to end the message
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   * @throws IllegalArgumentException if the user has rated it
   */
  public int requireUnrated(String itemId, String why) {
    int item = place(itemId);
    if (isRated(item)) {
      throw new IllegalArgumentException(
          "item '" + itemId + "' must not be rated by the user, but is; " + why);
    }
    return item;
  }

  /** {@return an item} */
  public CatalogueItem item(int item) {
    return items.item(item);
  }

  /**
   * {@return o of an item; its a is filled in}
   *
   * @param a [d], is overwritten
   */
  public double fill(int item, double[] a) {
    return form.fill(items.features(item), a);
  }

  /** {@return the score of an item, o + a·θ} */
  public double score(int item, double[] theta) {
    double[] a = new double[theta.length];
    double score = fill(item, a);
    for (int c = 0; c < a.length; c++) {
      score += a[c] * theta[c];
    }
    return score;
  }

  /** Returns x of {@link ItemMatrix}: the user's factors and those that all rows share. */
  private double[] direction(double[] theta) {
    double[] direction = form.sharedFactors();
    for (int c = 0; c < direction.length; c++) {
      direction[c] += theta[c];
    }
    return direction;
  }

  /** Returns what the scores of all items share, in magnitude. */
  private double base(double[] theta) {
    double[] shared = form.sharedFactors();
    double base = Math.abs(form.rest()) + Math.abs(theta[shared.length]);
    for (int c = 0; c < shared.length; c++) {
      base += Math.abs(shared[c] * theta[c]);
    }
    return base;
  }

  /** An item and its score. */
  private record Scored(int item, double score) {}

  /** Returns the items of the highest scores, highest first; of equal ones in their given order. */
  private static int[] first(int count, int[] candidates, IntToDoubleFunction score) {
    return Arrays.stream(candidates)
        .mapToObj(item -> new Scored(item, score.applyAsDouble(item)))
        .sorted(Comparator.comparingDouble(scored -> -scored.score))
        .limit(count)
        .mapToInt(Scored::item)
        .toArray();
  }

  /** {@return the best items, best first; fewer if there are not so many} */
  public int[] best(double[] theta, int count, IntPredicate isLeftOut) {
    int[] candidates = items.matrix().candidates(direction(theta), base(theta), count, isLeftOut);
    return first(count, candidates, item -> score(item, theta));
  }

  /** {@return the best items that the user has not rated, best first} */
  public int[] bestUnrated(double[] theta, int count) {
    return best(theta, count, this::isRated);
  }

  /** {@return the first items that the user has not rated; those of the user's own θ are kept} */
  public Leaders leaders(double[] theta) {
    if (theta != user.theta()) {
      return new Leaders(this, theta);
    }
    Leaders known = leaders;
    if (known == null) {
      // Threads that race make the same.
      known = new Leaders(this, theta);
      leaders = known;
    }
    return known;
  }

  /** {@return whether an item is before a rival} */
  public static boolean isBefore(int place, double score, int rivalPlace, double rivalScore) {
    return score > rivalScore || (score == rivalScore && place < rivalPlace);
  }

  /**
   * {@return the rank of an item among those that the user has not rated, from 1; the item itself
   * may be rated}
   */
  public int rank(int item, double[] theta) {
    double own = score(item, theta);
    IntPredicate isBefore =
        other -> other != item && isBefore(other, score(other, theta), item, own);
    int[] near = new int[1];
    int above =
        items
            .matrix()
            .countAbove(
                direction(theta),
                base(theta),
                item,
                other -> near[0] += isBefore.test(other) ? 1 : 0);
    int ratedBefore = (int) Arrays.stream(rated).filter(isBefore).count();
    return 1 + above + near[0] - ratedBefore;
  }

  /**
   * Checks that an item is among the first recommendations.
   *
   * @throws IllegalArgumentException if it is not
   */
  public void requireListed(int item, int listLength) {
    int rank = leaders(user.theta()).rank(item);
    if (rank > listLength) {
      throw new IllegalArgumentException(
          Text.of(
              "item '%s' must be among the first %s recommended, but is at rank %s; give a longer"
                  + " list",
              item(item).id(), listLength, rank));
    }
  }

  /** {@return Σ_f x_f v_f over the features that all rows share, in the situation, [k]} */
  public double[] shared() {
    return form.sharedFactors();
  }

  /**
   * {@return what no item's score moves beyond, up or down, when θ changes, without what moves all
   * of them alike}
   *
   * @param change of θ, [d]. Not modified.
   */
  public double largestMove(double[] change) {
    return items.matrix().largestMove(Arrays.copyOf(change, change.length - 1));
  }

  /**
   * {@return the features of the row that a rating of an item would add, or of a bag's new part}
   */
  public FeatureVector features(int item) {
    return user.isBag() ? items.historyFeature(item) : items.features(item).and(context);
  }

  /**
   * {@return items of which those with the largest |a·u| are some} Places, ascending.
   *
   * @param u [d]. Not modified.
   */
  public int[] strongest(double[] u, int count, IntPredicate isLeftOut) {
    double[] shared = form.sharedFactors();
    double alike = form.linear() * u[shared.length];
    for (int c = 0; c < shared.length; c++) {
      alike += shared[c] * u[c];
    }
    return items.matrix().farthest(Arrays.copyOf(u, shared.length), alike, count, isLeftOut);
  }

  /**
   * {@return the items whose scores move farthest between this user and another, farthest first,
   * among those that neither has rated}
   *
   * @param other the same user after an edit
   * @param otherTheta the other's θ, [d]. Not modified.
   */
  public int[] farthest(double[] theta, UserItems other, double[] otherTheta, int count) {
    if (items.size() == 0) {
      return new int[0];
    }
    double[] change = other.direction(otherTheta);
    double[] mine = direction(theta);
    // What moves all items alike is found at one of them: the move that is not t·change.
    double[] factors = new double[theta.length];
    fill(0, factors);
    double[] shared = form.sharedFactors();
    double shift = other.score(0, otherTheta) - score(0, theta);
    for (int c = 0; c < change.length; c++) {
      change[c] -= mine[c];
      shift -= (factors[c] - shared[c]) * change[c];
    }
    double alike = shift;
    int[] candidates =
        items.matrix().farthest(change, alike, count, j -> isRated(j) || other.isRated(j));
    return first(
        count, candidates, item -> Math.abs(other.score(item, otherTheta) - score(item, theta)));
  }
}
