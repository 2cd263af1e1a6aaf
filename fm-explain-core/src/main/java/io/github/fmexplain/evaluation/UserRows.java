package io.github.fmexplain.evaluation;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.UserProblem;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user's rows as numbers: A [m, k + 1], o [m], y [m]. Put together from the model's parameters
 * without the explainer's help, so that the truth does not share its mistakes.
 */
final class UserRows {

  private final EvaluatedModel model;
  private final History history;
  private final FeatureVector side;
  private final int dimension;
  private final double[] a;
  private final double[] offsets;
  private final double[] targets;

  UserRows(EvaluatedModel model, History history) {
    this.model = model;
    this.history = history;
    this.side = model.encoder().userSideFeatures(history.userTags());
    this.dimension = model.model().numFactors() + 1;
    int rows = history.size();
    a = new double[rows * dimension];
    offsets = new double[rows];
    targets = new double[rows];
    double[] row = new double[dimension];
    for (int r = 0; r < rows; r++) {
      Interaction rating = history.interactions().get(r);
      offsets[r] = fill(rating.itemId(), rating.context(), row);
      System.arraycopy(row, 0, a, r * dimension, dimension);
      targets[r] = model.target().of(rating.rating());
    }
  }

  int dimension() {
    return dimension;
  }

  double target(int row) {
    return targets[row];
  }

  /** Returns o of an item for this user and overwrites a [k + 1]. */
  double fill(String itemId, Set<String> context, double[] row) {
    FeatureEncoder encoder = model.encoder();
    FeatureVector features =
        side.and(encoder.itemFeatures(itemId)).and(encoder.contextFeatures(context));
    double[] sums = new double[dimension - 1];
    double offset = model.model().bias() + model.model().addTo(sums, features);
    for (int c = 0; c < sums.length; c++) {
      offset += 0.5 * sums[c] * sums[c];
      row[c] = sums[c];
    }
    row[sums.length] = 1;
    return offset;
  }

  /** Returns the user's problem with those rows only that are kept. */
  UserProblem problem(boolean[] kept) {
    int rows = 0;
    for (boolean keep : kept) {
      rows += keep ? 1 : 0;
    }
    double[] keptA = new double[rows * dimension];
    double[] keptOffsets = new double[rows];
    double[] keptTargets = new double[rows];
    int next = 0;
    for (int r = 0; r < kept.length; r++) {
      if (kept[r]) {
        System.arraycopy(a, r * dimension, keptA, next * dimension, dimension);
        keptOffsets[next] = offsets[r];
        keptTargets[next] = targets[r];
        next++;
      }
    }
    return problem(keptA, keptOffsets, keptTargets);
  }

  /** Returns the user's problem with another target in one row. */
  UserProblem problem(int row, double target) {
    double[] edited = targets.clone();
    edited[row] = target;
    return problem(a, offsets, edited);
  }

  private UserProblem problem(double[] someA, double[] someOffsets, double[] someTargets) {
    double[] ridge = new double[dimension];
    Arrays.fill(ridge, model.factorRidge());
    ridge[dimension - 1] = model.linearRidge();
    return new UserProblem(model.model().predictorType(), someA, someOffsets, someTargets, ridge);
  }

  /** Returns o_r + a_r·θ. */
  double score(int row, double[] theta) {
    double score = offsets[row];
    for (int c = 0; c < dimension; c++) {
      score += a[row * dimension + c] * theta[c];
    }
    return score;
  }

  /** Returns (v_u, w_u), or null if the model does not know the user. */
  double @Nullable [] trained() {
    OptionalInt user =
        history.userId() == null
            ? OptionalInt.empty()
            : model.encoder().userFeature(history.userId());
    if (user.isEmpty()) {
      return null;
    }
    FmModel machine = model.model();
    float[] factors = machine.factors(user.getAsInt());
    double[] theta = new double[dimension];
    for (int c = 0; c < factors.length; c++) {
      theta[c] = factors[c];
    }
    theta[factors.length] = machine.linearWeight(user.getAsInt());
    return theta;
  }
}
