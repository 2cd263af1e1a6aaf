package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingHistoriesTest {

  private static final History U =
      History.of("u", List.of(Interaction.of("b", 4), Interaction.of("a", 3)));
  private static final History V = History.of("v", List.of(Interaction.of("c", 2)));
  private static final OneHotEncoder ENCODER =
      OneHotEncoder.of(List.of("u", "v", "w"), List.of("a", "b", "c"));
  private static final TrainingSet SET =
      TrainingSet.of(ENCODER, List.of(V, History.of("w", List.of()), U), RatingTarget.likeFrom(4));
  private static final TrainingHistories HISTORIES = of(SET);

  private static TrainingHistories of(TrainingSet set) {
    return set.origin().orElseThrow().histories();
  }

  private static TrainingHistories of(
      List<String> users, List<HistoryHash> hashes, int[] start, int[] rows) {
    return TrainingHistories.of(
        users, hashes, start, rows, users.stream().map(user -> List.<String>of()).toList());
  }

  private static String error(
      List<String> users, List<HistoryHash> hashes, int[] start, int[] rows) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> of(users, hashes, start, rows))
            .getMessage());
  }

  @Test
  void set_saysWhichRowEachRatingWas() {
    assertEquals(List.of("v", "u"), HISTORIES.userIds());
    assertEquals(List.of(HistoryHash.of(V), HistoryHash.of(U)), HISTORIES.hashes());
    assertArrayEquals(new int[] {0, 1, 3}, HISTORIES.start());
    // The rows of a user are in the order of item ids: a, then b.
    assertArrayEquals(new int[] {0, 2, 1}, HISTORIES.rows());
    assertEquals(HistoryHash.of(U), HISTORIES.hash("u"));
    assertNull(HISTORIES.hash("w"));
    assertArrayEquals(new int[] {1, 2}, HISTORIES.rowsOf(U));
    assertArrayEquals(
        new int[] {2, 1},
        HISTORIES.rowsOf(History.of("u", List.of(Interaction.of("a", 3), Interaction.of("b", 4)))));
    assertEquals("TrainingHistories[2 users, 3 rows]", HISTORIES.toString());
  }

  @Test
  void rowsOf_anotherHistoryAreNone() {
    assertNull(HISTORIES.rowsOf(U.without("a")));
    assertNull(HISTORIES.rowsOf(U.with(Interaction.of("a", 5))));
    assertNull(HISTORIES.rowsOf(History.of("w", U.interactions())));
    assertNull(HISTORIES.rowsOf(History.ofNewUser(U.interactions())));
    // Tags are no rows.
    assertNotNull(HISTORIES.rowsOf(U.withUserTags(Set.of("gender=F"))));
  }

  @Test
  void rowsByItem_ofAHistoryThatHasGrownAreThoseOfBefore() {
    Map<String, Integer> rows = Map.of("b", 1, "a", 2);
    assertEquals(rows, HISTORIES.rowsByItem(U));
    assertEquals(rows, HISTORIES.rowsByItem(U.with(Interaction.of("c", 5))));
    Interaction newest = Interaction.of("c", 5);
    Interaction second = new Interaction("a", 3, Instant.ofEpochSecond(2), Set.of());
    Interaction first = new Interaction("b", 4, Instant.ofEpochSecond(1), Set.of());
    assertEquals(rows, HISTORIES.rowsByItem(History.of("u", List.of(newest, second, first))));
    // Without times the last is taken for the newest, and the first two were not trained.
    List<Interaction> newestFirst = List.of(newest, Interaction.of("a", 3), Interaction.of("b", 4));
    assertEquals(Map.of(), HISTORIES.rowsByItem(History.of("u", newestFirst)));
    assertEquals(Map.of(), HISTORIES.rowsByItem(U.without("a")));
    assertEquals(Map.of(), HISTORIES.rowsByItem(U.with(Interaction.of("a", 5))));
    assertEquals(Map.of(), HISTORIES.rowsByItem(History.of("w", U.interactions())));
    assertEquals(Map.of(), HISTORIES.rowsByItem(History.ofNewUser(U.interactions())));
    History sampled = U.withSampled(List.of("c"));
    TrainingHistories withSampled =
        of(TrainingSet.of(ENCODER, List.of(V, sampled), RatingTarget.likeFrom(4)));
    rows = Map.of("b", 1, "a", 2, "c", 3);
    assertEquals(rows, withSampled.rowsByItem(U));
    assertEquals(rows, withSampled.rowsByItem(sampled));
    // What was sampled is rated by now, and has its row; what is sampled still may be there or not.
    assertEquals(rows, withSampled.rowsByItem(U.with(Interaction.of("c", 5))));
    TrainingHistories ofTwo =
        of(
            TrainingSet.of(
                ENCODER, List.of(V.withSampled(List.of("a", "b")), U), RatingTarget.likeFrom(4)));
    History grown = V.with(Interaction.of("a", 5));
    assertEquals(Set.of("a", "b", "c"), ofTwo.rowsByItem(grown).keySet());
    assertEquals(ofTwo.rowsByItem(V), ofTwo.rowsByItem(grown));
    assertEquals(ofTwo.rowsByItem(V), ofTwo.rowsByItem(grown.withSampled(List.of("b"))));
  }

  @Test
  void rows_followTheShuffledSet() {
    for (long seed = 0; seed < 20; seed++) {
      TrainingSet shuffled = SET.shuffled(seed);
      TrainingHistories histories = of(shuffled);
      for (History history : List.of(U, V)) {
        int[] rows = histories.rowsOf(history);
        assertNotNull(rows);
        for (int j = 0; j < rows.length; j++) {
          Interaction rating = history.interactions().get(j);
          assertEquals(
              ENCODER.encode(String.valueOf(history.userId()), Set.of(), rating.itemId(), Set.of()),
              shuffled.features(rows[j]));
          assertEquals(rating.rating() >= 4 ? 1 : 0, shuffled.target(rows[j]));
        }
      }
    }
  }

  @Test
  void sampledItems_areRemembered() {
    History u = U.withSampled(List.of("c"));
    TrainingHistories histories =
        of(TrainingSet.of(ENCODER, List.of(V, u), RatingTarget.likeFrom(4)));
    assertEquals(List.of(List.of(), List.of("c")), histories.sampled());
    // Ratings, then sampled items: b, a, c.
    assertArrayEquals(new int[] {1, 2, 3}, histories.rowsOf(u));
    assertArrayEquals(new int[] {1, 2, 3}, histories.rowsOf(U));
    assertArrayEquals(new int[] {0, 2, 1, 3}, histories.rows());
    assertEquals(u, histories.withSampled(U));
    assertEquals(
        U.withUserTags(Set.of("x")).withSampled(List.of("c")),
        histories.withSampled(U.withUserTags(Set.of("x"))));
    // A draw of the caller's own stays, what was rated since goes, and others have none.
    assertEquals(U.withSampled(List.of("d")), histories.withSampled(U.withSampled(List.of("d"))));
    assertNull(histories.rowsOf(U.withSampled(List.of("d"))));
    History rated = U.with(Interaction.of("c", 5));
    assertEquals(rated, histories.withSampled(rated));
    assertEquals(V, histories.withSampled(V));
    History unknown = History.ofNewUser(U.interactions());
    assertEquals(unknown, histories.withSampled(unknown));
  }

  @Test
  void copies_areOut() {
    HISTORIES.start()[1] = 9;
    HISTORIES.rows()[1] = 9;
    int[] start = {0, 1};
    int[] rows = {0};
    TrainingHistories own = of(List.of("v"), List.of(HistoryHash.of(V)), start, rows);
    start[1] = 9;
    rows[0] = 9;
    assertArrayEquals(new int[] {0, 1, 3}, HISTORIES.start());
    assertArrayEquals(new int[] {0, 2, 1}, HISTORIES.rows());
    assertArrayEquals(new int[] {0, 1}, own.start());
    assertArrayEquals(new int[] {0}, own.rows());
  }

  @Test
  void allHaveTags_isOfEveryUser() {
    History tagged = U.withUserTags(Set.of("gender=F"));
    HistoryHash with = HistoryHash.of(tagged);
    HistoryHash without = HistoryHash.of(V);
    int[] start = {0, 2, 3};
    int[] rows = {0, 1, 2};
    List<String> users = List.of("u", "v");
    assertTrue(of(users, List.of(with, with), start, rows).allHaveTags());
    assertFalse(of(users, List.of(with, without), start, rows).allHaveTags());
    assertFalse(of(List.of(), List.of(), new int[1], new int[0]).allHaveTags());
  }

  @Test
  void equal_areThoseWithTheSameParts() {
    assertEquals(HISTORIES, of(SET));
    assertEquals(HISTORIES.hashCode(), of(SET).hashCode());
    TrainingSet other = TrainingSet.of(ENCODER, List.of(U, V), RatingTarget.likeFrom(4));
    assertNotEquals(HISTORIES, of(other));
    int[] otherRows = {1, 2, 0};
    assertNotEquals(
        HISTORIES, of(HISTORIES.userIds(), HISTORIES.hashes(), HISTORIES.start(), otherRows));
    assertNotEquals(
        HISTORIES,
        TrainingHistories.of(
            HISTORIES.userIds(),
            HISTORIES.hashes(),
            HISTORIES.start(),
            HISTORIES.rows(),
            List.of(List.of(), List.of("c"))));
  }

  @Test
  void badParts_areRefused() {
    HistoryHash hash = new HistoryHash(1, 2);
    String start =
        "training histories must have a hash, a rising start and sampled items for each of 2 users,"
            + " and 3 rows, but their parts differ";
    List<String> users = List.of("u", "v");
    List<HistoryHash> hashes = List.of(hash, hash);
    int[] rows = {0, 1, 2};
    assertEquals(start, error(users, List.of(hash), new int[] {0, 1, 3}, rows));
    for (List<List<String>> sampled :
        List.of(List.of(List.<String>of()), List.of(List.of("a", "b"), List.<String>of()))) {
      assertEquals(
          start,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> TrainingHistories.of(users, hashes, new int[] {0, 1, 3}, rows, sampled))
              .getMessage());
    }
    assertEquals(start, error(users, hashes, new int[] {0, 3}, rows));
    assertEquals(start, error(users, hashes, new int[] {1, 1, 3}, rows));
    assertEquals(start, error(users, hashes, new int[] {0, 1, 2}, rows));
    assertEquals(start, error(users, hashes, new int[] {0, 4, 3}, rows));
    assertEquals(
        "user 'u' must have one training history, but has two",
        error(List.of("u", "u"), hashes, new int[] {0, 1, 3}, rows));
  }
}
