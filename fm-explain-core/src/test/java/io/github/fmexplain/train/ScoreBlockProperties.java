package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ScoreBlockProperties {

  /** Rows of one feature to five, so that some rows of a block are done before others. */
  private static TrainingSet rows(int count, int features, boolean onlyOnes, Random random) {
    TrainingSet.Builder builder = TrainingSet.builder(features);
    for (int row = 0; row < count; row++) {
      int[] indices = random.ints(0, features).distinct().limit(1 + random.nextInt(5)).toArray();
      float[] values = new float[indices.length];
      for (int j = 0; j < values.length; j++) {
        values[j] = onlyOnes || random.nextBoolean() ? 1 : (float) random.nextGaussian();
      }
      builder.add(FeatureVector.of(indices, values), 1);
    }
    return builder.build();
  }

  @Property(tries = 200, seed = "1")
  void score_hasTheBitsOfOneRowAfterTheOther(
      @ForAll @IntRange(min = 1, max = 70) int count,
      @ForAll @IntRange(min = 1, max = 200) int k,
      @ForAll boolean onlyOnes,
      @ForAll long seed) {
    Random random = new Random(seed);
    TrainingRows rows = new TrainingRows(rows(count, 8, onlyOnes, random));
    Parameters parameters = Parameters.random(8, hyperparameters(k), seed);
    EpochRows epoch =
        new EpochRows(rows, new RowOrder(count, seed, TrainingMode.Shuffle.EACH_EPOCH));
    epoch.shuffle();
    epoch.fill(0, count);

    ScoreBlock block = new ScoreBlock(epoch, parameters);
    float[] q = new float[k];
    for (int place = 0; place < count; place += block.capacity) {
      int size = Math.min(block.capacity, count - place);
      block.score(place, size);
      for (int r = 0; r < size; r++) {
        float expected = scoreOfOneRow(rows, parameters, epoch.row(place + r), q);
        assertEquals(expected, block.scores[r]);
        assertArrayEquals(q, Arrays.copyOfRange(block.sums, r * k, r * k + k));
      }
    }
  }

  private static FmHyperparameters hyperparameters(int k) {
    return FmHyperparameters.builder()
        .predictorType(PredictorType.REGRESSOR)
        .numFactors(k)
        .factorsInit(Initializer.normal(1))
        .linearInit(Initializer.normal(1))
        .biasInit(Initializer.normal(1))
        .build();
  }

  /** s = w0 + Σ_f x_f (w_f + ⟨q, v_f⟩) with q = Σ_{g<f} x_g v_g, the product in four sums. */
  private static float scoreOfOneRow(TrainingRows rows, Parameters parameters, int row, float[] q) {
    int k = q.length;
    float score = parameters.bias[0];
    Arrays.fill(q, 0);
    for (int e = rows.rowStart[row]; e < rows.rowStart[row + 1]; e++) {
      int f = rows.indices[e];
      float x = rows.values[e];
      float[] sums = new float[4];
      for (int c = 0; c < k; c++) {
        sums[c < k / 4 * 4 ? c % 4 : 0] += q[c] * parameters.factors[f * k + c];
        q[c] += x * parameters.factors[f * k + c];
      }
      score += x * (parameters.linear[f] + ((sums[0] + sums[1]) + (sums[2] + sums[3])));
    }
    return score;
  }
}
