package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.fmexplain.model.PredictorType;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class AdamProperties {

  @Property(tries = 100, seed = "1")
  void update_hasTheBitsOfOneParameterAfterTheOther(
      @ForAll @IntRange(min = 1, max = 200) int count,
      @ForAll @DoubleRange(min = -1, max = 2) double clip,
      @ForAll long seed) {
    ParameterGroup group = new ParameterGroup(0.1, 0.5, Initializer.constant(0));
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.REGRESSOR)
            .numFactors(1)
            .clipGradient(clip)
            .build();
    Random random = new Random(seed);
    float[] theta = gaussians(count, random);
    float[] expected = theta.clone();
    Adam adam = new Adam(theta, group, hyperparameters);
    float[] mean = new float[count];
    float[] variance = new float[count];
    for (int step = 1; step <= 5; step++) {
      float[] gradient = gaussians(count, random);
      System.arraycopy(gradient, 0, adam.gradient(), 0, count);
      double correction = Adam.correction(step);
      adam.update(0, count / 2, correction);
      int[] others = IntStream.range(0, count - count / 2).map(j -> count - 1 - j).toArray();
      float[][] room = new float[4][count];
      for (int j = 0; j < others.length; j++) {
        room[3][j] = gradient[others[j]];
      }
      adam.update(others, others.length, room, correction);
      for (int j = 0; j < count; j++) {
        float g = gradient[j] + 0.5f * expected[j];
        g = clip < 0 ? g : Math.max((float) -clip, Math.min((float) clip, g));
        mean[j] = 0.9f * mean[j] + (1 - 0.9f) * g;
        variance[j] = 0.999f * variance[j] + (1 - 0.999f) * (g * g);
        expected[j] -=
            (float) (0.1 * correction) * mean[j] / ((float) Math.sqrt(variance[j]) + 1e-8f);
      }
      assertArrayEquals(expected, theta);
    }
  }

  private static float[] gaussians(int count, Random random) {
    float[] values = new float[count];
    for (int j = 0; j < count; j++) {
      values[j] = (float) random.nextGaussian();
    }
    return values;
  }
}
