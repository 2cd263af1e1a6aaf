package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.user.Spectrum;
import java.util.List;

/**
 * The replay to first order, for users with many ratings: one pass back for all items asked for.
 * The step of a row is taken with and without it, exactly; everything after it to first order. With
 * the adjoints λ_θ, λ_M, λ_Q of the end's a_i,
 *
 * <pre>
 *   removalEffect_r = Σ over its steps of λ·(what the step is with the row − what it is without)
 *   influence_r     = −Σ over its steps of a_r·λ_g / b
 *   λ_M' = λ_M − slope λ_θ     λ_Q' = λ_Q + bend λ_θ     λ_g = (1 − β₁)λ_M' + 2(1 − β₂) g λ_Q'
 *   λ_θ += wd λ_g + Σ_r p_r(1 − p_r)/b (a_rλ_g) a_r      λ_M = β₁λ_M'      λ_Q = β₂λ_Q'
 * </pre>
 *
 * <p>Costs O(passes · m d) for each item; keeps four arrays [passes, m, d] and five [steps, d], in
 * float. The impacts are those of {@link ReplayAttribution}. Immutable.
 */
public final class AdjointAttribution implements Attribution {

  private final ReplayTrack track;
  private final Spectrum spectrum;
  private final double[][] shares;
  private final double[] composed;

  /** What each row of each step does to θ, M and Q in it, exactly; [steps, rows of the step, d]. */
  private final float[][][] ofTheta;

  private final float[][][] ofMean;
  private final float[][][] ofSquare;

  /**
   * Replays once.
   *
   * @param replay the user's
   * @param spectrum of the user's rows
   */
  public AdjointAttribution(Replay replay, Spectrum spectrum) {
    this.track = new ReplayTrack(replay);
    this.spectrum = spectrum;
    shares = track.shares();
    composed = ReplayTrack.sums(shares);
    int steps = replay.steps.size();
    ofTheta = new float[steps][][];
    ofMean = new float[steps][][];
    ofSquare = new float[steps][][];
    float[] rates = new float[replay.dimension()];
    for (int c = 0; c < rates.length; c++) {
      rates[c] = replay.rate(c);
    }
    for (int s = 0; s < steps; s++) {
      int n = replay.steps.get(s).rows.length;
      ofTheta[s] = new float[n][replay.dimension()];
      ofMean[s] = new float[n][replay.dimension()];
      ofSquare[s] = new float[n][replay.dimension()];
      for (int j = 0; j < n; j++) {
        fillEffect(s, replay.steps.get(s), j, rates);
      }
    }
  }

  /** What a step is with a row minus what it is without. */
  private void fillEffect(int s, Replay.Step step, int j, float[] rates) {
    Replay replay = track.replay;
    float eps = (float) replay.plan.eps();
    float clip = (float) replay.plan.clip();
    float[] theta = ofTheta[s][j];
    float[] mean = ofMean[s][j];
    float[] square = ofSquare[s][j];
    System.arraycopy(track.means[s], 0, mean, 0, mean.length);
    System.arraycopy(track.squares[s], 0, square, 0, square.length);
    boolean rests = step.rows.length == 1 && !replay.plan.dense();
    float[] g = new float[mean.length];
    if (!rests) {
      fillWithout(track.gradients[s], track.residuals[s][j], track.vectors[s][j], clip, g);
      addToMoments(g, replay.beta2, mean, square);
      fillMoves(mean, square, rates, step.length, eps, theta);
    }
    fillWithout(track.gradients[s], 0, track.vectors[s][j], clip, g);
    subtractFromMean(g, track.means[s], track.slopes[s], theta, mean);
    subtractFromSquare(g, track.squares[s], replay.beta2, square);
  }

  private static void fillWithout(
      float[] gradients, float residual, float[] a, float clip, float[] g) {
    for (int c = 0; c < g.length; c++) {
      g[c] = Math.max(-clip, Math.min(clip, gradients[c] - residual * a[c]));
    }
  }

  private static void addToMoments(float[] g, float beta2, float[] mean, float[] square) {
    for (int c = 0; c < g.length; c++) {
      mean[c] = Replay.BETA1 * mean[c] + (1 - Replay.BETA1) * g[c];
      square[c] = beta2 * square[c] + (1 - beta2) * (g[c] * g[c]);
    }
  }

  private static void fillMoves(
      float[] mean, float[] square, float[] rates, float length, float eps, float[] moves) {
    for (int c = 0; c < moves.length; c++) {
      moves[c] = length * rates[c] * mean[c] / ((float) Math.sqrt(square[c]) + eps);
    }
  }

  /** From what is without to the difference of what is with and that. */
  private static void subtractFromMean(
      float[] g, float[] before, float[] slopes, float[] theta, float[] mean) {
    for (int c = 0; c < g.length; c++) {
      float with = Replay.BETA1 * before[c] + (1 - Replay.BETA1) * g[c];
      theta[c] -= slopes[c] * with;
      mean[c] = with - mean[c];
    }
  }

