package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.FeatureVector;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TrainingSetTest {

  private static final FeatureEncoder ENCODER =
      OneHotEncoder.of(List.of("u", "v"), List.of("a", "b"));

  @Test
  void of_makesOneRowARating() {
    TrainingSet set =
        TrainingSet.of(
            ENCODER,
            List.of(
                History.of("v", List.of(Interaction.of("b", 4), Interaction.of("a", 3.5))),
                History.of("u", List.of(Interaction.of("a", 5)))),
            RatingTarget.likeFrom(4));
    assertEquals(4, set.numFeatures());
    assertEquals(3, set.numRows());
    assertEquals(FeatureVector.ones(1, 3), set.features(0));
    assertEquals(FeatureVector.ones(1, 2), set.features(1));
    assertEquals(FeatureVector.ones(0, 2), set.features(2));
    assertEquals(1f, set.target(0));
    assertEquals(0f, set.target(1));
    assertEquals(2, set.rowSize(1));
    assertEquals(2, set.index(1, 1));
    assertEquals(1f, set.value(1, 1));
  }

  @Test
  void builder_growsAndKeepsEveryRow() {
    TrainingSet.Builder builder = TrainingSet.builder(1000);
    for (int r = 0; r < 1000; r++) {
      builder.add(
          FeatureVector.of(new int[] {r, (r + 1) % 1000, (r + 2) % 1000}, new float[] {r, 1, 2}),
          r);
    }
    TrainingSet set = builder.build();
    for (int r = 0; r < 1000; r++) {
      assertEquals(r, set.target(r));
      assertEquals(
          FeatureVector.of(new int[] {r, (r + 1) % 1000, (r + 2) % 1000}, new float[] {r, 1, 2}),
          set.features(r));
    }
  }

  @Test
  void badInput_isRefused() {
    TrainingSet.Builder builder = TrainingSet.builder(4).add(FeatureVector.ones(0), 1);
    assertRefused("row 2 has no features", () -> builder.add(FeatureVector.empty(), 1));
    assertRefused(
        "row 2 has feature 4, but the set has 4 features",
        () -> builder.add(FeatureVector.ones(4), 1));
    assertRefused(
        "target of row 2 must be finite, but was NaN",
        () -> builder.add(FeatureVector.ones(0), Float.NaN));
    assertRefused("numFeatures must be at least 1, but was 0", () -> TrainingSet.builder(0));
    assertRefused(
        "a training set must have at least 1 row, but has 0",
        () -> TrainingSet.of(ENCODER, List.of(), RatingTarget.stars()));
    assertRefused(
        "a training history must have a user id, but one has none",
        () ->
            TrainingSet.of(
                ENCODER,
                List.of(History.ofNewUser(List.of(Interaction.of("a", 1)))),
                RatingTarget.stars()));
    History u = History.of("u", List.of(Interaction.of("a", 1)));
    assertRefused(
        "user 'u' must have one training history, but has two; join them",
        () -> TrainingSet.of(ENCODER, List.of(u, u), RatingTarget.stars()));
    assertRefused(
        "unknown user 'w'; the encoder has 2 users",
        () ->
            TrainingSet.of(
                ENCODER,
                List.of(History.of("w", List.of(Interaction.of("a", 1)))),
                RatingTarget.stars()));
  }

  @Test
  void target_saysWhatALikeIs() {
    assertEquals(1, RatingTarget.likeFrom(4).of(4));
    assertEquals(0, RatingTarget.likeFrom(4).of(3.9));
    assertEquals(OptionalDouble.of(4), RatingTarget.likeFrom(4).likeThreshold());
    assertEquals(3.5, RatingTarget.stars().of(3.5));
    assertEquals(OptionalDouble.empty(), RatingTarget.stars().likeThreshold());
    assertRefused("threshold must be finite, but was NaN", () -> RatingTarget.likeFrom(Double.NaN));
  }

  @Test
  void origin_isWhatTheRowsWereMadeOf() {
    History u = History.of("u", List.of(Interaction.of("b", 5), Interaction.of("a", 1)));
    TrainingSet set = TrainingSet.of(ENCODER, List.of(u), RatingTarget.stars());
    TrainingSet.Origin origin = set.origin().orElseThrow();
    assertEquals(ENCODER, origin.encoder());
    assertEquals(RatingTarget.stars(), origin.target());
    assertEquals(1, origin.users().size());
    TrainingSet.UserRows rows = origin.users().get(0);
    assertEquals("u", rows.userId());
    assertEquals(0, rows.column());
    assertEquals(HistoryHash.of(u), rows.hash());
    assertEquals(2, rows.size());
    assertEquals(1, rows.row(0));
    assertEquals(0, rows.row(1));
    TrainingSet elsewhere = TrainingSet.builder(2).add(FeatureVector.ones(0), 1).build();
    assertEquals(Optional.empty(), elsewhere.origin());
    assertEquals(Optional.empty(), elsewhere.shuffled(1).origin());
  }

  @Test
  void shuffled_hasTheSameRowsInAnOrderOfTheSeed() {
    TrainingSet.Builder builder = TrainingSet.builder(100);
    for (int r = 0; r < 100; r++) {
      builder.add(r % 3 == 0 ? FeatureVector.ones(r) : FeatureVector.ones(r, (r + 1) % 100), r);
    }
    TrainingSet set = builder.build();
    TrainingSet shuffled = set.shuffled(7);
    boolean[] seen = new boolean[100];
    int moved = 0;
    for (int r = 0; r < 100; r++) {
      int row = (int) shuffled.target(r);
      seen[row] = true;
      moved += row == r ? 0 : 1;
      assertEquals(set.features(row), shuffled.features(r));
      assertEquals(shuffled.target(r), set.shuffled(7).target(r));
    }
    for (boolean one : seen) {
      assertTrue(one);
    }
    assertTrue(moved > 80, "moved " + moved);
    assertNotEquals(shuffled.target(0), set.shuffled(8).target(0));
  }

  @Test
  void inOrder_movesRowsAndWhereUsersHaveThem() {
    List<Interaction> ratings = List.of(Interaction.of("a", 1), Interaction.of("b", 2));
    List<History> histories = List.of(History.of("u", ratings), History.of("v", ratings));
    TrainingSet set = TrainingSet.of(ENCODER, histories, RatingTarget.stars());
    TrainingSet moved = set.inOrder(new int[] {3, 0, 2, 1});
    assertEquals(set.features(3), moved.features(0));
    assertEquals(set.target(0), moved.target(1));
    assertArrayEquals(
        new int[] {1, 3}, moved.origin().orElseThrow().histories().rowsOf(histories.get(0)));
    assertRefused(
        "order must have each of the 4 rows once, but has 3", () -> set.inOrder(new int[3]));
    assertRefused(
        "order must have each row from 0 to 3 once, but has 2 twice",
        () -> set.inOrder(new int[] {2, 1, 2, 3}));
    assertRefused(
        "order must have each row from 0 to 3 once, but has 4",
        () -> set.inOrder(new int[] {0, 1, 2, 4}));
  }

  @Test
  void isSortedByUser_tellsWhetherTheRowsOfUsersStandTogether() {
    List<Interaction> ratings = List.of(Interaction.of("a", 1), Interaction.of("b", 2));
    TrainingSet sorted =
        TrainingSet.of(
            ENCODER,
            List.of(History.of("u", ratings), History.of("v", ratings)),
            RatingTarget.stars());
    assertTrue(sorted.isSortedByUser());
    int together = 0;
    for (long seed = 0; seed < 60; seed++) {
      TrainingSet shuffled = sorted.shuffled(seed);
      boolean apart =
          shuffled.index(0, 0) != shuffled.index(1, 0)
              || shuffled.index(2, 0) != shuffled.index(3, 0);
      assertEquals(!apart, shuffled.isSortedByUser());
      together += apart ? 0 : 1;
    }
    assertTrue(together > 0 && together < 60, "together " + together);
    assertFalse(TrainingSet.builder(2).add(FeatureVector.ones(0), 1).build().isSortedByUser());
    // One user has nobody to be sorted from.
    assertFalse(
        TrainingSet.of(ENCODER, List.of(History.of("u", ratings)), RatingTarget.stars())
            .isSortedByUser());
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
