package io.github.fmexplain.evaluation;

import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a user would be recommended with some of the ratings only: the user's parameters θ are
 * solved anew from the rows that are kept, exactly, with everything else of the model fixed.
 * Immutable and thread-safe.
 *
 * <p>Items that the user has rated never compete, not even when their rating is removed. With no
 * row kept θ is 0, and the items stand in the order of their offsets.
 */
public final class RemovalWorld {

  private final History history;
  private final UserRows rows;
  private final List<String> candidates;
  private final Map<String, Integer> positions;
  private final double[] candidateRows;
  private final double[] candidateOffsets;
  private final State full;

  private RemovalWorld(EvaluatedModel model, History history) {
    this.history = history;
    this.rows = new UserRows(model, history);
    candidates = new ArrayList<>();
    for (CatalogueItem item : model.catalogue().items()) {
      if (history.find(item.id()).isEmpty()) {
        candidates.add(item.id());
      }
    }
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(
          "user must have an unrated item to be recommended, but has rated all "
              + model.catalogue().size()
              + " items of the catalogue");
    }
    int d = rows.dimension();
    positions = new HashMap<>(candidates.size() * 2);
    candidateRows = new double[candidates.size() * d];
    candidateOffsets = new double[candidates.size()];
    double[] row = new double[d];
    for (int j = 0; j < candidateOffsets.length; j++) {
      positions.put(candidates.get(j), j);
      candidateOffsets[j] = rows.fill(candidates.get(j), Set.of(), row);
      System.arraycopy(row, 0, candidateRows, j * d, d);
    }
    boolean[] all = new boolean[history.size()];
    Arrays.fill(all, true);
    full = new State(rows.solve(all, new double[d]));
  }

  /**
   * {@return the world of a user}
   *
   * @param model the model
   * @param history at least one rating, and not of every item
   * @throws IllegalArgumentException if the history is empty or the user has rated every item
   */
  public static RemovalWorld of(EvaluatedModel model, History history) {
    if (history.size() == 0) {
      throw new IllegalArgumentException(
          "history must have at least 1 rating, but is empty; there is nothing to remove");
    }
    return new RemovalWorld(model, history);
  }

  /** {@return the user's ratings} */
  public History history() {
    return history;
  }

  /**
   * {@return the number of items that compete: those of the catalogue that the user has not rated}
   */
  public int candidates() {
    return candidates.size();
  }

  /** {@return the user with all ratings, solved anew} */
  public State full() {
    return full;
  }

  /** {@return the user as trained, or as {@link #full} if the model does not know the user} */
  public State trained() {
    double[] theta = rows.trained();
    return theta == null ? full : new State(theta);
  }

  /**
   * {@return the user with some of the ratings}
   *
   * @param kept for each rating of the history whether it is kept. Not modified.
   * @param near a state to start the solver from; it decides how long it takes and nothing else
   * @throws IllegalArgumentException if there are not as many entries as ratings
   */
  public State keeping(boolean[] kept, State near) {
    if (kept.length != history.size()) {
      throw new IllegalArgumentException(
          "kept must have " + history.size() + " entries, one a rating, but has " + kept.length);
    }
    if (IntStream.range(0, kept.length).noneMatch(r -> kept[r])) {
      return new State(new double[rows.dimension()]);
    }
    return new State(rows.solve(kept, near.theta));
  }

  /**
   * {@return the user with another target of one rating}
   *
   * @param row the rating, from 0
   * @param target y in place of the rating's own
   */
  public State withTarget(int row, double target) {
    return new State(rows.solve(row, target, full.theta));
  }

  /**
   * {@return the user as trained, moved as far as the solved user moves when ratings go} This is
   * the state that {@link io.github.fmexplain.Counterfactual} speaks of.
   *
   * @param kept for each rating of the history whether it is kept. Not modified.
   * @throws IllegalArgumentException if there are not as many entries as ratings
   */
  public State trainedKeeping(boolean[] kept) {
    double[] moved = keeping(kept, full).theta.clone();
    double[] trained = trained().theta;
    for (int c = 0; c < moved.length; c++) {
      moved[c] += trained[c] - full.theta[c];
    }
    return new State(moved);
  }

  /**
   * {@return y of a rating}
   *
   * @param row the rating, from 0
   */
  public double target(int row) {
    return rows.target(row);
  }

  /**
   * {@return the exact removal effects of all ratings on an item: its score with all of them minus
   * its score without the one, solved anew each time}
   *
   * <p>Costs a Newton solve for each rating.
   *
   * @param itemId an item that the user has not rated
   * @throws IllegalArgumentException if the item does not compete
   */
  public RemovalEffects removalEffects(String itemId) {
    List<Integer> all = new ArrayList<>(history.size());
    List<Double> effects = new ArrayList<>(history.size());
    boolean[] kept = new boolean[history.size()];
    Arrays.fill(kept, true);
    for (int r = 0; r < kept.length; r++) {
      kept[r] = false;
      // The difference of the parameters, not of the scores: the offset would only add rounding.
      double[] without = keeping(kept, full).theta;
      kept[r] = true;
      int from = position(itemId) * rows.dimension();
      double effect = 0;
      for (int c = 0; c < without.length; c++) {
        effect += candidateRows[from + c] * (full.theta[c] - without[c]);
      }
      all.add(r);
      effects.add(effect);
    }
    return new RemovalEffects(history, itemId, all, effects);
  }

  private int position(String itemId) {
    Integer position = positions.get(itemId);
    if (position == null) {
      throw new IllegalArgumentException(
          "item must be one of the "
              + candidates.size()
              + " that the user has not rated, but was '"
              + itemId
              + "'");
    }
    return position;
  }

  /** One user's parameters, and what they recommend. Immutable. */
  public final class State {

    private final double[] theta;

    private State(double[] theta) {
      this.theta = theta;
    }

    private double score(int position) {
      double score = candidateOffsets[position];
      int from = position * theta.length;
      for (int c = 0; c < theta.length; c++) {
        score += candidateRows[from + c] * theta[c];
      }
      return score;
    }

    /**
     * {@return the score of an item, in the unit of the model}
     *
     * @param itemId an item that the user has not rated
     * @throws IllegalArgumentException if the item does not compete
     */
    public double score(String itemId) {
      return score(position(itemId));
    }

    /**
     * {@return the rank of an item among those that compete, from 1} Equal scores keep the order of
     * the catalogue.
     *
     * @param itemId an item that the user has not rated
     * @throws IllegalArgumentException if the item does not compete
     */
    public int rank(String itemId) {
      int position = position(itemId);
      double own = score(position);
      int rank = 1;
      for (int j = 0; j < candidateOffsets.length; j++) {
        double other = score(j);
        rank += other > own || (other == own && j < position) ? 1 : 0;
      }
      return rank;
    }

    /**
     * {@return whether the item is recommended first; sooner done than {@code rank(itemId) == 1}}
     */
    boolean isFirst(String itemId) {
      int position = position(itemId);
      double own = score(position);
      for (int j = 0; j < candidateOffsets.length; j++) {
        double other = score(j);
        if (other > own || (other == own && j < position)) {
          return false;
        }
      }
      return true;
    }

    /** {@return the item that is recommended first} */
    public String first() {
      int best = 0;
      double highest = score(0);
      for (int j = 1; j < candidateOffsets.length; j++) {
        double score = score(j);
        if (score > highest) {
          best = j;
          highest = score;
        }
      }
      return candidates.get(best);
    }

    /** {@return the highest scores, best first} */
    double[] best(int count) {
      double[] scores =
          IntStream.range(0, candidateOffsets.length).mapToDouble(this::score).toArray();
      Arrays.sort(scores);
      double[] best = new double[Math.min(count, scores.length)];
      for (int j = 0; j < best.length; j++) {
        best[j] = scores[scores.length - 1 - j];
      }
      return best;
    }
  }
}
