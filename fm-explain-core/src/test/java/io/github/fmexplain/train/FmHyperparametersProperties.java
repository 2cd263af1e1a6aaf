package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ObjDoubleConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FmHyperparametersProperties {

  private static final List<BiConsumer<FmHyperparameters.Builder, Integer>> COUNTS =
      List.of(FmHyperparameters.Builder::epochs, FmHyperparameters.Builder::miniBatchSize);

  private static final List<ObjDoubleConsumer<FmHyperparameters.Builder>> NUMBERS =
      List.of(
          FmHyperparameters.Builder::clipGradient,
          FmHyperparameters.Builder::eps,
          FmHyperparameters.Builder::rescaleGrad,
          FmHyperparameters.Builder::biasLr,
          FmHyperparameters.Builder::biasWd,
          FmHyperparameters.Builder::linearLr,
          FmHyperparameters.Builder::linearWd,
          FmHyperparameters.Builder::factorsLr,
          FmHyperparameters.Builder::factorsWd);

  private static final List<BiConsumer<FmHyperparameters.Builder, Initializer>> INITIALIZERS =
      List.of(
          FmHyperparameters.Builder::biasInit,
          FmHyperparameters.Builder::linearInit,
          FmHyperparameters.Builder::factorsInit);

  @Provide
  Arbitrary<Double> numbers() {
    Arbitrary<Double> usual = Arbitraries.doubles().between(0, 10).ofScale(8);
    return Arbitraries.oneOf(
        usual, Arbitraries.of(0.0, -0.0, 1e-5, 1e-8, 4.9e-324, 3e38, 0.1 + 0.2, 1e22, 2e-3));
  }

  @Provide
  Arbitrary<Initializer> initializers() {
    return Combinators.combine(numbers(), Arbitraries.integers().between(0, 2))
        .as(
            (number, kind) ->
                switch (kind) {
                  case 0 -> Initializer.normal(number);
                  case 1 -> Initializer.uniform(number);
                  default -> Initializer.constant(-number);
                });
  }

  @Property(tries = 300, seed = "1")
  void ofMap_isTheWayBackFromToMap(
      @ForAll PredictorType type,
      @ForAll("numbers") double number,
      @ForAll("initializers") Initializer initializer,
      @ForAll int which) {
    FmHyperparameters.Builder builder =
        FmHyperparameters.builder().predictorType(type).numFactors(1 + (which & 0x3ff));
    int bit = 0;
    for (BiConsumer<FmHyperparameters.Builder, Integer> count : COUNTS) {
      if ((which >> bit++ & 1) == 1) {
        count.accept(builder, 1 + (which & 0xffff));
      }
    }
    for (ObjDoubleConsumer<FmHyperparameters.Builder> setter : NUMBERS) {
      if ((which >> bit++ & 1) == 1) {
        setter.accept(builder, number);
      }
    }
    for (BiConsumer<FmHyperparameters.Builder, Initializer> setter : INITIALIZERS) {
      if ((which >> bit++ & 1) == 1) {
        setter.accept(builder, initializer);
      }
    }
    FmHyperparameters hyperparameters = builder.build();
    assertEquals(hyperparameters, FmHyperparameters.ofMap(hyperparameters.toMap()));
    assertEquals(hyperparameters, hyperparameters.toBuilder().build());
    hyperparameters
        .toMap()
        .forEach((name, value) -> assertFalse(value.contains("E"), name + "=" + value));
  }
}
