package io.github.fmexplain.io;

import static io.github.fmexplain.io.TestFile.csv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingRow;
import io.github.fmexplain.data.Repeats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatingsFileTest {

  private static final Instant TIME = Instant.ofEpochSecond(964982703);

  private static final List<RatingRow> ROWS =
      List.of(new RatingRow("u1", "50", 4.5, TIME), new RatingRow("u2", "7", 3, TIME));

  @ParameterizedTest
  @ValueSource(strings = {"\t", ",", ";", "::", "|"})
  void separator_isFoundOut(String separator) throws IOException {
    Path plain = csv("u1,50,4.5,964982703", "u2,7,3,964982703");
    Path file =
        csv(
            "u1,50,4.5,964982703".replace(",", separator),
            "u2,7,3,964982703".replace(",", separator));

    assertEquals(ROWS, RatingsFile.read(plain));
    assertEquals(ROWS, RatingsFile.read(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userId,movieId,rating,timestamp",
        "USER_ID,item-id, Score ,Date Time",
        "\"customer\",\"product.id\",\"Stars\",\"ts\"",
        "\uFEFFuser,item,rating,time",
        "\uFEFF\"user\",\"item\",\"rating\",\"time\""
      })
  void header_isFoundOut(String header) throws IOException {
    assertEquals(ROWS, RatingsFile.read(csv(header, "u1,50,4.5,964982703", "u2,7,3,964982703")));
  }

  @Test
  void header_namesColumnsInAnyOrderAmongOthers() throws IOException {
    Path file =
        csv("n,rating,isbn,comment,uid", "1,4.5,50,\"good, or \"\"so\"\"\",u1", "2,3,7,,u2");

    assertEquals(
        List.of(RatingRow.of("u1", "50", 4.5), RatingRow.of("u2", "7", 3)), RatingsFile.read(file));
  }

  @Test
  void columns_byName() throws IOException {
    Path file = csv("buyer;thing;mark;rating;when", "u1;50;4.5;x;964982703");
    RatingsFile reader =
        RatingsFile.builder()
            .userColumn("Buyer")
            .itemColumn("thing")
            .ratingColumn("mark")
            .timeColumn("when")
            .build();

    assertEquals(ROWS.subList(0, 1), reader.rows(file));
  }

  @Test
  void columns_byPosition() throws IOException {
    RatingsFile reader =
        RatingsFile.builder()
            .userColumn(5)
            .itemColumn(4)
            .ratingColumn(2)
            .timeColumn(1)
            .separator(' ')
            .build();

    assertEquals(ROWS.subList(0, 1), reader.rows(csv("964982703 4.5 x 50 u1")));
    assertEquals(ROWS.subList(0, 1), reader.rows(csv("a b c d e", "964982703 4.5 x 50 u1")));
  }

  @Test
  void columns_byPosition_withoutTheTime() throws IOException {
    RatingsFile reader = RatingsFile.builder().userColumn(2).itemColumn(1).build();

    assertEquals(List.of(RatingRow.of("u1", "50", 4)), reader.rows(csv("50,u1,4,not a time,more")));
  }

  @Test
  void header_canBeSet() throws IOException {
    Path file = csv("user,item,5", "u,i,4");

    assertEquals(2, RatingsFile.read(file).size());
    assertEquals(
        List.of(RatingRow.of("u", "i", 4)),
        RatingsFile.builder().header(true).ratingColumn(3).build().rows(file));
    assertEquals(2, RatingsFile.builder().header(false).build().rows(file).size());
  }

  @Test
  void constantRating_readsPurchases() throws IOException {
    List<RatingRow> expected =
        List.of(new RatingRow("u1", "50", 1, TIME), new RatingRow("u2", "7", 1, TIME));
    RatingsFile purchases = RatingsFile.builder().constantRating(1).build();

    assertEquals(
        List.of(RatingRow.of("u1", "50", 1), RatingRow.of("u2", "7", 1)),
        purchases.rows(csv("u1,50", "u2,7")));
    assertEquals(expected, purchases.rows(csv("u1,50,964982703", "u2,7,964982703")));
    assertEquals(
        expected,
        purchases.rows(csv("date\tsku\tcustomer", "964982703\t50\tu1", "964982703\t7\tu2")));
  }

  @Test
  void purchasesWithoutHeader_mayHaveIdsInWords() throws IOException {
    RatingsFile.Builder purchases = RatingsFile.builder().constantRating(1);
    for (String[] lines :
        new String[][] {
          {"anna,bread"}, {"anna,bread", "ben,A1", "b2,milk"}, {"u1,bread", "u2,A1"}
        }) {
      assertEquals(lines.length, purchases.build().rows(csv(lines)).size());
    }
    String[] told = {"anna,bread", "ben,A1"};
    assertEquals(2, purchases.header(false).build().rows(csv(told)).size());
  }

  @Test
  void columns_areTold() throws IOException {
    List<FileColumns> told = new ArrayList<>();
    RatingsFile reader = RatingsFile.builder().onColumns(told::add).build();
    reader.rows(csv("user,n,item,rating,when", "u,1,i,4,5"));
    reader.rows(csv("u,i,4", "u,j,5"));
    reader.rows(csv("u,i,4,964982703"));
    assertEquals(
        List.of(
            "columns of shop.csv: user 'user', item 'item', rating 'rating'; not read: 'n', 'when'",
            "columns of shop.csv, which has no header: user 1, item 2, rating 3",
            "columns of shop.csv, which has no header: user 1, item 2, rating 3, time 4"),
        told.stream().map(FileColumns::toString).toList());
    assertEquals(List.of("n", "when"), told.get(0).unused());
    assertEquals(Map.of("user", 1, "item", 3, "rating", 4), told.get(0).used());
    assertTrue(told.get(0).header());
    RatingsFile.builder()
        .onColumns(told::add)
        .userColumn(4)
        .build()
        .rows(csv("x,i,4,u,1,2,3,4,5,6,7,8,9"));
    assertEquals(
        "columns of shop.csv, which has no header: user 4, item 2, rating 3; not read: 1, 5, 6, 7,"
            + " 8, 9, 10, 11, …",
        told.get(3).toString());
  }

  @Test
  void timeFormatNone_readsNoTimes() throws IOException {
    RatingsFile reader = RatingsFile.builder().timeFormat(TimeFormat.NONE).build();

    assertEquals(
        List.of(RatingRow.of("u", "i", 4)),
        reader.rows(csv("user,item,rating,time", "u,i,4,soon")));
    assertEquals(List.of(RatingRow.of("u", "i", 4)), reader.rows(csv("u,i,4")));
  }

  @Test
  void emptyTime_isNotKnown() throws IOException {
    assertEquals(
        List.of(RatingRow.of("u1", "50", 4.5), ROWS.get(1)),
        RatingsFile.read(csv("u1,50,4.5,", "u2,7,3, 964982703 ")));
  }

  @Test
  void ratings_areDecimalNumbers() throws IOException {
    assertEquals(
        List.of(4.0, 4.0, -1.5, 0.5, 1000.0, 2.0),
        RatingsFile.read(csv("u,a,4.00", "u,b, 4 ", "u,c,-1.5", "u,d,.5", "u,e,1e3", "u,f,+2."))
            .stream()
            .map(RatingRow::rating)
            .toList());
  }

  @Test
  void quotedFields_areReadAsRfc4180Says() throws IOException {
    Path file = csv("\"a,b\",\"50\",\"4.5\",\"964982703\"", "\"say \"\"hi\"\"\",7,3,\"964982703\"");

    assertEquals(
        List.of(new RatingRow("a,b", "50", 4.5, TIME), new RatingRow("say \"hi\"", "7", 3, TIME)),
        RatingsFile.read(file));
  }

  @Test
  void quotedFields_mayHaveEndsOfLines() throws IOException {
    Path file =
        csv("user,item,rating,comment", "u,a,1,\"so\n\nso \"\"la\n\"\"\"", "v,a,2,\"fine\"");

    assertEquals(
        List.of(RatingRow.of("u", "a", 1), RatingRow.of("v", "a", 2)), RatingsFile.read(file));
  }

  @Test
  void quotes_areTextInFilesWithTabs() throws IOException {
    Path file = csv("u\t5\" pipe\t4", "v\t\"x\t3");

    assertEquals(
        List.of(RatingRow.of("u", "5\" pipe", 4), RatingRow.of("v", "\"x", 3)),
        RatingsFile.read(file));
  }

  @Test
  void quotes_meanSomethingWithTabsIfTheFirstLineHasThem() throws IOException {
    Path file = csv("user\t\"item\"\trating", "u\t\"5\"\" pipe\"\t4");

    assertEquals(List.of(RatingRow.of("u", "5\" pipe", 4)), RatingsFile.read(file));
  }

  @Test
  void quotes_canBeSet() throws IOException {
    assertEquals(
        List.of(RatingRow.of("u", "5\" pipe", 4)),
        RatingsFile.builder().quotes(false).build().rows(csv("u,5\" pipe,4")));
    assertEquals(
        List.of(RatingRow.of("u", "a b", 4), RatingRow.of("u", "a|b", 4)),
        RatingsFile.builder().quotes(true).build().rows(csv("u|a b|4", "u|\"a|b\"|4")));
  }

  @Test
  void charset_canBeSet() throws IOException {
    Path file = TestFile.of("shop.csv", StandardCharsets.ISO_8859_1, "Zoë,Käse,4");

    assertEquals(
        List.of(RatingRow.of("Zoë", "Käse", 4)),
        RatingsFile.builder().charset(StandardCharsets.ISO_8859_1).build().rows(file));
    assertEquals(List.of(RatingRow.of("Zoë", "Käse", 4)), RatingsFile.read(csv("Zoë,Käse,4")));
  }

  @Test
  void separatorThatStandsInTheFirstId_isNotTaken() throws IOException {
    assertEquals(
        List.of(RatingRow.of("a|1", "b|2", 4), RatingRow.of("a", "b", 3)),
        RatingsFile.read(csv("a|1,b|2,4", "a,b,3")));
  }

  @Test
  void emptyLinesAtTheEnd_areFine() throws IOException {
    assertEquals(
        ROWS,
        RatingsFile.read(
            TestFile.of(
                "shop.csv",
                "u1,50,4.5,964982703\r\nu2,7,3,964982703\r\n\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8))));
    assertEquals(
        ROWS,
        RatingsFile.read(
            TestFile.of(
                "shop.csv",
                "u1,50,4.5,964982703\nu2,7,3,964982703".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void longFile_isReadWhole() throws IOException {
    StringBuilder text = new StringBuilder("user,item,rating\n");
    List<RatingRow> expected = new ArrayList<>();
    for (int row = 0; row < 20_000; row++) {
      String user = "u" + "x".repeat(row % 90) + row / 7;
      text.append(user).append(",ï").append(row).append(',').append(row % 5).append('\n');
      expected.add(RatingRow.of(user, "ï" + row, row % 5));
    }
    Path file = TestFile.of("long.csv", text.toString().getBytes(StandardCharsets.UTF_8));

    assertEquals(expected, RatingsFile.read(file));
  }

  @Test
  void forEach_givesTheRowsBeforeABadOne() throws IOException {
    Path file = csv("u,i,4", "u,j,5", "u,k,x");
    List<RatingRow> rows = new ArrayList<>();

    assertThrows(
        RatingsFormatException.class, () -> RatingsFile.builder().build().forEach(file, rows::add));
    assertEquals(List.of(RatingRow.of("u", "i", 4), RatingRow.of("u", "j", 5)), rows);
  }

  @Test
  void histories_areMade() throws IOException {
    Path file = csv("u,i,4", "v,i,5", "u,j,1", "u,i,2");

    assertEquals(
        List.of(
            History.of("u", List.of(Interaction.of("i", 2), Interaction.of("j", 1))),
            History.of("v", List.of(Interaction.of("i", 5)))),
        RatingsFile.builder().build().histories(file, Repeats.KEEP_LAST));
    TestFile.assertRefused(
        "a user must rate an item once, but user 'u' rates item 'i' in rows 1 and 4; keep one of"
            + " them, or say what to do with Repeats, in shop.csv",
        () -> RatingsFile.builder().build().histories(file, Repeats.REFUSE));
  }

  @Test
  void missingFile_isSaid() throws IOException {
    Path missing = csv("u,i,4").resolveSibling("gone.csv");

    assertThrows(NoSuchFileException.class, () -> RatingsFile.read(missing));
  }

  @Test
  void toString_isOneLine() {
    assertEquals(
        "RatingsFile[user, item, rating, [time]]", RatingsFile.builder().build().toString());
    assertEquals(
        "RatingsFile[user, item, rating 1.0]",
        RatingsFile.builder().constantRating(1).timeFormat(TimeFormat.NONE).build().toString());
  }
}
