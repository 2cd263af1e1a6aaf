package io.github.fmexplain.train;

import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.user.UserProblem;
import io.github.fmexplain.internal.user.UserState;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.Locale;

/**
 * What a model's training rows say of it.
 *
 * @param rows N, the number of training rows, at least 1
 * @param metrics of the model over these rows, those of its predictor type; with an implicit target
 *     RMSE and MSE over all users and items, each with its weight
 * @param constantLoss what the best constant would have: cross-entropy for a binary classifier, MSE
 *     for a regressor; finite
 * @param typicalGap how far users are from the optimum of their own loss, 0 to 1: the mean {@link
 *     io.github.fmexplain.Diagnostics#stationarityGap stationarity gap} over a sample of at most
 *     100 users; 0 for users who are bags of items
 * @param histories the hash of each user's training history, and which row each rating was
 */
public record TrainingSummary(
    long rows,
    Metrics metrics,
    double constantLoss,
    double typicalGap,
    TrainingHistories histories) {

  private static final int SAMPLE = 100;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public TrainingSummary {
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be at least 1, but was " + rows);
    }
    if (!Double.isFinite(constantLoss)) {
      throw new IllegalArgumentException("constantLoss must be finite, but was " + constantLoss);
    }
    if (!(typicalGap >= 0 && typicalGap <= 1)) {
      throw new IllegalArgumentException("typicalGap must be from 0 to 1, but was " + typicalGap);
    }
  }

  static TrainingSummary of(FmModel model, TrainingSet set, Metrics metrics, Ridge ridge) {
    List<TrainingSet.UserRows> users = TrainedModel.originOf(set).users();
    double gap = 0;
    UserProblems problems = new UserProblems(model, set, ridge);
    boolean bags = TrainedModel.originOf(set).encoder() instanceof HistoryEncoder;
    int sampled = bags ? 0 : Math.min(SAMPLE, users.size());
    for (int j = 0; j < sampled; j++) {
      TrainingSet.UserRows user = users.get((int) ((long) j * users.size() / sampled));
      UserProblem problem = problems.of(user);
      gap += problem.stationarityGap(UserState.parametersOf(model, user.column())) / sampled;
    }
    return new TrainingSummary(
        set.numRows(),
        metrics,
        ImplicitLoss.isFor(set)
            ? ImplicitLoss.ofConstant(set)
            : constantLoss(model.predictorType(), set),
        Math.min(1, gap),
        TrainedModel.originOf(set).histories());
  }

  private static double constantLoss(PredictorType type, TrainingSet set) {
    double sum = 0;
    for (int row = 0; row < set.numRows(); row++) {
      sum += set.target(row);
    }
    // Divided once, so that the mean of equal labels is that label.
    double mean = sum / set.numRows();
    if (type == PredictorType.BINARY_CLASSIFIER) {
      return entropy(mean) + entropy(1 - mean);
    }
    double squares = 0;
    for (int row = 0; row < set.numRows(); row++) {
      squares += (set.target(row) - mean) * (set.target(row) - mean);
    }
    return squares / set.numRows();
  }

  private static double entropy(double share) {
    return share <= 0 ? 0 : -share * Math.log(share);
  }

  /** {@return the loss of the model on its training rows: cross-entropy, or MSE for a regressor} */
  public double loss() {
    return metrics.value(metrics.has(Metric.MSE) ? Metric.MSE : Metric.CROSS_ENTROPY);
  }

  /** {@return whether the model predicts its training rows better than the best constant does} */
  public boolean fitsBetterThanConstant() {
    return loss() < constantLoss;
  }

  /** {@return the rows, the users, and the loss of the model and of a constant} */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "TrainingSummary[rows %d, users %d, loss %.4f, of a constant %.4f]",
        rows,
        histories.userIds().size(),
        loss(),
        constantLoss);
  }
}
