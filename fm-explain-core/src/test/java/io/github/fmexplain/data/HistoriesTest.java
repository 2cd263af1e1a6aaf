package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HistoriesTest {

  @Test
  void of_keepsTheOrderOfFirstRows() {
    List<RatingRow> rows =
        List.of(
            RatingRow.of("v", "b", 1),
            RatingRow.of("u", "a", 2),
            RatingRow.of("v", "a", 3),
            new RatingRow("u", "c", 4, Instant.EPOCH));
    List<History> expected =
        List.of(
            History.of("v", List.of(Interaction.of("b", 1), Interaction.of("a", 3))),
            History.of(
                "u",
                List.of(Interaction.of("a", 2), new Interaction("c", 4, Instant.EPOCH, Set.of()))));

    assertEquals(expected, Histories.of(rows, Repeats.REFUSE));
    assertEquals(expected, rows.stream().collect(Histories.collector(Repeats.REFUSE)));
  }

  @Test
  void of_noRows_isNoHistories() {
    assertEquals(List.of(), Histories.of(List.of(), Repeats.REFUSE));
  }

  @ParameterizedTest
  @CsvSource({"KEEP_LAST, 2", "KEEP_FIRST, 3", "KEEP_HIGHEST, 5", "MEAN, 3.5", "SUM, 14"})
  void repeats_withoutTimes_goByRows(Repeats repeats, double rating) {
    List<RatingRow> rows =
        List.of(
            RatingRow.of("u", "a", 3),
            RatingRow.of("u", "b", 1),
            RatingRow.of("u", "a", 5),
            RatingRow.of("v", "a", 1),
            RatingRow.of("u", "a", 4),
            RatingRow.of("u", "a", 2));

    assertEquals(
        List.of(
            History.of("u", List.of(Interaction.of("a", rating), Interaction.of("b", 1))),
            History.of("v", List.of(Interaction.of("a", 1)))),
        Histories.of(rows, repeats));
  }

  @ParameterizedTest
  @CsvSource({
    "KEEP_LAST, 5, 9",
    "KEEP_FIRST, 2, 1",
    "KEEP_HIGHEST, 5, 9",
    "MEAN, 3.5, 9",
    "SUM, 14, 9"
  })
  void repeats_withTimes_goByTime(Repeats repeats, double rating, long time) {
    List<RatingRow> rows =
        List.of(timed("a", 3, 5), timed("a", 5, 9), timed("a", 4, 5), timed("a", 2, 1));

    assertEquals(
        List.of(timed("a", rating, time).interaction()),
        Histories.of(rows, repeats).get(0).interactions());
  }

  @Test
  void repeats_atTheSameTime_goByRows() {
    List<RatingRow> rows = List.of(timed("a", 3, 5), timed("a", 4, 5));

    assertEquals(4, Histories.of(rows, Repeats.KEEP_LAST).get(0).interactions().get(0).rating());
    assertEquals(3, Histories.of(rows, Repeats.KEEP_FIRST).get(0).interactions().get(0).rating());
  }

  @Test
  void repeats_whereOneHasNoTime_goByRows() {
    List<RatingRow> rows = List.of(timed("a", 3, 5), RatingRow.of("u", "a", 4));

    assertEquals(4, Histories.of(rows, Repeats.KEEP_LAST).get(0).interactions().get(0).rating());
    assertEquals(3, Histories.of(rows, Repeats.KEEP_FIRST).get(0).interactions().get(0).rating());
  }

  @Test
  void refuse_namesUserItemAndRows() {
    List<RatingRow> rows =
        List.of(
            RatingRow.of("v", "b", 1),
            RatingRow.of("u", "b", 1),
            RatingRow.of("v", "a", 1),
            RatingRow.of("v", "b", 1));
    String message =
        "a user must rate an item once, but user 'v' rates item 'b' in rows 1 and 4; keep one of"
            + " them, or say what to do with Repeats";

    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Histories.of(rows, Repeats.REFUSE))
            .getMessage());
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> rows.parallelStream().collect(Histories.collector(Repeats.REFUSE)))
            .getMessage());
  }

  @ParameterizedTest
  @EnumSource(names = {"SUM", "MEAN"})
  void sumThatIsTooLarge_isRefused(Repeats repeats) {
    List<RatingRow> rows = List.of(RatingRow.of("u", "a", 1e12), RatingRow.of("u", "a", 1e12));

    assertEquals(
        "sum of the ratings of item 'a' by user 'u' must be from -1e12 to 1e12, but was 2.0E12; use"
            + " another scale",
        assertThrows(IllegalArgumentException.class, () -> Histories.of(rows, repeats))
            .getMessage());
  }

  private static RatingRow timed(String item, double rating, long second) {
    return new RatingRow("u", item, rating, Instant.ofEpochSecond(second));
  }
}
