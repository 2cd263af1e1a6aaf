package io.github.fmexplain.io;

import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /** {@return how many fields a file must have} */
  int minimum() {
    int minimum = (int) roles.stream().filter(Role::required).count();
    for (Role role : roles) {
      if (role.choice != null) {
        minimum = Math.max(minimum, role.choice.position + 1);
      }
    }
    return minimum;
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
            + shown.stream()
                .limit(MAXIMUM_SHOWN)
                .map(Text::quoted)
                .collect(Collectors.joining(", "))
            + (shown.size() > MAXIMUM_SHOWN ? ", …" : "")
            + "; choose with "
            + role.setting
            + "(…)"
            + (header == null ? ", or set header(false) if line 1 is data" : ""));
  }

  /** {@return the column of each role, or -1, by position} The present row is the first. */
  int[] byPosition(Table table) throws RatingsFormatException {
    boolean chosen = roles.stream().anyMatch(role -> role.choice != null);
    if (!chosen && table.size() > roles.size()) {
      throw new RatingsFormatException(
          String.format(
              Locale.ROOT,
              "line 1 of %s must have at most %d fields (%s) without a header, but has %d; choose"
                  + " the columns with %s",
              table.file(),
              roles.size(),
              description(),
              table.size(),
              roles.stream().map(role -> role.setting + "(…)").collect(Collectors.joining(", "))));
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
              "line 1 of %s must have a column %d (%s), but has %d; choose with %s(…), or check the"
                  + " separator",
              table.file(),
              column + 1,
              role.name,
              table.size(),
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
