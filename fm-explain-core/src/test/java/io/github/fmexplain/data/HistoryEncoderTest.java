package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.model.FeatureVector;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryEncoderTest extends FeatureEncoderContract {

  private static final List<String> ITEMS = List.of("10", "20", "30");

  @Override
  protected FeatureEncoder encoder() {
    return HistoryEncoder.of(OneHotEncoder.of(users(), ITEMS), HistoryBlock.mean());
  }

  @Override
  protected List<String> users() {
    return List.of("u", "v");
  }

  @Override
  protected Set<String> userTags() {
    return Set.of();
  }

  @Override
  protected Set<String> contextTags() {
    return Set.of();
  }

  private static Interaction at(String itemId, long second) {
    return new Interaction(itemId, 3, Instant.ofEpochSecond(second), Set.of());
  }

  private static History history(Interaction... ratings) {
    return History.of("v", List.of(ratings));
  }

  private static FeatureVector row(HistoryBlock block, History history, int rating) {
    return HistoryEncoder.of(OneHotEncoder.of(List.of("u", "v"), ITEMS), block)
        .encode(history, history.interactions().get(rating));
  }

  @Test
  void rows_haveABlockOfTheHistoryBehindTheOthers() {
    History history = history(Interaction.of("30", 5), Interaction.of("10", 1));
    assertEquals(8, encoder().numFeatures());
    // User v, item 30, then items 10 and 30 of the history.
    int[] columns = {1, 4, 5, 7};
    assertEquals(
        FeatureVector.of(columns, new float[] {1, 1, 0.5f, 0.5f}),
        row(HistoryBlock.mean(), history, 0));
    float root = (float) Math.sqrt(0.5);
    assertEquals(
        FeatureVector.of(columns, new float[] {1, 1, root, root}),
        row(HistoryBlock.svdPlusPlus(), history, 0));
    // FISM leaves out the item itself.
    assertEquals(FeatureVector.ones(1, 4, 5), row(HistoryBlock.fism(0.5), history, 0));
    assertEquals(
        FeatureVector.ones(1, 3), row(HistoryBlock.fism(0.5), history(Interaction.of("20", 5)), 0));
  }

  @Test
  void usersNeedNoColumn() {
    HistoryEncoder bags =
        HistoryEncoder.of(OneHotEncoder.of(List.of(), ITEMS), HistoryBlock.fism(0));
    History history = history(Interaction.of("30", 5), Interaction.of("10", 1));
    assertEquals(FeatureVector.ones(0, 5), bags.encode(history, history.interactions().get(1)));
    assertEquals(
        FeatureVector.ones(0, 5),
        bags.encode(History.ofNewUser(history.interactions()), history.interactions().get(1)));
    assertEquals(0, bags.numUsers());
  }

  @Test
  void lastRatings_areTheLatest() {
    HistoryBlock last = HistoryBlock.mean().withLast(2);
    float half = 0.5f;
    // By time: 20, 10, 30.
    assertEquals(
        FeatureVector.of(new int[] {1, 2, 5, 7}, new float[] {1, 1, half, half}),
        row(last, history(at("10", 2), at("20", 1), at("30", 3)), 0));
    // One without a time is the latest.
    assertEquals(
        FeatureVector.of(new int[] {1, 2, 5, 7}, new float[] {1, 1, half, half}),
        row(last, history(at("10", 2), at("20", 1), Interaction.of("30", 3)), 0));
    // Without times, as they come.
    assertEquals(
        FeatureVector.of(new int[] {1, 2, 6, 7}, new float[] {1, 1, half, half}),
        row(
            last,
            history(Interaction.of("10", 2), Interaction.of("20", 1), Interaction.of("30", 3)),
            0));
    assertArrayEquals(
        new int[] {1, 2, 0}, History.oldestFirst(List.of(at("10", 9), at("20", 1), at("30", 1))));
  }

  @Test
  void badSettings_areRefused() {
    assertEquals(
        "exponent must be finite and not negative, but was -0.5",
        assertThrows(IllegalArgumentException.class, () -> HistoryBlock.fism(-0.5)).getMessage());
    assertEquals(
        "last must be at least 1, but was 0",
        assertThrows(IllegalArgumentException.class, () -> HistoryBlock.mean().withLast(0))
            .getMessage());
    FeatureEncoder bags = encoder();
    assertEquals(
        "base must have no history block, but is " + bags,
        assertThrows(
                IllegalArgumentException.class, () -> HistoryEncoder.of(bags, HistoryBlock.mean()))
            .getMessage());
    assertEquals(
        "history must have a user id to be encoded, but is one of a new user",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    OneHotEncoder.of(users(), ITEMS)
                        .encode(History.ofNewUser(List.of()), Interaction.of("10", 1)))
            .getMessage());
    assertEquals(0, HistoryBlock.mean().value(0));
  }
}
