package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.method.ReplayPlan.Group;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * One user's training done again in double, one lane, straight from the formulas: the slow form of
 * {@link Replay}, {@link ReplayAttribution} and {@link AdjointAttribution}. Its numbers are floats,
 * so that the fast form begins with the same ones.
 */
public final class ReplayReference {

  private static final double BETA1 = 0.9f;

  final ReplayPlan plan;
  final PredictorType type;

  /** When each point of the path was, [p], with a_r and o_r there, [p, m, d] and [p, m]. */
  final double[] epochs;

  final double[][][] a;
  final double[][] offsets;
  final double[] y;
  final int[] places;
  final double[] first;

  /** Makes the training from its numbers, which are not copied. */
  public ReplayReference(
      ReplayPlan plan,
      PredictorType type,
      double[] epochs,
      double[][][] a,
      double[][] offsets,
      double[] y,
      int[] places,
      double[] first) {
    this.plan = plan;
    this.type = type;
    this.epochs = epochs;
    this.a = a;
    this.offsets = offsets;
    this.y = y;
    this.places = places;
    this.first = first;
  }

  int size() {
    return y.length;
  }

  int dimension() {
    return first.length;
  }

  /** Returns a plan of a random kind; small, as it is taken step by step. */
  static ReplayPlan plan(Random random) {
    int epochs = 1 + random.nextInt(random.nextInt(3) == 0 ? 500 : 30);
    int rows = 2 + random.nextInt(40);
    return new ReplayPlan(
        epochs,
        random.nextBoolean() ? epochs : 1 + random.nextInt(epochs),
        rows,
        1 + random.nextInt(rows),
        random.nextBoolean(),
        random.nextInt(3) == 0,
        random.nextBoolean(),
        new Group(Math.pow(10, -5 + 4 * random.nextDouble()), 1e-5),
        new Group(Math.pow(10, -5 + 4 * random.nextDouble()), 1e-3),
        random.nextInt(4) == 0 ? 0.5 : 1,
        random.nextInt(4) == 0 ? 1e-3 : 1e-8,
        random.nextInt(3) == 0 ? 0.02 : Double.POSITIVE_INFINITY);
  }

  /** Returns a random user of some rows on a random path that grows, as those of trainings do. */
  static ReplayReference random(Random random, ReplayPlan plan, PredictorType type, int m) {
    int k = 1 + random.nextInt(9);
    int points = 2 + random.nextInt(5);
    double[] epochs = new double[points];
    for (int p = 1; p < points; p++) {
      epochs[p] = plan.epochs() * (p + random.nextDouble() - 0.5) / points;
    }
    double linear = random.nextInt(5) == 0 ? 0 : 1;
    double[][] end = new double[m][k];
    double[] offset = new double[m];
    double[] y = new double[m];
    int[] places = new int[m];
    for (int r = 0; r < m; r++) {
      for (int c = 0; c < k; c++) {
        end[r][c] = 0.5 * random.nextGaussian();
      }
      offset[r] = 0.5 * random.nextGaussian();
      y[r] = type == PredictorType.REGRESSOR ? 1 + random.nextInt(5) : random.nextInt(2);
      places[r] = random.nextInt(plan.trainingRows());
    }
    double[][][] a = new double[points][m][k + 1];
    double[][] offsets = new double[points][m];
    for (int p = 0; p < points; p++) {
      double grown = 0.05 + 0.95 * (p + 1) / points;
      for (int r = 0; r < m; r++) {
        for (int c = 0; c < k; c++) {
          a[p][r][c] = (float) (grown * end[r][c] + 0.02 * random.nextGaussian());
        }
        a[p][r][k] = linear;
        offsets[p][r] = (float) (grown * offset[r]);
      }
    }
    double[] first = new double[k + 1];
    for (int c = 0; c <= k; c++) {
      double start = 0.01 * random.nextGaussian();
      // Without linear weights theirs is 0 and stays so, and no gradient is ever seen of it.
      first[c] = c == k && linear == 0 ? 0 : (float) start;
    }
    return new ReplayReference(plan, type, epochs, a, offsets, y, places, first);
  }

  /** Returns the same training with other targets. */
  ReplayReference withTargets(double[] targets) {
    return new ReplayReference(plan, type, epochs, a, offsets, targets, places, first);
  }

  /** Returns the fast form of this. */
  Replay replay() {
    return new Replay(plan, type, rows(), y, places, first);
  }

  ReplayRows rows() {
    float[][][] factors = new float[epochs.length][size()][dimension() - 1];
    float[][] floats = new float[epochs.length][size()];
    for (int p = 0; p < epochs.length; p++) {
      for (int r = 0; r < size(); r++) {
        floats[p][r] = (float) offsets[p][r];
        for (int c = 0; c < dimension() - 1; c++) {
          factors[p][r][c] = (float) a[p][r][c];
        }
      }
    }
    float linear = size() == 0 ? 1 : (float) a[0][0][dimension() - 1];
    return new ReplayRows(epochs, factors, floats, linear);
  }

