package io.github.fmexplain.internal.method;

import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A user's training, done again along the path of the item parameters (training replayed without an
 * instance: Hara, Nitanda and Maehara, NeurIPS 2019; exact attribution by replay: Ilyas and
 * Engstrom, 2025). With M and Q from zero, in each batch that has a row of the user,
 *
 * <pre>
 *   g  = clip(Σ_{r in batch} (p_r − y_r) a_r / b + wd θ)      p = σ(o_r + a_rθ), or that itself
 *   M  = β₁M + (1 − β₁)g        Q = β₂Q + (1 − β₂)g²
 *   θ −= lr √(1 − β₂ᵗ)/(1 − β₁ᵗ) M / (√Q + eps)               t counts all batches
 * </pre>
 *
 * <p>A batch that is left without a row of the user is no step (with lazy Adam). Where only every
 * F-th epoch is taken, its steps are F times as long, and 1 − β₂ is F times as large.
 *
 * <p>The replays without each of many sets of rows go side by side: all arrays have one index, the
 * lane, so that the compiler makes vectors of the loops over lanes. It is done in float, as the
 * training was. Costs O(passes · steps · d) for each lane. Immutable.
 */
public final class Replay {

  static final float BETA1 = 0.9f;
  private static final double BETA2 = 0.999;

  /** Lanes that go side by side: their arrays stay in the cache. */
  static final int CHUNK = 511;

  final ReplayPlan plan;
  final PredictorType type;
  final ReplayRows rows;
  final float[] targets;
  final float[] first;
  private final int[] places;

  /** The steps, in their order; the same for every lane. */
  final List<Step> steps;

  final float beta2;

  /** A batch that has rows of the user, in a pass. */
  static final class Step {
    final int pass;
    final int[] rows;
    final int point;
    final float share;
    final float weight;

    /** What a rate is multiplied with: F times the correction of moments that start at zero. */
    final float length;

    private Step(int pass, int[] rows, int point, float share, double weight, double length) {
      this.pass = pass;
      this.rows = rows;
      this.point = point;
      this.share = share;
      this.weight = (float) weight;
      this.length = (float) length;
    }
  }

  /**
   * Makes a replay.
   *
   * @param plan how the training took its steps
   * @param type decides the loss
   * @param rows the user's rows along the path
   * @param targets y, [m]. Not modified.
   * @param places the place of each row in the training set, [m], from 0. Not modified.
   * @param first θ at the start, [d]. Not modified.
   */
  public Replay(
      ReplayPlan plan,
      PredictorType type,
      ReplayRows rows,
      double[] targets,
      int[] places,
      double[] first) {
    this.plan = plan;
    this.type = type;
    this.rows = rows;
    this.places = places.clone();
    this.targets = new float[targets.length];
    for (int r = 0; r < targets.length; r++) {
      this.targets[r] = (float) targets[r];
    }
    this.first = new float[first.length];
    for (int c = 0; c < first.length; c++) {
      this.first[c] = (float) first[c];
    }
    this.beta2 = (float) (1 - Math.min(1, (1 - BETA2) * plan.thinning()));
    this.steps = steps(places);
  }

  private List<Step> steps(int[] places) {
    List<Step> made = new ArrayList<>();
    int batches = plan.batches();
    double thinning = plan.thinning();
    int[][] inBatch = new int[batches][];
    for (int pass = 0; pass < plan.passes(); pass++) {
      Arrays.fill(inBatch, null);
      for (int r = 0; r < places.length; r++) {
        int batch = plan.batch(pass, places[r]);
        int[] before = inBatch[batch];
        int[] grown = before == null ? new int[1] : Arrays.copyOf(before, before.length + 1);
        grown[grown.length - 1] = r;
        inBatch[batch] = grown;
      }
      for (int batch = 0; batch < batches; batch++) {
        int[] present = inBatch[batch];
        if (present == null && !plan.dense()) {
          continue;
        }
        double epoch = (pass + (batch + 0.5) / batches) * thinning;
        double t = epoch * batches + 0.5;
        double correction =
            Math.sqrt(1 - Math.pow(BETA2, t)) / (1 - Math.pow(BETA1, Math.max(1, t / thinning)));
        int point = rows.point(epoch);
        made.add(
            new Step(
                pass,
                present == null ? new int[0] : present,
                point,
                rows.share(point, epoch),
                plan.weight(batch),
                correction * thinning));
      }
    }
    return made;
  }

  /** {@return m} */
  int size() {
    return targets.length;
  }

  /** {@return d} */
  int dimension() {
    return first.length;
  }

  float rate(int c) {
    return (float) (c < first.length - 1 ? plan.factors() : plan.linear()).rate();
  }

  float decay(int c) {
    return (float) (c < first.length - 1 ? plan.factors() : plan.linear()).decay();
  }

