package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the files of ml-latest, ml-latest-small, ml-20m, ml-25m and ml-32m. */
final class MlLatestReader implements LayoutReader {

  static final String RATING_HEADER = "userId,movieId,rating,timestamp";
  static final String MOVIE_HEADER = "movieId,title,genres";

  @Override
  public MovieLensLayout layout() {
    return MovieLensLayout.ML_LATEST;
  }

  @Override
  public List<String> files() {
    return List.of("movies.csv", "ratings.csv");
  }

  @Override
  public String itemsFile() {
    return "movies.csv";
  }

  @Override
  public String ratingsFile() {
    return "ratings.csv";
  }

  @Override
  public String usersFile() {
    return "";
  }

  @Override
  public String name(Path folder, Catalogue items) {
    // The files do not say which of these sets they are; the folder of the archive does, and the
    // number of the films of those that do not change.
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last != null && last.toString().startsWith("ml-")
        ? last.toString()
        : switch (items.size()) {
          case 27_278 -> "ml-20m";
          case 62_423 -> "ml-25m";
          case 87_585 -> "ml-32m";
          default -> "ml-latest";
        };
  }

  @Override
  public Catalogue readItems(Path folder) throws IOException {
    try (TextTable table =
        TextTable.open(folder.resolve("movies.csv"), Dialect.CSV, MovieFile.COLUMNS)) {
      return MovieFile.read(table.header(MOVIE_HEADER));
    }
  }

  @Override
  public Map<String, UserData> readUsers(Path folder) {
    return Map.of();
  }

  @Override
  public TextTable openRatings(Path file) throws IOException {
    TextTable table = TextTable.open(file, Dialect.CSV, RATING_COLUMNS);
    try {
      return table.header(RATING_HEADER);
    } catch (IOException e) {
      table.close();
      throw e;
    }
  }
}