  /** Is told of every step of a replay, before θ, M and Q move. */
  interface Watcher {
    void step(Step step, double[] theta, double[] mean, double[] square);
  }

  /** A step: where it is on the path and what it weighs. */
  final class Step {
    final int pass;
    final boolean[] inBatch = new boolean[size()];
    private final int point;
    private final double share;
    final double weight;

    /** F √(1 − β₂ᵗ)/(1 − β₁ᵗ), with t of the thinned training for β₁. */
    private final double length;

    Step(int pass, int batch) {
      this.pass = pass;
      for (int r = 0; r < size(); r++) {
        inBatch[r] = plan.batch(pass, places[r]) == batch;
      }
      double batches = plan.batches();
      double epoch = (pass + (batch + 0.5) / batches) * plan.thinning();
      int last = 0;
      while (last + 1 < epochs.length && epochs[last + 1] <= epoch) {
        last++;
      }
      point = last;
      share =
          last + 1 == epochs.length
              ? 0
              : (epoch - epochs[last]) / (epochs[last + 1] - epochs[last]);
      int rows = plan.trainingRows() - batch * plan.batchSize();
      int mean = plan.padded() ? plan.batchSize() : Math.min(rows, plan.batchSize());
      weight = plan.gradientScale() / mean;
      double t = epoch * batches + 0.5;
      length =
          plan.thinning()
              * Math.sqrt(1 - Math.pow(0.999, t))
              / (1 - Math.pow(BETA1, Math.max(1, t / plan.thinning())));
    }

    double entry(int r, int c) {
      return along(a[point][r][c], share == 0 ? 0 : a[point + 1][r][c]);
    }

    private double along(double from, double to) {
      return from + share * (to - from);
    }

    double score(int r, double[] theta) {
      double score = along(offsets[point][r], share == 0 ? 0 : offsets[point + 1][r]);
      for (int c = 0; c < theta.length; c++) {
        score += entry(r, c) * theta[c];
      }
      return score;
    }

    double predicted(int r, double[] theta) {
      double score = score(r, theta);
      return type == PredictorType.REGRESSOR ? score : 1 / (1 + Math.exp(-score));
    }

    /** Returns the derivative of a prediction by its score. */
    double curvature(int r, double[] theta) {
      double p = predicted(r, theta);
      return type == PredictorType.REGRESSOR ? 1 : p * (1 - p);
    }

    /** Returns wd θ + Σ (p − y) a / b over the rows that are there. */
    double[] gradient(double[] theta, IntPredicate there) {
      double[] g = new double[theta.length];
      for (int c = 0; c < g.length; c++) {
        g[c] = decay(c) * theta[c];
      }
      for (int r = 0; r < size(); r++) {
        if (inBatch[r] && there.test(r)) {
          double residual = weight * (predicted(r, theta) - y[r]);
          for (int c = 0; c < g.length; c++) {
            g[c] += residual * entry(r, c);
          }
        }
      }
      return g;
    }

    boolean moves(IntPredicate there) {
      for (int r = 0; r < size(); r++) {
        if (inBatch[r] && there.test(r)) {
          return true;
        }
      }
      return plan.dense();
    }

    double rate(int c) {
      return length * group(c).rate();
    }

    double decay(int c) {
      return group(c).decay();
    }

    private Group group(int c) {
      return c < dimension() - 1 ? plan.factors() : plan.linear();
    }

    /** Moves θ, M and Q, if there is a row. */
    void take(double[] theta, double[] mean, double[] square, IntPredicate there) {
      if (!moves(there)) {
        return;
      }
      double[] g = gradient(theta, there);
      for (int c = 0; c < g.length; c++) {
        double clipped = Math.max(-plan.clip(), Math.min(plan.clip(), g[c]));
        mean[c] = BETA1 * mean[c] + (1 - BETA1) * clipped;
        square[c] = beta2() * square[c] + (1 - beta2()) * clipped * clipped;
        theta[c] -= rate(c) * mean[c] / (Math.sqrt(square[c]) + plan.eps());
      }
    }
  }

  double beta2() {
    return (float) (1 - Math.min(1, 0.001 * plan.thinning()));
  }

  /** Returns how long the factors are before each pass and at the end, as a share of the end. */
  public double[] growth() {
    double[] lengths = new double[plan.passes() + 1];
    double end = length(end());
    Arrays.fill(lengths, end);
    boolean[] seen = new boolean[lengths.length];
    run(
        r -> true,
        (step, theta, mean, square) -> {
          if (!seen[step.pass]) {
            seen[step.pass] = true;
            lengths[step.pass] = length(theta);
          }
        });
    return Arrays.stream(lengths).map(length -> length / end).toArray();
  }

  private static double length(double[] theta) {
    return Math.sqrt(Arrays.stream(theta, 0, theta.length - 1).map(v -> v * v).sum());
  }

