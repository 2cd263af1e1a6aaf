package io.github.fmexplain.train;

import io.github.fmexplain.data.RatingTarget;
import java.util.Locale;

/**
 * A model predicts the rows that it is said to be trained on no better than a constant does, or
 * hardly better than rows with shuffled users or items, or better with neighbouring columns. The
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

  UntrainedRowsException(TrainedModel trained, ShuffledIds shuffled) {
    super(message(trained.summary(), shuffled));
    this.summary = trained.summary();
  }

  UntrainedRowsException(TrainedModel trained, ShiftedIds shifted) {
    super(message(trained.summary(), shifted));
    this.summary = trained.summary();
  }

  private static String message(TrainingSummary summary, ShiftedIds shifted) {
    return String.format(
        Locale.ROOT,
        "model must predict its %d training rows best with the columns that their %s have, but has"
            + " %s %.4f with these and %.4f with the neighbouring ones; are the %s off by one, such"
            + " as by a column of padding? If they are not, use TrainedModel.ofAnyFit",
        summary.rows(),
        shifted.what(),
        lossOf(summary.metrics()),
        shifted.own(),
        shifted.shifted(),
        shifted.what());
  }

  private static String message(TrainingSummary summary, ShuffledIds shuffled) {
    boolean items = shuffled.itemsDoAsWell();
    return String.format(
        Locale.ROOT,
        "model must predict its %d training rows clearly better with their own users and items than"
            + " with shuffled ones, but has %s %.4f with their own, %.4f with shuffled users and"
            + " %.4f with shuffled items; are the %s in the order of the training? If they are, use"
            + " TrainedModel.ofAnyFit",
        summary.rows(),
        lossOf(summary.metrics()),
        shuffled.own(),
        shuffled.users(),
        shuffled.items(),
        !items ? "users" : shuffled.usersDoAsWell() ? "users and items" : "items");
  }

  private static String lossOf(Metrics metrics) {
    return (metrics.has(Metric.CROSS_ENTROPY) ? Metric.CROSS_ENTROPY : Metric.MSE).metricName();
  }

  private static String message(TrainingSummary summary, RatingTarget target) {
    Metrics metrics = summary.metrics();
    String auc =
        metrics.has(Metric.AUC)
            ? String.format(Locale.ROOT, ", auc %.3f", metrics.value(Metric.AUC))
            : "";
    return String.format(
        Locale.ROOT,
        "model must predict its %d training rows better than a constant does, but has %s %.4f where"
            + " a constant has %.4f%s; are the ids in the order of the training, and is '%s' its"
            + " target? If it is as bad as that, use TrainedModel.ofAnyFit",
        summary.rows(),
        lossOf(metrics),
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
