package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the files of ml-1m, and of ml-10m, which has tags in place of users. */
final class Ml1mReader implements LayoutReader {

  private static final String USERS = "users.dat";
  private static final String TAGS = "tags.dat";

  private final boolean users;

  private Ml1mReader(boolean users) {
    this.users = users;
  }

  static Ml1mReader ofMl1m() {
    return new Ml1mReader(true);
  }

  static Ml1mReader ofMl10m() {
    return new Ml1mReader(false);
  }

  @Override
  public MovieLensLayout layout() {
    return users ? MovieLensLayout.ML_1M : MovieLensLayout.ML_10M;
  }

  @Override
  public boolean isLayoutOf(Path folder) {
    return users
        ? LayoutReader.super.isLayoutOf(folder)
        : Files.exists(folder.resolve(TAGS)) && !Files.exists(folder.resolve(USERS));
  }

  @Override
  public List<String> files() {
    return users
        ? List.of("movies.dat", "ratings.dat", USERS)
        : List.of("movies.dat", "ratings.dat");
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
    return users ? USERS : "";
  }

  @Override
  public String name(Path folder, Catalogue items) {
    return layout().toString();
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
    return users
        ? UserFile.read(
            folder.resolve(USERS),
            Dialect.COLONS,
            "user gender age occupation zip",
            Ml1mReader::row)
        : Map.of();
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
