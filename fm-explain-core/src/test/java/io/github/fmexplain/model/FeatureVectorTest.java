package io.github.fmexplain.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FeatureVectorTest {

  @Test
  void of_sortsByFeature() {
    FeatureVector x = FeatureVector.of(new int[] {7, 2}, new float[] {0.5f, 3f});
    assertEquals("{2: 3.0, 7: 0.5}", x.toString());
    assertEquals(8, x.width());
    assertEquals(2, x.index(0));
    assertEquals(3f, x.value(0));
  }

  @Test
  void empty_hasNoWidth() {
    assertEquals(0, FeatureVector.empty().width());
    assertEquals(FeatureVector.empty(), FeatureVector.ones());
  }

  @Test
  void and_joins() {
    FeatureVector x = FeatureVector.ones(5);
    assertEquals(FeatureVector.ones(1, 5, 9), FeatureVector.ones(9, 1).and(x));
    assertEquals(
        FeatureVector.ones(1, 5, 9).hashCode(), FeatureVector.ones(9, 1).and(x).hashCode());
    assertSame(x, x.and(FeatureVector.empty()));
    assertSame(x, FeatureVector.empty().and(x));
  }

  @Test
  void badInput_isRefused() {
    assertRefused(
        "values must have one entry a feature, but there are 2 features and 1 values",
        () -> FeatureVector.of(new int[] {1, 2}, new float[] {1}));
    assertRefused("feature must not be negative, but was -1", () -> FeatureVector.ones(3, -1));
    assertRefused("feature 3 occurs twice", () -> FeatureVector.ones(3, 3));
    assertRefused("feature 3 occurs twice", () -> FeatureVector.ones(3).and(FeatureVector.ones(3)));
    assertRefused(
        "value of feature 4 must be finite, but was NaN",
        () -> FeatureVector.of(new int[] {4}, new float[] {Float.NaN}));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
