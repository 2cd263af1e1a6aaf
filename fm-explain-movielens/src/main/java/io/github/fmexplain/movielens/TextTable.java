package io.github.fmexplain.movielens;

import io.github.fmexplain.internal.Text;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a file of lines with a fixed number of fields. Each check that fails names the line. Not
 * thread-safe.
 */
final class TextTable implements Closeable {

  private final LineReader lines;
  private final Dialect dialect;
  private final String columns;
  private final int width;
  private List<String> fields = List.of();

  private TextTable(LineReader lines, Dialect dialect, String columns, int width) {
    this.lines = lines;
    this.dialect = dialect;
    this.columns = columns;
    this.width = width;
  }

  /** {@return the table of a file} Columns are the names of the fields, between spaces. */
  static TextTable open(Path path, Dialect dialect, String columns) throws IOException {
    return open(path, dialect, columns, columns.split(" ").length);
  }

  static TextTable open(Path path, Dialect dialect, String columns, int width) throws IOException {
    return new TextTable(LineReader.open(path, dialect.charset()), dialect, columns, width);
  }

  /** Reads the first line, which must be the given one. */
  TextTable header(String expected) throws IOException {
    String line = lines.next();
    if (line == null) {
      throw empty("line");
    }
    if (!isHeader(line, expected)) {
      throw new MovieLensFormatException(
          "line 1 of "
              + lines.file()
              + " must be '"
              + expected
              + "', but was "
              + Text.quoted(line)
              + "; is it a MovieLens file?");
    }
    return this;
  }

  private boolean isHeader(String line, String expected) {
    try {
      return String.join(dialect.delimiter(), dialect.split(line)).equals(expected);
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads the next row. {@return false at the end of the file} */
  boolean next() throws IOException {
    String line = lines.next();
    if (line == null) {
      return false;
    }
    try {
      fields = dialect.split(line);
    } catch (IOException e) {
      MovieLensFormatException failure =
          new MovieLensFormatException(
              where() + " must have each quote closed, but one is open; is the file complete?");
      failure.initCause(e);
      throw failure;
    }
    if (fields.size() != width) {
      throw new MovieLensFormatException(
          where()
              + " must have "
              + width
              + " "
              + dialect.description()
              + " fields '"
              + columns
              + "', but has "
              + fields.size()
              + "; is the file complete?");
    }
    return true;
  }

  String text(int field) {
    return fields.get(field);
  }

  /** {@return a field that must not be empty} */
  String id(int field, String what) throws MovieLensFormatException {
    String id = fields.get(field);
    if (id.isEmpty()) {
      throw new MovieLensFormatException(what + " in " + where() + " must not be empty");
    }
    return id;
  }

  /** {@return a whole number within bounds} */
  long number(int field, String what, long minimum, long maximum) throws MovieLensFormatException {
    String text = fields.get(field);
    long value = 0;
    boolean valid = !text.isEmpty() && text.length() <= 10;
    for (int c = 0; valid && c < text.length(); c++) {
      int digit = text.charAt(c) - '0';
      valid = digit >= 0 && digit <= 9;
      value = 10 * value + digit;
    }
    if (!valid || value < minimum || value > maximum) {
      throw bad(field, what, "a whole number from " + minimum + " to " + maximum);
    }
    return value;
  }

  /** {@return a rating in half stars, from 1 to 10} */
  int halfStars(int field) throws MovieLensFormatException {
    String text = fields.get(field);
    if (text.length() > 3) {
      // Some write 4.00, and 3.50.
      text = text.replaceFirst("(?<=\\.[0-9])0+$", "");
    }
    int whole = text.isEmpty() ? -1 : text.charAt(0) - '0';
    int half = -1;
    if (text.length() == 1 || (text.endsWith(".0") && text.length() == 3)) {
      half = 0;
    } else if (text.endsWith(".5") && text.length() == 3) {
      half = 1;
    }
    int halfStars = 2 * whole + half;
    if (half < 0 || whole < 0 || halfStars < 1 || halfStars > 10) {
      throw bad(field, "rating", "from 0.5 to 5 in steps of 0.5");
    }
    return halfStars;
  }

  MovieLensFormatException bad(int field, String what, String expected) {
    return new MovieLensFormatException(
        what
            + " in "
            + where()
            + " must be "
            + expected
            + ", but was "
            + Text.quoted(fields.get(field)));
  }

  MovieLensFormatException repeated(String what, String id) {
    return new MovieLensFormatException(
        where() + " must not have " + what + " " + Text.quoted(id) + " again; ids occur once");
  }

  MovieLensFormatException empty(String what) {
    return new MovieLensFormatException(
        lines.file() + " must have at least 1 " + what + ", but has none; is the file complete?");
  }

  int line() {
    return lines.number();
  }

  String where() {
    return "line " + lines.number() + " of " + lines.file();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
