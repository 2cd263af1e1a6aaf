package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.model.FeatureVector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagEncoderTest extends FeatureEncoderContract {

  private static final Catalogue ITEMS =
      Catalogue.of(
          List.of(
              new CatalogueItem("10", "Amber", Set.of("Drama", "Comedy")),
              new CatalogueItem("20", "Birch", Set.of("War")),
              new CatalogueItem("30", "Cedar", Set.of())));

  @Override
  protected FeatureEncoder encoder() {
    return TagEncoder.of(
        users(), ITEMS, List.of("gender=F", "gender=M"), List.of("morning", "evening"));
  }

  @Override
  protected List<String> users() {
    return List.of("u", "v");
  }

  @Override
  protected Set<String> userTags() {
    return Set.of("gender=M");
  }

  @Override
  protected Set<String> contextTags() {
    return Set.of("evening");
  }

  @Test
  void columns_areUsersItemsUserTagsItemTagsContextTags() {
    // 2 users, 3 items, 2 user tags, 3 item tags (Comedy, Drama, War), 2 context tags
    assertEquals(12, encoder().numFeatures());
    assertEquals(
        FeatureVector.ones(1, 2, 6, 7, 8, 11),
        encoder().encode("v", Set.of("gender=M"), "10", Set.of("evening")));
    assertEquals(FeatureVector.ones(4), encoder().itemFeatures("30"));
  }

  @Test
  void unknownTags_areRefused() {
    assertEquals(
        "unknown user tag 'x'; the encoder has 2 user tags",
        assertThrows(UnknownIdException.class, () -> encoder().userSideFeatures(Set.of("x")))
            .getMessage());
    assertEquals(
        "unknown context tag 'y'; the encoder has 2 context tags",
        assertThrows(UnknownIdException.class, () -> encoder().contextFeatures(Set.of("y")))
            .getMessage());
  }
}
