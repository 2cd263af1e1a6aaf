package io.github.fmexplain.io;

import static io.github.fmexplain.io.TestFile.assertRefused;
import static io.github.fmexplain.io.TestFile.csv;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message about a file that is no file of ratings, word for word. */
class RatingsFormatTest {

  private static void refused(String message, String... lines) throws IOException {
    Path file = csv(lines);
    assertRefused(message, () -> RatingsFile.read(file));
  }

  private static void refused(RatingsFile.Builder builder, String message, String... lines)
      throws IOException {
    Path file = csv(lines);
    RatingsFile reader = builder.build();
    assertRefused(message, () -> reader.rows(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "",
        "4,5",
        "NaN",
        "Infinity",
        "1e999",
        "0x10",
        "4f",
        "1-2",
        ".",
        "٣",
        "4 5"
      })
  void rating(String rating) throws IOException {
    Path file = TestFile.of("shop.tsv", StandardCharsets.UTF_8, "u\ti\t1", "u\tj\t" + rating);

    assertRefused(
        "line 2 of shop.tsv must have a number in column 3 (rating), but has "
            + (rating.isEmpty() ? "nothing" : "'" + rating + "'")
            + (rating.isBlank()
                ? "; give the rating, or leave the line out"
                : "; write numbers as 4 or 4.5"),
        () -> RatingsFile.read(file));
  }

  @Test
  void ratingOfManyDigits() throws IOException {
    refused(
        "line 2 of shop.csv must have a number in column 3 (rating), but has '"
            + "1".repeat(40)
            + "…'; write numbers as 4 or 4.5",
        "u,i,4",
        "u,j," + "1".repeat(101));
  }

  @Test
  void time() throws IOException {
    refused(
        "line 2 of shop.csv must have a time in column 4 (time), but has 'soon'; write times as"
            + " seconds or milliseconds since 1970 or as 2020-01-31T12:00:00Z, or choose with"
            + " timeFormat(…)",
        "u,i,4,1",
        "u,j,4,soon");
    refused(
        RatingsFile.builder().timeFormat(TimeFormat.EPOCH_SECONDS),
        "line 1 of shop.csv must have a time in column 4 (time), but has '2020-01-31'; write times"
            + " as seconds since 1970, or choose with timeFormat(…)",
        "u,i,4,2020-01-31");
    refused(
        RatingsFile.builder().timeFormat(TimeFormat.EPOCH_MILLIS),
        "line 1 of shop.csv must have a time in column 4 (time), but has '1.5'; write times as"
            + " milliseconds since 1970, or choose with timeFormat(…)",
        "u,i,4,1.5");
    refused(
        RatingsFile.builder().timeFormat(TimeFormat.ISO_8601),
        "line 1 of shop.csv must have a time in column 4 (time), but has '964982703'; write times"
            + " as 2020-01-31 or 2020-01-31T12:00:00Z, or choose with timeFormat(…)",
        "u,i,4,964982703");
  }

  @Test
  void ids() throws IOException {
    refused(
        "line 2 of shop.csv must have an id in column 1 (user), but has nothing; remove the line or"
            + " complete it",
        "u,i,4",
        ",i,4");
    refused(
        "line 1 of shop.csv must have an id in column 2 (item), but has nothing; remove the line or"
            + " complete it",
        "u,,4");
    refused(
        "line 1 of shop.csv must have an id without control characters or space around it in column"
            + " 2 (item), but has ' i'; remove them, or check the separator",
        "u, i,4");
    refused(
        "line 1 of shop.csv must have an id without control characters or space around it in column"
            + " 2 (item), but has 'i?j'; remove them, or check the separator",
        "u,i\u0000j,4");
    refused(
        "line 1 of shop.csv must have an id of at most 1000 characters in column 2 (item), but has"
            + " '"
            + "i".repeat(40)
            + "…'; is it the right column?",
        "u," + "i".repeat(1001) + ",4");
  }

  @Test
  void tornLine() throws IOException {
    refused(
        "line 3 of shop.csv must have 3 ','-separated fields as line 1 has, but has 2; is the file"
            + " complete?",
        "user,item,rating",
        "u,i,4",
        "u,j");
    Path file = TestFile.of("shop.tsv", StandardCharsets.UTF_8, "u\ti\t1", "u\ti\t1\t1");
    assertRefused(
        "line 2 of shop.tsv must have 3 tab-separated fields as line 1 has, but has 4; is the file"
            + " complete?",
        () -> RatingsFile.read(file));
  }

  @Test
  void emptyLineInside() throws IOException {
    refused(
        "line 2 of shop.csv must not be empty, as more lines follow; remove it",
        "u,i,4",
        "",
        "",
        "u,j,5");
  }

  @Test
  void emptyFile() throws IOException {
    Path file = TestFile.of("shop.csv", new byte[0]);
    assertRefused(
        "shop.csv must have at least 1 line, but has none; is the file complete?",
        () -> RatingsFile.read(file));
    refused(
        "shop.csv must have at least 1 rating, but has none; is the file complete?",
        "user,item,rating");
    refused(
        RatingsFile.builder().separator(','),
        "shop.csv must have at least 1 rating, but has none; is the file complete?",
        "");
  }

  @Test
  void noSeparator() throws IOException {
    refused(
        "line 1 of shop.csv must have at least 3 fields (user, item, rating, [time]) between tabs,"
            + " '::', ';', ',' or '|', but was 'u i 4'; choose with separator(…)",
        "u i 4");
    refused(
        "line 1 of shop.csv must have at least 3 fields (user, item, rating, [time]) between tabs,"
            + " '::', ';', ',' or '|', but was 'u,i'; choose with separator(…)",
        "u,i");
  }

  @Test
  void openQuote() throws IOException {
    String message =
        " of shop.csv must have quotes around whole fields only and each quote closed, but one is not;"
            + " is the file complete? if quotes are just text, set quotes(false)";
    refused("line 2" + message, "u,i,4", "u,\"j,4", "u,k,4");
    refused("line 2" + message, "u,i,4", "u,\"j\"j,4");
    refused("line 2" + message, "u,i,4", "u,5\" pipe,4", "u,6\" pipe,4");
    refused("line 2" + message, "u,i,4", "u,\"j" + "\n".repeat(70_000) + "\",4");
  }

  @Test
  void longLine() throws IOException {
    refused(
        "line 2 of shop.csv must have at most 65536 bytes, but has more; is it a text file?",
        "u,i,4",
        "u," + "x".repeat(65_536) + ",4");
    byte[] zeros = new byte[1_000_000];
    Path file = TestFile.of("zeros.bin", zeros);
    assertRefused(
        "line 1 of zeros.bin must have at most 65536 bytes, but has more; is it a text file?",
        () -> RatingsFile.read(file));
  }

  @Test
  void malformedBytes() throws IOException {
    Path file = TestFile.of("shop.csv", StandardCharsets.ISO_8859_1, "u,i,4", "u,Käse,4");
    assertRefused(
        "line 2 of shop.csv must be UTF-8 text, but is not; choose with charset(…)",
        () -> RatingsFile.read(file));
    Path late =
        TestFile.of("late.csv", StandardCharsets.ISO_8859_1, "u,i,4\n".repeat(50) + "u,ä,4");
    assertRefused(
        "line 51 of late.csv must be UTF-8 text, but is not; choose with charset(…)",
        () -> RatingsFile.read(late));
    Path undefined = TestFile.of("shop.csv", new byte[] {'u', ',', (byte) 0x81, ',', '4'});
    assertRefused(
        "line 1 of shop.csv must be windows-1252 text, but is not; choose with charset(…)",
        () ->
            RatingsFile.builder().charset(Charset.forName("windows-1252")).build().rows(undefined));
  }

  @Test
  void headerWithoutAColumn() throws IOException {
    refused(
        "header of shop.csv must have one column for the user, but has none: 'who', 'item',"
            + " 'rating'; choose with userColumn(…), or set header(false) if line 1 is data",
        "who,item,rating",
        "u,i,4");
    refused(
        RatingsFile.builder().header(true),
        "header of shop.csv must have one column for the rating, but has none: 'user', 'item', 'c',"
            + " 'd', 'e', 'f', 'g', 'h', …; choose with ratingColumn(…)",
        "user,item,c,d,e,f,g,h,i",
        "1,2,3,4,5,6,7,8,9");
    refused(
        RatingsFile.builder().itemColumn("thing"),
        "header of shop.csv must have one column 'thing', but has none: 'user', 'item', 'rating';"
            + " choose with itemColumn(…)",
        "user,item,rating",
        "u,i,4");
  }

  @Test
  void headerWithTwoColumns() throws IOException {
    refused(
        "header of shop.csv must have one column for the time, but has 2: 'date', 'time'; choose"
            + " with timeColumn(…), or set header(false) if line 1 is data",
        "user,item,rating,date,time",
        "u,i,4,2020-01-31,12:00");
  }

  @Test
  void columnThatIsNotThere() throws IOException {
    refused(
        RatingsFile.builder().separator(',').timeColumn(5),
        "line 1 of shop.csv must have a column 5 (time), but has 4 columns; choose with"
            + " timeColumn(…), or check the separator",
        "u,i,4,1");
    refused(
        RatingsFile.builder().separator(';'),
        "line 1 of shop.csv must have a column 2 (item), but has 1 column; choose with"
            + " itemColumn(…), or check the separator",
        "u,i,4,1");
    refused(
        RatingsFile.builder().ratingColumn(9),
        "line 1 of shop.csv must have a column 9 (rating), but has 4 columns; choose with"
            + " ratingColumn(…), or check the separator",
        "u,i,4,1");
    refused(
        RatingsFile.builder().header(true).timeColumn(4).separator(','),
        "line 1 of shop.csv must have a column 4 (time), but has 3 columns; choose with"
            + " timeColumn(…), or check the separator",
        "user,item,rating",
        "u,i,4");
  }

  @Test
  void timeThatIsNotThere() throws IOException {
    String message =
        "shop.csv must have a column for the time, to be read as timeFormat(…) says, but has none"
            + " among ";
    refused(
        RatingsFile.builder().timeFormat(TimeFormat.ISO_8601),
        message + "'user', 'item', 'rating', 'when'; choose with timeColumn(…)",
        "user,item,rating,when",
        "u,i,4,2020-01-31");
    refused(
        RatingsFile.builder().timeFormat(TimeFormat.AUTOMATIC),
        message + "'u', 'i', '4'; choose with timeColumn(…)",
        "u,i,4");
  }

  @Test
  void headerOfPurchasesInUnknownWords() throws IOException {
    RatingsFile.Builder purchases = RatingsFile.builder().constantRating(1);
    String advice =
        "; choose the columns with userColumn(…), itemColumn(…), timeColumn(…), or set"
            + " header(false) if line 1 is data";
    refused(
        purchases,
        "line 1 of shop.csv must be data, or a header with names that are known, but has 'Kunde',"
            + " 'Artikel', ids without a digit"
            + advice,
        "Kunde,Artikel",
        "anna,A1",
        "ben,A2");
    refused(
        purchases,
        "line 1 of shop.csv must be data, or a header with names that are known, but has 'Kunde',"
            + " 'Artikel', 'Datum', which has no time"
            + advice,
        "Kunde,Artikel,Datum",
        "anna,A1,2020-01-31");
    refused(
        purchases,
        "header of shop.csv must have one column for the item, but has none: 'customer',"
            + " 'Artikel'; choose with itemColumn(…), or set header(false) if line 1 is data",
        "customer,Artikel",
        "anna,A1");
    refused(
        purchases,
        "line 1 of shop.csv must have a time in column 3 (time), but has 'soon'; write times as"
            + " seconds or milliseconds since 1970 or as 2020-01-31T12:00:00Z, or choose with"
            + " timeFormat(…)",
        "anna,A1,soon");
  }

  @Test
  void tooManyColumns() throws IOException {
    refused(
        "line 1 of shop.csv must have at most 4 fields (user, item, rating, [time]), or known names"
            + " of them, but has 5: 'u', 'i', '4', '5', '6'; choose the columns with"
            + " userColumn(…), itemColumn(…), ratingColumn(…), timeColumn(…)",
        "u,i,4,5,6");
  }

  @Test
  void oneColumnTwice() throws IOException {
    refused(
        RatingsFile.builder().itemColumn(1),
        "column 1 of shop.csv must be one thing, but is user and item; choose with userColumn(…)"
            + " and itemColumn(…)",
        "i,u,4");
    refused(
        RatingsFile.builder().userColumn("rating"),
        "column 3 of shop.csv must be one thing, but is user and rating; choose with userColumn(…)"
            + " and ratingColumn(…)",
        "user,item,rating",
        "u,i,4");
  }
}