  /**
   * {@return θ at the end of the replay without some of the rows, [d]}
   *
   * @param left the rows to leave out. Not modified.
   */
  public double[] end(int... left) {
    boolean[] gone = new boolean[size()];
    for (int r : left) {
      gone[r] = true;
    }
    ReplayLane lane = new ReplayLane(this);
    for (Step step : steps) {
      lane.take(step, gone);
    }
    return doubles(lane.theta);
  }

  /**
   * {@return how far θ at the end of the replay without some rows lies from that without each of
   * some sets of rows: θ^(−base) − θ^(−set), [d, sets]}
   *
   * @param base the rows that the one lacks. Not modified.
   * @param sets the rows that each other lacks. Not modified.
   */
  public float[][] removals(int[] base, int[][] sets) {
    float[][] removals = new float[dimension()][sets.length];
    for (int from = 0; from < sets.length; from += CHUNK) {
      int to = Math.min(from + CHUNK, sets.length);
      int[][] chunk = new int[to - from + 1][];
      chunk[0] = base;
      System.arraycopy(sets, from, chunk, 1, to - from);
      ReplayLanes lanes = new ReplayLanes(this, chunk);
      for (Step step : steps) {
        lanes.take(step);
      }
      for (int c = 0; c < removals.length; c++) {
        float[] theta = lanes.theta[c];
        for (int lane = 1; lane < theta.length; lane++) {
          removals[c][from + lane - 1] = theta[0] - theta[lane];
        }
      }
    }
    return removals;
  }

  /**
   * More rows.
   *
   * @param rows along the path
   * @param targets y of each
   * @param places the place of each in the training set
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared: three arguments at once.
  public record More(ReplayRows rows, double[] targets, int[] places) {}

  /**
   * {@return this replay with more rows behind its own}
   *
   * @param more the rows
   */
  public Replay with(More more) {
    double[] joined = Arrays.copyOf(doubles(targets), size() + more.targets.length);
    System.arraycopy(more.targets, 0, joined, size(), more.targets.length);
    int[] joinedPlaces = Arrays.copyOf(places, joined.length);
    System.arraycopy(more.places, 0, joinedPlaces, size(), more.places.length);
    return new Replay(plan, type, rows.with(more.rows), joined, joinedPlaces, doubles(first));
  }

  /**
   * {@return some of the rows once more, with another target}
   *
   * @param again which rows. Not modified.
   * @param target y of each
   */
  public More again(int[] again, double target) {
    double[] same = new double[again.length];
    Arrays.fill(same, target);
    int[] samePlaces = Arrays.stream(again).map(r -> places[r]).toArray();
    return new More(rows.only(again), same, samePlaces);
  }

  /**
   * {@return how long the factors are before each pass and at the end, relative to the end, [passes
   * + 1]; 1 everywhere if they stay zero}
   */
  public double[] growth() {
    boolean[] none = new boolean[size()];
    double[] lengths = new double[plan.passes() + 1];
    ReplayLane lane = new ReplayLane(this);
    int pass = 0;
    for (Step step : steps) {
      while (pass <= step.pass) {
        lengths[pass++] = length(lane.theta);
      }
      lane.take(step, none);
    }
    double end = length(lane.theta);
    Arrays.fill(lengths, pass, lengths.length, end);
    for (int j = 0; j < lengths.length; j++) {
      lengths[j] = end == 0 ? 1 : lengths[j] / end;
    }
    return lengths;
  }

  private static double length(float[] theta) {
    double square = 0;
    for (int c = 0; c < theta.length - 1; c++) {
      square += (double) theta[c] * theta[c];
    }
    return Math.sqrt(square);
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int c = 0; c < doubles.length; c++) {
      doubles[c] = values[c];
    }
    return doubles;
  }

  float link(float score) {
    return type == PredictorType.BINARY_CLASSIFIER ? sigmoid(score) : score;
  }

  /**
   * The sigmoid, ½ + ½ tanh(z/2), by a rational function that is exact to the last digits of a
   * float and needs no exponential, so that a loop of it becomes vectors.
   */
  static float sigmoid(float score) {
    float x = Math.max(-SIGMOID_END, Math.min(SIGMOID_END, 0.5f * score));
    float s = x * x;
    return 0.5f + 0.5f * (x * sigmoidAbove(s) / sigmoidBelow(s));
  }

  /** Half of the score where the function ends, 0 or 1. */
  static final float SIGMOID_END = 7.9053f;

  static float sigmoidAbove(float s) {
    float p = -2.7607686e-16f;
    p = p * s + 2.000188e-13f;
    p = p * s - 8.604672e-11f;
    p = p * s + 5.1222973e-8f;
    p = p * s + 1.4857224e-5f;
    p = p * s + 6.3726195e-4f;
    return p * s + 4.8935246e-3f;
  }

  static float sigmoidBelow(float s) {
    float q = 1.1982584e-6f;
    q = q * s + 1.1853471e-4f;
    q = q * s + 2.2684347e-3f;
    return q * s + 4.893525e-3f;
  }
}
