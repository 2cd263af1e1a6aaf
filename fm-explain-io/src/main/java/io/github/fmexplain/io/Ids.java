package io.github.fmexplain.io;

import java.util.HashMap;
import java.util.Map;

/** Checks ids, and keeps one copy of each for all rows that have it. Not thread-safe. */
final class Ids {

  static final int MAXIMUM_ID = 1000;

  /** How many characters are kept; a file with more of them has a copy per row. */
  private static final int MAXIMUM_KEPT = 1 << 24;

  private final Map<String, String> known = new HashMap<>();
  private int kept;

  /** {@return the id in a field of the row} */
  String of(Table table, int field, String role) throws RatingsFormatException {
    String text = table.field(field);
    String id = known.get(text);
    if (id != null) {
      return id;
    }
    check(table, field, role, text);
    if (kept + text.length() <= MAXIMUM_KEPT) {
      kept += text.length();
      known.put(text, text);
    }
    return text;
  }

  private static void check(Table table, int field, String role, String id)
      throws RatingsFormatException {
    if (id.isEmpty()) {
      throw table.bad(field, role, "an id", "remove the line or complete it");
    }
    if (id.length() > MAXIMUM_ID) {
      throw table.bad(
          field, role, "an id of at most " + MAXIMUM_ID + " characters", "is it the right column?");
    }
    boolean clean = id.strip().length() == id.length();
    for (int c = 0; clean && c < id.length(); c++) {
      clean = !Character.isISOControl(id.charAt(c));
    }
    if (!clean) {
      throw table.bad(
          field,
          role,
          "an id without control characters or space around it",
          "remove them, or check the separator");
    }
  }
}
