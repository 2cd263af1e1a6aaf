package io.github.fmexplain.spark;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.io.rows.HistoryRows;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What the rows of one user say, row by row. What is wrong with one is the user's error. */
final class Given {

  private final @Nullable String user;
  private final List<Interaction> ratings = new ArrayList<>();

  private final List<String> wanted = new ArrayList<>();
  private Set<String> userTags = Set.of();
  private double @Nullable [] theta;
  private @Nullable String error;
  private int count;

  Given(@Nullable String user) {
    this.user = user;
  }

  /** Takes a rating, null for none at all. */
  void rating(Input.Layout at, @Nullable Row row) {
    if (row == null) {
      rating(null, null, null, null);
      return;
    }
    rating(
        row.getString(at.item()),
        row.isNullAt(at.rating()) ? null : row.getDouble(at.rating()),
        at.time() < 0 || row.isNullAt(at.time()) ? null : row.getLong(at.time()),
        at.context() < 0 || row.isNullAt(at.context()) ? null : row.getList(at.context()));
  }

  private void rating(
      @Nullable String item,
      @Nullable Double rating,
      @Nullable Long micros,
      @Nullable Collection<String> context) {
    count++;
    if (user == null || error != null) {
      return;
    }
    if (item == null) {
      fail("item of rating " + count + " must not be null, but is");
      return;
    }
    if (rating == null) {
      fail("rating of item '" + item + "' must not be null, but is");
      return;
    }
    if (context != null && context.contains(null)) {
      fail("context of the rating of item '" + item + "' must not hold null, but does");
      return;
    }
    try {
      ratings.add(
          new Interaction(
              item,
              rating,
              micros == null ? null : time(micros),
              context == null ? Set.of() : Set.copyOf(context)));
    } catch (RuntimeException e) {
      fail(HistoryRows.messageOf(e));
    }
  }

  static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Takes the user's tags, which every row of a user repeats. */
  void userTags(@Nullable Collection<String> tags) {
    if (tags != null && tags.contains(null)) {
      fail("userTags must not hold null, but do");
      return;
    }
    Set<String> set = tags == null ? Set.of() : Set.copyOf(tags);
    if (count > 0 && !set.equals(userTags)) {
      fail(
          "userTags must be the same in each row of a user, but are "
              + new TreeSet<>(userTags)
              + " and "
              + new TreeSet<>(set));
    }
    userTags = set;
  }

  void theta(List<? extends @Nullable Number> values, int dimension) {
    if (values.contains(null)) {
      fail("theta must not hold null, but does");
      return;
    }
    // Models without linear weights have vectors without one.
    boolean isShort = values.size() == dimension - 1;
    double[] read = new double[isShort ? dimension : values.size()];
    int c = 0;
    for (Number value : values) {
      read[c++] = value == null ? Double.NaN : value.doubleValue();
    }
    theta = read;
  }

  /** Takes an item that is to be explained; one without an id has the empty one. */
  void wanted(@Nullable String item) {
    wanted.add(item == null ? "" : item);
  }

  @Nullable String user() {
    return user;
  }

  /** {@return the items that are to be explained, in the order of their ids} */
  List<String> wanted() {
    return wanted;
  }

  double @Nullable [] theta() {
    return theta;
  }

  private void fail(String message) {
    if (error == null) {
      error = message;
    }
    ratings.clear();
  }

  boolean isEmpty() {
    return count == 0 && wanted.isEmpty() && error == null;
  }

  /** {@return why there is no history, or null if there is one} */
  @Nullable String error() {
    if (user == null) {
      return "user must not be null, but is in a history of "
          + count
          + " ratings; leave it out, or give new users ids of their own";
    }
    return error;
  }

  /**
   * {@return the history}
   *
   * @throws IllegalArgumentException if an item is rated twice
   */
  History history() {
    return new History(user, userTags, ratings);
  }
}
