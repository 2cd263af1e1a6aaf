package io.github.fmexplain.movielens;

import static io.github.fmexplain.movielens.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SyntheticMovieLensTest {

  private static final MovieLens MOVIES = SyntheticMovieLens.ofMl100kSize(1);

  private static Stream<Interaction> all() {
    return Stream.of(MOVIES.trainingHistories(), MOVIES.testHistories())
        .flatMap(List::stream)
        .flatMap(history -> history.interactions().stream());
  }

  @Test
  void ofMl100kSize_hasItsCounts() {
    assertEquals(new DataSetCounts(943, 1682, 90_570, 9_430, 2_625), MOVIES.counts());
    assertEquals("synthetic", MOVIES.name());
    assertTrue(MOVIES.isSynthetic());
  }

  @Test
  void test_hasTenRatingsOfEachUser() {
    assertEquals(943, MOVIES.testHistories().size());
    assertTrue(MOVIES.testHistories().stream().allMatch(history -> history.size() == 10));
  }

  @Test
  void histories_areLongTailed() {
    int[] lengths =
        MOVIES.trainingHistories().stream()
            .mapToInt(history -> history.size() + 10)
            .sorted()
            .toArray();

    assertEquals(20, lengths[0]);
    assertEquals(737, lengths[942]);
    assertTrue(lengths[471] > 50 && lengths[471] < 80, "median " + lengths[471]);
  }

  @Test
  void popularity_isLongTailed() {
    int[] counts = new int[1683];
    all().forEach(interaction -> counts[Integer.parseInt(interaction.itemId())]++);
    Arrays.sort(counts);
    int tenth = IntStream.of(counts).skip(1683 - 168).sum();

    // In ml-100k, too, a tenth of the items has about four in ten ratings.
    assertTrue(tenth > 35_000 && tenth < 50_000, "top tenth has " + tenth);
  }

  @Test
  void ratings_areOneToFiveWithMoreLikesThanNot() {
    double likes = all().filter(interaction -> interaction.rating() >= 4).count() / 1e5;

    assertEquals(0.554, likes, 1e-4);
    assertEquals(
        List.of(1.0, 2.0, 3.0, 4.0, 5.0),
        all().map(Interaction::rating).distinct().sorted().toList());
  }

  @Test
  void tastes_canBeLearned() {
    double accuracy = TinyFm.accuracy(MOVIES);

    assertTrue(accuracy > 0.69 && accuracy < 0.77, "accuracy " + accuracy);
  }

  @Test
  void titles_areDistinct() {
    MovieLens many = SyntheticMovieLens.builder().users(1).items(9_000).ratings(20).seed(2).build();

    assertEquals(
        9_000, many.catalogue().items().stream().map(item -> item.title()).distinct().count());
  }

  @Test
  void users_haveTags() {
    assertTrue(MOVIES.users().stream().allMatch(user -> MOVIES.userTagsOf(user).size() == 3));
  }

  @Test
  void sameSeed_makesTheSame() {
    MovieLens again = SyntheticMovieLens.ofMl100kSize(1);

    assertEquals(MOVIES.catalogue().items(), again.catalogue().items());
    assertEquals(MOVIES.tagged().trainingHistories(), again.tagged().trainingHistories());
    assertEquals(MOVIES.testHistories(), again.testHistories());
  }

  @Test
  void seed_fixesEveryBit() {
    // A change of these makes every published figure about synthetic data void.
    int bits = 1;
    for (History history : MOVIES.tagged().trainingHistories()) {
      int user = 31 * Objects.hashCode(history.userId()) + history.userTags().hashCode();
      bits = 31 * bits + 31 * user + history.interactions().hashCode();
    }

    assertEquals("The Marble Lighthouse (1982)", MOVIES.catalogue().titleOf("1"));
    assertEquals(-1952073151, bits);
  }

  @Test
  void otherSeed_makesAnother() {
    assertNotEquals(
        MOVIES.catalogue().items(), SyntheticMovieLens.ofMl100kSize(2).catalogue().items());
  }

  @Test
  void smallestAndFullest() {
    assertEquals(
        new DataSetCounts(1, 40, 10, 10, 41),
        SyntheticMovieLens.builder().users(1).items(40).ratings(20).seed(1).build().counts());
    assertEquals(
        new DataSetCounts(3, 60, 60, 30, 63),
        SyntheticMovieLens.builder().users(3).items(60).ratings(90).seed(1).build().counts());
  }

  @Test
  void build_withoutSeed() {
    assertFails(
        IllegalStateException.class,
        "missing settings: seed",
        () -> SyntheticMovieLens.builder().build());
  }

  @Test
  void build_tooFewOrTooManyRatings() {
    for (int ratings : new int[] {59, 91}) {
      assertFails(
          IllegalArgumentException.class,
          "ratings must be at least 60, 20 per user, and at most 90, half of the items per user,"
              + " but was "
              + ratings,
          () -> SyntheticMovieLens.builder().users(3).items(60).ratings(ratings).seed(1).build());
    }
  }

  @Test
  void setters_refuseNone() {
    SyntheticMovieLens.Builder builder = SyntheticMovieLens.builder();

    assertFails(
        IllegalArgumentException.class,
        "users must be at least 1, but was 0",
        () -> builder.users(0));
    assertFails(
        IllegalArgumentException.class,
        "items must be at least 1, but was -1",
        () -> builder.items(-1));
    assertFails(
        IllegalArgumentException.class,
        "ratings must be at least 1, but was 0",
        () -> builder.ratings(0));
  }

  @Test
  void setters_refuseASecondValue() {
    SyntheticMovieLens.Builder builder =
        SyntheticMovieLens.builder().users(1).items(1).ratings(1).seed(1);

    assertFails(IllegalStateException.class, "users was already set", () -> builder.users(1));
    assertFails(IllegalStateException.class, "items was already set", () -> builder.items(1));
    assertFails(IllegalStateException.class, "ratings was already set", () -> builder.ratings(1));
    assertFails(IllegalStateException.class, "seed was already set", () -> builder.seed(1));
  }
}
