package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.FeatureVector;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every encoder promises. */
public abstract class FeatureEncoderContract {

  protected abstract FeatureEncoder encoder();

  /** Users that the encoder knows. */
  protected abstract List<String> users();

  /** Tags that a user may have. */
  protected abstract Set<String> userTags();

  /** Tags that a situation may have. */
  protected abstract Set<String> contextTags();

  @Test
  void columns_areDistinctAndBelowTheWidth() {
    FeatureEncoder encoder = encoder();
    Set<Integer> own = new HashSet<>();
    for (String user : users()) {
      own.add(encoder.userFeature(user).orElseThrow());
    }
    assertEquals(users().size(), own.size());
    assertEquals(users().size(), encoder.numUsers());
    Set<FeatureVector> items = new HashSet<>();
    encoder.items().ids().forEach(item -> items.add(encoder.itemFeatures(item)));
    assertEquals(encoder.items().size(), items.size());
    for (String user : users()) {
      for (String item : encoder.items().ids()) {
        FeatureVector row = encoder.encode(user, userTags(), item, contextTags());
        assertTrue(row.width() <= encoder.numFeatures());
      }
    }
  }

  @Test
  void encode_isTheSumOfItsDisjointBlocks() {
    FeatureEncoder encoder = encoder();
    String user = users().get(0);
    String item = encoder.items().ids().get(0);
    FeatureVector side = encoder.userSideFeatures(userTags());
    FeatureVector context = encoder.contextFeatures(contextTags());
    FeatureVector row = encoder.encode(user, userTags(), item, contextTags());
    assertEquals(1 + side.size() + encoder.itemFeatures(item).size() + context.size(), row.size());
    assertEquals(
        FeatureVector.ones(encoder.userFeature(user).orElseThrow())
            .and(side)
            .and(encoder.itemFeatures(item))
            .and(context),
        row);
  }

  @Test
  void unknownIds_areRefused() {
    FeatureEncoder encoder = encoder();
    assertEquals(OptionalInt.empty(), encoder.userFeature("nobody"));
    assertEquals(
        "unknown user 'nobody'; the encoder has " + users().size() + " users",
        assertThrows(
                UnknownIdException.class,
                () -> encoder.encode("nobody", Set.of(), encoder.items().ids().get(0), Set.of()))
            .getMessage());
    assertEquals(
        "unknown item 'nothing'; the encoder has " + encoder.items().size() + " items",
        assertThrows(UnknownIdException.class, () -> encoder.itemFeatures("nothing")).getMessage());
    assertThrows(UnknownIdException.class, () -> encoder.userSideFeatures(Set.of("no such tag")));
    assertThrows(UnknownIdException.class, () -> encoder.contextFeatures(Set.of("no such tag")));
  }
}
