package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the files of ml-1m. */
final class Ml1mReader implements LayoutReader {

  @Override
  public MovieLensLayout layout() {
    return MovieLensLayout.ML_1M;
  }

  @Override
  public List<String> files() {
    return List.of("movies.dat", "ratings.dat", "users.dat");
  }

  @Override
  public String itemsFile() {
    return "movies.dat";
  }

  @Override
  public String ratingsFile() {
    return "ratings.dat";
  }

  @Override
  public String usersFile() {
    return "users.dat";
  }

  @Override
  public String name(Path folder) {
    return "ml-1m";
  }

  @Override
  public Catalogue readItems(Path folder) throws IOException {
    try (TextTable table =
        TextTable.open(folder.resolve("movies.dat"), Dialect.COLONS, MovieFile.COLUMNS)) {
      return MovieFile.read(table);
    }
  }

  @Override
  public Map<String, UserData> readUsers(Path folder) throws IOException {
    return UserFile.read(
        folder.resolve("users.dat"),
        Dialect.COLONS,
        "user gender age occupation zip",
        Ml1mReader::row);
  }

  private static UserData row(TextTable table) throws MovieLensFormatException {
    return new UserData(
        UserFile.age(table, 2),
        UserFile.gender(table, 1),
        table.text(3).isEmpty()
            ? ""
            : Ml1mOccupations.name(
                (int) table.number(3, "occupation", 0, Ml1mOccupations.lastCode())));
  }

  @Override
  public TextTable openRatings(Path file) throws IOException {
    return TextTable.open(file, Dialect.COLONS, RATING_COLUMNS);
  }
}
