package io.github.fmexplain.train;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** The parameters in training: w0 [1], w [n] and V [n, k], row by row. */
final class Parameters {

  /** Linear weights of this share of their end point where they will go, and hold nothing yet. */
  private static final double EARLY_LINEAR = 0.05;

  final int numFactors;
  final float[] bias = new float[1];
  final float[] linear;
  final float[] factors;

  private Parameters(int numFeatures, int numFactors) {
    this.numFactors = numFactors;
    this.linear = new float[numFeatures];
    this.factors = new float[sizeOf(numFeatures, numFactors)];
  }

  /** Draws w0, and for each feature w_f and v_f from a generator of its own. */
  static Parameters random(int numFeatures, FmHyperparameters hyperparameters, long seed) {
    Parameters parameters = new Parameters(numFeatures, hyperparameters.numFactors());
    fill(parameters.bias, 0, 1, hyperparameters.bias().init(), generator(seed, -1));
    for (int f = 0; f < numFeatures; f++) {
      Random random = generator(seed, f);
      fill(parameters.linear, f, 1, hyperparameters.linear().init(), random);
      int k = parameters.numFactors;
      fill(parameters.factors, f * k, k, hyperparameters.factors().init(), random);
    }
    return parameters;
  }

  /**
   * {@return first parameters that point where those of a trained model do: each v_f as long as a
   * first one is, w_f a twentieth of its own}
   */
  static Parameters towards(FmModel model, FmHyperparameters hyperparameters) {
    Parameters parameters = new Parameters(model.numFeatures(), model.numFactors());
    for (int f = 0; f < model.numFeatures(); f++) {
      float[] theta = first(model, f, hyperparameters);
      System.arraycopy(theta, 0, parameters.factors, f * model.numFactors(), model.numFactors());
      parameters.linear[f] = theta[model.numFactors()];
    }
    return parameters;
  }

  /** {@return the first (v_f, w_f) of a feature, [k + 1], as {@link #towards} makes them} */
  static float[] first(FmModel model, int feature, FmHyperparameters hyperparameters) {
    float[] v = model.factors(feature);
    double square = 0;
    for (float value : v) {
      square += (double) value * value;
    }
    double length = size(hyperparameters.factors().init()) * Math.sqrt(v.length);
    double scale = length / Math.max(Math.sqrt(square), 1e-9);
    float[] theta = new float[v.length + 1];
    for (int c = 0; c < v.length; c++) {
      theta[c] = (float) (scale * v[c]);
    }
    theta[v.length] = (float) (EARLY_LINEAR * model.linearWeight(feature));
    return theta;
  }

  /** The standard deviation of a first parameter. */
  private static double size(Initializer initializer) {
    if (initializer instanceof Initializer.Normal normal) {
      return normal.sigma();
    }
    return initializer instanceof Initializer.Uniform uniform
        ? uniform.scale() / Math.sqrt(3)
        : 0.001;
  }

  /** {@return the first (v_f, w_f) of a feature, [k + 1], as {@link #random} draws them} */
  static float[] first(int feature, FmHyperparameters hyperparameters, long seed) {
    int k = hyperparameters.numFactors();
    float[] theta = new float[k + 1];
    Random random = generator(seed, feature);
    fill(theta, k, 1, hyperparameters.linear().init(), random);
    fill(theta, 0, k, hyperparameters.factors().init(), random);
    return theta;
  }

  /** A generator for one feature, or for the bias: seeds that differ by one are far apart. */
  private static Random generator(long seed, int feature) {
    long z = seed + 0x9e3779b97f4a7c15L * (feature + 2L);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return new Random(z ^ (z >>> 31));
  }

  private static void fill(
      float[] values, int from, int count, Initializer initializer, Random random) {
    for (int j = from; j < from + count; j++) {
      if (initializer instanceof Initializer.Normal normal) {
        values[j] = (float) (normal.sigma() * random.nextGaussian());
      } else if (initializer instanceof Initializer.Uniform uniform) {
        values[j] = (float) (uniform.scale() * (2 * random.nextDouble() - 1));
      } else if (initializer instanceof Initializer.Constant constant) {
        values[j] = (float) constant.value();
      }
    }
  }

  /** {@return the length of an array [n, k]} */
  private static int sizeOf(int numFeatures, int numFactors) {
    long size = (long) numFeatures * numFactors;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "features × numFactors must be below 2^31, but was %d × %d; lower numFactors",
              numFeatures,
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

  /** {@return a model of some of the features, in their order} */
  FmModel toModel(PredictorType type, int[] columns) {
    FmModel.Builder builder = FmModel.builder(type, columns.length, numFactors).bias(bias[0]);
    for (int j = 0; j < columns.length; j++) {
      builder.linearWeight(j, linear[columns[j]]);
      builder.factors(j, factors, columns[j] * numFactors);
    }
    return builder.build();
  }

  FmModel toModel(FmHyperparameters hyperparameters) {
    return FmModel.of(hyperparameters.predictorType(), numFactors, bias[0], linear, factors);
  }
}
