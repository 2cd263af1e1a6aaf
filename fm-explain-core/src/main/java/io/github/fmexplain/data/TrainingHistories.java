package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a trained model remembers of the histories that it was trained with: a hash of each, and
 * which row of the training each rating was. In columns, four bytes for each rating. Immutable.
 */
public final class TrainingHistories {

  private final List<String> userIds;
  private final List<HistoryHash> hashes;
  private final int[] start;
  private final int[] rows;
  private final Map<String, Integer> positions;

  private TrainingHistories(
      List<String> userIds, List<HistoryHash> hashes, int[] start, int[] rows) {
    this.userIds = userIds;
    this.hashes = hashes;
    this.start = start;
    this.rows = rows;
    this.positions = new HashMap<>(userIds.size() * 2);
    for (String userId : userIds) {
      if (positions.put(userId, positions.size()) != null) {
        throw new IllegalArgumentException(
            "user '" + userId + "' must have one training history, but has two");
      }
    }
  }

  /**
   * {@return what is known of training histories}
   *
   * @param userIds the users, each once
   * @param hashes the hash of each user's history
   * @param start where each user's rows begin, and where the last one's end, [users + 1]; rises
   *     from 0. Not modified.
   * @param rows the row of each rating in the training, the ratings of a user in the order of their
   *     item ids. Not modified.
   * @throws IllegalArgumentException if the parts do not fit each other
   */
  public static TrainingHistories of(
      List<String> userIds, List<HistoryHash> hashes, int[] start, int[] rows) {
    boolean fits =
        hashes.size() == userIds.size()
            && start.length == userIds.size() + 1
            && start[0] == 0
            && start[start.length - 1] == rows.length;
    for (int j = 1; fits && j < start.length; j++) {
      fits = start[j] >= start[j - 1];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          Text.of(
              "training histories must have a hash and a rising start for each of %s users, and"
                  + " %s rows, but their parts differ",
              userIds.size(), rows.length));
    }
    return new TrainingHistories(
        List.copyOf(userIds), List.copyOf(hashes), start.clone(), rows.clone());
  }

  /** {@return the users, in the order of their histories} */
  public List<String> userIds() {
    return userIds;
  }

  /** {@return the hash of each user's history, in the same order} */
  public List<HistoryHash> hashes() {
    return hashes;
  }

  /** {@return where each user's rows begin, and where the last one's end, a copy} */
  public int[] start() {
    return start.clone();
  }

  /** {@return the row of each rating, the ratings of a user in the order of item ids, a copy} */
  public int[] rows() {
    return rows.clone();
  }

  /**
   * {@return the hash of a user's history, or null if the model was not trained with the user}
   *
   * @param userId any user id
   */
  public @Nullable HistoryHash hash(String userId) {
    Objects.requireNonNull(userId, "userId");
    Integer position = positions.get(userId);
    return position == null ? null : hashes.get(position);
  }

  /**
   * {@return the training row of each rating of a history, [ratings], or null if it is not the
   * history that was trained}
   *
   * @param history any history
   */
  public int @Nullable [] rowsOf(History history) {
    Integer position = history.userId() == null ? null : positions.get(history.userId());
    if (position == null
        || start[position + 1] - start[position] != history.size()
        || hashes.get(position).ratings() != HistoryHash.of(history).ratings()) {
      return null;
    }
    int[] rowsOf = new int[history.size()];
    int[] order = byItem(history);
    for (int j = 0; j < order.length; j++) {
      rowsOf[order[j]] = rows[start[position] + j];
    }
    return rowsOf;
  }

  /** {@return the places of a history's ratings in the order of their item ids} */
  static int[] byItem(History history) {
    List<Interaction> ratings = history.interactions();
    Integer[] order = new Integer[ratings.size()];
    Arrays.setAll(order, j -> j);
    Arrays.sort(order, (i, j) -> ratings.get(i).itemId().compareTo(ratings.get(j).itemId()));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /** {@return whether every user's history had tags of the user} */
  public boolean allHaveTags() {
    return !hashes.isEmpty() && hashes.stream().noneMatch(hash -> hash.tags() == 0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TrainingHistories that
        && userIds.equals(that.userIds)
        && hashes.equals(that.hashes)
        && Arrays.equals(start, that.start)
        && Arrays.equals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return Objects.hash(userIds, hashes, Arrays.hashCode(rows));
  }

  /** {@return the number of users and ratings} */
  @Override
  public String toString() {
    return "TrainingHistories[" + userIds.size() + " users, " + rows.length + " ratings]";
  }
}
