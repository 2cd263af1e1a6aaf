package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;

/**
 * The training of {@link LocalTrainer} by the formulas of the definition, in double: scores as a
 * sum over pairs of features, the derivative of each parameter by itself, and Adam for each
 * parameter, lazily for those of the batch's features alone. It starts from the same parameters and
 * takes the rows in the same order.
 */
final class LocalTrainerReference {

  private final TrainingSet set;
  private final FmHyperparameters hyperparameters;
  private final TrainingMode mode;
  private final int n;
  private final int k;

  /** w0, then w [n], then V [n, k]. */
  private final double[] theta;

  private int leftOut = -1;
  private final double[] mean;
  private final double[] variance;

  private LocalTrainerReference(
      TrainingSet set, FmHyperparameters hyperparameters, TrainingMode mode, long seed) {
    this.set = set;
    this.hyperparameters = hyperparameters;
    this.mode = mode;
    this.n = set.numFeatures();
    this.k = hyperparameters.numFactors();
    theta = new double[1 + n + n * k];
    mean = new double[theta.length];
    variance = new double[theta.length];
    Parameters start = Parameters.random(n, hyperparameters, ~seed);
    theta[0] = start.bias[0];
    for (int f = 0; f < n; f++) {
      theta[1 + f] = start.linear[f];
      for (int c = 0; c < k; c++) {
        theta[factor(f, c)] = start.factors[f * k + c];
      }
    }
  }

  static FmModel fit(
      TrainingSet set, FmHyperparameters hyperparameters, TrainingMode mode, long seed) {
    return fitWithout(-1, set, hyperparameters, mode, seed);
  }

  static FmModel fitWithout(
      int leftOut,
      TrainingSet set,
      FmHyperparameters hyperparameters,
      TrainingMode mode,
      long seed) {
    LocalTrainerReference reference = new LocalTrainerReference(set, hyperparameters, mode, seed);
    reference.leftOut = leftOut;
    RowOrder order = new RowOrder(set.numRows(), seed, mode.shuffle());
    int batch = Math.min(hyperparameters.miniBatchSize(), set.numRows());
    int step = 0;
    for (int epoch = 0; epoch < hyperparameters.epochs(); epoch++) {
      order.shuffle();
      for (int start = 0; start < set.numRows(); start += batch) {
        int end = Math.min(start + batch, set.numRows());
        step++;
        reference.step(order, start, end, mode.padded() ? start + batch - end : 0, step);
      }
    }
    return reference.model();
  }

  private int factor(int f, int c) {
    return 1 + n + f * k + c;
  }

  private void step(RowOrder order, int start, int end, int empty, int t) {
    double[] gradient = new double[theta.length];
    boolean[] moves = new boolean[theta.length];
    Arrays.fill(moves, mode.optimizer() == TrainingMode.Optimizer.DENSE_ADAM);
    moves[0] = true;
    int size = end - start + empty;
    for (int place = start; place < end; place++) {
      if (order.row(place) != leftOut) {
        FeatureVector x = set.features(order.row(place));
        addSlopes(x, set.target(order.row(place)), size, gradient);
        for (int j = 0; j < x.size(); j++) {
          moves[1 + x.index(j)] = true;
          Arrays.fill(moves, factor(x.index(j), 0), factor(x.index(j), k), true);
        }
      }
    }
    for (int row = 0; row < empty; row++) {
      addSlopes(FeatureVector.empty(), 0, size, gradient);
    }
    for (int j = 0; j < theta.length; j++) {
      if (moves[j]) {
        adam(j, gradient[j], t);
      }
    }
  }

  private void addSlopes(FeatureVector x, double target, int size, double[] gradient) {
    double score = score(x);
    boolean classifier = hyperparameters.predictorType() == PredictorType.BINARY_CLASSIFIER;
    double residual = (classifier ? 1 / (1 + Math.exp(-score)) : score) - target;
    for (int j = 0; j < theta.length; j++) {
      gradient[j] += residual * slope(x, j) / size;
    }
  }

  private double score(FeatureVector x) {
    double score = theta[0];
    for (int i = 0; i < x.size(); i++) {
      score += theta[1 + x.index(i)] * x.value(i);
      for (int j = i + 1; j < x.size(); j++) {
        for (int c = 0; c < k; c++) {
          score +=
              theta[factor(x.index(i), c)] * theta[factor(x.index(j), c)] * x.value(i) * x.value(j);
        }
      }
    }
    return score;
  }

  /** ∂s / ∂θ_j. */
  private double slope(FeatureVector x, int j) {
    if (j == 0) {
      return 1;
    }
    boolean linear = j <= n;
    int f = linear ? j - 1 : (j - 1 - n) / k;
    int c = (j - 1 - n) % k;
    double own = 0;
    double others = 0;
    for (int i = 0; i < x.size(); i++) {
      if (x.index(i) == f) {
        own = x.value(i);
      } else if (!linear) {
        others += x.value(i) * theta[factor(x.index(i), c)];
      }
    }
    return linear ? own : own * others;
  }

  private void adam(int j, double slope, int t) {
    ParameterGroup group =
        j == 0
            ? hyperparameters.bias()
            : j <= n ? hyperparameters.linear() : hyperparameters.factors();
    double g = slope * hyperparameters.rescaleGrad().orElse(1);
    g += group.wd() * theta[j];
    double clip = hyperparameters.clipGradient().orElse(-1);
    if (clip >= 0) {
      g = Math.max(-clip, Math.min(clip, g));
    }
    mean[j] = 0.9 * mean[j] + 0.1 * g;
    variance[j] = 0.999 * variance[j] + 0.001 * g * g;
    double correction = Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
    theta[j] -=
        group.lr()
            * correction
            * mean[j]
            / (Math.sqrt(variance[j]) + hyperparameters.eps().orElse(1e-8));
  }

  private FmModel model() {
    float[] linear = new float[n];
    float[] factors = new float[n * k];
    for (int f = 0; f < n; f++) {
      linear[f] = (float) theta[1 + f];
      for (int c = 0; c < k; c++) {
        factors[f * k + c] = (float) theta[factor(f, c)];
      }
    }
    return FmModel.of(hyperparameters.predictorType(), k, (float) theta[0], linear, factors);
  }
}
