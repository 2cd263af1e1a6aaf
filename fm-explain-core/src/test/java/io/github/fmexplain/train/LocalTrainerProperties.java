package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LocalTrainerProperties {

  @Property(tries = 50, seed = "1")
  void fit_hasTheSameBitsWithAnyNumberOfThreads(
      @ForAll PredictorType type,
      @ForAll("modes") TrainingMode mode,
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @IntRange(min = 5, max = 40) int features,
      @ForAll @IntRange(min = 1, max = 25) int batch,
      @ForAll @IntRange(min = 1, max = 9) int factors,
      @ForAll long seed)
      throws InterruptedException {
    TrainingSet set = TrainingSets.random(rows, features, type, seed);
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(type)
            .numFactors(factors)
            .epochs(2)
            .miniBatchSize(batch)
            .factorsLr(0.01)
            .build();
    FmModel one = fit(set, hyperparameters, mode, seed, 1);
    for (int threads : new int[] {2, 3, 5}) {
      assertEquals(one.fingerprint(), fit(set, hyperparameters, mode, seed, threads).fingerprint());
    }
  }

  @Property(tries = 20, seed = "1")
  void fit_hasTheSameBitsForTheSameSeedAndOthersForAnother(
      @ForAll PredictorType type, @ForAll long seed, @ForAll long other)
      throws InterruptedException {
    TrainingSet set = TrainingSets.random(40, 12, type, 1);
    FmHyperparameters hyperparameters = TrainingSets.fast(type).build();
    FmModel model = fit(set, hyperparameters, TrainingMode.sageMaker(), seed, 2);
    assertEquals(
        model.fingerprint(),
        fit(set, hyperparameters, TrainingMode.sageMaker(), seed, 2).fingerprint());
    // java.util.Random keeps 48 bits of a seed.
    if ((seed ^ other) << 16 != 0) {
      assertNotEquals(
          model.fingerprint(),
          fit(set, hyperparameters, TrainingMode.sageMaker(), other, 2).fingerprint());
    }
  }

  @Property(tries = 40, seed = "1")
  void fit_stepsLikeTheReference(
      @ForAll PredictorType type,
      @ForAll("modes") TrainingMode mode,
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 12) int batch,
      @ForAll @IntRange(min = 0, max = 1000) int seed)
      throws InterruptedException {
    TrainingSet set = TrainingSets.random(rows, 8, type, seed);
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(type)
            .numFactors(3)
            .epochs(2)
            .miniBatchSize(batch)
            .eps(0.001)
            .factorsLr(0.01)
            .factorsInit(Initializer.normal(0.1))
            .build();
    FmModel expected = LocalTrainerReference.fit(set, hyperparameters, mode, seed);
    FmModel model = fit(set, hyperparameters, mode, seed, 1);
    assertEquals(0, TrainingSets.distance(expected, model), 2e-5);
  }

  @Property(tries = 40, seed = "1")
  void fitWithout_stepsLikeTheReferenceWithoutTheRow(
      @ForAll PredictorType type,
      @ForAll("modes") TrainingMode mode,
      @ForAll @IntRange(min = 2, max = 30) int rows,
      @ForAll @IntRange(min = 0, max = 1000) int seed)
      throws InterruptedException {
    TrainingSet set = TrainingSets.random(rows, 8, type, seed);
    int leftOut = seed % rows;
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(type)
            .numFactors(3)
            .epochs(2)
            .miniBatchSize(7)
            .eps(0.001)
            .factorsLr(0.01)
            .factorsInit(Initializer.normal(0.1))
            .build();
    FmModel expected = LocalTrainerReference.fitWithout(leftOut, set, hyperparameters, mode, seed);
    FmModel model =
        LocalTrainer.builder()
            .mode(mode)
            .seed(seed)
            .threads(2)
            .build()
            .fitWithout(new int[] {leftOut}, set, hyperparameters, TrainingProgress.none())
            .model();
    assertEquals(0, TrainingSets.distance(expected, model), 2e-5);
  }

  @Provide
  Arbitrary<TrainingMode> modes() {
    return Arbitraries.of(TrainingSets.modes());
  }

  private static FmModel fit(
      TrainingSet set, FmHyperparameters settings, TrainingMode mode, long seed, int threads)
      throws InterruptedException {
    return LocalTrainer.builder()
        .mode(mode)
        .seed(seed)
        .threads(threads)
        .build()
        .fit(set, settings)
        .model();
  }
}
