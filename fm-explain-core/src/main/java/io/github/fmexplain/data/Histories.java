package io.github.fmexplain.data;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collector;

/**
 * Makes the histories of all users from rows of ratings.
 *
 * <p>The histories are in the order of each user's first row, the ratings of a history in the order
 * of its rows. A rating that is made of several has the place of the first.
 */
public final class Histories {

  private Histories() {}

  /**
   * {@return one history per user}
   *
   * @param rows the rows of all users, in any order
   * @param repeats what to do with several ratings that one user gave to one item
   * @throws IllegalArgumentException if there are such ratings and they are refused, or if their
   *     sum is not finite
   */
  public static List<History> of(Iterable<RatingRow> rows, Repeats repeats) {
    Objects.requireNonNull(repeats, "repeats");
    RowsByUser users = new RowsByUser(repeats);
    rows.forEach(users::add);
    return users.histories();
  }

  /**
   * {@return a collector that makes one history per user} It respects the order of the rows, in
   * parallel streams too, and fails as {@link #of(Iterable, Repeats)} does.
   *
   * @param repeats what to do with several ratings that one user gave to one item
   */
  public static Collector<RatingRow, ?, List<History>> collector(Repeats repeats) {
    Objects.requireNonNull(repeats, "repeats");
    return Collector.of(
        () -> new RowsByUser(repeats), RowsByUser::add, RowsByUser::join, RowsByUser::histories);
  }
}
