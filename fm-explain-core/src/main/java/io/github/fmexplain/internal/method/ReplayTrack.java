package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.model.PredictorType;

/**
 * The replay with all rows, step by step: what a first-order change of it needs.
 *
 * <p>With D = 1/(√Q + eps) after a step s, {@code slopes}[s] is lr·c·D, {@code bends}[s] is lr·c·M
 * D²/(2√Q), both 0 where Q is, and {@code gradients}[s] is g before it was clipped: a small change
 * δg moves
 *
 * <pre>
 *   δM = β₁δM + (1 − β₁)δg      δQ = β₂δQ + 2(1 − β₂) g δg      δθ −= slope δM − bend δQ
 * </pre>
 */
final class ReplayTrack {

  final Replay replay;

  /** [steps, d]. */
  final float[][] slopes;

  final float[][] bends;
  final float[][] gradients;

  /** M and Q before each step, [steps, d]. */
  final float[][] means;

  final float[][] squares;

  /** (p − y)/b and p(1 − p)/b of the rows of each step, [steps, rows of the step]. */
  final float[][] residuals;

  final float[][] curvatures;

  /** a of the rows of each step, [steps, rows of the step, d]. */
  final float[][][] vectors;

  /** θ at the end, [d]. */
  final float[] end;

  ReplayTrack(Replay replay) {
    this.replay = replay;
    int count = replay.steps.size();
    slopes = new float[count][];
    bends = new float[count][];
    gradients = new float[count][];
    means = new float[count][];
    squares = new float[count][];
    residuals = new float[count][];
    curvatures = new float[count][];
    vectors = new float[count][][];
    boolean[] none = new boolean[replay.size()];
    boolean classifier = replay.type == PredictorType.BINARY_CLASSIFIER;
    float eps = (float) replay.plan.eps();
    ReplayLane lane = new ReplayLane(replay);
    for (int s = 0; s < count; s++) {
      Replay.Step step = replay.steps.get(s);
      means[s] = lane.mean.clone();
      squares[s] = lane.square.clone();
      residuals[s] = new float[step.rows.length];
      curvatures[s] = new float[step.rows.length];
      vectors[s] = new float[step.rows.length][];
      for (int j = 0; j < step.rows.length; j++) {
        float p = replay.link(lane.score(step, step.rows[j]));
        residuals[s][j] = step.weight * (p - replay.targets[step.rows[j]]);
        curvatures[s][j] = classifier ? step.weight * (p * (1 - p)) : step.weight;
        vectors[s][j] = lane.a.clone();
      }
      lane.take(step, none);
      gradients[s] = lane.gradient.clone();
      slopes[s] = new float[lane.theta.length];
      bends[s] = new float[lane.theta.length];
      fillSlopes(lane.square, lane.rates, step.length, eps, slopes[s]);
      fillBends(lane.square, lane.mean, slopes[s], eps, bends[s]);
      rest(lane.square, slopes[s], bends[s]);
    }
    end = lane.theta;
  }

  private static void fillSlopes(
      float[] square, float[] rates, float length, float eps, float[] slopes) {
    for (int c = 0; c < slopes.length; c++) {
      slopes[c] = length * rates[c] / ((float) Math.sqrt(square[c]) + eps);
    }
  }

  private static void fillBends(
      float[] square, float[] mean, float[] slopes, float eps, float[] bends) {
    for (int c = 0; c < bends.length; c++) {
      float root = (float) Math.sqrt(square[c]);
      bends[c] = slopes[c] * mean[c] / ((root + eps) * (2 * root));
    }
  }

  /**
   * A parameter that no gradient has reached yet rests, and so do changes of it: 1/eps is so large
   * that weight decay alone would let them grow beyond all numbers.
   */
  private static void rest(float[] square, float[] slopes, float[] bends) {
    for (int c = 0; c < square.length; c++) {
      if (square[c] == 0) {
        slopes[c] = 0;
        bends[c] = 0;
      }
    }
  }

  /**
   * {@return the share of each row in θ at the end, θ_r(T), [d, m]}
   *
   * <p>Each parameter has a recursion of its own, M_r = β₁M_r + (1 − β₁)(g_r + wd θ_r), θ_r −=
   * slope M_r, so that one pass back gives what every g_r becomes.
   */
  double[][] shares() {
    int d = end.length;
    double[][] shares = new double[replay.size()][d];
    double[] ofTheta = new double[d];
    double[] ofMean = new double[d];
    double[] decays = new double[d];
    for (int c = 0; c < d; c++) {
      ofTheta[c] = 1;
      decays[c] = (1 - Replay.BETA1) * replay.decay(c);
    }
    for (int s = slopes.length - 1; s >= 0; s--) {
      Replay.Step step = replay.steps.get(s);
      for (int c = 0; c < d; c++) {
        ofMean[c] -= ofTheta[c] * slopes[s][c];
      }
      for (int j = 0; j < step.rows.length; j++) {
        double pull = (1 - Replay.BETA1) * residuals[s][j];
        double[] share = shares[step.rows[j]];
        float[] a = vectors[s][j];
        for (int c = 0; c < d; c++) {
          share[c] += pull * a[c] * ofMean[c];
        }
      }
      for (int c = 0; c < d; c++) {
        ofTheta[c] += decays[c] * ofMean[c];
        ofMean[c] *= Replay.BETA1;
      }
    }
    return Kernels.transposed(shares, d);
  }

  /** {@return the share of all rows together, Σ_r θ_r(T), [d]} */
  static double[] sums(double[][] shares) {
    double[] sums = new double[shares.length];
    for (int c = 0; c < sums.length; c++) {
      for (double share : shares[c]) {
        sums[c] += share;
      }
    }
    return sums;
  }

  /** {@return whether a bound held the gradient, so that no small change moves it} */
  boolean isClipped(int step, int c) {
    return Math.abs(gradients[step][c]) >= (float) replay.plan.clip();
  }
}
