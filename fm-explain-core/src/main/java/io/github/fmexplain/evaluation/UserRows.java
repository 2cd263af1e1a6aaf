package io.github.fmexplain.evaluation;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.UserProblem;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
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

  /** Returns θ* of those rows that are kept; the start decides how soon, and nothing else. */
  double[] solve(boolean[] kept, double[] start) {
    return solve(rows(kept), targets, start);
  }

  /** Returns θ* of all rows with another target in one of them. */
  double[] solve(int row, double target, double[] start) {
    double[] edited = targets.clone();
    edited[row] = target;
    return solve(IntStream.range(0, targets.length).toArray(), edited, start);
  }

  private double[] solve(int[] kept, double[] someTargets, double[] start) {
    boolean classifier = model.model().predictorType() == PredictorType.BINARY_CLASSIFIER;
    double[] solved =
        new RowSolver(classifier, a, offsets, someTargets, ridge(), kept).solve(start);
    return solved == null ? problem(kept, someTargets).solve() : solved;
  }

  private static int[] rows(boolean[] kept) {
    return IntStream.range(0, kept.length).filter(r -> kept[r]).toArray();
  }

  /** Returns the user's problem with those rows only that are kept. */
  UserProblem problem(boolean[] kept) {
    return problem(rows(kept), targets);
  }

  private UserProblem problem(int[] kept, double[] someTargets) {
    double[] keptA = new double[kept.length * dimension];
    for (int r = 0; r < kept.length; r++) {
      System.arraycopy(a, kept[r] * dimension, keptA, r * dimension, dimension);
    }
    return new UserProblem(
        model.model().predictorType(),
        keptA,
        IntStream.of(kept).mapToDouble(r -> offsets[r]).toArray(),
        IntStream.of(kept).mapToDouble(r -> someTargets[r]).toArray(),
        ridge());
  }

  private double[] ridge() {
    double[] ridge = new double[dimension];
    Arrays.fill(ridge, model.factorRidge());
    ridge[dimension - 1] = model.linearRidge();
    return ridge;
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
