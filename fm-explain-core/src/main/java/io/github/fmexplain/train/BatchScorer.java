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

  final float[][] sums;
  final float[] residuals;
  private final EpochRows rows;
  private final int numFactors;
  private final boolean classifier;
  private final double[] scores;

  /** By place of the first row of a block; 0 at the other places. */
  private final double[] losses;

  private final boolean[] leftOut;
  private final boolean anyLeftOut;

  BatchScorer(EpochRows rows, FmHyperparameters hyperparameters, boolean[] leftOut) {
    int numRows = leftOut.length;
    int batch = Math.min(hyperparameters.miniBatchSize(), numRows);
    this.rows = rows;
    this.numFactors = hyperparameters.numFactors();
    this.classifier = hyperparameters.predictorType() == PredictorType.BINARY_CLASSIFIER;
    this.sums = new float[batch][numFactors];
    this.residuals = new float[batch];
    this.scores = new double[numRows];
    this.losses = new double[numRows];
    this.leftOut = leftOut;
    boolean any = false;
    for (boolean left : leftOut) {
      any |= left;
    }
    this.anyLeftOut = any;
  }

  /** {@return where the entries end of the row at a place of the epoch; a row left out has none} */
  int end(int place) {
    return rows.start[anyLeftOut && leftOut[rows.row(place)] ? place : place + 1];
  }

  /** {@return the latest score of every row, [rows]} */
  double[] scores() {
    return scores;
  }

  /** {@return the sum of the log losses of the latest scores of all rows} */
  double loss() {
    double loss = 0;
    for (double lossOfBlock : losses) {
      loss += lossOfBlock;
    }
    return loss;
  }

  /**
   * Scores the places from {@code from} to before {@code to} of the batch.
   *
   * @param start the batch's first place in the order of the epoch
   * @param from a multiple of the capacity of the block, so that losses are summed by block,
   *     whoever scores it
   * @param scale what a row's loss counts, such as 1 / batch
   * @param block the calling thread's
   */
  void score(int start, int from, int to, float scale, ScoreBlock block) {
    for (int first = from; first < to; first += block.capacity) {
      int count = Math.min(block.capacity, to - first);
      block.score(start + first, count);
      // −ln σ(z) = max(−z, 0) + ln(1 + e^−|z|), and one logarithm of a product for all of them.
      double loss = 0;
      double product = 1;
      for (int r = 0; r < count; r++) {
        System.arraycopy(block.sums, r * numFactors, sums[first + r], 0, numFactors);
        int place = start + first + r;
        int row = rows.row(place);
        float target = rows.targets[place];
        double score = block.scores[r];
        scores[row] = score;
        double predicted = score;
        if (classifier) {
          double e = Exponential.ofMinus(Math.abs(score));
          predicted = (score >= 0 ? 1 : e) / (1 + e);
          loss += Math.max(target == 1 ? -score : score, 0);
          product *= 1 + e;
        }
        residuals[first + r] = leftOut[row] ? 0 : scale * (float) (predicted - target);
      }
      losses[start + first] = loss + Math.log(product);
    }
  }
}
