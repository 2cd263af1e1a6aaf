package io.github.fmexplain.data;

import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects rows, user by user, until all are there. Not thread-safe. */
final class RowsByUser {

  private final Repeats repeats;
  private final Map<String, UserRows> users = new LinkedHashMap<>();
  private long rows;

  RowsByUser(Repeats repeats) {
    this.repeats = repeats;
  }

  void add(RatingRow row) {
    rows++;
    users.computeIfAbsent(row.userId(), id -> new UserRows()).add(row.interaction(), rows);
  }

  /** Appends rows that come after these. {@return this} */
  RowsByUser join(RowsByUser next) {
    next.users.forEach(
        (userId, more) -> {
          UserRows mine = users.computeIfAbsent(userId, id -> new UserRows());
          for (int r = 0; r < more.ratings.size(); r++) {
            mine.add(more.ratings.get(r), rows + more.rowNumbers[r]);
          }
        });
    rows += next.rows;
    return this;
  }

  /** Makes the histories, and lets go of the rows of each user as soon as its history is made. */
  List<History> histories() {
    List<History> histories = new ArrayList<>(users.size());
    Iterator<Map.Entry<String, UserRows>> rest = users.entrySet().iterator();
    while (rest.hasNext()) {
      Map.Entry<String, UserRows> user = rest.next();
      histories.add(History.of(user.getKey(), merged(user.getKey(), user.getValue())));
      rest.remove();
    }
    return List.copyOf(histories);
  }

  private List<Interaction> merged(String userId, UserRows mine) {
    List<Interaction> merged = new ArrayList<>(mine.ratings.size());
    int[] counts = new int[mine.ratings.size()];
    int[] firstRows = new int[mine.ratings.size()];
    Map<String, Integer> places = new HashMap<>(mine.ratings.size() * 2);
    for (int r = 0; r < mine.ratings.size(); r++) {
      Interaction next = mine.ratings.get(r);
      Integer place = places.putIfAbsent(next.itemId(), merged.size());
      if (place == null) {
        firstRows[merged.size()] = r;
        counts[merged.size()] = 1;
        merged.add(next);
      } else if (repeats == Repeats.REFUSE) {
        throw new IllegalArgumentException(
            Text.of(
                "a user must rate an item once, but user '%s' rates item '%s' in rows %s and %s;"
                    + " keep one of them, or say what to do with Repeats",
                userId, next.itemId(), mine.rowNumbers[firstRows[place]], mine.rowNumbers[r]));
      } else {
        merged.set(place, both(userId, merged.get(place), next));
        counts[place]++;
      }
    }
    for (int place = 0; place < merged.size(); place++) {
      if (counts[place] > 1) {
        merged.set(place, repeats.finished(merged.get(place), counts[place]));
      }
    }
    return merged;
  }

  private Interaction both(String userId, Interaction kept, Interaction next) {
    double sum = kept.rating() + next.rating();
    if ((repeats == Repeats.SUM || repeats == Repeats.MEAN)
        && Math.abs(sum) > Interaction.LARGEST) {
      throw new IllegalArgumentException(
          Text.of(
              "sum of the ratings of item '%s' by user '%s' must be from -1e12 to 1e12, but was %s;"
                  + " use another scale",
              next.itemId(), userId, sum));
    }
    return repeats.merged(kept, next);
  }

  /** The rows of one user: the ratings, and the number of each row among all rows, from 1. */
  private static final class UserRows {

    private final List<Interaction> ratings = new ArrayList<>();
    private long[] rowNumbers = new long[10];

    void add(Interaction rating, long rowNumber) {
      if (ratings.size() == rowNumbers.length) {
        rowNumbers = Arrays.copyOf(rowNumbers, rowNumbers.length + rowNumbers.length / 2);
      }
      rowNumbers[ratings.size()] = rowNumber;
      ratings.add(rating);
    }
  }
}
