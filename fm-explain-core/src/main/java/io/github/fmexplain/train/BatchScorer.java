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
  private final TrainingRows rows;
  private final Parameters parameters;
  private final RowOrder order;
  private final boolean classifier;
  private final double[] scores;
  private final boolean[] leftOut;

  BatchScorer(
      TrainingRows rows,
      Parameters parameters,
      RowOrder order,
      FmHyperparameters hyperparameters,
      boolean[] leftOut) {
    int batch = Math.min(hyperparameters.miniBatchSize(), rows.numRows);
    this.rows = rows;
    this.parameters = parameters;
    this.order = order;
    this.classifier = hyperparameters.predictorType() == PredictorType.BINARY_CLASSIFIER;
    this.sums = new float[Parameters.sizeOf("miniBatchSize", batch, parameters.numFactors)];
    this.residuals = new float[batch];
    this.scores = new double[rows.numRows];
    this.leftOut = leftOut;
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
   */
  void score(int start, int from, int to, float scale) {
    float[] q = new float[parameters.numFactors];
    float[] v = new float[parameters.numFactors];
    for (int j = from; j < to; j++) {
      int row = order.row(start + j);
      float score = score(row, q, v);
      System.arraycopy(q, 0, sums, j * q.length, q.length);
      scores[row] = score;
      double predicted = classifier ? sigmoid(score) : score;
      residuals[j] = leftOut[row] ? 0 : scale * (float) (predicted - rows.targets[row]);
    }
  }

  /**
   * s = w0 + Σ_f x_f (w_f + ⟨Σ_{g<f} x_g v_g, v_f⟩): each feature meets the sum of those before it.
   * There is no square to subtract, and so nothing that cancels in float32.
   *
   * @param q [k], becomes Σ_f x_f v_f
   * @param v [k], for v_f: the compiler makes vectors of loops whose arrays have the same index
   */
  private float score(int row, float[] q, float[] v) {
    float score = parameters.bias[0];
    int first = rows.rowStart[row];
    for (int e = first; e < rows.rowStart[row + 1]; e++) {
      int f = rows.indices[e];
      float x = rows.values[e];
      System.arraycopy(parameters.factors, f * v.length, v, 0, v.length);
      if (e == first) {
        score += x * parameters.linear[f];
        for (int c = 0; c < q.length; c++) {
          q[c] = x * v[c];
        }
      } else {
        score += x * (parameters.linear[f] + dot(q, v));
        for (int c = 0; c < q.length; c++) {
          q[c] += x * v[c];
        }
      }
    }
    return score;
  }

  /** Four sums, because one sum would wait for every addition; always the same four. */
  private static float dot(float[] a, float[] b) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int c = 0;
    for (; c < a.length - 3; c += 4) {
      sum0 += a[c] * b[c];
      sum1 += a[c + 1] * b[c + 1];
      sum2 += a[c + 2] * b[c + 2];
      sum3 += a[c + 3] * b[c + 3];
    }
    for (; c < a.length; c++) {
      sum0 += a[c] * b[c];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  /** With the exponential of StrictMath, which has the same bits on every machine. */
  private static double sigmoid(double logit) {
    double e = StrictMath.exp(-Math.abs(logit));
    return (logit >= 0 ? 1 : e) / (1 + e);
  }
}
