package io.github.fmexplain.answer;

import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.items.Access;
import io.github.fmexplain.internal.items.UserItems;
import io.github.fmexplain.internal.user.Label;
import io.github.fmexplain.internal.user.UserProblem;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a user would be recommended with some of the ratings only: the user's parameters θ are found
 * again from the rows that are kept, with everything else of the model fixed: by replaying the
 * user's training, or by solving for the optimum where the model was not trained with Adam.
 * Immutable and thread-safe.
 *
 * <p>Items that the user has rated never compete, not even when their rating is removed. With no
 * row kept θ is what training began with, or 0.
 */
public final class Ablation {

  private final History history;
  private final UserItems space;
  private final UserProblem problem;
  private final ScoreUnit unit;
  private final State full;

  private Ablation(UserExplainer user) {
    this.history = user.history();
    this.space = Access.of(user);
    this.problem = space.user().problem();
    this.unit = user.provenance().unit();
    if (space.unrated() == 0) {
      throw new IllegalArgumentException(
          "user must have an unrated item to be recommended, but has rated all "
              + space.items().size()
              + " items of the catalogue");
    }
    this.full = new State(space.user().refit().all());
  }

  /**
   * {@return what becomes of a user as ratings go}
   *
   * @param user explains the user
   * @throws IllegalArgumentException if the user has rated every item
   */
  public static Ablation of(UserExplainer user) {
    return new Ablation(user);
  }

  /** {@return the user's ratings} */
  public History history() {
    return history;
  }

  /** {@return the unit of every score} */
  public ScoreUnit unit() {
    return unit;
  }

  /**
   * {@return the number of items that compete: those of the catalogue that the user has not rated}
   */
  public int candidates() {
    return space.unrated();
  }

  /** {@return the user with all ratings, found again} */
  public State full() {
    return full;
  }

  /** {@return the user as scored: as trained, or as {@link #full} for a user who is folded in} */
  public State asScored() {
    return new State(space.user().theta());
  }

  /**
   * {@return the user with some of the ratings}
   *
   * @param kept for each rating of the history whether it is kept. Not modified.
   * @throws IllegalArgumentException if there are not as many entries as ratings
   */
  public State keeping(boolean[] kept) {
    if (kept.length != history.size()) {
      throw new IllegalArgumentException(
          "kept must have " + history.size() + " entries, one per rating, but has " + kept.length);
    }
    int[] gone = IntStream.range(0, kept.length).filter(r -> !kept[r]).toArray();
    return new State(space.user().refit().without(gone));
  }

  /**
   * {@return the user with another target of one rating}
   *
   * @param row the rating, from 0
   * @param target y in place of the rating's own
   */
  public State withTarget(int row, double target) {
    return new State(
        space.user().refit().changed(new int[] {row}, new Label(target, problem.weight(row))));
  }

  /**
   * {@return the user as scored, moved as far as the refitted user moves when ratings go} This is
   * the state that {@link RatingEdits} speaks of.
   *
   * @param kept for each rating of the history whether it is kept. Not modified.
   * @throws IllegalArgumentException if there are not as many entries as ratings
   */
  public State asScoredKeeping(boolean[] kept) {
    return new State(space.user().moved(keeping(kept).theta));
  }

  /**
   * {@return y of a rating}
   *
   * @param row the rating, from 0
   */
  public double target(int row) {
    return problem.target(row);
  }

  /**
   * {@return the removal effect of each rating on an item: its score with all of them minus its
   * score without the one, found again each time, in score units}
   *
   * <p>Costs a replay or a solution for each rating.
   *
   * @param itemId an item that the user has not rated
   * @throws IllegalArgumentException if the user has rated the item
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public double[] removalEffects(String itemId) {
    double[] a = new double[full.theta.length];
    space.fill(competing(itemId), a);
    double[] effects = new double[history.size()];
    for (int r = 0; r < effects.length; r++) {
      // The difference of the parameters, not of the scores: the offset would only add rounding.
      double[] without = space.user().refit().without(r);
      for (int c = 0; c < a.length; c++) {
        effects[r] += a[c] * (full.theta[c] - without[c]);
      }
    }
    return effects;
  }

  /**
   * {@return what becomes of an item's prediction as ratings are removed one after the other,
   * largest attribution first}
   *
   * <p>Costs a replay or a solution for each removal.
   *
   * @param itemId an item that the user has not rated
   * @param attribution one number per rating. Not modified.
   * @param atMost the most ratings removed, at least 0; more than there are is all
   * @throws IllegalArgumentException if there is not one number per rating, the user has rated the
   *     item, or the number of removals is negative
   * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
   */
  public DeletionCurve deletionCurve(String itemId, double[] attribution, int atMost) {
    return DeletionCurve.of(this, space.item(competing(itemId)), attribution, atMost);
  }

  private int competing(String itemId) {
    return space.requireUnrated(itemId, "only items that could be recommended compete");
  }

  /** One user's parameters, and what they recommend. Immutable. */
  public final class State {

    private final double[] theta;

    private State(double[] theta) {
      this.theta = theta;
    }

    /**
     * {@return the score of an item, in the unit of the model}
     *
     * @param itemId an item that the user has not rated
     * @throws IllegalArgumentException if the user has rated the item
     * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
     */
    public double score(String itemId) {
      return space.score(competing(itemId), theta);
    }

    /**
     * {@return the rank of an item among those that compete, from 1} Equal scores keep the order of
     * the catalogue.
     *
     * @param itemId an item that the user has not rated
     * @throws IllegalArgumentException if the user has rated the item
     * @throws io.github.fmexplain.data.UnknownIdException if the catalogue has no such item
     */
    public int rank(String itemId) {
      return space.rank(competing(itemId), theta);
    }

    /**
     * {@return what the predictions miss of the ratings' targets, one number per rating in the
     * order of the history: y_r − p_r, or y_r − s_r for a regressor}
     */
    public double[] residuals() {
      return problem.residuals(theta);
    }

    /** {@return the item that is recommended first} */
    public String first() {
      return space.item(space.bestUnrated(theta, 1)[0]).id();
    }

    /**
     * {@return the highest scores, best first; fewer if fewer items compete}
     *
     * @param count how many, at least 1
     */
    public double[] best(int count) {
      return Arrays.stream(space.bestUnrated(theta, count))
          .mapToDouble(item -> space.score(item, theta))
          .toArray();
    }

    /** {@return the item that is recommended first} */
    @Override
    public String toString() {
      return "State[first '" + first() + "']";
    }
  }

  /** {@return the number of ratings and of items that compete} */
  @Override
  public String toString() {
    return "Ablation[" + history.size() + " ratings, " + candidates() + " items]";
  }
}
