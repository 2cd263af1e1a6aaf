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

  private static final int FEATURES = 100;
  private static final int ROWS = 40;

  /** Over two epochs, in the second of which columns that are kept are there already. */
  @Property(tries = 100, seed = "1")
  void update_isThatOfOneRowAfterTheOther(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 70) int k,
      @ForAll @IntRange(min = 0, max = FEATURES) int cut,
      @ForAll boolean clipped,
      @ForAll boolean dense,
      @ForAll TrainingMode.Shuffle shuffle,
      @ForAll long seed) {
    Random random = new Random(seed);
    TrainingSet set = TrainingSets.random(ROWS, FEATURES, PredictorType.REGRESSOR, seed);
    FmHyperparameters settings = settings(batch, k, clipped);
    EpochRows rows = new EpochRows(new TrainingRows(set), new RowOrder(ROWS, seed, shuffle));
    Parameters parameters = Parameters.random(FEATURES, settings, seed);
    boolean[] leftOut = new boolean[ROWS];
    leftOut[random.nextInt(ROWS)] = true;
    BatchScorer scorer = new BatchScorer(rows, settings, leftOut);
    Adam linear = new Adam(parameters.linear, settings.linear(), settings);
    Adam factors = new Adam(parameters.factors, settings.factors(), settings);
    Parameters expected = Parameters.random(FEATURES, settings, seed);
    Adam expectedLinear = new Adam(expected.linear, settings.linear(), settings);
    Adam expectedFactors = new Adam(expected.factors, settings.factors(), settings);
    FeatureSlice[] slices = {
      new FeatureSlice(rows, parameters, scorer, 0, cut, dense),
      new FeatureSlice(rows, parameters, scorer, cut, FEATURES, dense)
    };
    int batches = (ROWS - 1) / batch + 1;
    for (int step = 0; step < 2 * batches; step++) {
      int start = step % batches * batch;
      if (start == 0) {
        rows.shuffle();
        rows.fill(0, ROWS);
      }
      int size = Math.min(batch, ROWS - start);
      double[] linearGradient = new double[FEATURES];
      double[] factorsGradient = new double[FEATURES * k];
      boolean[] moves = new boolean[FEATURES];
      Arrays.fill(moves, dense);
      for (int j = 0; j < size; j++) {
        fill(scorer.sums[j], random);
        scorer.residuals[j] = (float) random.nextGaussian();
        if (leftOut[rows.row(start + j)]) {
          continue;
        }
        for (int e = rows.start[start + j]; e < rows.start[start + j + 1]; e++) {
          int f = rows.indices[e];
          double x = rows.values[e];
          double slope = scorer.residuals[j] * x;
          linearGradient[f] += slope;
          moves[f] = true;
          for (int c = 0; c < k; c++) {
            double v = parameters.factors[f * k + c];
            factorsGradient[f * k + c] += slope * (scorer.sums[j][c] - x * v);
          }
        }
      }
      for (int f = 0; f < FEATURES; f++) {
        if (moves[f]) {
          expectedLinear.gradient()[f] = (float) linearGradient[f];
          expectedLinear.update(f, f + 1, 1);
          for (int c = f * k; c < f * k + k; c++) {
            expectedFactors.gradient()[c] = (float) factorsGradient[c];
          }
          expectedFactors.update(f * k, f * k + k, 1);
        }
      }
      for (FeatureSlice slice : slices) {
        slice.update(start, size, linear, factors, 1);
      }
      assertArrayEquals(expected.linear, parameters.linear, 1e-5f);
      assertArrayEquals(expected.factors, parameters.factors, 1e-5f);
    }
  }

  private static FmHyperparameters settings(int batch, int k, boolean clipped) {
    FmHyperparameters.Builder builder =
        FmHyperparameters.builder()
            .predictorType(PredictorType.REGRESSOR)
            .numFactors(k)
            .miniBatchSize(batch)
            .eps(0.1)
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
