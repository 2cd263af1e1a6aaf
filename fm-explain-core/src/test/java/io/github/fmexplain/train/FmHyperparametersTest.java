package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FmHyperparametersTest {

  private static FmHyperparameters.Builder builder() {
    return FmHyperparameters.builder()
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .numFactors(64);
  }

  private static Map<String, String> map(String... namesAndValues) {
    Map<String, String> map = new HashMap<>();
    map.put("predictor_type", "regressor");
    map.put("num_factors", "8");
    for (int j = 0; j < namesAndValues.length; j += 2) {
      map.put(namesAndValues[j], namesAndValues[j + 1]);
    }
    return map;
  }

  private static String refusal(String... namesAndValues) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> FmHyperparameters.ofMap(map(namesAndValues)));
    return String.valueOf(e.getMessage());
  }

  private static void assertRefused(String message, Consumer<FmHyperparameters.Builder> setting) {
    FmHyperparameters.Builder builder = FmHyperparameters.builder();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> setting.accept(builder));
    assertEquals(message, e.getMessage());
  }

  @Test
  void build_withoutOptionsHasSageMakersDefaults() {
    FmHyperparameters defaults = builder().build();
    assertEquals(PredictorType.BINARY_CLASSIFIER, defaults.predictorType());
    assertEquals(64, defaults.numFactors());
    assertEquals(1, defaults.epochs());
    assertEquals(1000, defaults.miniBatchSize());
    assertEquals(OptionalDouble.empty(), defaults.clipGradient());
    assertEquals(OptionalDouble.empty(), defaults.eps());
    assertEquals(OptionalDouble.empty(), defaults.rescaleGrad());
    assertEquals(new ParameterGroup(0.1, 0.01, Initializer.normal(0.01)), defaults.bias());
    assertEquals(new ParameterGroup(0.001, 0.001, Initializer.normal(0.01)), defaults.linear());
    assertEquals(new ParameterGroup(1e-4, 1e-5, Initializer.normal(0.001)), defaults.factors());
    assertEquals(0.001, defaults.linearWd());
    assertEquals(1e-5, defaults.factorsWd());
  }

  @Test
  void toMap_hasOnlyWhatWasSet() {
    assertEquals(
        "{predictor_type=binary_classifier, num_factors=64}", builder().build().toMap().toString());
  }

  @Test
  void toMap_hasSageMakersNamesInOrder() {
    FmHyperparameters all =
        FmHyperparameters.builder()
            .factorsInit(Initializer.normal(0.001))
            .factorsWd(1e-5)
            .factorsLr(1e-4)
            .linearInit(Initializer.uniform(0.5))
            .linearWd(0)
            .linearLr(2)
            .biasInit(Initializer.constant(-3.5))
            .biasWd(0.01)
            .biasLr(100)
            .rescaleGrad(-0.0)
            .eps(1e-8)
            .clipGradient(-1)
            .miniBatchSize(100)
            .epochs(200)
            .numFactors(2)
            .predictorType(PredictorType.REGRESSOR)
            .build();
    assertEquals(
        "{predictor_type=regressor, num_factors=2, epochs=200, mini_batch_size=100,"
            + " clip_gradient=-1, eps=0.00000001, rescale_grad=0,"
            + " bias_lr=100, bias_wd=0.01, bias_init_method=constant, bias_init_value=-3.5,"
            + " linear_lr=2, linear_wd=0, linear_init_method=uniform, linear_init_scale=0.5,"
            + " factors_lr=0.0001, factors_wd=0.00001, factors_init_method=normal,"
            + " factors_init_sigma=0.001}",
        all.toMap().toString());
    assertEquals(all, FmHyperparameters.ofMap(all.toMap()));
    assertEquals("FmHyperparameters" + all.toMap(), all.toString());
  }

  @Test
  void equals_comparesWhatWasSet() {
    assertEquals(builder().epochs(2).build(), builder().epochs(2).build());
    assertEquals(builder().epochs(2).build().hashCode(), builder().epochs(2).build().hashCode());
    assertNotEquals(builder().epochs(2).build(), builder().epochs(3).build());
    assertNotEquals(builder().build(), builder().epochs(1).build());
  }

  @Test
  void toBuilder_startsFromTheSettingsAndSetsAnewOnce() {
    FmHyperparameters.Builder copy = builder().epochs(3).build().toBuilder().numFactors(8);
    assertEquals(
        "{predictor_type=binary_classifier, num_factors=8, epochs=3}",
        copy.build().toMap().toString());
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> copy.numFactors(9));
    assertEquals("numFactors was already set", e.getMessage());
  }

  @Test
  void build_namesEverythingThatIsMissing() {
    FmHyperparameters.Builder builder = FmHyperparameters.builder().epochs(3);
    IllegalStateException e = assertThrows(IllegalStateException.class, builder::build);
    assertEquals("missing settings: predictorType, numFactors", e.getMessage());
  }

  @Test
  void setter_calledTwice() {
    Map<String, Consumer<FmHyperparameters.Builder>> setters = new HashMap<>();
    setters.put("predictorType", b -> b.predictorType(PredictorType.REGRESSOR));
    setters.put("numFactors", b -> b.numFactors(1));
    setters.put("epochs", b -> b.epochs(1));
    setters.put("miniBatchSize", b -> b.miniBatchSize(1));
    setters.put("clipGradient", b -> b.clipGradient(1));
    setters.put("eps", b -> b.eps(1));
    setters.put("rescaleGrad", b -> b.rescaleGrad(1));
    setters.put("biasLr", b -> b.biasLr(1));
    setters.put("biasWd", b -> b.biasWd(1));
    setters.put("biasInit", b -> b.biasInit(Initializer.normal(1)));
    setters.put("linearLr", b -> b.linearLr(1));
    setters.put("linearWd", b -> b.linearWd(1));
    setters.put("linearInit", b -> b.linearInit(Initializer.normal(1)));
    setters.put("factorsLr", b -> b.factorsLr(1));
    setters.put("factorsWd", b -> b.factorsWd(1));
    setters.put("factorsInit", b -> b.factorsInit(Initializer.normal(1)));
    setters.forEach(
        (name, setter) -> {
          FmHyperparameters.Builder builder = FmHyperparameters.builder();
          setter.accept(builder);
          IllegalStateException e =
              assertThrows(IllegalStateException.class, () -> setter.accept(builder));
          assertEquals(name + " was already set", e.getMessage());
        });
  }

  @Test
  void setter_outOfRange() {
    assertRefused("numFactors must be at least 1, but was 0", b -> b.numFactors(0));
    assertRefused("epochs must be at least 1, but was -1", b -> b.epochs(-1));
    assertRefused("miniBatchSize must be at least 1, but was 0", b -> b.miniBatchSize(0));
    assertRefused(
        "clipGradient must be finite in float32, but was Infinity",
        b -> b.clipGradient(Double.POSITIVE_INFINITY));
    assertRefused("eps must be finite in float32, but was NaN", b -> b.eps(Double.NaN));
    assertRefused(
        "rescaleGrad must be finite in float32, but was 1.0E39", b -> b.rescaleGrad(1e39));
    for (String name : List.of("bias", "linear", "factors")) {
      for (String rate : List.of("Lr", "Wd")) {
        assertRefused(
            name + rate + " must be finite in float32 and not negative, but was -1.0",
            b -> rate(b, name + rate, -1));
        assertRefused(
            name + rate + " must be finite in float32 and not negative, but was NaN",
            b -> rate(b, name + rate, Double.NaN));
      }
    }
  }

  private static void rate(FmHyperparameters.Builder builder, String name, double value) {
    switch (name) {
      case "biasLr" -> builder.biasLr(value);
      case "biasWd" -> builder.biasWd(value);
      case "linearLr" -> builder.linearLr(value);
      case "linearWd" -> builder.linearWd(value);
      case "factorsLr" -> builder.factorsLr(value);
      case "factorsWd" -> builder.factorsWd(value);
      default -> throw new AssertionError(name);
    }
  }

  @Test
  void initializer_outOfRange() {
    assertRefused(
        "sigma must be finite in float32 and not negative, but was -0.1",
        b -> b.biasInit(Initializer.normal(-0.1)));
    assertRefused(
        "scale must be finite in float32 and not negative, but was NaN",
        b -> b.biasInit(Initializer.uniform(Double.NaN)));
    assertRefused(
        "value must be finite in float32, but was Infinity",
        b -> b.biasInit(Initializer.constant(Double.POSITIVE_INFINITY)));
  }

  @Test
  void parameterGroup_outOfRange() {
    Initializer any = Initializer.normal(1);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new ParameterGroup(-1, 0, any));
    assertEquals("lr must be finite in float32 and not negative, but was -1.0", e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> new ParameterGroup(0, -1, any));
    assertEquals("wd must be finite in float32 and not negative, but was -1.0", e.getMessage());
  }

  @Test
  void ofMap_takesFeatureDimAndLeavesItOut() {
    FmHyperparameters read = FmHyperparameters.ofMap(map("feature_dim", "2625", "epochs", "5"));
    assertEquals("{predictor_type=regressor, num_factors=8, epochs=5}", read.toMap().toString());
    assertEquals("feature_dim must be at least 1, but was 0", refusal("feature_dim", "0"));
  }

  @Test
  void names_areThoseThatAreRead() {
    assertEquals(26, FmHyperparameters.names().size(), FmHyperparameters.names().toString());
    assertTrue(FmHyperparameters.names().containsAll(List.of("feature_dim", "bias_init_sigma")));
    assertThrows(
        UnsupportedOperationException.class, () -> FmHyperparameters.names().add("another"));
  }

  @Test
  void ofMap_numbersAsPythonWritesThem() {
    FmHyperparameters read = FmHyperparameters.ofMap(map("factors_wd", "1e-05", "bias_lr", "2"));
    assertEquals(1e-5, read.factorsWd());
    assertEquals(2, read.bias().lr());
  }

  @Test
  void ofMap_initializers() {
    assertEquals(
        Initializer.normal(0.2),
        FmHyperparameters.ofMap(map("bias_init_sigma", "0.2")).bias().init());
    assertEquals(
        Initializer.normal(0.001),
        FmHyperparameters.ofMap(map("factors_init_method", "normal")).factors().init());
    assertEquals(
        Initializer.normal(0.01),
        FmHyperparameters.ofMap(map("linear_init_method", "normal")).linear().init());
    assertEquals(
        Initializer.uniform(0.3),
        FmHyperparameters.ofMap(map("linear_init_method", "uniform", "linear_init_scale", "0.3"))
            .linear()
            .init());
    assertEquals(
        Initializer.constant(-1),
        FmHyperparameters.ofMap(
                map(
                    "bias_init_method", "constant",
                    "bias_init_value", "-1",
                    "bias_init_sigma", "0.5"))
            .bias()
            .init());
  }

  @Test
  void ofMap_initializersThatAreWrong() {
    assertEquals(
        "bias_init_method must be 'normal', 'uniform' or 'constant', but was 'xavier'",
        refusal("bias_init_method", "xavier"));
    assertEquals(
        "linear_init_scale is missing; linear_init_method 'uniform' needs it",
        refusal("linear_init_method", "uniform"));
    assertEquals(
        "factors_init_value is missing; factors_init_method 'constant' needs it",
        refusal("factors_init_method", "constant"));
    assertEquals(
        "bias_init_sigma must be finite in float32 and not negative, but was -1.0",
        refusal("bias_init_sigma", "-1"));
  }

  @Test
  void ofMap_anUnknownName() {
    assertEquals(
        "unknown hyperparameter 'mini_batch_siz'; known are bias_init_method, bias_init_scale,"
            + " bias_init_sigma, bias_init_value, bias_lr, bias_wd, clip_gradient, epochs, eps,"
            + " factors_init_method, factors_init_scale, factors_init_sigma, factors_init_value,"
            + " factors_lr, factors_wd, feature_dim, linear_init_method, linear_init_scale,"
            + " linear_init_sigma, linear_init_value, linear_lr, linear_wd, mini_batch_size,"
            + " num_factors, predictor_type, rescale_grad",
        refusal("mini_batch_siz", "100"));
  }

  @Test
  void ofMap_aValueThatIsNoNumber() {
    assertEquals(
        "epochs must be a whole number below 2^31, but was '1.5'", refusal("epochs", "1.5"));
    assertEquals("bias_lr must be a number, but was 'nan'", refusal("bias_lr", "nan"));
    assertEquals("eps must be a number, but was '1d'", refusal("eps", "1d"));
    assertEquals(
        "predictor_type must be 'binary_classifier' or 'regressor', but was 'classifier'",
        refusal("predictor_type", "classifier"));
  }

  @Test
  void ofMap_aValueOutOfItsRange() {
    assertEquals("mini_batch_size must be at least 1, but was 0", refusal("mini_batch_size", "0"));
    assertEquals(
        "linear_wd must be finite in float32 and not negative, but was -0.5",
        refusal("linear_wd", "-0.5"));
    assertEquals(
        "clip_gradient must be finite in float32, but was 1.0E300",
        refusal("clip_gradient", "1e300"));
  }

  @Test
  void ofMap_namesEverythingThatIsMissing() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> FmHyperparameters.ofMap(Map.of("epochs", "3")));
    assertEquals("missing hyperparameters: predictor_type, num_factors", e.getMessage());
  }
}
