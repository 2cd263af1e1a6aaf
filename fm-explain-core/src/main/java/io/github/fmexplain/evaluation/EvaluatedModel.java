package io.github.fmexplain.evaluation;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.FmHyperparameters;

/**
 * A model and everything that its explanations rest on.
 *
 * @param model the model
 * @param encoder the encoder that it was trained with
 * @param catalogue the items that can be recommended
 * @param target how a rating becomes the target
 * @param factorRidge Λ on each factor of a user: weight decay × training rows
 * @param linearRidge Λ on a user's linear weight
 */
public record EvaluatedModel(
    FmModel model,
    FeatureEncoder encoder,
    Catalogue catalogue,
    RatingTarget target,
    double factorRidge,
    double linearRidge) {

  /**
   * Checks that the parts fit, as {@link FmExplainer.Builder#build} does.
   *
   * @param model the model
   * @param encoder has as many features as the model
   * @param catalogue items that the encoder knows
   * @param target how a rating becomes the target
   * @param factorRidge finite and positive
   * @param linearRidge finite and positive
   * @throws IllegalArgumentException if the parts do not fit or a ridge is not positive
   */
  public EvaluatedModel {
    FmExplainer.builder()
        .model(model)
        .encoder(encoder)
        .catalogue(catalogue)
        .ridge(factorRidge, linearRidge)
        .build();
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
        hyperparameters.linearWd() * trainingRows);
  }

  /**
   * {@return an explainer of the model}
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
