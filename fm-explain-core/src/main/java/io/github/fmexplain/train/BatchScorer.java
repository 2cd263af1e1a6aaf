package io.github.fmexplain.train;

import io.github.fmexplain.model.PredictorType;

/**
 * The first half of a mini-batch: what every row of it says under the parameters as they are.
 *
 * <p>For the row at place j of the batch it leaves {@code sums} [batch, k], q_j = Σ_f x_f v_f, and
 * {@code residuals} [batch], the derivative of the batch's loss by the row's score, (p − y)·scale
 * or (s − y)·scale, or 0 for a row that is left out. A row depends on no other row, so any split of
 * the rows between threads gives the same numbers.
 */
final class BatchScorer {

  final float[] sums;
  final float[] residuals;
  private final EpochRows rows;
  private final int numFactors;
  private final boolean classifier;
  private final double[] scores;
  private final boolean[] leftOut;
  private final boolean anyLeftOut;

  BatchScorer(EpochRows rows, FmHyperparameters hyperparameters, boolean[] leftOut) {
    int numRows = leftOut.length;
    int batch = Math.min(hyperparameters.miniBatchSize(), numRows);
    this.rows = rows;
    this.numFactors = hyperparameters.numFactors();
    this.classifier = hyperparameters.predictorType() == PredictorType.BINARY_CLASSIFIER;
    this.sums = new float[Parameters.sizeOf("miniBatchSize", batch, numFactors)];
    this.residuals = new float[batch];
    this.scores = new double[numRows];
    this.leftOut = leftOut;
    boolean any = false;
    for (boolean left : leftOut) {
      any |= left;
    }
    this.anyLeftOut = any;
  }

  /** {@return whether the row at a place of the epoch counts nothing} */
  boolean isLeftOut(int place) {
    return anyLeftOut && leftOut[rows.row(place)];
  }

  /** {@return the latest score of every row, [rows]} */
  double[] scores() {
    return scores;
  }

  /**
   * Scores the places from {@code from} to before {@code to} of the batch.
   *
   * @param start the batch's first place in the order of the epoch
   * @param scale what a row's loss counts, such as 1 / batch
   * @param block the calling thread's
   */
  void score(int start, int from, int to, float scale, ScoreBlock block) {
    for (int first = from; first < to; first += block.capacity) {
      int count = Math.min(block.capacity, to - first);
      block.score(start + first, count);
      System.arraycopy(block.sums, 0, sums, first * numFactors, count * numFactors);
      for (int r = 0; r < count; r++) {
        int place = start + first + r;
        int row = rows.row(place);
        float score = block.scores[r];
        scores[row] = score;
        double predicted = classifier ? sigmoid(score) : score;
        residuals[first + r] = leftOut[row] ? 0 : scale * (float) (predicted - rows.targets[place]);
      }
    }
  }

  /** With the exponential of StrictMath, which has the same bits on every machine. */
  private static double sigmoid(double logit) {
    double e = StrictMath.exp(-Math.abs(logit));
    return (logit >= 0 ? 1 : e) / (1 + e);
  }
}
