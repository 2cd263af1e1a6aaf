package io.github.fmexplain.spark;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.io.rows.HistoryRows;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** What runs for each partition: users in, one at a time, rows out. */
record Work(Source source, Settings settings, HistoryRows form, Input.Layout layout, Task task)
    implements MapPartitionsFunction<Row, Row> {

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    FmExplainer explainer = source.explainer(settings);
    int dimension = explainer.trained().model().numFactors() + 1;
    return new RowIterator(layout.read(rows, dimension), explainer);
  }

  /** The rows of one user after those of the other. */
  private final class RowIterator implements Iterator<Row> {

    private final Iterator<Given> users;
    private final FmExplainer explainer;
    private Iterator<Row> rows = Collections.emptyIterator();

    RowIterator(Iterator<Given> users, FmExplainer explainer) {
      this.users = users;
      this.explainer = explainer;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && users.hasNext()) {
        rows = task.rows(form, explainer, users.next()).iterator();
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
