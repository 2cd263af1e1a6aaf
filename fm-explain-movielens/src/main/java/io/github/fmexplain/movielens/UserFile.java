package io.github.fmexplain.movielens;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a file of users. An empty age, gender or occupation is one that is not known. */
final class UserFile {

  private static final int MAXIMUM_AGE = 150;

  private UserFile() {}

  /** Makes a user of the row that the table is at. */
  interface RowReader {
    UserData read(TextTable table) throws MovieLensFormatException;
  }

  static Map<String, UserData> read(Path file, Dialect dialect, String columns, RowReader reader)
      throws IOException {
    Map<String, UserData> users = new LinkedHashMap<>();
    try (TextTable table = TextTable.open(file, dialect, columns)) {
      while (table.next()) {
        String id = table.id(0, "user");
        if (users.put(id, reader.read(table)) != null) {
          throw table.repeated("user", id);
        }
      }
      if (users.isEmpty()) {
        throw table.empty("user");
      }
    }
    return users;
  }

  static int age(TextTable table, int field) throws MovieLensFormatException {
    return table.text(field).isEmpty() ? -1 : (int) table.number(field, "age", 0, MAXIMUM_AGE);
  }

  static String gender(TextTable table, int field) throws MovieLensFormatException {
    return switch (table.text(field)) {
      case "F", "M", "" -> table.text(field);
      default -> throw table.bad(field, "gender", "F, M or empty");
    };
  }
}
