package io.github.fmexplain.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * How a line falls into fields.
 *
 * @param separator what stands between two fields
 * @param quotes whether a field may be between quotes, as in RFC 4180
 */
record Dialect(String separator, boolean quotes) {

  private static final List<String> USUAL = List.of("\t", "::", ";", ",", "|");

  /**
   * {@return the dialect of a file}
   *
   * <p>The separator is the usual one that gives most lines as many fields as the first, and of
   * several the one that comes first in the first line.
   *
   * @param lines the first lines, at least one
   * @param minimum how many fields there must be
   * @param separator what stands between two fields, or null to find out
   * @param quotes whether fields may be between quotes, or null to find out
   */
  static @Nullable Dialect of(
      List<String> lines, int minimum, @Nullable String separator, @Nullable Boolean quotes) {
    String found = separator;
    int most = 0;
    int first = Integer.MAX_VALUE;
    boolean mayQuote = !Boolean.FALSE.equals(quotes);
    for (String candidate : separator == null ? USUAL : List.<String>of()) {
      int width = count(lines.get(0), candidate, mayQuote);
      int alike = 0;
      for (String line : lines) {
        alike += count(line, candidate, mayQuote) == width ? 1 : 0;
      }
      int position = lines.get(0).indexOf(candidate);
      if (width >= minimum && (alike > most || (alike == most && position < first))) {
        found = candidate;
        most = alike;
        first = position;
      }
    }
    return found == null
        ? null
        : new Dialect(found, quotes == null ? hasQuotes(found, lines.get(0)) : quotes);
  }

  /** {@return whether quotes are usual with a separator, or are there in the first line} */
  private static boolean hasQuotes(String separator, String line) {
    return separator.equals(",")
        || separator.equals(";")
        || (line.startsWith("\"") && line.indexOf("\"" + separator) > 0)
        || line.contains(separator + "\"");
  }

  /** {@return the number of fields of a line, with no regard to separators between quotes} */
  private static int count(String line, String separator, boolean mayQuote) {
    int count = 1;
    int from = 0;
    while (true) {
      int next = from;
      // A doubled quote closes and opens again.
      while (mayQuote && line.startsWith("\"", next)) {
        int close = line.indexOf('"', next + 1);
        next = close < 0 ? line.length() : close + 1;
      }
      next = line.indexOf(separator, next);
      if (next < 0) {
        return count;
      }
      count++;
      from = next + separator.length();
    }
  }

  /** {@return such as "tab-separated"} */
  String description() {
    return separator.equals("\t") ? "tab-separated" : "'" + separator + "'-separated";
  }

  /** {@return whether all quotes of a text are closed, as far as they mean anything} */
  boolean isComplete(String text) {
    if (!quotes) {
      return true;
    }
    boolean complete = true;
    for (int c = text.indexOf('"'); c >= 0; c = text.indexOf('"', c + 1)) {
      complete = !complete;
    }
    return complete;
  }

  /**
   * {@return the fields of a text with quotes}
   *
   * @throws IOException if a quote is left open or stands in the wrong place
   */
  List<String> splitQuoted(String text) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(separator).get();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<CSVRecord> records = parser.getRecords();
      if (records.size() != 1) {
        throw new IOException("a quote within a field");
      }
      return records.get(0).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
