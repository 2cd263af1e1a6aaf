package io.github.fmexplain.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FmModelProperties {

  @Property(tries = 300, seed = "1")
  void score_equalsTheSumOverPairs(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int n,
      @ForAll @IntRange(min = 1, max = 9) int k) {
    Random random = new Random(seed);
    FmModel model = randomModel(random, n, k);
    FeatureVector x = randomVector(random, n);
    double expected = FmModelReference.score(model, x);
    assertEquals(expected, model.score(x), 1e-9 * (1 + Math.abs(expected)));
  }

  @Property(tries = 300, seed = "1")
  void addTo_isAdditiveOverDisjointVectors(@ForAll long seed) {
    Random random = new Random(seed);
    FmModel model = randomModel(random, 12, 4);
    FeatureVector x = randomVector(random, 6);
    int[] shifted = new int[] {6 + random.nextInt(3), 9 + random.nextInt(3)};
    FeatureVector y = FeatureVector.of(shifted, new float[] {random.nextFloat(), -2f});
    double[] sums = new double[4];
    double score = model.bias() + model.addTo(sums, x) + model.addTo(sums, y);
    assertEquals(model.score(x.and(y)), score, 1e-12 * (1 + Math.abs(score)));
  }

  static FmModel randomModel(Random random, int n, int k) {
    float[] linear = new float[n];
    float[] factors = new float[n * k];
    for (int j = 0; j < n; j++) {
      linear[j] = (float) random.nextGaussian();
    }
    for (int j = 0; j < n * k; j++) {
      factors[j] = (float) random.nextGaussian();
    }
    return FmModel.of(PredictorType.REGRESSOR, k, (float) random.nextGaussian(), linear, factors);
  }

  static FeatureVector randomVector(Random random, int n) {
    int[] indices = random.ints(0, n).distinct().limit(random.nextInt(n + 1)).toArray();
    float[] values = new float[indices.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = random.nextBoolean() ? 1 : (float) random.nextGaussian();
    }
    return FeatureVector.of(indices, values);
  }
}
