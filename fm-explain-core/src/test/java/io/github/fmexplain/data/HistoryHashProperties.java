package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HistoryHashProperties {

  private static final List<String> TAGS = List.of("age=35", "gender=F", "gender=M");
  private static final List<String> CONTEXTS = List.of("evening", "morning", "weekend");

  private static Set<String> some(List<String> tags, Random random) {
    Set<String> some = new HashSet<>(tags);
    some.removeIf(tag -> random.nextBoolean());
    return some;
  }

  private static History history(Random random, int size) {
    List<Interaction> ratings = new ArrayList<>();
    for (int j = 0; j < size; j++) {
      ratings.add(new Interaction("i" + j, 1 + random.nextInt(5), null, some(CONTEXTS, random)));
    }
    return new History("u", some(TAGS, random), ratings);
  }

  private static History with(History history, int place, Interaction rating) {
    List<Interaction> ratings = new ArrayList<>(history.interactions());
    ratings.set(place, rating);
    return new History(history.userId(), history.userTags(), ratings);
  }

  @Property(tries = 100, seed = "1")
  void hash_doesNotDependOnOrderTimesOrTheUser(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 30) int size) {
    Random random = new Random(seed);
    History history = history(random, size);
    List<Interaction> shuffled = new ArrayList<>();
    for (Interaction r : history.interactions()) {
      Instant time = Instant.ofEpochSecond(random.nextInt());
      shuffled.add(new Interaction(r.itemId(), r.rating(), time, r.context()));
    }
    Collections.shuffle(shuffled, random);
    assertEquals(
        HistoryHash.of(history), HistoryHash.of(new History(null, history.userTags(), shuffled)));
  }

  @Property(tries = 100, seed = "1")
  void hash_dependsOnEveryRating(@ForAll int seed, @ForAll @IntRange(min = 2, max = 30) int size) {
    Random random = new Random(seed);
    History history = history(random, size);
    HistoryHash hash = HistoryHash.of(history);
    int place = random.nextInt(size);
    Interaction old = history.interactions().get(place);
    Set<Long> others = new HashSet<>();
    others.add(hash.ratings());
    List<History> changed =
        List.of(
            history.without(old.itemId()),
            history.with(Interaction.of("another", 3)),
            with(history, place, new Interaction("another", old.rating(), null, old.context())),
            with(history, place, new Interaction(old.itemId(), 6, null, old.context())),
            with(history, place, new Interaction(old.itemId(), -old.rating(), null, old.context())),
            with(history, place, new Interaction(old.itemId(), old.rating(), null, Set.of("x"))),
            history.withSampled(List.of("another")),
            history.withSampled(List.of("yet another")),
            history.with(Interaction.of("another", 0)));
    for (History other : changed) {
      others.add(HistoryHash.of(other).ratings());
      assertEquals(hash.tags(), HistoryHash.of(other).tags());
    }
    assertEquals(1 + changed.size(), others.size());
  }

  @Property(tries = 100, seed = "1")
  void hash_dependsOnWhichItemHasWhichRating(@ForAll int seed) {
    Random random = new Random(seed);
    int low = random.nextInt(3);
    List<Interaction> ratings = List.of(Interaction.of("a", low), Interaction.of("b", low + 1));
    List<Interaction> swapped = List.of(Interaction.of("a", low + 1), Interaction.of("b", low));
    assertNotEquals(
        HistoryHash.of(History.ofNewUser(ratings)), HistoryHash.of(History.ofNewUser(swapped)));
  }

  @Example
  void tags_haveAHashOfTheirOwn() {
    History history = history(new Random(1), 5).withUserTags(Set.of());
    HistoryHash none = HistoryHash.of(history);
    assertEquals(0, none.tags());
    Set<Long> hashes = new HashSet<>();
    for (Set<String> tags :
        List.of(Set.of("gender=F"), Set.of("gender=M"), Set.of("gender=F", "gender=M"))) {
      HistoryHash hash = HistoryHash.of(history.withUserTags(tags));
      assertEquals(none.ratings(), hash.ratings());
      assertNotEquals(0, hash.tags());
      hashes.add(hash.tags());
    }
    assertEquals(3, hashes.size());
  }

  @Example
  void sampledItems_haveNoOrder() {
    History history = history(new Random(1), 5);
    assertEquals(
        HistoryHash.of(history.withSampled(List.of("x", "y"))),
        HistoryHash.of(history.withSampled(List.of("y", "x"))));
  }

  @Example
  void minusZero_isZero() {
    assertEquals(
        HistoryHash.of(History.ofNewUser(List.of(Interaction.of("a", 0.0)))),
        HistoryHash.of(History.ofNewUser(List.of(Interaction.of("a", -0.0)))));
  }

  /** Files of trained models hold hashes. If this fails, old ones warn of every history. */
  @Example
  void hash_isWhatItAlwaysWas() {
    History history =
        new History(
            "u",
            Set.of("gender=F", "age=35"),
            List.of(
                Interaction.of("50", 5),
                new Interaction("181", 3.5, null, Set.of("evening", "weekend"))));
    assertEquals(
        new HistoryHash(779618182643812208L, 7329810476765113271L), HistoryHash.of(history));
    assertEquals(new HistoryHash(0, 0), HistoryHash.of(History.ofNewUser(List.of())));
  }
}
