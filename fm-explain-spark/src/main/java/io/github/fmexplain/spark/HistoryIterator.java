package io.github.fmexplain.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/** Reads the users of a partition that has one row for each. */
final class HistoryIterator implements Iterator<Given> {

  private final Input.Layout layout;
  private final Iterator<Row> rows;
  private final int dimension;

  HistoryIterator(Input.Layout layout, Iterator<Row> rows, int dimension) {
    this.layout = layout;
    this.rows = rows;
    this.dimension = dimension;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Given next() {
    Row row = rows.next();
    Given given = new Given(row.getString(layout.user()));
    if (layout.userTags() >= 0 && !row.isNullAt(layout.userTags())) {
      given.userTags(row.getList(layout.userTags()));
    }
    if (layout.theta() >= 0 && !row.isNullAt(layout.theta())) {
      given.theta(row.getList(layout.theta()), dimension);
    }
    if (layout.wanted() >= 0) {
      List<Row> items = row.getList(layout.wanted());
      items.forEach(item -> given.wanted(item.getString(0)));
    }
    if (!row.isNullAt(layout.ratings())) {
      List<Row> ratings = row.getList(layout.ratings());
      ratings.forEach(rating -> given.rating(layout, rating));
    }
    return given;
  }
}
