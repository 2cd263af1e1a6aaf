package io.github.fmexplain.internal.method;

import java.util.Arrays;

/** One replay: its loops go over the parameters. */
final class ReplayLane {
  final float[] theta;
  final float[] mean;
  final float[] square;
  final float[] gradient;

  /** a of the row whose score was last asked for. */
  final float[] a;

  final float[] rates;
  private final Replay replay;
  private final float[] decays;
  private final float eps;
  private final float clip;

  ReplayLane(Replay replay) {
    this.replay = replay;
    int d = replay.dimension();
    theta = replay.first.clone();
    mean = new float[d];
    square = new float[d];
    gradient = new float[d];
    a = new float[d];
    rates = new float[d];
    decays = new float[d];
    for (int c = 0; c < d; c++) {
      rates[c] = replay.rate(c);
      decays[c] = replay.decay(c);
    }
    eps = (float) replay.plan.eps();
    clip = (float) replay.plan.clip();
  }

  /** Takes a step, if there is one. */
  void take(Replay.Step step, boolean[] gone) {
    boolean moves = replay.plan.dense();
    Arrays.fill(gradient, 0);
    for (int r : step.rows) {
      if (!gone[r]) {
        moves = true;
        float score = score(step, r);
        add(step.weight * (replay.link(score) - replay.targets[r]), a, gradient);
      }
    }
    if (moves) {
      move(gradient, theta, mean, square, step.length);
    }
  }

  /** Returns o + aθ of a row, and leaves its a. */
  float score(Replay.Step step, int r) {
    float offset = replay.rows.at(step.point, step.share, r, a);
    a[a.length - 1] = replay.rows.linear();
    return offset + dot(a, theta);
  }

  private void move(float[] g, float[] parameters, float[] first, float[] second, float length) {
    addDecay(decays, parameters, g);
    if (clip < Float.POSITIVE_INFINITY) {
      addClippedToMoments(g, clip, replay.beta2, first, second);
    } else {
      addToMoments(g, replay.beta2, first, second);
    }
    step(first, second, rates, length, eps, parameters);
  }

  private static void addDecay(float[] decays, float[] parameters, float[] g) {
    for (int c = 0; c < g.length; c++) {
      g[c] += decays[c] * parameters[c];
    }
  }

  private static void addToMoments(float[] g, float beta2, float[] first, float[] second) {
    for (int c = 0; c < g.length; c++) {
      first[c] = Replay.BETA1 * first[c] + (1 - Replay.BETA1) * g[c];
      second[c] = beta2 * second[c] + (1 - beta2) * (g[c] * g[c]);
    }
  }

  private static void addClippedToMoments(
      float[] g, float clip, float beta2, float[] first, float[] second) {
    for (int c = 0; c < g.length; c++) {
      float slope = Math.max(-clip, Math.min(clip, g[c]));
      first[c] = Replay.BETA1 * first[c] + (1 - Replay.BETA1) * slope;
      second[c] = beta2 * second[c] + (1 - beta2) * (slope * slope);
    }
  }

  private static void step(
      float[] first, float[] second, float[] rates, float length, float eps, float[] moved) {
    for (int c = 0; c < moved.length; c++) {
      moved[c] -= length * rates[c] * first[c] / ((float) Math.sqrt(second[c]) + eps);
    }
  }

  static void add(float factor, float[] x, float[] sum) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += factor * x[c];
    }
  }

  static float dot(float[] x, float[] y) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int c = 0;
    for (; c + 4 <= x.length; c += 4) {
      s0 += x[c] * y[c];
      s1 += x[c + 1] * y[c + 1];
      s2 += x[c + 2] * y[c + 2];
      s3 += x[c + 3] * y[c + 3];
    }
    for (; c < x.length; c++) {
      s0 += x[c] * y[c];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
