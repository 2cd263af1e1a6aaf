package io.github.fmexplain.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderTest {

  private static String refusal(Class<? extends RuntimeException> type, Executable call) {
    return String.valueOf(assertThrows(type, call).getMessage());
  }

  @Test
  void badValues_areRefusedAndChangeNothing() {
    RatingsFile.Builder builder = RatingsFile.builder();
    assertEquals(
        "separator must have characters other than quotes and ends of lines, but was ''",
        refusal(IllegalArgumentException.class, () -> builder.separator("")));
    assertEquals(
        "separator must have characters other than quotes and ends of lines, but was '?'",
        refusal(IllegalArgumentException.class, () -> builder.separator('\n')));
    assertEquals(
        "userColumn must be at least 1, but was 0",
        refusal(IllegalArgumentException.class, () -> builder.userColumn(0)));
    assertEquals(
        "itemColumn must not be blank",
        refusal(IllegalArgumentException.class, () -> builder.itemColumn(" ")));
    assertEquals(
        "constantRating must be finite, but was NaN",
        refusal(IllegalArgumentException.class, () -> builder.constantRating(Double.NaN)));
    builder.separator(';').userColumn(1).itemColumn("item").constantRating(1).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "IBM037", "GBK", "Shift_JIS"})
  void charsets_thatDoNotExtendAscii_areRefused(String name) {
    assertEquals(
        "charset must be UTF-8, or have one byte per character and extend ASCII, but was " + name,
        refusal(
            IllegalArgumentException.class,
            () -> RatingsFile.builder().charset(Charset.forName(name))));
  }

  @Test
  void settings_areSetOnce() {
    RatingsFile.Builder builder =
        RatingsFile.builder()
            .separator(",")
            .quotes(true)
            .header(true)
            .charset(StandardCharsets.ISO_8859_1)
            .userColumn(1)
            .itemColumn(2)
            .ratingColumn(3)
            .timeColumn(4)
            .constantRating(1)
            .timeFormat(TimeFormat.NONE)
            .onColumns(columns -> {});
    assertSetOnce("separator", () -> builder.separator(';'));
    assertSetOnce("quotes", () -> builder.quotes(false));
    assertSetOnce("header", () -> builder.header(false));
    assertSetOnce("onColumns", () -> builder.onColumns(columns -> {}));
    assertSetOnce("charset", () -> builder.charset(StandardCharsets.UTF_8));
    assertSetOnce("userColumn", () -> builder.userColumn("user"));
    assertSetOnce("itemColumn", () -> builder.itemColumn(3));
    assertSetOnce("ratingColumn", () -> builder.ratingColumn("rating"));
    assertSetOnce("timeColumn", () -> builder.timeColumn("time"));
    assertSetOnce("constantRating", () -> builder.constantRating(2));
    assertSetOnce("timeFormat", () -> builder.timeFormat(TimeFormat.AUTOMATIC));
    TitlesFile.Builder titles = TitlesFile.builder().itemColumn("a").titleColumn(2).tagsColumn(3);
    assertSetOnce("itemColumn", () -> titles.itemColumn(1));
    assertSetOnce("titleColumn", () -> titles.titleColumn("b"));
    assertSetOnce("tagsColumn", () -> titles.tagsColumn("c"));
  }

  private static void assertSetOnce(String setting, Executable call) {
    assertEquals(setting + " was already set", refusal(IllegalStateException.class, call));
  }

  @Test
  void contradictions_areRefused() {
    assertEquals(
        "ratingColumn must not be set with constantRating",
        refusal(
            IllegalStateException.class,
            () -> RatingsFile.builder().constantRating(1).ratingColumn(3).build()));
    assertEquals(
        "timeColumn must not be set with timeFormat NONE",
        refusal(
            IllegalStateException.class,
            () -> RatingsFile.builder().timeFormat(TimeFormat.NONE).timeColumn(4).build()));
    assertEquals(
        "columns must be chosen by position if header is false, but one is chosen by name",
        refusal(
            IllegalStateException.class,
            () -> TitlesFile.builder().header(false).titleColumn("name").build()));
    assertEquals(
        "columns must differ, but column 2 is chosen twice, the second time with itemColumn",
        refusal(
            IllegalStateException.class,
            () -> RatingsFile.builder().userColumn(2).itemColumn(2).build()));
  }
}
