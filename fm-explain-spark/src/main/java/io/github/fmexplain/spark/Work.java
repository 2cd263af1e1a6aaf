package io.github.fmexplain.spark;

import io.github.fmexplain.io.rows.HistoryRows;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** What runs for each partition: users in, one at a time, rows out. */
record Work(Source source, Settings settings, Input.Layout layout, Task task)
    implements MapPartitionsFunction<Row, Row> {

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    var explainer = source.explainer(settings);
    HistoryRows maker = settings.rows(explainer);
    int dimension = explainer.trained().model().numFactors() + 1;
    return new RowIterator(layout.read(rows, dimension), maker, task);
  }

  /** The rows of one user after those of the other. */
  private static final class RowIterator implements Iterator<Row> {

    private final Iterator<Given> users;
    private final HistoryRows maker;
    private final Task task;
    private Iterator<Row> rows = Collections.emptyIterator();

    RowIterator(Iterator<Given> users, HistoryRows maker, Task task) {
      this.users = users;
      this.maker = maker;
      this.task = task;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && users.hasNext()) {
        rows = task.rows(maker, users.next()).iterator();
      }
      return rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return rows.next();
    }
  }
}
