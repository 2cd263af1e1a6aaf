package io.github.fmexplain.evaluation;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainingTrajectory;
import org.jspecify.annotations.Nullable;

/**
 * A model and everything that its explanations rest on.
 *
 * @param model the model
 * @param encoder the encoder that it was trained with
 * @param catalogue the items that can be recommended
 * @param target how a rating becomes the target
 * @param factorRidge Λ on each factor of a user: weight decay × training rows
 * @param linearRidge Λ on a user's linear weight
 * @param trajectory the way that training took, or null if it was not recorded
 */
public record EvaluatedModel(
    FmModel model,
    FeatureEncoder encoder,
    Catalogue catalogue,
    RatingTarget target,
    double factorRidge,
    double linearRidge,
    @Nullable TrainingTrajectory trajectory) {

  /**
   * Checks that the parts fit, as {@link FmExplainer.Builder#build} does.
   *
   * @param model the model
   * @param encoder has as many features as the model
   * @param catalogue items that the encoder knows
   * @param target how a rating becomes the target
   * @param factorRidge finite and positive
   * @param linearRidge finite and positive
   * @param trajectory ends at the model, or null
   * @throws IllegalArgumentException if the parts do not fit or a ridge is not positive
   */
  public EvaluatedModel {
    FmExplainer.builder()
        .model(model)
        .encoder(encoder)
        .catalogue(catalogue)
        .ridge(factorRidge, linearRidge)
        .build();
    if (trajectory != null) {
      FmExplainer.builder()
          .model(model)
          .encoder(encoder)
          .catalogue(catalogue)
          .trainedAlong(trajectory)
          .build();
    }
  }

  /**
   * {@return a model with the usual target and the ridge that its training held users with}
   *
   * @param model the model
   * @param encoder has as many features as the model
   * @param catalogue items that the encoder knows
   * @param hyperparameters those of the training; the weight decays of factors and linear weights
   *     must be positive
   * @param trainingRows N, the number of training rows of the whole model
   * @throws IllegalArgumentException if the parts do not fit or a weight decay is not positive
   */
  public static EvaluatedModel of(
      FmModel model,
      FeatureEncoder encoder,
      Catalogue catalogue,
      FmHyperparameters hyperparameters,
      long trainingRows) {
    return new EvaluatedModel(
        model,
        encoder,
        catalogue,
        RatingTarget.defaultFor(model.predictorType()),
        hyperparameters.factorsWd() * trainingRows,
        hyperparameters.linearWd() * trainingRows,
        null);
  }

  /**
   * {@return this model with the way that its training took}
   *
   * @param recorded ends at the model
   * @throws IllegalArgumentException if it ends at another model
   */
  public EvaluatedModel withTrajectory(TrainingTrajectory recorded) {
    return new EvaluatedModel(
        model, encoder, catalogue, target, factorRidge, linearRidge, recorded);
  }

  /**
   * {@return an explainer of the model, which does not know the way that training took}
   *
   * @param influence the method
   */
  public FmExplainer explainer(Influence influence) {
    return FmExplainer.builder()
        .model(model)
        .encoder(encoder)
        .catalogue(catalogue)
        .target(target)
        .ridge(factorRidge, linearRidge)
        .influence(influence)
        .build();
  }
}
