package io.github.fmexplain.train;

import io.github.fmexplain.data.RatingTarget;
import java.util.Locale;

/**
 * A model predicts the rows that it is said to be trained on no better than a constant does. The
 * ids are in another order than in training, the target is another one, or it is another model.
 */
public final class UntrainedRowsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** What the rows say of the model. */
  private final transient TrainingSummary summary;

  UntrainedRowsException(TrainedModel trained) {
    super(message(trained.summary(), trained.target()));
    this.summary = trained.summary();
  }

  private static String message(TrainingSummary summary, RatingTarget target) {
    Metrics metrics = summary.metrics();
    boolean classifier = metrics.has(Metric.CROSS_ENTROPY);
    String loss = (classifier ? Metric.CROSS_ENTROPY : Metric.MSE).metricName();
    String auc =
        metrics.has(Metric.AUC)
            ? String.format(Locale.ROOT, ", auc %.3f", metrics.value(Metric.AUC))
            : "";
    return String.format(
        Locale.ROOT,
        "model must predict its %d training rows better than a constant does, but has %s %.4f where"
            + " a constant has %.4f%s; are the ids in the order of the training, and is %s its"
            + " target? If it is as bad as that, use TrainedModel.ofAnyFit",
        summary.rows(),
        loss,
        summary.loss(),
        summary.constantLoss(),
        auc,
        target);
  }

  /** {@return what the rows say of the model, with the metrics} */
  public TrainingSummary summary() {
    return summary;
  }
}
