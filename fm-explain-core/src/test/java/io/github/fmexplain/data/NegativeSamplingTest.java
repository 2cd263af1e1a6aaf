package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NegativeSamplingTest {

  private static final List<String> ITEMS = IntStream.range(0, 50).mapToObj(i -> "i" + i).toList();

  private static NegativeSampling.Builder sampling() {
    return NegativeSampling.builder().perPositive(2).seed(1);
  }

  private static History bought(String user, String... items) {
    return History.of(user, List.of(items).stream().map(i -> Interaction.of(i, 1)).toList());
  }

  private static List<String> itemIds(History history) {
    return history.rows().stream().map(Interaction::itemId).toList();
  }

  @Test
  void addTo_keepsTheHistory() {
    Interaction timed = new Interaction("i0", 3, Instant.EPOCH, Set.of("evening"));
    History history = History.of("u", List.of(timed)).withUserTags(Set.of("gender=F"));
    History more = sampling().items(ITEMS).build().addTo(List.of(history)).get(0);

    assertEquals("u", more.userId());
    assertEquals(Set.of("gender=F"), more.userTags());
    assertEquals(List.of(timed), more.interactions());
    assertEquals(2, more.sampled().size());
    for (Interaction sampled : more.rows().subList(1, 3)) {
      assertEquals(Interaction.of(sampled.itemId(), 0), sampled);
    }
  }

  @Test
  void addTo_replacesWhatWasSampled() {
    History history = bought("u", "i0").withSampled(List.of("x", "y", "z"));

    assertEquals(
        sampling().items(ITEMS).build().addTo(List.of(bought("u", "i0"))),
        sampling().items(ITEMS).build().addTo(List.of(history)));
  }

  @Test
  void newUsers_mayBeMany() {
    History one = History.ofNewUser(bought("u", "i0", "i1").interactions());
    History other = History.ofNewUser(bought("u", "i5").interactions());
    List<History> more = sampling().items(ITEMS).build().addTo(List.of(one, other));

    assertEquals(4, more.get(0).sampled().size());
    assertEquals(2, more.get(1).sampled().size());
  }

  @Test
  void seed_decides() {
    List<History> histories = List.of(bought("u", "i0", "i1", "i2"));
    List<History> first = sampling().items(ITEMS).build().addTo(histories);

    assertEquals(
        first, sampling().items(ITEMS.stream().sorted().toList()).build().addTo(histories));
    assertNotEquals(
        first,
        NegativeSampling.builder().perPositive(2).seed(2).items(ITEMS).build().addTo(histories));
  }

  @Test
  void usersWithTheSameRatings_drawDifferently() {
    List<History> more =
        sampling().items(ITEMS).build().addTo(List.of(bought("Aa", "i0"), bought("BB", "i0")));

    // These two names have the same hashCode.
    assertNotEquals(itemIds(more.get(0)), itemIds(more.get(1)));
  }

  @Test
  void tooFewItems_takesAll() {
    History more =
        sampling().build().addTo(List.of(bought("u", "a", "b", "c"), bought("v", "d", "e"))).get(0);

    assertEquals(Set.of("a", "b", "c", "d", "e"), new TreeSet<>(itemIds(more)));
    assertEquals(3, more.size());
  }

  @Test
  void aUserWithEverything_getsNothing() {
    List<History> histories = List.of(bought("u", "a", "b"));

    assertEquals(histories, sampling().build().addTo(histories));
    assertEquals(List.of(), sampling().build().addTo(List.of()));
  }

  @Test
  void popularityExponent_leavesOutWhatNobodyHas() {
    List<History> histories = List.of(bought("u", "a"), bought("v", "b"));

    History alike = sampling().items(List.of("b", "x")).build().addTo(histories).get(0);
    History popular =
        sampling().items(List.of("b", "x")).popularityExponent(0.5).build().addTo(histories).get(0);

    assertEquals(Set.of("a", "b", "x"), new TreeSet<>(itemIds(alike)));
    assertEquals(List.of("a", "b"), itemIds(popular));
  }

  @Test
  void popularityExponent_drawsPopularItemsMoreOften() {
    // 81 users have p, 1 has q, 1000 have only x; with 0.75, p is drawn 27 times as often as q.
    List<History> histories =
        IntStream.range(0, 1082)
            .mapToObj(u -> bought("u" + u, u < 81 ? "p" : u < 82 ? "q" : "x"))
            .toList();
    int drawn = 0;
    for (History history :
        NegativeSampling.builder()
            .perPositive(1)
            .seed(1)
            .popularityExponent(0.75)
            .items(List.of("p", "q"))
            .build()
            .addTo(histories)
            .subList(82, 1082)) {
      drawn += itemIds(history).get(1).equals("p") ? 1 : 0;
    }

    // 1000 draws of a chance of 27/28: 964 with a standard deviation of 6.
    assertTrue(Math.abs(drawn - 964) < 24, "p was drawn " + drawn + " times");
  }

  @Test
  void hugePerPositive_doesNotOverflow() {
    History more =
        NegativeSampling.builder()
            .perPositive(Integer.MAX_VALUE)
            .seed(1)
            .items(ITEMS)
            .build()
            .addTo(List.of(bought("u", "i0", "i1")))
            .get(0);

    assertEquals(50, itemIds(more).size());
    assertFalse(itemIds(more).subList(2, 50).contains("i0"));
  }

  @Test
  void badHistories_areRefused() {
    assertEquals(
        "a user must have one history, but user 'u' has histories 1 and 3; join them",
        refusal(
            IllegalArgumentException.class,
            () -> sampling().build().addTo(List.of(bought("u"), bought("v"), bought("u")))));
  }

  @Test
  void badSettings_areRefusedAndChangeNothing() {
    NegativeSampling.Builder builder = NegativeSampling.builder();
    assertEquals(
        "perPositive must be at least 1, but was 0",
        refusal(IllegalArgumentException.class, () -> builder.perPositive(0)));
    assertEquals(
        "popularityExponent must be from 0 to 1, but was 1.5",
        refusal(IllegalArgumentException.class, () -> builder.popularityExponent(1.5)));
    assertEquals(
        "popularityExponent must be from 0 to 1, but was NaN",
        refusal(IllegalArgumentException.class, () -> builder.popularityExponent(Double.NaN)));
    assertEquals(
        "items must have at least 1 id, but has none",
        refusal(IllegalArgumentException.class, () -> builder.items(List.of())));
    assertEquals(
        "item id must not be empty",
        refusal(IllegalArgumentException.class, () -> builder.items(List.of("a", ""))));
    assertEquals(
        "missing settings: perPositive, seed",
        refusal(IllegalStateException.class, builder::build));
    builder.perPositive(1).popularityExponent(1).items(ITEMS).seed(1).build();
  }

  @Test
  void settings_areSetOnce() {
    NegativeSampling.Builder builder = sampling().popularityExponent(0.75).items(ITEMS);
    assertEquals(
        "perPositive was already set",
        refusal(IllegalStateException.class, () -> builder.perPositive(1)));
    assertEquals(
        "popularityExponent was already set",
        refusal(IllegalStateException.class, () -> builder.popularityExponent(0)));
    assertEquals(
        "seed was already set", refusal(IllegalStateException.class, () -> builder.seed(1)));
    assertEquals(
        "items was already set", refusal(IllegalStateException.class, () -> builder.items(ITEMS)));
  }

  private static String refusal(Class<? extends RuntimeException> type, Executable call) {
    return String.valueOf(assertThrows(type, call).getMessage());
  }
}
