package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a trained model remembers of the histories that it was trained with: a hash of each, which
 * row of the training each rating was, and the items that were sampled. In columns, four bytes for
 * each rating and eight for each sampled item. Immutable.
 */
public final class TrainingHistories {

  private final List<String> userIds;
  private final List<HistoryHash> hashes;
  private final int[] start;
  private final int[] rows;
  private final List<List<String>> sampled;
  private final Map<String, Integer> positions;

  private TrainingHistories(
      List<String> userIds,
      List<HistoryHash> hashes,
      int[] start,
      int[] rows,
      List<List<String>> sampled) {
    this.userIds = userIds;
    this.hashes = hashes;
    this.start = start;
    this.rows = rows;
    this.sampled = sampled;
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
   * @param rows the row of each rating and sampled item in the training, those of a user in the
   *     order of their item ids. Not modified.
   * @param sampled the sampled items of each user
   * @throws IllegalArgumentException if the parts do not fit each other
   */
  public static TrainingHistories of(
      List<String> userIds,
      List<HistoryHash> hashes,
      int[] start,
      int[] rows,
      List<List<String>> sampled) {
    boolean fits =
        hashes.size() == userIds.size()
            && sampled.size() == userIds.size()
            && start.length == userIds.size() + 1
            && start[0] == 0
            && start[start.length - 1] == rows.length;
    for (int j = 1; fits && j < start.length; j++) {
      fits = start[j] - start[j - 1] >= sampled.get(j - 1).size();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          Text.of(
              "training histories must have a hash, a rising start and sampled items for each of %s"
                  + " users, and %s rows, but their parts differ",
              userIds.size(), rows.length));
    }
    return new TrainingHistories(
        List.copyOf(userIds),
        List.copyOf(hashes),
        start.clone(),
        rows.clone(),
        sampled.stream().map(List::copyOf).toList());
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

  /**
   * {@return the row of each rating and sampled item, those of a user in the order of item ids, a
   * copy}
   */
  public int[] rows() {
    return rows.clone();
  }

  /** {@return the sampled items of each user, in the order of the users} */
  public List<List<String>> sampled() {
    return sampled;
  }

  /**
   * {@return a history with the items that training sampled for its user} Those that the user has
   * rated by now are left out. A history that has sampled items, or whose user was not trained, is
   * returned as it is.
   *
   * @param history any history
   */
  public History withSampled(History history) {
    Integer position = history.userId() == null ? null : positions.get(history.userId());
    if (position == null || sampled.get(position).isEmpty() || !history.sampled().isEmpty()) {
      return history;
    }
    Set<String> rated =
        history.interactions().stream().map(Interaction::itemId).collect(Collectors.toSet());
    return history.withSampled(
        sampled.get(position).stream().filter(item -> !rated.contains(item)).toList());
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
   * {@return the training row of each rating of a history, then of each item that was sampled for
   * its user, or null if it is not the history that was trained}
   *
   * @param given any history, with or {@linkplain #withSampled without} the sampled items
   */
  public int @Nullable [] rowsOf(History given) {
    History history = withSampled(Objects.requireNonNull(given, "given"));
    Integer position = history.userId() == null ? null : positions.get(history.userId());
    int[] order = byItem(history);
    if (position == null
        || start[position + 1] - start[position] != order.length
        || hashes.get(position).ratings() != HistoryHash.of(history).ratings()) {
      return null;
    }
    int[] rowsOf = new int[order.length];
    for (int j = 0; j < order.length; j++) {
      rowsOf[order[j]] = rows[start[position] + j];
    }
    return rowsOf;
  }

  /**
   * {@return the training row of each item, rated or sampled, of the history that was trained, as
   * far as it is a part of the given one; empty if it is not found there} It is the given one
   * itself or, where ratings have come since, its first ratings as they stand or by their times.
   *
   * @param given any history, with or {@linkplain #withSampled without} the sampled items
   */
  public Map<String, Integer> rowsByItem(History given) {
    Objects.requireNonNull(given, "given");
    Integer position = given.userId() == null ? null : positions.get(given.userId());
    int count =
        position == null
            ? Integer.MAX_VALUE
            : start[position + 1] - start[position] - sampled.get(position).size();
    if (given.size() < count) {
      return Map.of();
    }
    List<Interaction> asGiven = given.interactions();
    List<Interaction> byTime =
        Arrays.stream(History.oldestFirst(asGiven)).mapToObj(asGiven::get).toList();
    Map<String, Integer> byItem = new HashMap<>();
    for (List<Interaction> ratings : List.of(asGiven, byTime)) {
      // With all that was sampled then, rated since or not.
      History before =
          withSampled(new History(given.userId(), given.userTags(), ratings.subList(0, count)));
      int[] rowsOf = rowsOf(before);
      for (int r = 0; rowsOf != null && r < rowsOf.length; r++) {
        byItem.put(before.rows().get(r).itemId(), rowsOf[r]);
      }
    }
    return byItem;
  }

  /**
   * {@return for each row of this training the row of another set that is the same, [rows]}
   *
   * @param other a set of the same ratings, in any order
   * @throws IllegalArgumentException if a user of the one has other ratings, or none, in the other
   */
  public int[] rowsIn(TrainingHistories other) {
    int[] rowsIn = new int[rows.length];
    for (int u = 0; u < userIds.size(); u++) {
      Integer there = other.positions.get(userIds.get(u));
      if (there == null || !hashes.get(u).equals(other.hashes.get(there))) {
        throw differs(userIds.get(u), other);
      }
      for (int j = start[u]; j < start[u + 1]; j++) {
        rowsIn[rows[j]] = other.rows[other.start[there] + j - start[u]];
      }
    }
    for (String userId : other.userIds) {
      if (!positions.containsKey(userId)) {
        throw differs(userId, other);
      }
    }
    return rowsIn;
  }

  private IllegalArgumentException differs(String userId, TrainingHistories other) {
    return new IllegalArgumentException(
        Text.of(
            "training set must have the rows that the model was trained on, but user '%s' has other"
                + " ratings (%s rows of %s users, and the model was trained on %s of %s); make it"
                + " of the histories of the training",
            userId, other.rows.length, other.userIds.size(), rows.length, userIds.size()));
  }

  /** {@return the places of a history's rows in the order of their item ids} */
  static int[] byItem(History history) {
    List<Interaction> rows = history.rows();
    Integer[] order = new Integer[rows.size()];
    Arrays.setAll(order, j -> j);
    Arrays.sort(order, (i, j) -> rows.get(i).itemId().compareTo(rows.get(j).itemId()));
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
        && Arrays.equals(rows, that.rows)
        && sampled.equals(that.sampled);
  }

  @Override
  public int hashCode() {
    return Objects.hash(userIds, hashes, Arrays.hashCode(rows));
  }

  /** {@return the number of users and rows} */
  @Override
  public String toString() {
    return "TrainingHistories[" + userIds.size() + " users, " + rows.length + " rows]";
  }
}
