package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the files of ml-100k. */
final class Ml100kReader implements LayoutReader {

  private static final int FIRST_GENRE = 5;

  @Override
  public MovieLensLayout layout() {
    return MovieLensLayout.ML_100K;
  }

  @Override
  public List<String> files() {
    return List.of("u.item", "u.data", "u.user", "u.genre");
  }

  @Override
  public String itemsFile() {
    return "u.item";
  }

  @Override
  public String ratingsFile() {
    return "u.data";
  }

  @Override
  public String usersFile() {
    return "u.user";
  }

  @Override
  public String name(Path folder, Catalogue items) {
    return "ml-100k";
  }

  @Override
  public Catalogue readItems(Path folder) throws IOException {
    List<String> genres = readGenres(folder);
    Map<String, CatalogueItem> items = new LinkedHashMap<>();
    try (TextTable table =
        TextTable.open(
            folder.resolve("u.item"),
            Dialect.PIPE,
            "item title date video-date url, then one a genre",
            FIRST_GENRE + genres.size())) {
      while (table.next()) {
        String id = table.id(0, "item");
        CatalogueItem item = new CatalogueItem(id, table.text(1), genresOf(table, genres));
        if (items.put(id, item) != null) {
          throw table.repeated("item", id);
        }
      }
      if (items.isEmpty()) {
        throw table.empty("item");
      }
    }
    return Catalogue.of(items.values());
  }

  private static Set<String> genresOf(TextTable table, List<String> genres)
      throws MovieLensFormatException {
    Set<String> tags = new TreeSet<>();
    for (int g = 0; g < genres.size(); g++) {
      if (table.number(FIRST_GENRE + g, "genre '" + genres.get(g) + "'", 0, 1) == 1) {
        tags.add(genres.get(g));
      }
    }
    return tags;
  }

  private static List<String> readGenres(Path folder) throws IOException {
    Set<String> genres = new LinkedHashSet<>();
    try (TextTable table =
        TextTable.open(folder.resolve("u.genre"), Dialect.PIPE, "genre number")) {
      while (table.next()) {
        String genre = table.id(0, "genre");
        table.number(1, "genre number", genres.size(), genres.size());
        if (!genres.add(genre)) {
          throw table.repeated("genre", genre);
        }
      }
      if (genres.isEmpty()) {
        throw table.empty("genre");
      }
    }
    return List.copyOf(genres);
  }

  @Override
  public Map<String, UserData> readUsers(Path folder) throws IOException {
    return UserFile.read(
        folder.resolve("u.user"),
        Dialect.PIPE,
        "user age gender occupation zip",
        Ml100kReader::row);
  }

  private static UserData row(TextTable table) throws MovieLensFormatException {
    return new UserData(UserFile.age(table, 1), UserFile.gender(table, 2), table.text(3));
  }

  @Override
  public TextTable openRatings(Path file) throws IOException {
    return TextTable.open(file, Dialect.TAB, RATING_COLUMNS);
  }
}
