package io.github.fmexplain.io;

import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a reader takes the columns of a file for. Its text says it in one line. Immutable.
 *
 * @param file the name of the file
 * @param header whether the first line names the columns
 * @param names what the header calls the columns, in their order; without a header, their positions
 * @param used the position, from 1, of each column that is read, by what it is read as: "user",
 *     "item", "rating", "time", "title" or "tags"
 */
public record FileColumns(
    String file, boolean header, List<String> names, Map<String, Integer> used) {

  private static final int MAXIMUM_SHOWN = 8;

  public FileColumns {
    names = List.copyOf(names);
    used = Collections.unmodifiableMap(new LinkedHashMap<>(used));
  }

  /** Of the first line, which is the present row. */
  static FileColumns of(Table table, boolean header, Map<String, Integer> used) {
    int width = Math.max(table.size(), used.values().stream().mapToInt(p -> p).max().orElse(0));
    return new FileColumns(
        table.file(),
        header,
        header ? table.fields() : IntStream.rangeClosed(1, width).mapToObj(c -> "" + c).toList(),
        used);
  }

  /** {@return the names of the columns that are not read, in their order} */
  public List<String> unused() {
    List<String> unused = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      if (!used.containsValue(c + 1)) {
        unused.add(names.get(c));
      }
    }
    return unused;
  }

  /** {@return such as: columns of ratings.csv: user 'customer', item 'sku'; not read: 'shelf'} */
  @Override
  public String toString() {
    String read =
        used.entrySet().stream()
            .map(column -> column.getKey() + " " + shown(names.get(column.getValue() - 1)))
            .collect(Collectors.joining(", "));
    return "columns of "
        + file
        + (header ? ": " : ", which has no header: ")
        + read
        + (unused().isEmpty() ? "" : "; not read: " + shown(unused()));
  }

  private String shown(List<String> some) {
    return some.stream().limit(MAXIMUM_SHOWN).map(this::shown).collect(Collectors.joining(", "))
        + (some.size() > MAXIMUM_SHOWN ? ", …" : "");
  }

  private String shown(String name) {
    return header ? Text.quoted(name) : name;
  }
}
