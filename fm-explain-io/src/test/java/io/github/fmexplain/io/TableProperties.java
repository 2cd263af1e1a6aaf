package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.QuoteMode;

/** The fast splitting against Commons CSV. */
class TableProperties {

  @Property(tries = 500, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void writtenByCommonsCsv_isReadAgain(
      @ForAll("table") List<List<String>> rows,
      @ForAll("separators") String separator,
      @ForAll("modes") QuoteMode mode)
      throws IOException {
    // Commons CSV writes a colon at the end of a field without quotes, so that three follow.
    Assume.that(!separator.equals("::") || mode == QuoteMode.ALL);
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(separator).setQuoteMode(mode).get();
    rows.forEach(row -> text.append(format.format(row.toArray())).append("\r\n"));

    assertEquals(rows, read(text.toString(), separator));
  }

  @Property(tries = 2000, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void anyLine_isRefusedOrReadAsByCommonsCsv(@ForAll("line") String line) throws IOException {
    List<List<String>> read;
    try {
      read = read(line + "\n", ",");
    } catch (RatingsFormatException e) {
      TestFile.assertOneLine(e);
      return;
    }
    try (CSVParser parser = CSVParser.parse(line, CSVFormat.DEFAULT)) {
      assertEquals(parser.getRecords().stream().map(row -> row.toList()).toList(), read);
    } catch (UncheckedIOException e) {
      throw new AssertionError("read what Commons CSV refuses: " + line, e);
    }
  }

  private static final Columns ANY =
      new Columns(List.of(new Columns.Role("any", "anyColumn", Set.of(), true, null)), null);

  private static List<List<String>> read(String text, String separator) throws IOException {
    Path file = TestFile.of("table.csv", text.getBytes(StandardCharsets.UTF_8));
    List<List<String>> rows = new ArrayList<>();
    try (Table table = Table.open(file, new Table.Settings(separator, true, null, null), ANY)) {
      while (table.next()) {
        rows.add(table.fields());
      }
    }
    file.getFileSystem().close();
    return rows;
  }

  @Provide
  Arbitrary<List<List<String>>> table() {
    Arbitrary<String> field = Arbitraries.strings().withChars("aé \",;\t|:\n").ofMaxLength(6);
    return Arbitraries.integers()
        .between(2, 4)
        .flatMap(width -> field.list().ofSize(width).list().ofMinSize(1).ofMaxSize(5));
  }

  @Provide
  Arbitrary<String> line() {
    return Arbitraries.strings().withChars("ab \",,\"").ofMinLength(1).ofMaxLength(12);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of("\t", "::", ";", ",", "|");
  }

  @Provide
  Arbitrary<QuoteMode> modes() {
    return Arbitraries.of(QuoteMode.ALL, QuoteMode.MINIMAL, QuoteMode.ALL_NON_NULL);
  }
}