  double[] run(IntPredicate there, Watcher watcher) {
    double[] theta = first.clone();
    double[] mean = new double[dimension()];
    double[] square = new double[dimension()];
    for (int pass = 0; pass < plan.passes(); pass++) {
      for (int batch = 0; batch < plan.batches(); batch++) {
        Step step = new Step(pass, batch);
        if (step.moves(r -> true)) {
          watcher.step(step, theta, mean, square);
        }
        step.take(theta, mean, square, there);
      }
    }
    return theta;
  }

  /** Returns θ at the end without some rows, [d]. */
  public double[] end(int... left) {
    return run(r -> Arrays.stream(left).noneMatch(l -> l == r), (step, theta, mean, square) -> {});
  }

  /** Returns how far each parameter goes there and back in all, [d]: what errors compare with. */
  double[] travelled() {
    double[] travelled = new double[dimension()];
    run(
        r -> true,
        (step, theta, mean, square) -> {
          double[] after = theta.clone();
          step.take(after, mean.clone(), square.clone(), r -> true);
          for (int c = 0; c < after.length; c++) {
            travelled[c] += Math.abs(after[c] - theta[c]);
          }
        });
    return travelled;
  }

  /** Returns θ_r(T) of each row, [m, d]: what is linear in the rows with D as it was. */
  double[][] shares() {
    int d = dimension();
    double[][] share = new double[size()][d];
    double[][] shareMean = new double[size()][d];
    run(
        r -> true,
        (step, theta, mean, square) -> {
          double[] after = theta.clone();
          double[] root = square.clone();
          step.take(after, mean.clone(), root, r -> true);
          for (int r = 0; r < size(); r++) {
            double residual = step.inBatch[r] ? step.weight * (step.predicted(r, theta) - y[r]) : 0;
            for (int c = 0; c < d; c++) {
              double g = residual * step.entry(r, c) + step.decay(c) * share[r][c];
              shareMean[r][c] = BETA1 * shareMean[r][c] + (1 - BETA1) * g;
              share[r][c] -= step.rate(c) * shareMean[r][c] / (Math.sqrt(root[c]) + plan.eps());
            }
          }
        });
    return share;
  }

  /**
   * Returns θ(T) − θ^(−r)(T) to first order, [m, d]: at each step of row r the exact difference
   * that the row makes to it, carried through all later steps by their derivative.
   */
  double[][] firstOrderRemovals() {
    int d = dimension();
    double[][] theta1 = new double[size()][d];
    double[][] mean1 = new double[size()][d];
    double[][] square1 = new double[size()][d];
    run(
        r -> true,
        (step, theta, mean, square) -> {
          double[][] with = {theta.clone(), mean.clone(), square.clone()};
          step.take(with[0], with[1], with[2], r -> true);
          double[] g = step.gradient(theta, r -> true);
          for (int r = 0; r < size(); r++) {
            carry(step, theta, g, with, theta1[r], mean1[r], square1[r]);
            if (step.inBatch[r]) {
              int gone = r;
              double[][] without = {theta.clone(), mean.clone(), square.clone()};
              step.take(without[0], without[1], without[2], j -> j != gone);
              for (int c = 0; c < d; c++) {
                theta1[r][c] += with[0][c] - without[0][c];
                mean1[r][c] += with[1][c] - without[1][c];
                square1[r][c] += with[2][c] - without[2][c];
              }
            }
          }
        });
    return theta1;
  }

  /** Carries a small difference through a step by the step's derivative. */
  private void carry(
      Step step,
      double[] theta,
      double[] g,
      double[][] after,
      double[] theta1,
      double[] mean1,
      double[] square1) {
    double[] g1 = new double[theta.length];
    for (int c = 0; c < g.length; c++) {
      g1[c] = step.decay(c) * theta1[c];
    }
    for (int r = 0; r < size(); r++) {
      if (step.inBatch[r]) {
        double along = 0;
        for (int c = 0; c < g.length; c++) {
          along += step.entry(r, c) * theta1[c];
        }
        for (int c = 0; c < g.length; c++) {
          g1[c] += step.weight * step.curvature(r, theta) * along * step.entry(r, c);
        }
      }
    }
    for (int c = 0; c < g.length; c++) {
      boolean held = Math.abs(g[c]) >= plan.clip();
      double slope = held ? 0 : g1[c];
      mean1[c] = BETA1 * mean1[c] + (1 - BETA1) * slope;
      square1[c] = beta2() * square1[c] + 2 * (1 - beta2()) * (held ? 0 : g[c]) * slope;
      double root = Math.sqrt(after[2][c]);
      double under = root + plan.eps();
      theta1[c] -=
          root == 0
              ? step.rate(c) * mean1[c] / under
              : step.rate(c)
                  * (mean1[c] / under - after[1][c] * square1[c] / (2 * root * under * under));
    }
  }
}
