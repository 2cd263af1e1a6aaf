package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The formulas of {@link Metric}, from one score per row. */
final class ScoreMetrics {

  private ScoreMetrics() {}

  /** {@return the sum of the log losses of all rows; labels are 0 or 1} */
  static double logLoss(double[] scores, TrainingSet set) {
    double loss = 0;
    for (int row = 0; row < scores.length; row++) {
      loss += logLoss(set.target(row) == 1 ? scores[row] : -scores[row]);
    }
    return loss;
  }

  /** {@return −ln σ(z) = ln(1 + e^−z), without overflow; z is s for label 1 and −s for label 0} */
  static double logLoss(double z) {
    return Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }

  /**
   * {@return the metrics of a classifier but for AUC}
   *
   * @param loss of {@link #logLoss(double[], TrainingSet)}
   * @param empty how many empty rows of label 0 count besides
   * @param emptyScore their score, which is the bias
   */
  static Map<Metric, Double> ofLogits(
      double[] scores, double loss, TrainingSet set, int empty, double emptyScore) {
    int truePositives = 0;
    int wrong = emptyScore >= 0 ? empty : 0;
    for (int row = 0; row < scores.length; row++) {
      int label = set.target(row) == 1 ? 1 : 0;
      int predicted = scores[row] >= 0 ? 1 : 0;
      truePositives += predicted & label;
      wrong += predicted ^ label;
    }
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    double rows = (double) scores.length + empty;
    values.put(Metric.ACCURACY, (rows - wrong) / rows);
    values.put(Metric.CROSS_ENTROPY, (loss + empty * logLoss(-emptyScore)) / rows);
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
