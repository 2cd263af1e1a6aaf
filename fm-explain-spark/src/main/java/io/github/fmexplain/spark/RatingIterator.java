package io.github.fmexplain.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the users of a partition whose rows come by the hash of the user, one user at a time. The
 * rows of a user are taken by kind and item, whatever order they come in.
 */
final class RatingIterator implements Iterator<Given> {

  private final Input.Layout layout;
  private final Iterator<Row> rows;
  private final int dimension;
  private final Comparator<Row> order;

  /** The first row of the next hash. */
  private @Nullable Row first;

  /** The users of this hash: nearly always one. */
  private final Queue<Given> next = new ArrayDeque<>();

  RatingIterator(Input.Layout layout, Iterator<Row> rows, int dimension) {
    this.layout = layout;
    this.rows = rows;
    this.dimension = dimension;
    Comparator<Row> byItem =
        Comparator.comparing(
            row -> row.getString(layout.item()), Comparator.nullsFirst(Comparator.naturalOrder()));
    this.order = Comparator.comparingInt(this::kind).thenComparing(byItem);
    this.first = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    // Of users that are kept apart from the model, most may have no rating here.
    while (next.isEmpty() && first != null) {
      gather(first);
    }
    return !next.isEmpty();
  }

  @Override
  public Given next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.remove();
  }

  private void gather(Row start) {
    int hash = start.getInt(layout.hash());
    Map<@Nullable String, List<Row>> users =
        new TreeMap<>(Comparator.nullsFirst(Comparator.naturalOrder()));
    Row row = start;
    do {
      users.computeIfAbsent(row.getString(layout.user()), user -> new ArrayList<>()).add(row);
      row = rows.hasNext() ? rows.next() : null;
    } while (row != null && row.getInt(layout.hash()) == hash);
    first = row;
    users.forEach(this::gather);
  }

  private void gather(@Nullable String user, List<Row> own) {
    own.sort(order);
    Given given = new Given(user);
    own.forEach(row -> add(row, given));
    if (!given.isEmpty()) {
      next.add(given);
    }
  }

  private int kind(Row row) {
    return layout.kind() < 0 ? Input.RATING : row.getInt(layout.kind());
  }

  private void add(Row row, Given given) {
    int kind = kind(row);
    if (kind == Input.WANTED) {
      given.wanted(row.getString(layout.item()));
      return;
    }
    if (layout.theta() >= 0 && given.theta() == null && !row.isNullAt(layout.theta())) {
      given.theta(row.getList(layout.theta()), dimension);
    }
    if (kind == Input.RATING) {
      if (layout.userTags() >= 0) {
        given.userTags(row.isNullAt(layout.userTags()) ? null : row.getList(layout.userTags()));
      }
      given.rating(layout, row);
    }
  }
}
