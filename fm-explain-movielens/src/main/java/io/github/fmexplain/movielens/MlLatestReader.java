package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the files of ml-latest, ml-latest-small and ml-25m. */
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
  public String name(Path folder) {
    // The files do not say which of these sets they are; the folder of the archive does.
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last != null && last.toString().startsWith("ml-") ? last.toString() : "ml-latest";
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
