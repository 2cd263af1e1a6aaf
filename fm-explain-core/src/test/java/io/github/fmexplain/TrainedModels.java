package io.github.fmexplain;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingSummary;
import java.util.List;
import java.util.Map;

/** Trained models that were never trained: with any parameters, and a summary that says so. */
public final class TrainedModels {

  private TrainedModels() {}

  /** Returns the target that tests train a type with: a like from 4 stars on, or the stars. */
  public static RatingTarget target(PredictorType type) {
    return type == PredictorType.BINARY_CLASSIFIER
        ? RatingTarget.likeFrom(4)
        : RatingTarget.stars();
  }

  /**
   * Returns a model that is said to fit its rows well and to have ended at every user's optimum, so
   * that nothing in the summary makes a warning.
   *
   * @param histories what it is said to have been trained with; may be empty
   */
  public static TrainedModel fitting(
      FmModel model,
      FeatureEncoder encoder,
      RatingTarget target,
      Ridge ridge,
      List<History> histories) {
    return with(model, encoder, target, ridge, histories, 0);
  }

  /** Returns the same, with users who are that far from their optima on average. */
  public static TrainedModel with(
      FmModel model,
      FeatureEncoder encoder,
      RatingTarget target,
      Ridge ridge,
      List<History> histories,
      double typicalGap) {
    Metric loss =
        model.predictorType() == PredictorType.REGRESSOR ? Metric.MSE : Metric.CROSS_ENTROPY;
    TrainingHistories known =
        histories.isEmpty()
            ? TrainingHistories.of(List.of(), List.of(), new int[1], new int[0], List.of())
            : TrainingSet.of(encoder, histories, target).origin().orElseThrow().histories();
    return new TrainedModel(
        model,
        encoder,
        target,
        null,
        ridge,
        TrainingMode.other(),
        new TrainingSummary(
            Math.max(1, known.rows().length),
            Metrics.of(Map.of(loss, 0.1)),
            0.6,
            typicalGap,
            known),
        null);
  }
}
