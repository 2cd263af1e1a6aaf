package io.github.fmexplain.evaluation;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user with some of the ratings, naively: rows put together from the model's parameters by the
 * definition of the score, and θ by Newton's method with halved steps and Gaussian elimination, O(m
 * d² + d³) each step. It shares nothing with the explainer but the encoder, so that the truth does
 * not share its mistakes.
 */
final class AblationReference {

  private final FmModel model;
  private final FeatureEncoder encoder;
  private final History history;
  private final boolean isClassifier;
  private final double factorRidge;
  private final double linearRidge;
  private final boolean isRidgePerRating;
  private final List<double[]> rows = new ArrayList<>();
  private final double[] targets;

  /** The items that the user has not rated, in the order of the catalogue. */
  final List<String> candidates;

  AblationReference(
      FmExplainer explainer,
      History history,
      double factorRidge,
      double linearRidge,
      boolean isRidgePerRating) {
    this.model = explainer.trained().model();
    this.encoder = explainer.trained().encoder();
    this.history = history;
    this.isClassifier = model.predictorType() == PredictorType.BINARY_CLASSIFIER;
    this.factorRidge = factorRidge;
    this.linearRidge = linearRidge;
    this.isRidgePerRating = isRidgePerRating;
    targets = new double[history.size()];
    for (int r = 0; r < targets.length; r++) {
      Interaction rating = history.interactions().get(r);
      rows.add(row(rating.itemId(), rating.context()));
      targets[r] = explainer.trained().target().of(rating.rating());
    }
    candidates =
        explainer.catalogue().items().stream()
            .map(CatalogueItem::id)
            .filter(id -> history.find(id).isEmpty())
            .toList();
  }

  /** Returns a and, behind it, o: s = w0 + Σ w_f x_f + Σ_{f<g} ⟨v_f, v_g⟩ x_f x_g without u. */
  private double[] row(String itemId, Set<String> context) {
    FeatureVector x =
        encoder
            .userSideFeatures(history.userTags())
            .and(encoder.itemFeatures(itemId))
            .and(encoder.contextFeatures(context));
    int k = model.numFactors();
    double[] row = new double[k + 2];
    row[k] = 1;
    row[k + 1] = model.bias();
    for (int f = 0; f < x.size(); f++) {
      row[k + 1] += model.linearWeight(x.index(f)) * x.value(f);
      for (int c = 0; c < k; c++) {
        row[c] += model.factors(x.index(f))[c] * x.value(f);
        for (int g = f + 1; g < x.size(); g++) {
          row[k + 1] +=
              (double) model.factors(x.index(f))[c]
                  * model.factors(x.index(g))[c]
                  * x.value(f)
                  * x.value(g);
        }
      }
    }
    return row;
  }

  /** Returns θ* of those rows that are kept. */
  double[] solve(boolean[] kept) {
    return solve(kept, targets);
  }

  /** Returns θ* of all rows. */
  double[] solve() {
    return solve(all());
  }

  /** Returns θ* of all rows with another target in one of them. */
  double[] solve(int row, double target) {
    double[] edited = targets.clone();
    edited[row] = target;
    return solve(all(), edited);
  }

  private boolean[] all() {
    boolean[] all = new boolean[targets.length];
    Arrays.fill(all, true);
    return all;
  }

  private double[] solve(boolean[] kept, double[] y) {
    int d = model.numFactors() + 1;
    int count = 0;
    for (boolean one : kept) {
      count += one ? 1 : 0;
    }
    double[] theta = new double[d];
    if (count == 0) {
      return theta;
    }
    double[] ridge = new double[d];
    Arrays.fill(ridge, factorRidge * (isRidgePerRating ? count : 1));
    ridge[d - 1] = linearRidge * (isRidgePerRating ? count : 1);
    for (int step = 0; step < 100; step++) {
      double[][] hessian = new double[d][d + 1];
      for (int c = 0; c < d; c++) {
        hessian[c][c] = ridge[c];
        hessian[c][d] = -ridge[c] * theta[c];
      }
      for (int r = 0; r < kept.length; r++) {
        if (kept[r]) {
          double p = prediction(score(rows.get(r), theta));
          for (int i = 0; i < d; i++) {
            hessian[i][d] += (y[r] - p) * rows.get(r)[i];
            for (int j = 0; j < d; j++) {
              hessian[i][j] += (isClassifier ? p * (1 - p) : 1) * rows.get(r)[i] * rows.get(r)[j];
            }
          }
        }
      }
      double[] direction = eliminated(hessian);
      double length = 1;
      double before = loss(theta, kept, y, ridge);
      while (length > 1e-6
          && loss(plus(theta, length, direction), kept, y, ridge) > before + 1e-12) {
        length /= 2;
      }
      theta = plus(theta, length, direction);
    }
    return theta;
  }

  private double prediction(double score) {
    return isClassifier ? 1 / (1 + Math.exp(-score)) : score;
  }

  private double loss(double[] theta, boolean[] kept, double[] y, double[] ridge) {
    double loss = 0;
    for (int c = 0; c < theta.length; c++) {
      loss += ridge[c] * theta[c] * theta[c] / 2;
    }
    for (int r = 0; r < kept.length; r++) {
      double s = score(rows.get(r), theta);
      if (kept[r]) {
        loss += isClassifier ? Math.log1p(Math.exp(s)) - y[r] * s : (s - y[r]) * (s - y[r]) / 2;
      }
    }
    return loss;
  }

  private static double[] plus(double[] theta, double length, double[] direction) {
    double[] sum = theta.clone();
    for (int c = 0; c < sum.length; c++) {
      sum[c] += length * direction[c];
    }
    return sum;
  }

  /** Solves [d, d + 1], the right side last, which is overwritten; the matrix is definite. */
  private static double[] eliminated(double[][] matrix) {
    int d = matrix.length;
    for (int i = 0; i < d; i++) {
      for (int j = i + 1; j < d; j++) {
        double factor = matrix[j][i] / matrix[i][i];
        for (int c = i; c <= d; c++) {
          matrix[j][c] -= factor * matrix[i][c];
        }
      }
    }
    double[] solved = new double[d];
    for (int i = d - 1; i >= 0; i--) {
      double sum = matrix[i][d];
      for (int c = i + 1; c < d; c++) {
        sum -= matrix[i][c] * solved[c];
      }
      solved[i] = sum / matrix[i][i];
    }
    return solved;
  }

  private static double score(double[] row, double[] theta) {
    double score = row[theta.length];
    for (int c = 0; c < theta.length; c++) {
      score += row[c] * theta[c];
    }
    return score;
  }

  /** Returns the scores of the candidates. */
  double[] scores(double[] theta) {
    return candidates.stream().mapToDouble(id -> score(row(id, Set.of()), theta)).toArray();
  }

  /** Returns y_r − p_r of each rating. */
  double[] residuals(double[] theta) {
    double[] residuals = new double[targets.length];
    Arrays.setAll(residuals, r -> targets[r] - prediction(score(rows.get(r), theta)));
    return residuals;
  }

  /** Returns (v_u, w_u), or null if the model does not know the user. */
  double @Nullable [] trained() {
    if (history.userId() == null || encoder.userFeature(history.userId()).isEmpty()) {
      return null;
    }
    int user = encoder.userFeature(history.userId()).getAsInt();
    double[] theta = new double[model.numFactors() + 1];
    for (int c = 0; c < theta.length - 1; c++) {
      theta[c] = model.factors(user)[c];
    }
    theta[theta.length - 1] = model.linearWeight(user);
    return theta;
  }
}
