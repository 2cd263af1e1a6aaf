package io.github.fmexplain.movielens;

import io.github.fmexplain.data.History;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The histories of the users that have ratings, each made when it is asked for. Unmodifiable. */
final class HistoryList extends AbstractList<History> implements RandomAccess {

  private final int[] users;
  private final IntFunction<History> historyOf;

  HistoryList(Ratings ratings, IntFunction<History> historyOf) {
    this.users =
        IntStream.range(0, ratings.users()).filter(user -> ratings.count(user) > 0).toArray();
    this.historyOf = historyOf;
  }

  @Override
  public History get(int index) {
    return historyOf.apply(users[index]);
  }

  @Override
  public int size() {
    return users.length;
  }
}
