package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.user.Spectrum;

/**
 * What the user's training done again says of every row and of any item: see {@link Replay}.
 *
 * <pre>
 *   removalEffect_r = a_i (θ(T) − θ^(−r)(T))          a replay without each row
 *   influence_r     = a_i ∂θ(T)/∂y_r                   the tangent of the replay
 *   impact_r        = a_i θ_r(T)    Σ_r θ_r + start = θ(T), linear in the rows with the D that was:
 *                     M_r = β₁M_r + (1 − β₁)(g_r + wd θ_r)      θ_r −= lr c D M_r
 * </pre>
 *
 * <p>All of it is kept as matrices [d, m], so that a further item costs one product each.
 * Immutable.
 */
public final class ReplayAttribution implements Attribution {

  private final Spectrum spectrum;
  private final float[][] removals;
  private final float[][] tangents;
  private final double[][] shares;
  private final double[] end;
  private final double[] composed;

  /**
   * Replays.
   *
   * @param replay the user's
   * @param spectrum of the user's rows
   */
  public ReplayAttribution(Replay replay, Spectrum spectrum) {
    this.spectrum = spectrum;
    int m = replay.size();
    int[][] single = new int[m][];
    for (int r = 0; r < m; r++) {
      single[r] = new int[] {r};
    }
    removals = replay.removals(new int[0], single);
    ReplayTrack track = new ReplayTrack(replay);
    end = Replay.doubles(track.end);
    shares = track.shares();
    tangents = new float[replay.dimension()][m];
    for (int from = 0; from < m; from += Replay.CHUNK) {
      followRows(track, from, Math.min(from + Replay.CHUNK, m));
    }
    composed = ReplayTrack.sums(shares);
  }

  /** Follows the tangents of the rows in a range through all steps. */
  private void followRows(ReplayTrack track, int from, int to) {
    Replay replay = track.replay;
    int d = replay.dimension();
    int lanes = to - from;
    float[][] tangent = new float[d][lanes];
    float[][] mean = new float[d][lanes];
    float[][] square = new float[d][lanes];
    float[] change = new float[lanes];
    float[][] along = new float[0][];
    float[] entries = new float[0];
    float[] scaled = new float[d];
    for (int s = 0; s < replay.steps.size(); s++) {
      Replay.Step step = replay.steps.get(s);
      int n = step.rows.length;
      float[][] vectors = track.vectors[s];
      if (along.length < n) {
        along = new float[n][lanes];
        entries = new float[n];
      }
      for (int j = 0; j < n; j++) {
        for (int c = 0; c < d; c++) {
          scaled[c] = track.curvatures[s][j] * vectors[j][c];
        }
        LaneLoops.combine(scaled, tangent, d, along[j]);
        // The target's own pull: ∂(p − y)/∂y = −1.
        int lane = step.rows[j] - from;
        if (lane >= 0 && lane < lanes) {
          along[j][lane] -= step.weight;
        }
      }
      for (int c = 0; c < d; c++) {
        boolean moves = !track.isClipped(s, c);
        for (int j = 0; j < n; j++) {
          entries[j] = moves ? vectors[j][c] : 0;
        }
        if (n != 1) {
          LaneLoops.combine(entries, along, n, change);
        }
        // Most steps have one row, which is then scaled where the tangents move.
        moveTangents(
            n == 1 ? entries[0] : 1,
            n == 1 ? along[0] : change,
            tangent[c],
            mean[c],
            square[c],
            moves ? replay.decay(c) : 0,
            replay.beta2,
            2 * (1 - replay.beta2) * track.gradients[s][c],
            track.slopes[s][c],
            track.bends[s][c]);
      }
    }
    for (int c = 0; c < d; c++) {
      System.arraycopy(tangent[c], 0, tangents[c], from, lanes);
    }
  }

  private static void moveTangents(
      float factor,
      float[] change,
      float[] tangent,
      float[] mean,
      float[] square,
      float decay,
      float beta2,
      float doubled,
      float slope,
      float bend) {
    for (int l = 0; l < tangent.length; l++) {
      float g = factor * change[l] + decay * tangent[l];
      float m = Replay.BETA1 * mean[l] + (1 - Replay.BETA1) * g;
      float q = beta2 * square[l] + doubled * g;
      mean[l] = m;
      square[l] = q;
      tangent[l] -= slope * m - bend * q;
    }
  }

  /** {@return θ at the end of the replay, [d], a copy} */
  public double[] end() {
    return end.clone();
  }

  @Override
  public int rows() {
    return removals[0].length;
  }

  @Override
  public Quantities of(double[] target) {
    Quantities quantities = new Quantities(rows());
    Kernels.addRows(shares, target, quantities.impact());
    float[] factors = new float[target.length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = (float) target[c];
    }
    multiply(factors, tangents, quantities.influence());
    multiply(factors, removals, quantities.removalEffect());
    return quantities;
  }

  private static void multiply(float[] factors, float[][] matrix, double[] product) {
    float[] sums = new float[product.length];
    LaneLoops.add(factors, matrix, factors.length, sums);
    for (int r = 0; r < sums.length; r++) {
      product[r] = sums[r];
    }
  }

  @Override
  public double[] composedParameters() {
    return composed.clone();
  }

  @Override
  public Spectrum spectrum() {
    return spectrum;
  }
}
