package io.github.fmexplain.spark;

import static org.apache.spark.sql.functions.col;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A catalogue in arrays, which every serializer takes. */
final class ItemTable implements Serializable {

  private static final long serialVersionUID = 1;

  private final String[] ids;
  private final String[] titles;
  private final String[][] tags;

  private ItemTable(Catalogue catalogue) {
    List<CatalogueItem> items = catalogue.items();
    ids = items.stream().map(CatalogueItem::id).toArray(String[]::new);
    titles = items.stream().map(CatalogueItem::title).toArray(String[]::new);
    tags = items.stream().map(item -> item.tags().toArray(new String[0])).toArray(String[][]::new);
  }

  /** {@return the items of a data set, in the order of their ids} */
  static ItemTable of(Dataset<Row> items) {
    Columns columns = Columns.of("items", items.schema());
    columns.requireId("item");
    columns.requireId("title");
    boolean tagged = columns.hasTags("tags");
    Column tags = tagged ? col("tags") : functions.array().cast("array<string>");
    Iterator<Row> rows =
        items
            .select(col("item").cast("string"), col("title").cast("string"), tags)
            .orderBy("item")
            .toLocalIterator();
    List<CatalogueItem> read = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (row.isNullAt(0)) {
        throw new IllegalArgumentException("item of items must not be null, but is in one row");
      }
      String id = row.getString(0);
      Set<String> set = row.isNullAt(2) ? Set.of() : Set.copyOf(row.<String>getList(2));
      read.add(new CatalogueItem(id, row.isNullAt(1) ? id : row.getString(1), set));
    }
    return new ItemTable(Catalogue.of(read));
  }

  /** {@return items without titles} */
  static Catalogue all(Collection<String> ids) {
    return Catalogue.of(ids.stream().map(id -> new CatalogueItem(id, id, Set.of())).toList());
  }

  Catalogue catalogue() {
    List<CatalogueItem> items = new ArrayList<>(ids.length);
    for (int j = 0; j < ids.length; j++) {
      items.add(new CatalogueItem(ids[j], titles[j], Set.of(tags[j])));
    }
    return Catalogue.of(items);
  }
}
