package io.github.fmexplain.movielens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** How a line falls into fields. */
enum Dialect {
  TAB("\t", "tab-separated", StandardCharsets.ISO_8859_1),
  PIPE("|", "'|'-separated", StandardCharsets.ISO_8859_1),
  COLONS("::", "'::'-separated", StandardCharsets.ISO_8859_1),
  CSV(",", "comma-separated", StandardCharsets.UTF_8);

  private final String delimiter;
  private final String description;
  private final Charset charset;

  Dialect(String delimiter, String description, Charset charset) {
    this.delimiter = delimiter;
    this.description = description;
    this.charset = charset;
  }

  String delimiter() {
    return delimiter;
  }

  String description() {
    return description;
  }

  Charset charset() {
    return charset;
  }

  /**
   * {@return the fields of a line, in a list that may be changed}
   *
   * @throws IOException if a quote is left open, or follows a closed one
   */
  List<String> split(String line) throws IOException {
    if (this == CSV && line.indexOf('"') >= 0) {
      return splitQuoted(line);
    }
    List<String> fields = new ArrayList<>(4);
    int from = 0;
    int to;
    while ((to = line.indexOf(delimiter, from)) >= 0) {
      fields.add(line.substring(from, to));
      from = to + delimiter.length();
    }
    fields.add(line.substring(from));
    return fields;
  }

  private static List<String> splitQuoted(String line) throws IOException {
    try (CSVParser parser = CSVParser.parse(line, CSVFormat.DEFAULT)) {
      List<String> fields = new ArrayList<>(4);
      for (CSVRecord row : parser.getRecords()) {
        fields.addAll(row.toList());
      }
      return fields;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
