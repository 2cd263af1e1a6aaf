package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FeatureSliceProperties {

  private static final int FEATURES = 12;
  private static final int ROWS = 40;

  /** Over several batches, for a feature that is in one batch may be in the next, or may not. */
  @Property(tries = 100, seed = "1")
  void update_hasTheBitsOfOneRowAfterTheOther(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 70) int k,
      @ForAll @IntRange(min = 0, max = FEATURES) int cut,
      @ForAll boolean clipped,
      @ForAll boolean dense,
      @ForAll long seed) {
    Random random = new Random(seed);
    TrainingSet set = TrainingSets.random(ROWS, FEATURES, PredictorType.REGRESSOR, seed);
    FmHyperparameters settings = settings(batch, k, clipped);
    EpochRows rows =
        new EpochRows(
            new TrainingRows(set), new RowOrder(ROWS, seed, TrainingMode.Shuffle.EACH_EPOCH));
    Parameters parameters = Parameters.random(FEATURES, settings, seed);
    BatchScorer scorer = new BatchScorer(rows, settings, new boolean[ROWS]);
    Adam linear = new Adam(parameters.linear, settings.linear(), settings);
    Adam factors = new Adam(parameters.factors, settings.factors(), settings);
    Parameters expected = Parameters.random(FEATURES, settings, seed);
    Adam expectedLinear = new Adam(expected.linear, settings.linear(), settings);
    Adam expectedFactors = new Adam(expected.factors, settings.factors(), settings);
    FeatureSlice[] slices = {
      new FeatureSlice(rows, parameters, scorer, 0, cut, dense),
      new FeatureSlice(rows, parameters, scorer, cut, FEATURES, dense)
    };
    rows.shuffle();
    rows.fill(0, ROWS);
    for (int start = 0; start < ROWS; start += batch) {
      int size = Math.min(batch, ROWS - start);
      fill(scorer.residuals, random);
      fill(scorer.sums, random);
      float[] linearGradient = new float[FEATURES];
      float[] factorsGradient = new float[FEATURES * k];
      boolean[] moves = new boolean[FEATURES];
      Arrays.fill(moves, dense);
      for (int j = 0; j < size; j++) {
        for (int e = rows.start[start + j]; e < rows.start[start + j + 1]; e++) {
          int f = rows.indices[e];
          float x = rows.values[e];
          float slope = scorer.residuals[j] * x;
          linearGradient[f] += slope;
          moves[f] = true;
          for (int c = 0; c < k; c++) {
            float v = parameters.factors[f * k + c];
            factorsGradient[f * k + c] += slope * (scorer.sums[j * k + c] - x * v);
          }
        }
      }
      System.arraycopy(linearGradient, 0, expectedLinear.gradient(), 0, FEATURES);
      System.arraycopy(factorsGradient, 0, expectedFactors.gradient(), 0, FEATURES * k);
      for (int f = 0; f < FEATURES; f++) {
        if (moves[f]) {
          expectedLinear.update(f, f + 1, 1);
          expectedFactors.update(f * k, f * k + k, 1);
        }
      }
      for (FeatureSlice slice : slices) {
        slice.update(start, size, linear, factors, 1);
      }
      assertArrayEquals(expected.linear, parameters.linear);
      assertArrayEquals(expected.factors, parameters.factors);
    }
  }

  private static FmHyperparameters settings(int batch, int k, boolean clipped) {
    FmHyperparameters.Builder builder =
        FmHyperparameters.builder()
            .predictorType(PredictorType.REGRESSOR)
            .numFactors(k)
            .miniBatchSize(batch)
            .factorsLr(0.01)
            .factorsInit(Initializer.normal(1));
    return clipped ? builder.clipGradient(0.1).build() : builder.build();
  }

  private static void fill(float[] values, Random random) {
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) random.nextGaussian();
    }
  }
}
