package io.github.fmexplain.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Gathers the users of a partition whose rows come one after the other, one user at a time. */
final class RatingIterator implements Iterator<Given> {

  private final Input.Layout layout;
  private final Iterator<Row> rows;
  private final int dimension;

  /** The first row of the next user. */
  private @Nullable Row first;

  private @Nullable Given next;

  RatingIterator(Input.Layout layout, Iterator<Row> rows, int dimension) {
    this.layout = layout;
    this.rows = rows;
    this.dimension = dimension;
    this.first = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    // Of users that are kept apart from the model, most may have no rating here.
    while (next == null && first != null) {
      Given gathered = gather(first);
      next = gathered.isEmpty() ? null : gathered;
    }
    return next != null;
  }

  @Override
  public Given next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Given given = Objects.requireNonNull(next);
    next = null;
    return given;
  }

  private Given gather(Row start) {
    String user = start.getString(layout.user());
    Given given = new Given(user);
    Row row = start;
    do {
      add(row, given);
      row = rows.hasNext() ? rows.next() : null;
    } while (row != null && Objects.equals(row.getString(layout.user()), user));
    first = row;
    return given;
  }

  private void add(Row row, Given given) {
    int kind = layout.kind() < 0 ? Input.RATING : row.getInt(layout.kind());
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
