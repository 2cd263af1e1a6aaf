package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.model.FeatureVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class IdMapEncoderTest extends FeatureEncoderContract {

  @Override
  protected FeatureEncoder encoder() {
    return IdMapEncoder.of(10, Map.of("u", 7, "v", 0), Map.of("10", 9, "20", 3, "30", 5));
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

  @Test
  void columns_areThoseGiven() {
    assertEquals(10, encoder().numFeatures());
    assertEquals(List.of("20", "30", "10"), encoder().items().ids());
    assertEquals(FeatureVector.ones(0, 9), encoder().encode("v", Set.of(), "10", Set.of()));
    assertEquals(FeatureVector.ones(3, 7), encoder().encode("u", Set.of(), "20", Set.of()));
  }

  @Test
  void of_copiesTheMaps() {
    Map<String, Integer> users = new HashMap<>(Map.of("u", 1));
    Map<String, Integer> items = new HashMap<>(Map.of("a", 0));
    FeatureEncoder encoder = IdMapEncoder.of(2, users, items);
    users.clear();
    items.clear();

    assertEquals(FeatureVector.ones(0, 1), encoder.encode("u", Set.of(), "a", Set.of()));
  }

  @Test
  void tags_areRefused() {
    assertRefused(
        "unknown user tag 'gender=F'; the id map encoder has 0 user tags",
        () -> encoder().userSideFeatures(Set.of("gender=F")));
    assertRefused(
        "unknown context tag 'evening'; the id map encoder has 0 context tags",
        () -> encoder().contextFeatures(Set.of("evening")));
  }

  @Test
  void badColumns_areRefused() {
    assertRefused(
        "numFeatures must be at least 1, but was 0", () -> IdMapEncoder.of(0, Map.of(), Map.of()));
    assertRefused(
        "column of user 'u' must be from 0 to 1, but was 2",
        () -> IdMapEncoder.of(2, Map.of("u", 2), Map.of()));
    assertRefused(
        "column of item 'a' must be from 0 to 1, but was -1",
        () -> IdMapEncoder.of(2, Map.of("u", 1), Map.of("a", -1)));
    assertRefused(
        "column 1 must belong to one id, but user 'u' and item 'a' have it",
        () -> IdMapEncoder.of(2, Map.of("u", 1), Map.of("a", 1)));
    assertRefused(
        "column 1 must belong to one id, but item 'a' and item 'b' have it",
        () -> IdMapEncoder.of(2, Map.of("u", 0), Map.of("b", 1, "a", 1)));
    assertRefused("user id must not be empty", () -> IdMapEncoder.of(1, Map.of("", 0), Map.of()));
    assertRefused("item id must not be empty", () -> IdMapEncoder.of(1, Map.of(), Map.of("", 0)));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
