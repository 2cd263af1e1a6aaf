package io.github.fmexplain.train;

import io.github.fmexplain.model.FmModel;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** The parameters in training: w0 [1], w [n] and V [n, k], row by row. */
final class Parameters {

  final int numFactors;
  final float[] bias = new float[1];
  final float[] linear;
  final float[] factors;

  private Parameters(int numFeatures, int numFactors) {
    this.numFactors = numFactors;
    this.linear = new float[numFeatures];
    this.factors = new float[sizeOf("features", numFeatures, numFactors)];
  }

  /** Draws w0, then w, then V. */
  static Parameters random(int numFeatures, FmHyperparameters hyperparameters, long seed) {
    Parameters parameters = new Parameters(numFeatures, hyperparameters.numFactors());
    Random random = new Random(seed);
    fill(parameters.bias, hyperparameters.bias().init(), random);
    fill(parameters.linear, hyperparameters.linear().init(), random);
    fill(parameters.factors, hyperparameters.factors().init(), random);
    return parameters;
  }

  private static void fill(float[] values, Initializer initializer, Random random) {
    for (int j = 0; j < values.length; j++) {
      if (initializer instanceof Initializer.Normal normal) {
        values[j] = (float) (normal.sigma() * random.nextGaussian());
      } else if (initializer instanceof Initializer.Uniform uniform) {
        values[j] = (float) (uniform.scale() * (2 * random.nextDouble() - 1));
      } else if (initializer instanceof Initializer.Constant constant) {
        values[j] = (float) constant.value();
      }
    }
  }

  /** {@return the length of an array [rows, k]} */
  static int sizeOf(String rowsName, int rows, int numFactors) {
    long size = (long) rows * numFactors;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s × numFactors must be below 2^31, but was %d × %d; lower numFactors",
              rowsName,
              rows,
              numFactors));
    }
    return (int) size;
  }

  /**
   * {@return a parameter that is not finite and its value, in words, or empty if all are finite}
   */
  Optional<String> notFinite() {
    if (!Float.isFinite(bias[0])) {
      return Optional.of("the bias is " + bias[0]);
    }
    for (int f = 0; f < linear.length; f++) {
      if (!Float.isFinite(linear[f])) {
        return Optional.of("the linear weight of feature " + f + " is " + linear[f]);
      }
    }
    for (int j = 0; j < factors.length; j++) {
      if (!Float.isFinite(factors[j])) {
        return Optional.of(
            "factor " + j % numFactors + " of feature " + j / numFactors + " is " + factors[j]);
      }
    }
    return Optional.empty();
  }

  FmModel toModel(FmHyperparameters hyperparameters) {
    return FmModel.of(hyperparameters.predictorType(), numFactors, bias[0], linear, factors);
  }
}
