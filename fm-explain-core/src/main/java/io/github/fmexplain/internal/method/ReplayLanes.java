package io.github.fmexplain.internal.method;

import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;

/**
 * Many replays side by side: each lane lacks a set of rows.
 *
 * <p>Parameters are kept twice: by row of lanes, for the scores, and one row behind the other in
 * one long array, for Adam's step. With few lanes a loop over one row is mostly single turns.
 */
final class ReplayLanes {

  /** Parameters of one step: their gradients stay in the cache until the step that uses them. */
  private static final int BLOCK = 2048;

  /** [d, lanes] */
  final float[][] theta;

  private final Replay replay;
  private final int count;

  /** θ, M, Q and the gradient, [d · lanes]. */
  private final float[] parameters;

  private final float[] mean;
  private final float[] square;
  private final float[] gradient;

  /** For each row the lanes that lack it. */
  private final int[][] lacking;

  private final int[] missing;
  private final float[] sums;
  private final float[] products;

  /** (p − y)/b of the rows of a step, [rows of the step, lanes]; 0 where a row is left out. */
  private float[][] residuals = new float[0][];

  private float[][] vectors = new float[0][];
  private float[] entries = new float[0];
  private float[] saved = new float[0];

  /**
   * Makes lanes at the start.
   *
   * @param sets the rows that each lane lacks, [lanes]. Not modified.
   */
  ReplayLanes(Replay replay, int[][] sets) {
    this.replay = replay;
    count = sets.length;
    int d = replay.dimension();
    theta = new float[d][count];
    parameters = new float[d * count];
    for (int c = 0; c < d; c++) {
      Arrays.fill(theta[c], replay.first[c]);
      Arrays.fill(parameters, c * count, (c + 1) * count, replay.first[c]);
    }
    mean = new float[d * count];
    square = new float[d * count];
    gradient = new float[d * count];
    sums = new float[count];
    products = new float[count];
    int[] lacks = new int[replay.size()];
    for (int[] set : sets) {
      for (int r : set) {
        lacks[r]++;
      }
    }
    lacking = new int[replay.size()][];
    for (int r = 0; r < lacks.length; r++) {
      lacking[r] = new int[lacks[r]];
    }
    for (int lane = count - 1; lane >= 0; lane--) {
      for (int r : sets[lane]) {
        lacking[r][--lacks[r]] = lane;
      }
    }
    missing = new int[count];
  }

  void take(Replay.Step step) {
    int n = step.rows.length;
    if (residuals.length < n) {
      residuals = new float[n][count];
      vectors = new float[n][theta.length];
      entries = new float[n];
    }
    int last = theta.length - 1;
    for (int j = 0; j < n; j++) {
      float[] residual = residuals[j];
      float[] vector = vectors[j];
      float offset = replay.rows.at(step.point, step.share, step.rows[j], vector);
      vector[last] = replay.rows.linear();
      Arrays.fill(residual, offset);
      LaneLoops.add(vector, theta, theta.length, residual);
      if (replay.type == PredictorType.BINARY_CLASSIFIER) {
        LaneLoops.sigmoids(residual, step.weight, replay.targets[step.rows[j]], sums, products);
      } else {
        LaneLoops.errors(residual, step.weight, replay.targets[step.rows[j]]);
      }
      for (int lane : lacking[step.rows[j]]) {
        residual[lane] = 0;
      }
    }
    int[] resting = resting(step);
    int longest = Math.max(1, BLOCK / count);
    for (int c = 0; c < last; c += longest) {
      move(step, resting, c, Math.min(c + longest, last));
    }
    move(step, resting, last, last + 1);
  }

  /** Returns the lanes that have no row in a step, and rest. */
  private int[] resting(Replay.Step step) {
    if (replay.plan.dense()) {
      return new int[0];
    }
    int[] few = lacking[step.rows[0]];
    if (step.rows.length == 1) {
      return few;
    }
    for (int r : step.rows) {
      for (int lane : lacking[r]) {
        missing[lane]++;
      }
    }
    int found = 0;
    int[] resting = new int[few.length];
    for (int lane : few) {
      if (missing[lane] == step.rows.length) {
        resting[found++] = lane;
      }
    }
    for (int r : step.rows) {
      for (int lane : lacking[r]) {
        missing[lane] = 0;
      }
    }
    return Arrays.copyOf(resting, found);
  }

  /** Moves the parameters from {@code from} to before {@code to}, which have one rate and decay. */
  private void move(Replay.Step step, int[] resting, int from, int to) {
    int n = step.rows.length;
    for (int c = from; c < to; c++) {
      for (int j = 0; j < n; j++) {
        entries[j] = vectors[j][c];
      }
      LaneLoops.combine(entries, residuals, n, sums);
      System.arraycopy(sums, 0, gradient, c * count, count);
    }
    if (saved.length < 3 * resting.length * (to - from)) {
      saved = new float[3 * resting.length * (to - from)];
    }
    int place = 0;
    for (int c = from; c < to; c++) {
      for (int lane : resting) {
        saved[place++] = parameters[c * count + lane];
        saved[place++] = mean[c * count + lane];
        saved[place++] = square[c * count + lane];
      }
    }
    float eps = (float) replay.plan.eps();
    float clip = (float) replay.plan.clip();
    float length = step.length * replay.rate(from);
    float decay = replay.decay(from);
    if (clip < Float.POSITIVE_INFINITY) {
      clip(gradient, decay, clip, parameters, from * count, to * count);
      decay = 0;
    }
    move(
        gradient,
        decay,
        parameters,
        mean,
        square,
        replay.beta2,
        length,
        eps,
        from * count,
        to * count);
    place = 0;
    for (int c = from; c < to; c++) {
      for (int lane : resting) {
        parameters[c * count + lane] = saved[place++];
        mean[c * count + lane] = saved[place++];
        square[c * count + lane] = saved[place++];
      }
      System.arraycopy(parameters, c * count, theta[c], 0, count);
    }
  }

  private static void clip(
      float[] gradient, float decay, float clip, float[] theta, int from, int to) {
    for (int l = from; l < to; l++) {
      gradient[l] = Math.max(-clip, Math.min(clip, gradient[l] + decay * theta[l]));
    }
  }

  /** All arrays have the same index, for only then does the compiler make vectors of this loop. */
  private static void move(
      float[] gradient,
      float decay,
      float[] theta,
      float[] mean,
      float[] square,
      float beta2,
      float length,
      float eps,
      int from,
      int to) {
    for (int l = from; l < to; l++) {
      float g = gradient[l] + decay * theta[l];
      float m = Replay.BETA1 * mean[l] + (1 - Replay.BETA1) * g;
      float q = beta2 * square[l] + (1 - beta2) * (g * g);
      mean[l] = m;
      square[l] = q;
      theta[l] -= length * m / ((float) Math.sqrt(q) + eps);
    }
  }
}
