package io.github.fmexplain.train;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.IdMapEncoder;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model with all that its training knew: which column is which id, what counts as a like, what
 * held the users' parameters, which histories it learnt from. Everything that explains a model
 * starts from here. Immutable.
 *
 * <p>A trainer makes it ({@link TrainingResult#trained}), or {@link #of} does from a model that was
 * trained elsewhere and the rows that it was trained on.
 *
 * @param model the model
 * @param encoder ids to columns, as in training
 * @param target how a rating became y, and what is a like
 * @param hyperparameters what it was trained with, or null if that was not this kind of training
 * @param ridge Λ, what holds a user's parameters
 * @param mode how it took its steps
 * @param summary what the training rows say of the model
 * @param path the training path, or null if it is not known
 */
public record TrainedModel(
    FmModel model,
    FeatureEncoder encoder,
    RatingTarget target,
    @Nullable FmHyperparameters hyperparameters,
    Ridge ridge,
    TrainingMode mode,
    TrainingSummary summary,
    @Nullable TrainingPath path) {

  /**
   * Checks that the parts fit each other. Whether the model fits the rows is what {@link #of}
   * checks.
   *
   * @throws IllegalArgumentException if two parts do not fit: the encoder must have as many
   *     features as the model, the target likes if the model is a binary classifier, an implicit
   *     target a regressor of users and items without bias and linear weights, the hyperparameters
   *     its predictor type and number of factors, the summary metrics of its predictor type; the
   *     path must end at the model; without a ridge users must be bags of items
   */
  public TrainedModel {
    requireEncoder(model, encoder);
    boolean classifier = model.predictorType() == PredictorType.BINARY_CLASSIFIER;
    if (classifier && target.likeThreshold().isEmpty()) {
      throw new IllegalArgumentException(
          "target must have likes for a binary_classifier, but is '"
              + target
              + "'; use RatingTarget.likeFrom");
    }
    if (ridge.kind() == Ridge.Kind.NONE && !(encoder instanceof HistoryEncoder)) {
      throw new IllegalArgumentException(
          "ridge must hold users who are columns, but there is none; give one, or Ridge.estimated");
    }
    if (target instanceof RatingTarget.Implicit) {
      requireImplicit(model, encoder);
    }
    if (hyperparameters != null
        && (hyperparameters.predictorType() != model.predictorType()
            || hyperparameters.numFactors() != model.numFactors())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "hyperparameters must be those of the model, but are of a %s with %d factors, and the"
                  + " model is a %s with %d",
              hyperparameters.predictorType().hyperparameterValue(),
              hyperparameters.numFactors(),
              model.predictorType().hyperparameterValue(),
              model.numFactors()));
    }
    if (!summary.metrics().has(classifier ? Metric.CROSS_ENTROPY : Metric.MSE)) {
      throw new IllegalArgumentException(
          "summary must have the metrics of a "
              + model.predictorType().hyperparameterValue()
              + ", but has "
              + summary.metrics());
    }
    if (path != null && !path.endsAt(model)) {
      throw new IllegalArgumentException(
          "training path must end at the model, but ends at another one; record it in the same"
              + " training");
    }
  }

  /** What is known of items that are not rated holds for plain factorizations alone. */
  private static void requireImplicit(FmModel model, FeatureEncoder encoder) {
    if (model.predictorType() != PredictorType.REGRESSOR
        || model.bias() != 0
        || model.hasLinearWeights()) {
      throw new IllegalArgumentException(
          "model must be a regressor without bias and linear weights for an implicit target, but is"
              + " "
              + model
              + "; use another target");
    }
    if (!(encoder instanceof OneHotEncoder || encoder instanceof IdMapEncoder)) {
      throw new IllegalArgumentException(
          "encoder must have users and items alone for an implicit target, but is " + encoder);
    }
  }

  /**
   * {@return a model with the rows that it was trained on}
   *
   * @param model the model, trained in {@link TrainingMode#other} until {@link #withMode} says more
   * @param hyperparameters what it was trained with; makes Λ, see {@link Ridge#ofTraining}
   * @param set the rows, made of histories
   * @throws IllegalArgumentException if the set was not made of histories, does not fit the model,
   *     has only likes or none for a binary classifier, or a weight decay is zero
   * @throws UntrainedRowsException if the model predicts these rows no better than a constant does,
   *     hardly better than rows with shuffled users or items, or better with neighbouring columns:
   *     the ids are in another order than in training, the target is another, or it is another
   *     model
   */
  public static TrainedModel of(FmModel model, FmHyperparameters hyperparameters, TrainingSet set) {
    return requireFit(ofAnyFit(model, hyperparameters, set), set);
  }

  /**
   * {@return a model with the rows that it was trained on, and a Λ of its own}
   *
   * @param model the model
   * @param ridge Λ, as its trainer had it, or {@link Ridge#estimated}
   * @param set the rows, made of histories
   * @throws IllegalArgumentException if the set was not made of histories, does not fit the model,
   *     or has only likes or none for a binary classifier
   * @throws UntrainedRowsException as for {@link #of(FmModel, FmHyperparameters, TrainingSet)}
   */
  public static TrainedModel of(FmModel model, Ridge ridge, TrainingSet set) {
    return requireFit(ofAnyFit(model, ridge, set), set);
  }

  /**
   * {@return what {@link #of(FmModel, FmHyperparameters, TrainingSet)} does, however badly the
   * model predicts the rows} For those who know that the model is as bad as that. Every explanation
   * warns.
   *
   * @param model the model
   * @param hyperparameters what it was trained with
   * @param set the rows, made of histories
   * @throws IllegalArgumentException if the set was not made of histories, does not fit the model,
   *     or a weight decay is zero
   */
  public static TrainedModel ofAnyFit(
      FmModel model, FmHyperparameters hyperparameters, TrainingSet set) {
    return of(model, hyperparameters, Ridge.ofTraining(hyperparameters, set.numRows()), set);
  }

  /**
   * {@return what {@link #of(FmModel, Ridge, TrainingSet)} does, however badly the model predicts
   * the rows} For those who know that the model is as bad as that. Every explanation warns.
   *
   * @param model the model
   * @param ridge Λ
   * @param set the rows, made of histories
   * @throws IllegalArgumentException if the set was not made of histories or does not fit the model
   */
  public static TrainedModel ofAnyFit(FmModel model, Ridge ridge, TrainingSet set) {
    return of(model, null, ridge, set);
  }

  /**
   * {@return a model of another trainer with the rows that it was trained on}
   *
   * @param source the model, and what is known of its training; Λ is estimated if it is not known
   * @param set the rows, made of histories
   * @throws IllegalArgumentException if the loss is not known or is not one of single ratings, the
   *     set does not fit the source, or Λ cannot be estimated
   * @throws UntrainedRowsException as for {@link #of(FmModel, FmHyperparameters, TrainingSet)}
   */
  public static TrainedModel of(ModelSource source, TrainingSet set) {
    Objects.requireNonNull(set, "set");
    ModelSource fitted = source.fittedTo(set);
    Ridge ridge = fitted.ridge();
    if (ridge != null) {
      return of(fitted.model(), ridge, set);
    }
    // Of rows that the model did not learn there is nothing to estimate.
    of(fitted.model(), Ridge.fixed(1, 1), set);
    return ofAnyFit(fitted.model(), Ridge.estimated(fitted.model(), set), set);
  }

  /**
   * {@return what {@link #of(ModelSource, TrainingSet)} does, however badly the model predicts the
   * rows} For those who know that the model is as bad as that. Every explanation warns.
   *
   * @param source the model, and what is known of its training
   * @param set the rows, made of histories
   * @throws IllegalArgumentException as for {@link #of(ModelSource, TrainingSet)}
   */
  public static TrainedModel ofAnyFit(ModelSource source, TrainingSet set) {
    Objects.requireNonNull(set, "set");
    ModelSource fitted = source.fittedTo(set);
    Ridge ridge = fitted.ridge();
    return ofAnyFit(
        fitted.model(), ridge == null ? Ridge.estimated(fitted.model(), set) : ridge, set);
  }

  private static TrainedModel of(
      FmModel model, @Nullable FmHyperparameters hyperparameters, Ridge ridge, TrainingSet set) {
    TrainingSet.Origin origin = originOf(set);
    requireWidth(model, set);
    return new TrainedModel(
        model,
        origin.encoder(),
        origin.target(),
        hyperparameters,
        ridge,
        TrainingMode.other(),
        TrainingSummary.of(model, set, Metrics.evaluate(model, set), ridge),
        null);
  }

  private static TrainedModel requireFit(TrainedModel trained, TrainingSet set) {
    Metrics.requireBothLabels(trained.model().predictorType(), set);
    if (!trained.summary().fitsBetterThanConstant()) {
      throw new UntrainedRowsException(trained);
    }
    ShiftedIds shifted = ShiftedIds.better(trained.model(), set);
    if (shifted != null) {
      throw new UntrainedRowsException(trained, shifted);
    }
    if (ShuffledIds.canTell(set)) {
      ShuffledIds shuffled = ShuffledIds.of(trained.model(), set);
      if (shuffled.doAsWell()) {
        throw new UntrainedRowsException(trained, shuffled);
      }
    }
    return trained;
  }

  static void requireWidth(FmModel model, TrainingSet set) {
    requireEncoder(model, originOf(set).encoder());
  }

  static void requireEncoder(FmModel model, FeatureEncoder encoder) {
    if (encoder.numFeatures() != model.numFeatures()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "encoder has %d features, but the model has %d; was it trained on another data set?",
              encoder.numFeatures(),
              model.numFeatures()));
    }
  }

  static TrainingSet.Origin originOf(TrainingSet set) {
    return set.origin()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "training set must be made of histories to explain with, but its rows were"
                        + " encoded elsewhere; make it with TrainingSet.of"));
  }

  /**
   * {@return this model, trained in another mode than {@link #mode} says}
   *
   * @param used how training took its steps
   */
  public TrainedModel withMode(TrainingMode used) {
    Objects.requireNonNull(used, "used");
    return new TrainedModel(model, encoder, target, hyperparameters, ridge, used, summary, path);
  }

  /**
   * {@return this model with its training path}
   *
   * @param recorded ends at the model; null for none, so that replays assume one
   * @throws IllegalArgumentException if it ends at another model
   */
  public TrainedModel withPath(@Nullable TrainingPath recorded) {
    return new TrainedModel(
        model, encoder, target, hyperparameters, ridge, mode, summary, recorded);
  }

  /**
   * {@return the metrics of the model over ratings that it was not trained on}
   *
   * @param histories histories of known users, at least one rating
   * @throws io.github.fmexplain.data.UnknownIdException if the encoder does not know a user, an
   *     item or a tag
   * @throws IllegalArgumentException if there is no rating or a history has no user id
   */
  public Metrics evaluate(Collection<History> histories) {
    return Metrics.evaluate(model, TrainingSet.of(encoder, histories, target));
  }

  /**
   * {@return the hash of a user's training history, or null if the model was not trained with the
   * user}
   *
   * @param userId any user id
   */
  public @Nullable HistoryHash trainingHash(String userId) {
    Objects.requireNonNull(userId, "userId");
    return summary.histories().hash(userId);
  }

  /** {@return the model, the users and items, the target and the optimizer} */
  @Override
  public String toString() {
    return "TrainedModel["
        + model
        + ", "
        + encoder
        + ", "
        + target
        + ", "
        + mode.optimizer()
        + (path == null ? "" : ", with its path")
        + "]";
  }
}
