package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a file of movies whose genres are names between bars. */
final class MovieFile {

  static final String COLUMNS = "item title genres";
  static final String NO_GENRES = "(no genres listed)";

  private MovieFile() {}

  static Catalogue read(TextTable table) throws IOException {
    Map<String, CatalogueItem> items = new LinkedHashMap<>();
    while (table.next()) {
      String id = table.id(0, "item");
      if (items.put(id, new CatalogueItem(id, table.text(1), genres(table))) != null) {
        throw table.repeated("item", id);
      }
    }
    if (items.isEmpty()) {
      throw table.empty("item");
    }
    return Catalogue.of(items.values());
  }

  private static Set<String> genres(TextTable table) throws IOException {
    String text = table.text(2);
    if (text.equals(NO_GENRES)) {
      return Set.of();
    }
    List<String> genres = Dialect.PIPE.split(text);
    if (genres.contains("")) {
      throw table.bad(2, "genres", "names between bars or '" + NO_GENRES + "'");
    }
    return Set.copyOf(genres);
  }
}
