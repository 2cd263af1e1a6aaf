package io.github.fmexplain.io;

import io.github.fmexplain.internal.Text;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of rows, all with as many fields as the first, if nothing else is allowed. Each
 * check that fails names the line. Not thread-safe.
 */
final class Table implements Closeable {

  private static final int SAMPLE = 20;

  private final LineReader lines;
  private final Dialect dialect;
  private int[] starts = new int[8];
  private int[] ends = new int[8];
  private String line = "";
  private List<String> quoted = List.of();
  private boolean isQuoted;
  private int size;
  private int width;
  private int least;
  private long number;

  private Table(LineReader lines, Dialect dialect) {
    this.least = Integer.MAX_VALUE;
    this.lines = lines;
    this.dialect = dialect;
  }

  /**
   * How a file is written, as far as it is known.
   *
   * @param separator what stands between two fields, or null to find out
   * @param quotes whether fields may be between quotes, or null to find out
   * @param header whether the first line names the columns, or null to find out
   * @param charset the encoding, or null for UTF-8
   */
  record Settings(
      @Nullable String separator,
      @Nullable Boolean quotes,
      @Nullable Boolean header,
      @Nullable Charset charset) {}

  /**
   * Opens a file.
   *
   * @param columns what the first line must have at least
   */
  static Table open(Path path, Settings settings, Columns columns) throws IOException {
    Charset charset = settings.charset == null ? StandardCharsets.UTF_8 : settings.charset;
    LineReader lines = LineReader.open(path, charset);
    try {
      List<String> sample = lines.lookAhead(SAMPLE);
      if (sample.isEmpty()) {
        throw empty(lines, "line");
      }
      Dialect dialect = Dialect.of(sample, columns.last(), settings.separator, settings.quotes);
      if (dialect == null) {
        // A column may have been chosen that is not there.
        int required = columns.required();
        dialect = Dialect.of(sample, required, settings.separator, settings.quotes);
      }
      if (dialect == null) {
        throw new RatingsFormatException(
            String.format(
                Locale.ROOT,
                "line 1 of %s must have at least %d fields (%s) between tabs, '::', ';', ',' or"
                    + " '|', but was %s; choose with separator(…)",
                lines.file(),
                columns.required(),
                columns.description(),
                Text.quoted(sample.get(0))));
      }
      return new Table(lines, dialect);
    } catch (IOException e) {
      lines.close();
      throw e;
    }
  }

  /** Reads the next row. {@return false at the end of the file} */
  boolean next() throws IOException {
    String text = lines.next();
    if (text == null) {
      return false;
    }
    number = lines.number();
    if (text.isEmpty()) {
      checkNothingFollows();
      return false;
    }
    isQuoted = !split(text, dialect.quotes() && text.indexOf('"') >= 0);
    if (isQuoted) {
      splitQuoted(text);
    }
    if (width == 0) {
      width = size;
    } else if (size > width || size < Math.min(width, least)) {
      throw new RatingsFormatException(
          String.format(
              Locale.ROOT,
              "%s must have %d %s %s as line 1 has, but has %d; is the file complete?",
              where(),
              width,
              dialect.description(),
              width == 1 ? "field" : "fields",
              size));
    }
    return true;
  }

  /**
   * Lets each row, the first too, end before a field if that is the last.
   *
   * @param last the field, from 0; less for none
   */
  void mayEndBefore(int last) {
    width = Math.max(width, last + 1);
    least = last == width - 1 ? last : width;
  }

  private void checkNothingFollows() throws IOException {
    String text;
    while ((text = lines.next()) != null) {
      if (!text.isEmpty()) {
        throw new RatingsFormatException(
            where() + " must not be empty, as more lines follow; remove it");
      }
    }
  }

  /**
   * Splits a row. Nearly all rows are this simple, and it is several times faster than a parser.
   *
   * @return false if a quote is not at either end of a field
   */
  private boolean split(String text, boolean hasQuotes) {
    line = text;
    size = 0;
    String separator = dialect.separator();
    int from = 0;
    while (true) {
      boolean between = hasQuotes && text.startsWith("\"", from);
      int start = between ? from + 1 : from;
      int next = indexOf(text, separator, from);
      int end = next < 0 ? text.length() : next;
      if (hasQuotes) {
        int quote = text.indexOf('"', start);
        if (between) {
          end = quote;
          next = quote < 0 || quote + 1 == text.length() ? -1 : quote + 1;
          if (quote < 0 || (next >= 0 && !text.startsWith(separator, next))) {
            return false;
          }
        } else if (quote >= 0 && quote < end) {
          return false;
        }
      }
      add(start, end);
      if (next < 0) {
        return true;
      }
      from = next + separator.length();
    }
  }

  private static int indexOf(String text, String separator, int from) {
    return separator.length() == 1
        ? text.indexOf(separator.charAt(0), from)
        : text.indexOf(separator, from);
  }

  private void add(int start, int end) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    starts[size] = start;
    ends[size] = end;
    size++;
  }

  /** Splits a row that may go on in the next lines, as long as a quote is open. */
  private void splitQuoted(String first) throws IOException {
    String text = first;
    if (!dialect.isComplete(text)) {
      StringBuilder joined = new StringBuilder(text);
      String more;
      do {
        more = lines.next();
        if (more == null || joined.length() + more.length() >= LineReader.MAXIMUM_LINE) {
          throw badQuotes(null);
        }
        joined.append('\n').append(more);
        // An odd number of quotes closes the open one.
      } while (dialect.isComplete(more));
      text = joined.toString();
    }
    try {
      quoted = dialect.splitQuoted(text);
    } catch (IOException e) {
      throw badQuotes(e);
    }
    size = quoted.size();
  }

  private RatingsFormatException badQuotes(@Nullable IOException cause) {
    return new RatingsFormatException(
        where()
            + " must have quotes around whole fields only and each quote closed, but one is not; is"
            + " the file complete? if quotes are just text, set quotes(false)",
        cause);
  }

  /** {@return the number of fields of the row} */
  int size() {
    return size;
  }

  /** {@return a field of the row, from 0; empty if it may be missing and is} */
  String field(int field) {
    return field >= size
        ? ""
        : isQuoted ? quoted.get(field) : line.substring(starts[field], ends[field]);
  }

  /** {@return all fields of the row} */
  List<String> fields() {
    return IntStream.range(0, size).mapToObj(this::field).toList();
  }

  /** {@return the number of the row's first line, from 1} */
  long number() {
    return number;
  }

  String file() {
    return lines.file();
  }

  /** {@return the exception for a field that is not what it must be} */
  RatingsFormatException bad(int field, String role, String expected, String advice) {
    return new RatingsFormatException(
        String.format(
            Locale.ROOT,
            "%s must have %s in column %d (%s), but has %s; %s",
            where(),
            expected,
            field + 1,
            role,
            field(field).isEmpty() ? "nothing" : Text.quoted(field(field)),
            advice));
  }

  /** {@return the exception for a file without any row} */
  RatingsFormatException empty(String what) {
    return empty(lines, what);
  }

  private static RatingsFormatException empty(LineReader lines, String what) {
    return new RatingsFormatException(
        lines.file() + " must have at least 1 " + what + ", but has none; is the file complete?");
  }

  private String where() {
    return "line " + number + " of " + lines.file();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
