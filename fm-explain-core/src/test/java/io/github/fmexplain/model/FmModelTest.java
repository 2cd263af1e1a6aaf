package io.github.fmexplain.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FmModelTest {

  private static final float[] LINEAR = {0.5f, -1f, 2f};
  private static final float[] FACTORS = {1f, 2f, 3f, 4f, -5f, 6f};

  private static FmModel model(PredictorType type) {
    return FmModel.of(type, 2, 0.25f, LINEAR, FACTORS);
  }

  @Test
  void score_ofTwoFeatures() {
    // 0.25 + 0.5·1 − 1·2 + <(1,2), (3,4)>·1·2 = −1.25 + 22
    FeatureVector x = FeatureVector.of(new int[] {1, 0}, new float[] {2f, 1f});
    assertEquals(20.75, model(PredictorType.REGRESSOR).score(x));
  }

  @Test
  void score_ofNothingIsTheBias() {
    assertEquals(0.25, model(PredictorType.REGRESSOR).score(FeatureVector.empty()));
  }

  @Test
  void probability_isTheSigmoidOfTheScore() {
    assertEquals(
        1 / (1 + Math.exp(-0.75)),
        model(PredictorType.BINARY_CLASSIFIER).probability(FeatureVector.ones(0)),
        1e-15);
  }

  @Test
  void sigmoid_doesNotOverflow() {
    assertEquals(1, FmModel.sigmoid(1e300));
    assertEquals(0, FmModel.sigmoid(-1e300));
    assertEquals(0.5, FmModel.sigmoid(0));
  }

  @Test
  void probability_ofARegressorIsRefused() {
    assertEquals(
        "probability needs a binary_classifier, but the model is a regressor; use score",
        assertThrows(
                IllegalStateException.class,
                () -> model(PredictorType.REGRESSOR).probability(FeatureVector.ones(0)))
            .getMessage());
  }

  @Test
  void score_ofAWiderVectorIsRefused() {
    assertEquals(
        "vector has feature 3, but the model has 3 features",
        assertThrows(
                IllegalArgumentException.class,
                () -> model(PredictorType.REGRESSOR).score(FeatureVector.ones(3)))
            .getMessage());
  }

  @Test
  void addTo_refusesSumsOfAnotherLength() {
    assertEquals(
        "sums must have 2 entries, but has 3",
        assertThrows(
                IllegalArgumentException.class,
                () -> model(PredictorType.REGRESSOR).addTo(new double[3], FeatureVector.ones(0)))
            .getMessage());
  }

  @Test
  void of_copiesItsArguments() {
    float[] linear = LINEAR.clone();
    float[] factors = FACTORS.clone();
    FmModel model = FmModel.of(PredictorType.REGRESSOR, 2, 0.25f, linear, factors);
    linear[0] = 99;
    factors[0] = 99;
    assertEquals(0.5f, model.linearWeight(0));
    assertEquals(1f, model.factors(0)[0]);
    model.factors(0)[0] = 99;
    assertEquals(model(PredictorType.REGRESSOR), model);
  }

  @Test
  void of_refusesBadParameters() {
    assertRefused("numFactors must be at least 1, but was 0", 0, 0f, LINEAR, new float[0]);
    assertRefused(
        "linearWeights must have at least 1 feature, but has 0", 2, 0f, new float[0], new float[0]);
    assertRefused(
        "factors must have shape [3, 2], that is 6 values, but has 5", 2, 0f, LINEAR, new float[5]);
    assertRefused("bias must be finite, but was NaN", 2, Float.NaN, LINEAR, FACTORS);
    assertRefused(
        "linear weight of feature 1 must be finite, but was Infinity",
        2,
        0f,
        new float[] {0, Float.POSITIVE_INFINITY, 0},
        FACTORS);
    assertRefused(
        "factor 1 of feature 2 must be finite, but was NaN",
        2,
        0f,
        LINEAR,
        new float[] {1, 2, 3, 4, 5, Float.NaN});
  }

  private static void assertRefused(
      String message, int k, float bias, float[] linear, float[] factors) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> FmModel.of(PredictorType.REGRESSOR, k, bias, linear, factors))
            .getMessage());
  }

  @Test
  void builder_makesTheModelThatOfMakes() {
    FmModel.Builder builder = FmModel.builder(PredictorType.REGRESSOR, 3, 2).bias(0.25f);
    for (int f = 2; f >= 0; f--) {
      builder.linearWeight(f, LINEAR[f]);
      builder.factor(f, 1, FACTORS[2 * f + 1]).factor(f, 0, FACTORS[2 * f]);
    }
    FmModel built = builder.build();
    assertEquals(model(PredictorType.REGRESSOR), built);
    assertEquals(20.75, built.score(FeatureVector.of(new int[] {0, 1}, new float[] {1f, 2f})));
  }

  @Test
  void builder_takesRowsAnywhereInAnArray() {
    float[] values = new float[7];
    System.arraycopy(FACTORS, 0, values, 1, 6);
    FmModel.Builder builder = FmModel.builder(PredictorType.REGRESSOR, 3, 2).bias(0.25f);
    for (int f = 2; f >= 0; f--) {
      builder.linearWeight(f, LINEAR[f]).factors(f, values, 1 + 2 * f);
    }
    FmModel built = builder.build();
    assertEquals(model(PredictorType.REGRESSOR), built);
    values[1] = 9;
    assertEquals(FACTORS[0], built.factors(0)[0]);
  }

  @Test
  void builder_startsFromZero() {
    assertEquals(
        FmModel.of(PredictorType.REGRESSOR, 2, 0f, new float[3], new float[6]),
        FmModel.builder(PredictorType.REGRESSOR, 3, 2).build());
  }

  @Test
  void builder_handsItsArraysOverOnce() {
    FmModel.Builder builder = FmModel.builder(PredictorType.REGRESSOR, 3, 2);
    FmModel model = builder.build();
    for (Executable use :
        new Executable[] {
          () -> builder.bias(1),
          () -> builder.linearWeight(0, 1),
          () -> builder.factor(0, 0, 1),
          () -> builder.factors(0, new float[2], 0),
          builder::build
        }) {
      assertEquals(
          "the model was already built; make a new builder",
          assertThrows(IllegalStateException.class, use).getMessage());
    }
    assertEquals(0f, model.linearWeight(0));
  }

  @Test
  void builder_refusesBadShapes() {
    assertBuilderRefused("numFactors must be at least 1, but was 0", 3, 0);
    assertBuilderRefused("numFeatures must be at least 1, but was 0", 0, 2);
    assertBuilderRefused(
        "factors of shape [10000000, 1000] are 10000000000 values, but a model holds at most"
            + " 2147483639",
        10_000_000,
        1000);
  }

  private static void assertBuilderRefused(String message, int n, int k) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> FmModel.builder(PredictorType.REGRESSOR, n, k))
            .getMessage());
  }

  @Test
  void builder_refusesBadValuesAndPlaces() {
    FmModel.Builder builder = FmModel.builder(PredictorType.REGRESSOR, 3, 2);
    assertEquals(
        "bias must be finite, but was NaN",
        assertThrows(IllegalArgumentException.class, () -> builder.bias(Float.NaN)).getMessage());
    assertEquals(
        "linear weight of feature 1 must be finite, but was Infinity",
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.linearWeight(1, Float.POSITIVE_INFINITY))
            .getMessage());
    assertEquals(
        "factor 1 of feature 2 must be finite, but was NaN",
        assertThrows(IllegalArgumentException.class, () -> builder.factor(2, 1, Float.NaN))
            .getMessage());
    assertEquals(
        "factor 1 of feature 2 must be finite, but was -Infinity",
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.factors(2, new float[] {1, 2, Float.NEGATIVE_INFINITY}, 1))
            .getMessage());
    assertThrows(IndexOutOfBoundsException.class, () -> builder.factors(3, new float[2], 0));
    assertThrows(IndexOutOfBoundsException.class, () -> builder.factors(0, new float[2], 1));
    assertThrows(IndexOutOfBoundsException.class, () -> builder.factors(0, new float[2], -1));
    assertThrows(IndexOutOfBoundsException.class, () -> builder.linearWeight(3, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> builder.factor(-1, 0, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> builder.factor(1, 2, 0));
  }

  @Test
  void factors_ofAnUnknownFeatureAreRefused() {
    assertEquals(
        "feature must be from 0 to 2, but was 3",
        assertThrows(
                IndexOutOfBoundsException.class, () -> model(PredictorType.REGRESSOR).factors(3))
            .getMessage());
  }

  @Test
  void fingerprint_changesWithEveryParameterAndTheType() {
    FmModel model = model(PredictorType.REGRESSOR);
    assertEquals(64, model.fingerprint().length());
    assertEquals(model.fingerprint(), model(PredictorType.REGRESSOR).fingerprint());
    assertNotEquals(model.fingerprint(), model(PredictorType.BINARY_CLASSIFIER).fingerprint());
    for (int j = 0; j < FACTORS.length; j++) {
      float[] factors = FACTORS.clone();
      factors[j] = Math.nextUp(factors[j]);
      assertNotEquals(
          model, FmModel.of(PredictorType.REGRESSOR, 2, 0.25f, LINEAR, factors), "factor " + j);
    }
    for (int j = 0; j < LINEAR.length; j++) {
      float[] linear = LINEAR.clone();
      linear[j] = Math.nextUp(linear[j]);
      assertNotEquals(model, FmModel.of(PredictorType.REGRESSOR, 2, 0.25f, linear, FACTORS));
    }
    assertNotEquals(model, FmModel.of(PredictorType.REGRESSOR, 2, 0.5f, LINEAR, FACTORS));
    // [3, 2] and [2, 3] hold the same number of factors.
    assertNotEquals(
        FmModel.of(PredictorType.REGRESSOR, 2, 0f, new float[3], new float[6]),
        FmModel.of(PredictorType.REGRESSOR, 3, 0f, new float[2], new float[6]));
  }

  @Test
  void fingerprint_coversModelsLargerThanItsBuffer() {
    float[] factors = new float[40_000];
    FmModel model = FmModel.of(PredictorType.REGRESSOR, 2, 0f, new float[20_000], factors);
    factors[39_999] = 1;
    FmModel other = FmModel.of(PredictorType.REGRESSOR, 2, 0f, new float[20_000], factors);
    assertNotEquals(model.fingerprint(), other.fingerprint());
  }

  @Test
  void toString_isShort() {
    String text = model(PredictorType.REGRESSOR).toString();
    assertEquals("FmModel[regressor, features 3, factors 2, ", text.substring(0, 42));
    assertEquals(55, text.length());
  }

  @Test
  void predictorType_readsSageMakersNames() {
    for (PredictorType type : PredictorType.values()) {
      assertEquals(type, PredictorType.ofHyperparameterValue(type.hyperparameterValue()));
    }
    assertEquals(
        "predictor_type must be 'binary_classifier' or 'regressor', but was 'Regressor'",
        assertThrows(
                IllegalArgumentException.class,
                () -> PredictorType.ofHyperparameterValue("Regressor"))
            .getMessage());
  }
}
