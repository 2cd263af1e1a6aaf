package io.github.fmexplain.io;

import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the column of each role. Immutable. */
final class Columns {

  private static final int MAXIMUM_SHOWN = 8;

  private final List<Role> roles;
  private final @Nullable Boolean header;

  /** The roles are in the order of the columns of a file without header, those required first. */
  Columns(List<Role> roles, @Nullable Boolean header) {
    this.roles = roles;
    this.header = header;
  }

  /**
   * A column that somebody chose.
   *
   * @param name what the header calls it, or empty
   * @param position from 0, if the name is empty
   */
  record Choice(String name, int position) {

    boolean isNamed() {
      return !name.isEmpty();
    }
  }

  /**
   * What a column is for.
   *
   * @param name what messages call it
   * @param setting the setting that chooses it
   * @param known what headers call it, in lower case, without spaces and the like
   * @param required whether there must be one
   * @param choice what was chosen, or null to find out
   */
  record Role(
      String name, String setting, Set<String> known, boolean required, @Nullable Choice choice) {

    boolean isKnownAs(String column) {
      return known.contains(column.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]+", ""));
    }
  }

  /** {@return whether a row names a column of each of some roles} */
  static boolean namesEach(Table table, List<Role> roles) {
    return roles.stream().allMatch(role -> table.fields().stream().anyMatch(role::isKnownAs));
  }

  /**
   * {@return whether a row has the name of a column of some roles where the column of one of them
   * is, by position} Whoever names columns like that may name others in words that nobody knows.
   *
   * @param named the first ones
   */
  static boolean namesOne(Table table, List<Role> named) {
    for (int r = 0; r < named.size(); r++) {
      Choice choice = named.get(r).choice;
      String field = table.field(choice == null ? r : Math.max(0, choice.position));
      if (named.stream().anyMatch(role -> role.isKnownAs(field))) {
        return true;
      }
    }
    return false;
  }

  /** {@return how many columns a file must have} */
  int required() {
    return (int) roles.stream().filter(Role::required).count();
  }

  /** {@return how many columns a file must have if those that are chosen are there} */
  int last() {
    int last = required();
    for (Role role : roles) {
      if (role.choice != null) {
        last = Math.max(last, role.choice.position + 1);
      }
    }
    return last;
  }

  /** {@return what the columns are taken for} */
  FileColumns taken(Table table, boolean header, int[] columns) {
    Map<String, Integer> used = new LinkedHashMap<>();
    for (int r = 0; r < columns.length; r++) {
      if (columns[r] >= 0) {
        used.put(roles.get(r).name, columns[r] + 1);
      }
    }
    return FileColumns.of(table, header, used);
  }

  /** {@return what the fields are, for messages} */
  String description() {
    return roles.stream()
        .map(role -> role.required ? role.name : "[" + role.name + "]")
        .collect(Collectors.joining(", "));
  }

  /** {@return the column of each role, or -1, by the header, which is the present row} */
  int[] byHeader(Table table) throws RatingsFormatException {
    List<String> names = table.fields();
    int[] columns = new int[roles.size()];
    for (int r = 0; r < columns.length; r++) {
      Role role = roles.get(r);
      Choice choice = role.choice;
      if (choice == null) {
        columns[r] = only(table, role, matches(names, role::isKnownAs));
      } else if (choice.isNamed()) {
        String name = choice.name.strip();
        columns[r] = only(table, role, matches(names, n -> n.strip().equalsIgnoreCase(name)));
      } else {
        columns[r] = existing(table, role, choice.position);
      }
    }
    checkDistinct(table, columns);
    return columns;
  }

  private static List<Integer> matches(List<String> names, Predicate<String> test) {
    List<Integer> matches = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      if (test.test(names.get(c))) {
        matches.add(c);
      }
    }
    return matches;
  }

  private int only(Table table, Role role, List<Integer> matches) throws RatingsFormatException {
    if (matches.size() == 1) {
      return matches.get(0);
    }
    Choice choice = role.choice;
    if (matches.isEmpty() && choice == null && !role.required) {
      return -1;
    }
    List<String> names = table.fields();
    boolean several = !matches.isEmpty();
    List<String> shown = several ? matches.stream().map(names::get).toList() : names;
    throw new RatingsFormatException(
        "header of "
            + table.file()
            + " must have one column "
            + (choice == null ? "for the " + role.name : Text.quoted(choice.name))
            + ", but has "
            + (several ? matches.size() + ": " : "none: ")
            + shown(shown)
            + "; choose with "
            + role.setting
            + "(…)"
            + (header == null ? ", or set header(false) if line 1 is data" : ""));
  }

  static String shown(List<String> names) {
    return names.stream().limit(MAXIMUM_SHOWN).map(Text::quoted).collect(Collectors.joining(", "))
        + (names.size() > MAXIMUM_SHOWN ? ", …" : "");
  }

  /**
   * {@return the exception for a first line that was taken for data and looks like a header}
   *
   * @param line its fields
   * @param why what gives it away
   */
  RatingsFormatException unknownHeader(String file, List<String> line, String why) {
    return new RatingsFormatException(
        "line 1 of "
            + file
            + " must be data, or a header with names that are known, but has "
            + shown(line)
            + ", "
            + why
            + "; choose the columns with "
            + settings()
            + ", or set header(false) if line 1 is data");
  }

  private String settings() {
    return roles.stream().map(role -> role.setting + "(…)").collect(Collectors.joining(", "));
  }

  /** {@return the column of each role, or -1, by position} The present row is the first. */
  int[] byPosition(Table table) throws RatingsFormatException {
    boolean chosen = roles.stream().anyMatch(role -> role.choice != null);
    if (!chosen && table.size() > roles.size()) {
      throw new RatingsFormatException(
          String.format(
              Locale.ROOT,
              "line 1 of %s must have at most %d fields (%s), or known names of them, but has %d:"
                  + " %s; choose the columns with %s",
              table.file(),
              roles.size(),
              description(),
              table.size(),
              shown(table.fields()),
              settings()));
    }
    int[] columns = new int[roles.size()];
    for (int r = 0; r < columns.length; r++) {
      Role role = roles.get(r);
      if (role.choice != null) {
        columns[r] = existing(table, role, role.choice.position);
      } else if (role.required) {
        columns[r] = existing(table, role, r);
      } else {
        // With more fields, nobody can tell which one it is.
        columns[r] = table.size() == r + 1 ? r : -1;
      }
    }
    checkDistinct(table, columns);
    return columns;
  }

  private static int existing(Table table, Role role, int column) throws RatingsFormatException {
    if (column >= table.size()) {
      throw new RatingsFormatException(
          String.format(
              Locale.ROOT,
              "line 1 of %s must have a column %d (%s), but has %d %s; choose with %s(…), or check"
                  + " the separator",
              table.file(),
              column + 1,
              role.name,
              table.size(),
              table.size() == 1 ? "column" : "columns",
              role.setting));
    }
    return column;
  }

  private void checkDistinct(Table table, int[] columns) throws RatingsFormatException {
    for (int r = 0; r < columns.length; r++) {
      for (int other = 0; other < r; other++) {
        if (columns[r] >= 0 && columns[r] == columns[other]) {
          throw new RatingsFormatException(
              String.format(
                  Locale.ROOT,
                  "column %d of %s must be one thing, but is %s and %s; choose with %s(…) and %s(…)",
                  columns[r] + 1,
                  table.file(),
                  roles.get(other).name,
                  roles.get(r).name,
                  roles.get(other).setting,
                  roles.get(r).setting));
        }
      }
    }
  }
}
