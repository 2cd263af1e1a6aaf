package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.model.FeatureVector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OneHotEncoderTest extends FeatureEncoderContract {

  @Override
  protected FeatureEncoder encoder() {
    return OneHotEncoder.of(users(), List.of("10", "20", "30"));
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
  void columns_areUsersThenItems() {
    assertEquals(5, encoder().numFeatures());
    assertEquals(FeatureVector.ones(1, 4), encoder().encode("v", Set.of(), "30", Set.of()));
  }

  @Test
  void tags_areRefused() {
    assertEquals(
        "unknown user tag 'gender=F'; the one-hot encoder has 0 user tags",
        assertThrows(UnknownIdException.class, () -> encoder().userSideFeatures(Set.of("gender=F")))
            .getMessage());
  }
}
