package io.github.fmexplain.train;

import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * How well a model predicts a set of rows. Immutable.
 *
 * <p>A binary classifier has accuracy, cross-entropy, F1 and, where it is defined, AUC; a regressor
 * has RMSE, MSE and absolute loss, but with an implicit target RMSE and MSE alone.
 */
public final class Metrics {

  private final Map<Metric, Double> values;

  private Metrics(Map<Metric, Double> values) {
    this.values = values;
  }

  /**
   * {@return the metrics with the given values} For values that were measured elsewhere.
   *
   * @param values the values, all finite. Not modified.
   * @throws IllegalArgumentException if a value is not finite
   */
  public static Metrics of(Map<Metric, Double> values) {
    Map<Metric, Double> copy = new EnumMap<>(Metric.class);
    values.forEach(
        (metric, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                metric.metricName() + " must be finite, but was " + value);
          }
          copy.put(metric, value);
        });
    return new Metrics(copy);
  }

  /**
   * {@return the metrics of a model over all rows of a set, computed in double} For trainers; of a
   * trained model, ask {@link TrainedModel#evaluate}.
   *
   * @param model as wide as the set
   * @param set labels 0 and 1 if the model is a binary classifier
   * @throws IllegalArgumentException if a label is neither 0 nor 1; the message has the row's
   *     number, from 1
   */
  public static Metrics evaluate(FmModel model, TrainingSet set) {
    if (ImplicitLoss.isFor(set)) {
      return ImplicitLoss.metrics(model, set);
    }
    requireLabels(model.predictorType(), set);
    double[] scores = new double[set.numRows()];
    for (int row = 0; row < scores.length; row++) {
      scores[row] = model.score(set.features(row));
    }
    HistoryProducts.takeOff(model, set, scores);
    return ofScores(model.predictorType(), scores, set);
  }

  /**
   * Refuses a set whose targets the type cannot be trained on.
   *
   * @param type what a model predicts
   * @param set the rows
   * @throws IllegalArgumentException if the type is a binary classifier and a target is neither 0
   *     nor 1; the message has the row's number, from 1
   */
  public static void requireLabels(PredictorType type, TrainingSet set) {
    Objects.requireNonNull(type, "type");
    if (type != PredictorType.BINARY_CLASSIFIER) {
      return;
    }
    for (int row = 0; row < set.numRows(); row++) {
      float target = set.target(row);
      if (target != 0 && target != 1) {
        throw new IllegalArgumentException(
            "target of row "
                + (row + 1)
                + " must be 0 or 1 for a binary_classifier, but was "
                + target);
      }
    }
  }

  /**
   * Refuses a set that a trainer of factorization machines cannot train on.
   *
   * @param type what is to be predicted
   * @param set the rows
   * @throws IllegalArgumentException as {@link #requireLabels}, if the target is implicit or a
   *     history block has no products, or if the set was made of histories, a classifier is wanted
   *     and all targets are the same, of which there is nothing to learn
   */
  public static void requireTrainable(PredictorType type, TrainingSet set) {
    if (ImplicitLoss.isFor(set)) {
      throw new IllegalArgumentException(
          "target must count each rating once to be trained here, but is implicit; train with ALS,"
              + " or use RatingTarget.likeFrom and NegativeSampling");
    }
    if (HistoryProducts.areMissing(set)) {
      throw new IllegalArgumentException(
          "history block must have products to be trained as a factorization machine, but has none;"
              + " use HistoryBlock.mean");
    }
    requireBothLabels(type, set);
  }

  /** Refuses histories of which a classifier can learn nothing, as all their targets are one. */
  static void requireBothLabels(PredictorType type, TrainingSet set) {
    requireLabels(type, set);
    RatingTarget target = set.origin().map(TrainingSet.Origin::target).orElse(null);
    if (type != PredictorType.BINARY_CLASSIFIER || target == null) {
      return;
    }
    boolean same = true;
    for (int row = 1; same && row < set.numRows(); row++) {
      same = set.target(row) == set.target(0);
    }
    if (same) {
      boolean likes = set.target(0) == 1;
      throw new IllegalArgumentException(
          "training rows must have likes and others for a binary_classifier to learn from, but "
              + (likes ? "all " + set.numRows() + " are likes" : "none of " + set.numRows() + " is")
              + ", as the target is '"
              + target
              + (likes
                  ? "'; raise the threshold of RatingTarget.likeFrom, or sample what users did not"
                      + " choose with NegativeSampling"
                  : "'; lower the threshold of RatingTarget.likeFrom"));
    }
  }

  /** All metrics of one score a row. */
  static Metrics ofScores(PredictorType type, double[] scores, TrainingSet set) {
    if (type != PredictorType.BINARY_CLASSIFIER) {
      return of(ScoreMetrics.ofRatings(scores, set, 0, 0));
    }
    Map<Metric, Double> values =
        ScoreMetrics.ofLogits(scores, ScoreMetrics.logLoss(scores, set), set, 0, 0);
    ScoreMetrics.auc(scores, set).ifPresent(value -> values.put(Metric.AUC, value));
    return of(values);
  }

  /**
   * {@return whether there is a value for the metric}
   *
   * @param metric any
   */
  public boolean has(Metric metric) {
    Objects.requireNonNull(metric, "metric");
    return values.containsKey(metric);
  }

  /**
   * {@return the value of the metric}
   *
   * @param metric one that these metrics have
   * @throws IllegalArgumentException if they have not
   */
  public double value(Metric metric) {
    Double value = values.get(metric);
    if (value == null) {
      throw new IllegalArgumentException(
          "there is no " + metric.metricName() + "; there are " + String.join(", ", names()));
    }
    return value;
  }

  /** Cross-entropy, or MSE for a regressor. */
  double loss() {
    return value(has(Metric.MSE) ? Metric.MSE : Metric.CROSS_ENTROPY);
  }

  /** {@return the values under SageMaker's names, in the order of {@link Metric}} */
  public Map<String, Double> asMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    values.forEach((metric, value) -> map.put(metric.metricName(), value));
    return Collections.unmodifiableMap(map);
  }

  private Iterable<String> names() {
    return asMap().keySet();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Metrics that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  /** {@return the values under SageMaker's names, to four places} */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "Metrics{", "}");
    values.forEach(
        (metric, value) ->
            text.add(String.format(Locale.ROOT, "%s=%.4f", metric.metricName(), value)));
    return text.toString();
  }
}
