package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class HistoryTest {

  private static final Interaction A = Interaction.of("a", 5);
  private static final Interaction B = Interaction.of("b", 2);

  @Test
  void with_addsOrReplacesInPlace() {
    History history = History.of("u", List.of(A, B));
    Interaction edited = Interaction.of("a", 1);
    assertEquals(List.of(edited, B), history.with(edited).interactions());
    Interaction more = Interaction.of("c", 3);
    assertEquals(List.of(A, B, more), history.with(more).interactions());
    assertEquals(List.of(A, B), history.interactions());
  }

  @Test
  void without_removesOne() {
    History history = History.of("u", List.of(A, B));
    assertEquals(List.of(B), history.without("a").interactions());
    assertEquals(
        "unknown item 'z'; the history has 2 items",
        assertThrows(UnknownIdException.class, () -> history.without("z")).getMessage());
  }

  @Test
  void ofNewUser_hasNoId() {
    History history = History.ofNewUser(List.of(A));
    assertNull(history.userId());
    assertEquals(History.of("u", List.of(A)).interactions(), history.interactions());
    assertNull(history.withUserTags(Set.of("gender=F")).userId());
  }

  @Test
  void knownTo_keepsWhatTheEncoderKnows() {
    Interaction c = Interaction.of("c", 3);
    History history = History.of("u", List.of(c, A, B)).withUserTags(Set.of("gender=F"));
    FeatureEncoder encoder = OneHotEncoder.of(List.of("v"), List.of("b", "c", "d"));
    assertEquals(
        History.of("u", List.of(c, B)).withUserTags(Set.of("gender=F")), history.knownTo(encoder));
  }

  @Test
  void sampledItems_areRowsButNoRatings() {
    History history = History.of("u", List.of(A, B)).withSampled(List.of("d", "c"));
    assertEquals(2, history.size());
    assertEquals(List.of(A, B, Interaction.of("d", 0), Interaction.of("c", 0)), history.rows());
    assertEquals(Optional.empty(), history.find("d"));
    assertEquals(List.of("d", "c"), history.without("a").sampled());
    assertEquals(List.of("d", "c"), history.with(Interaction.of("e", 1)).sampled());
    assertEquals(List.of("c"), history.with(Interaction.of("d", 1)).sampled());
    assertEquals(List.of("d", "c"), history.withUserTags(Set.of("x")).sampled());
    assertEquals(
        List.of("c"), history.knownTo(OneHotEncoder.of(List.of("u"), List.of("a", "c"))).sampled());
    assertEquals(List.of(A, B), history.withSampled(List.of()).rows());
    assertEquals("History[user 'u', 2 ratings, 2 sampled items]", history.toString());
    assertRefused(
        "history must hold an item once, but has 'a', which is sampled, twice",
        () -> history.withSampled(List.of("a")));
    assertRefused(
        "history must hold an item once, but has 'd', which is sampled, twice",
        () -> history.withSampled(List.of("d", "d")));
    assertRefused("item id must not be empty", () -> history.withSampled(List.of("")));
  }

  @Test
  void find_givesTheRating() {
    assertEquals(Optional.of(B), History.of("u", List.of(A, B)).find("b"));
    assertEquals(Optional.empty(), History.of("u", List.of(A, B)).find("c"));
  }

  @Test
  void interaction_keepsTimeAndContext() {
    Instant time = Instant.ofEpochSecond(881250949);
    Interaction interaction = new Interaction("a", 4.5, time, Set.of("z", "y"));
    assertEquals(time, interaction.time());
    assertEquals("[y, z]", interaction.context().toString());
  }

  @Test
  void badInput_isRefused() {
    assertRefused(
        "history must hold an item once, but has 'a' as ratings 1 and 3; keep one of them",
        () -> History.of("u", List.of(A, B, A)));
    assertRefused(
        "user id must not be empty; use null for a new user", () -> History.of("", List.of(A)));
    assertRefused(
        "rating of item 'a' must be finite, but was NaN", () -> Interaction.of("a", Double.NaN));
    assertRefused(
        "rating of item 'a' must be from -1e12 to 1e12, but was 1.0E300; use another scale",
        () -> Interaction.of("a", 1e300));
    assertRefused("item id must not be empty", () -> Interaction.of("", 1));
    assertRefused("tag must not be empty", () -> new Interaction("a", 1, null, Set.of("")));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
