package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The formulas of {@link Metric}, from one score per row. */
final class ScoreMetrics {

  private ScoreMetrics() {}

  /** Fills the log losses of the rows from {@code from} to before {@code to}; labels are 0 or 1. */
  static void logLosses(double[] scores, TrainingSet set, double[] losses, int from, int to) {
    for (int row = from; row < to; row++) {
      // −ln σ(z) = ln(1 + e^−z) with z = s for label 1 and −s for label 0, without overflow.
      double z = set.target(row) == 1 ? scores[row] : -scores[row];
      losses[row] = Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
  }

  /**
   * {@return the metrics of a classifier but for AUC}
   *
   * @param losses of {@link #logLosses}
   * @param empty how many empty rows of label 0 count besides
   * @param emptyScore their score, which is the bias
   */
  static Map<Metric, Double> ofLogits(
      double[] scores, double[] losses, TrainingSet set, int empty, double emptyScore) {
    double loss = empty * (Math.max(emptyScore, 0) + Math.log1p(Math.exp(-Math.abs(emptyScore))));
    int truePositives = 0;
    int falsePositives = emptyScore >= 0 ? empty : 0;
    int falseNegatives = 0;
    for (int row = 0; row < scores.length; row++) {
      double score = scores[row];
      boolean label = set.target(row) == 1;
      boolean predicted = score >= 0;
      truePositives += predicted && label ? 1 : 0;
      falsePositives += predicted && !label ? 1 : 0;
      falseNegatives += !predicted && label ? 1 : 0;
      loss += losses[row];
    }
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    int wrong = falsePositives + falseNegatives;
    double rows = (double) scores.length + empty;
    values.put(Metric.ACCURACY, (rows - wrong) / rows);
    values.put(Metric.CROSS_ENTROPY, loss / rows);
    double divisor = 2.0 * truePositives + wrong;
    values.put(Metric.F1, divisor == 0 ? 0 : 2.0 * truePositives / divisor);
    return values;
  }

  /** {@return the metrics of a regressor; empty rows of label 0 count as in {@link #ofLogits}} */
  static Map<Metric, Double> ofRatings(
      double[] scores, TrainingSet set, int empty, double emptyScore) {
    double squares = empty * emptyScore * emptyScore;
    double absolutes = empty * Math.abs(emptyScore);
    double rows = (double) scores.length + empty;
    for (int row = 0; row < scores.length; row++) {
      double error = scores[row] - set.target(row);
      squares += error * error;
      absolutes += Math.abs(error);
    }
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.RMSE, Math.sqrt(squares / rows));
    values.put(Metric.MSE, squares / rows);
    values.put(Metric.ABSOLUTE_LOSS, absolutes / rows);
    return values;
  }

  /**
   * For each row with label 1, in ascending order, the rows with label 0 that score less, and half
   * of those that score the same. Empty if one of the labels does not occur.
   */
  static Optional<Double> auc(double[] scores, TrainingSet set) {
    double[] ones = new double[scores.length];
    double[] zeros = new double[scores.length];
    int numOnes = 0;
    int numZeros = 0;
    for (int row = 0; row < scores.length; row++) {
      if (set.target(row) == 1) {
        ones[numOnes++] = scores[row];
      } else {
        zeros[numZeros++] = scores[row];
      }
    }
    if (numOnes == 0 || numZeros == 0) {
      return Optional.empty();
    }
    Arrays.sort(ones, 0, numOnes);
    Arrays.sort(zeros, 0, numZeros);
    double wins = 0;
    int less = 0;
    int notGreater = 0;
    for (int j = 0; j < numOnes; j++) {
      while (less < numZeros && zeros[less] < ones[j]) {
        less++;
      }
      while (notGreater < numZeros && zeros[notGreater] <= ones[j]) {
        notGreater++;
      }
      wins += 0.5 * ((double) less + notGreater);
    }
    return Optional.of(wins / ((double) numOnes * numZeros));
  }
}
