package io.github.fmexplain.internal.method;

import java.util.Arrays;

/**
 * Loops over lanes: arrays of floats that go side by side. Each is short enough for the compiler to
 * unroll, since it makes vectors of no other loop.
 */
final class LaneLoops {

  private LaneLoops() {}

  /**
   * Adds a combination of rows: {@code sum_l += Σ_j f_j rows_jl}.
   *
   * @param factors f, [at least count]. Not modified.
   * @param rows [at least count, lanes]. Not modified.
   * @param count how many rows
   * @param sum [lanes], is added to
   */
  static void add(float[] factors, float[][] rows, int count, float[] sum) {
    add(factors, rows, 0, count, sum);
  }

  /** Makes a sum that combination of rows, whatever it was; see {@link #add}. */
  static void combine(float[] factors, float[][] rows, int count, float[] sum) {
    if (count == 0) {
      Arrays.fill(sum, 0);
    } else if (count == 1) {
      multiply(factors[0], rows[0], sum);
    } else {
      combineTwo(factors[0], rows[0], factors[1], rows[1], sum);
      add(factors, rows, 2, count, sum);
    }
  }

  private static void add(float[] factors, float[][] rows, int from, int count, float[] sum) {
    int j = from;
    for (; j + 4 <= count; j += 4) {
      addFour(
          factors[j],
          rows[j],
          factors[j + 1],
          rows[j + 1],
          factors[j + 2],
          rows[j + 2],
          factors[j + 3],
          rows[j + 3],
          sum);
    }
    if (j + 2 <= count) {
      addTwo(factors[j], rows[j], factors[j + 1], rows[j + 1], sum);
      j += 2;
    }
    if (j < count) {
      addOne(factors[j], rows[j], sum);
    }
  }

  private static void multiply(float factor, float[] x, float[] product) {
    for (int l = 0; l < product.length; l++) {
      product[l] = factor * x[l];
    }
  }

  private static void combineTwo(float f0, float[] x0, float f1, float[] x1, float[] sum) {
    for (int l = 0; l < sum.length; l++) {
      sum[l] = f0 * x0[l] + f1 * x1[l];
    }
  }

  private static void addOne(float factor, float[] x, float[] sum) {
    for (int l = 0; l < sum.length; l++) {
      sum[l] += factor * x[l];
    }
  }

  private static void addTwo(float f0, float[] x0, float f1, float[] x1, float[] sum) {
    for (int l = 0; l < sum.length; l++) {
      sum[l] += f0 * x0[l] + f1 * x1[l];
    }
  }

  private static void addFour(
      float f0,
      float[] x0,
      float f1,
      float[] x1,
      float f2,
      float[] x2,
      float f3,
      float[] x3,
      float[] sum) {
    for (int l = 0; l < sum.length; l++) {
      sum[l] += f0 * x0[l] + f1 * x1[l] + f2 * x2[l] + f3 * x3[l];
    }
  }

  /**
   * Makes scores weight (σ(score) − target), in three loops, with the function of {@link
   * Replay#sigmoid}.
   *
   * @param scores [lanes], are overwritten
   * @param halves [at least lanes], is overwritten
   * @param products [at least lanes], is overwritten
   */
  static void sigmoids(
      float[] scores, float weight, float target, float[] halves, float[] products) {
    halve(scores, halves);
    multiply(halves, products);
    divide(halves, products, weight, target, scores);
  }

  private static void halve(float[] scores, float[] halves) {
    for (int l = 0; l < scores.length; l++) {
      halves[l] = Math.max(-Replay.SIGMOID_END, Math.min(Replay.SIGMOID_END, 0.5f * scores[l]));
    }
  }

  private static void multiply(float[] halves, float[] products) {
    for (int l = 0; l < halves.length; l++) {
      float x = halves[l];
      products[l] = x * Replay.sigmoidAbove(x * x);
    }
  }

  private static void divide(
      float[] halves, float[] products, float weight, float target, float[] scores) {
    for (int l = 0; l < scores.length; l++) {
      float x = halves[l];
      scores[l] = weight * (0.5f + 0.5f * (products[l] / Replay.sigmoidBelow(x * x)) - target);
    }
  }

  /** Makes scores weight (score − target). */
  static void errors(float[] scores, float weight, float target) {
    for (int l = 0; l < scores.length; l++) {
      scores[l] = weight * (scores[l] - target);
    }
  }
}