  private static void subtractFromSquare(float[] g, float[] before, float beta2, float[] square) {
    for (int c = 0; c < g.length; c++) {
      square[c] = beta2 * before[c] + (1 - beta2) * (g[c] * g[c]) - square[c];
    }
  }

  /** {@return θ at the end of the replay, [d], a copy} */
  public double[] end() {
    return Replay.doubles(track.end);
  }

  @Override
  public int rows() {
    return track.replay.size();
  }

  @Override
  public Quantities of(double[] target) {
    return ofAll(List.of(target)).get(0);
  }

  /** Step by step for all items, so that each step is read from memory once. */
  @Override
  public List<Quantities> ofAll(List<double[]> targets) {
    List<Pass> passes = targets.stream().map(Pass::new).toList();
    for (int s = track.replay.steps.size() - 1; s >= 0; s--) {
      for (Pass pass : passes) {
        pass.takeBack(s, track.replay.steps.get(s));
      }
    }
    return passes.stream().map(pass -> pass.quantities).toList();
  }

  @Override
  public double[] composedParameters() {
    return composed.clone();
  }

  @Override
  public Spectrum spectrum() {
    return spectrum;
  }

  /** One pass back. */
  private final class Pass {
    private final Replay replay = track.replay;
    private final int d = replay.dimension();
    private final Quantities quantities = new Quantities(rows());
    private final float[] lambdaTheta = new float[d];
    private final float[] lambdaMean = new float[d];
    private final float[] lambdaSquare = new float[d];
    private final float[] lambdaGradient = new float[d];
    private final float[] products = new float[d];
    private final float[] decays = new float[d];
    private final boolean clips = replay.plan.clip() < Double.POSITIVE_INFINITY;

    Pass(double[] target) {
      Kernels.addRows(shares, target, quantities.impact());
      for (int c = 0; c < d; c++) {
        lambdaTheta[c] = (float) target[c];
        decays[c] = replay.decay(c);
      }
    }

    void takeBack(int s, Replay.Step step) {
      for (int j = 0; j < step.rows.length; j++) {
        multiply(
            lambdaTheta,
            ofTheta[s][j],
            lambdaMean,
            ofMean[s][j],
            lambdaSquare,
            ofSquare[s][j],
            products);
        quantities.removalEffect()[step.rows[j]] += sum(products);
      }
      takeMomentsBack(lambdaTheta, track.slopes[s], track.bends[s], lambdaMean, lambdaSquare);
      fillGradient(
          lambdaMean, lambdaSquare, track.gradients[s], 2 * (1 - replay.beta2), lambdaGradient);
      if (clips) {
        for (int c = 0; c < d; c++) {
          lambdaGradient[c] = track.isClipped(s, c) ? 0 : lambdaGradient[c];
        }
      }
      decay(lambdaGradient, decays, replay.beta2, lambdaTheta, lambdaMean, lambdaSquare);
      for (int j = 0; j < step.rows.length; j++) {
        multiply(track.vectors[s][j], lambdaGradient, products);
        float along = sum(products);
        quantities.influence()[step.rows[j]] -= (double) step.weight * along;
        ReplayLane.add(track.curvatures[s][j] * along, track.vectors[s][j], lambdaTheta);
      }
    }
  }

  /** Products are summed apart from where they are made, since that loop becomes vectors. */
  private static void multiply(float[] x, float[] y, float[] products) {
    for (int c = 0; c < products.length; c++) {
      products[c] = x[c] * y[c];
    }
  }

  private static void multiply(
      float[] x, float[] y, float[] z, float[] w, float[] u, float[] v, float[] products) {
    for (int c = 0; c < products.length; c++) {
      products[c] = x[c] * y[c] + z[c] * w[c] + u[c] * v[c];
    }
  }

  /** Eight sums at once, none of which waits for another. */
  private static float sum(float[] x) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int c = 0;
    for (; c + 8 <= x.length; c += 8) {
      s0 += x[c];
      s1 += x[c + 1];
      s2 += x[c + 2];
      s3 += x[c + 3];
      s4 += x[c + 4];
      s5 += x[c + 5];
      s6 += x[c + 6];
      s7 += x[c + 7];
    }
    for (; c < x.length; c++) {
      s0 += x[c];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  private static void takeMomentsBack(
      float[] theta, float[] slopes, float[] bends, float[] mean, float[] square) {
    for (int c = 0; c < theta.length; c++) {
      mean[c] -= theta[c] * slopes[c];
      square[c] += theta[c] * bends[c];
    }
  }

  private static void fillGradient(
      float[] mean, float[] square, float[] gradients, float factor, float[] filled) {
    for (int c = 0; c < filled.length; c++) {
      filled[c] = (1 - Replay.BETA1) * mean[c] + factor * gradients[c] * square[c];
    }
  }

  private static void decay(
      float[] gradient, float[] decays, float beta2, float[] theta, float[] mean, float[] square) {
    for (int c = 0; c < theta.length; c++) {
      theta[c] += decays[c] * gradient[c];
      mean[c] *= Replay.BETA1;
      square[c] *= beta2;
    }
  }
}
