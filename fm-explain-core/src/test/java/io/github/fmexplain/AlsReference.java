package io.github.fmexplain;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Random;

/**
 * Alternating least squares the slow way: every system is made entry by entry from every pair of a
 * user and an item, and solved by Gaussian elimination.
 *
 * <pre>
 *   explicit   Σ_rated (r − x·y)²           Λ = λ, or λ times the number of ratings
 *   implicit   Σ_all c (p − x·y)²           p = [r > 0], c = constant + α|r|, of unrated pairs 1
 *                                            Λ = λ, or λ times the number of ratings above 0
 * </pre>
 */
final class AlsReference {

  final int k;
  final double lambda;
  final boolean perRating;
  final boolean implicit;
  final double constant;
  final double alpha;

  /** Of items, as the model has them. */
  double[][] items = new double[0][];

  /** Of users, solved for with these items, in double. */
  double[][] users = new double[0][];

  AlsReference(
      int k, double lambda, boolean perRating, boolean implicit, double constant, double alpha) {
    this.k = k;
    this.lambda = lambda;
    this.perRating = perRating;
    this.implicit = implicit;
    this.constant = constant;
    this.alpha = alpha;
  }

  /** Trains on ratings [users][items], NaN where there is none, and gives the model. */
  FmModel train(double[][] ratings, int rounds, long seed) {
    Random random = new Random(seed);
    int numItems = ratings[0].length;
    items = new double[numItems][k];
    for (double[] item : items) {
      for (int c = 0; c < k; c++) {
        item[c] = random.nextGaussian() / Math.sqrt(k);
      }
    }
    double[][] transposed = new double[numItems][ratings.length];
    for (int u = 0; u < ratings.length; u++) {
      for (int i = 0; i < numItems; i++) {
        transposed[i][u] = ratings[u][i];
      }
    }
    for (int round = 0; round < rounds; round++) {
      users = solveAll(ratings, items);
      items = solveAll(transposed, users);
    }
    for (double[] item : items) {
      for (int c = 0; c < k; c++) {
        item[c] = (float) item[c];
      }
    }
    users = solveAll(ratings, items);
    int n = users.length + items.length;
    FmModel.Builder builder = FmModel.builder(PredictorType.REGRESSOR, n, k);
    for (int f = 0; f < n; f++) {
      double[] row = f < users.length ? users[f] : items[f - users.length];
      for (int c = 0; c < k; c++) {
        builder.factor(f, c, (float) row[c]);
      }
    }
    return builder.build();
  }

  private double[][] solveAll(double[][] ratings, double[][] others) {
    double[][] solved = new double[ratings.length][];
    for (int u = 0; u < ratings.length; u++) {
      solved[u] = solve(ratings[u], others);
    }
    return solved;
  }

  /** Returns the vector of one user. */
  double[] solve(double[] ratings) {
    return solve(ratings, items);
  }

  private double[] solve(double[] ratings, double[][] others) {
    double[][] system = new double[k][k + 1];
    int count = 0;
    for (int i = 0; i < others.length; i++) {
      boolean rated = !Double.isNaN(ratings[i]);
      if (!implicit && !rated) {
        continue;
      }
      double weight = implicit && rated ? constant + alpha * Math.abs(ratings[i]) : 1;
      double target = implicit ? (rated && ratings[i] > 0 ? 1 : 0) : ratings[i];
      count += rated && (!implicit || ratings[i] > 0) ? 1 : 0;
      for (int c = 0; c < k; c++) {
        for (int e = 0; e < k; e++) {
          system[c][e] += weight * others[i][c] * others[i][e];
        }
        system[c][k] += weight * target * others[i][c];
      }
    }
    for (int c = 0; c < k; c++) {
      system[c][c] += perRating ? lambda * Math.max(1, count) : lambda;
    }
    return eliminated(system);
  }

  private static double[] eliminated(double[][] system) {
    int k = system.length;
    for (int p = 0; p < k; p++) {
      int best = p;
      for (int r = p + 1; r < k; r++) {
        best = Math.abs(system[r][p]) > Math.abs(system[best][p]) ? r : best;
      }
      double[] pivot = system[best];
      system[best] = system[p];
      system[p] = pivot;
      for (int r = 0; r < k; r++) {
        double factor = r == p ? 0 : system[r][p] / pivot[p];
        for (int c = p; c <= k; c++) {
          system[r][c] -= factor * pivot[c];
        }
      }
    }
    double[] x = new double[k];
    for (int c = 0; c < k; c++) {
      x[c] = system[c][k] / system[c][c];
    }
    return x;
  }
}
