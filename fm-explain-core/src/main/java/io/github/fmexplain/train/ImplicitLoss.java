package io.github.fmexplain.train;

import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.items.Background;
import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.FmModel;
import java.util.Map;

/**
 * The loss of implicit feedback: the mean of c (y − s)² over all pairs of a user and an item, those
 * without a row with y = 0 and c = 1. With B = Σ_j a_j a_jᵀ the sum is {@code Σ_u θ_uᵀBθ_u + Σ_r
 * (c_r (y_r − s_r)² − s_r²)}, in O(users · k² + rows · k).
 */
final class ImplicitLoss {

  private ImplicitLoss() {}

  static boolean isFor(TrainingSet set) {
    return set.origin().filter(o -> o.target() instanceof RatingTarget.Implicit).isPresent();
  }

  /** {@return RMSE and MSE of a model} */
  static Metrics metrics(FmModel model, TrainingSet set) {
    TrainingSet.Origin origin = TrainedModel.originOf(set);
    double[][] background = Background.of(model, origin.encoder());
    double sum = 0;
    for (TrainingSet.UserRows user : origin.users()) {
      double[] theta = UserState.parametersOf(model, user.column());
      double[] held = new double[theta.length];
      Kernels.addRows(background, theta, held);
      sum += Kernels.dot(held, theta);
    }
    for (int row = 0; row < set.numRows(); row++) {
      double score = model.score(set.features(row));
      double error = set.target(row) - score;
      sum += set.weight(row) * error * error - score * score;
    }
    double mse = Math.max(0, sum) / weight(set);
    return Metrics.of(Map.of(Metric.MSE, mse, Metric.RMSE, Math.sqrt(mse)));
  }

  /** {@return MSE of the best constant: y is 0 or 1, so that it is q − q² with q the mean of y} */
  static double ofConstant(TrainingSet set) {
    double ones = 0;
    for (int row = 0; row < set.numRows(); row++) {
      ones += set.weight(row) * set.target(row);
    }
    double mean = ones / weight(set);
    return mean - mean * mean;
  }

  private static double weight(TrainingSet set) {
    TrainingSet.Origin origin = TrainedModel.originOf(set);
    double weight = (double) origin.users().size() * origin.encoder().items().size();
    for (int row = 0; row < set.numRows(); row++) {
      weight += set.weight(row) - 1;
    }
    return weight;
  }
}
