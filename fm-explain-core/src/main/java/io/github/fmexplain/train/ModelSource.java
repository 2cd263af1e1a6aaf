package io.github.fmexplain.train;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model that another program trained, and what is known of that training. {@link
 * TrainedModel#of(ModelSource, TrainingSet)} joins it to the rows.
 *
 * @param format where it is from, such as {@code libFM}
 * @param model the parameters; what it predicts is that of the loss
 * @param loss what the training made small, or null if that is not known
 * @param target how a rating became y and what it weighs, or null if that is not told
 * @param ridge Λ, in the parameters of the model, or null if it is not known
 * @param lowest the lowest prediction that the trainer gives out, or −∞; scores are explained as
 *     they are before that
 * @param highest the highest prediction, or ∞
 * @param instanceNorm whether each row x is scored as xLearn does by default, {@code w0 + √r Σ_f
 *     w_f x_f + r² Σ_{f<g} <v_f, v_g> x_f x_g} with r = 1/Σ_f x_f²
 * @param encoder ids to columns, or null if the file has no ids
 * @param notes what was not told and what was changed, each in one line
 */
public record ModelSource(
    String format,
    FmModel model,
    @Nullable Loss loss,
    @Nullable RatingTarget target,
    @Nullable Ridge ridge,
    double lowest,
    double highest,
    boolean instanceNorm,
    @Nullable FeatureEncoder encoder,
    List<String> notes) {

  /** Rows whose r differ by no more than rounding of float32 have the same. */
  private static final double SAME = 1e-5;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if lowest is not below highest, the model predicts something
   *     else than the loss says, or the encoder does not have its columns
   */
  public ModelSource {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(notes, "notes");
    if (!(lowest < highest)) {
      throw new IllegalArgumentException(
          "lowest prediction must be below the highest, but they are "
              + lowest
              + " and "
              + highest);
    }
    if (loss != null && loss.predictorType() != model.predictorType()) {
      throw new IllegalArgumentException(
          "model must be a "
              + loss.predictorType().hyperparameterValue()
              + " for the loss "
              + loss.lossName()
              + ", but is a "
              + model.predictorType().hyperparameterValue());
    }
    if (encoder != null) {
      TrainedModel.requireEncoder(model, encoder);
    }
    notes = List.copyOf(notes);
  }

  /**
   * {@return a source of which nothing is known but its parameters}
   *
   * @param format where it is from
   * @param model the parameters
   */
  public static ModelSource of(String format, FmModel model) {
    return new ModelSource(
        format,
        model,
        null,
        null,
        null,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        false,
        null,
        List.of());
  }

  /**
   * {@return this source with another loss}
   *
   * @param known what the training made small
   */
  public ModelSource withLoss(Loss known) {
    return new ModelSource(
        format,
        model.predicting(known.predictorType()),
        known,
        target,
        ridge,
        lowest,
        highest,
        instanceNorm,
        encoder,
        notes);
  }

  /**
   * {@return this source with a target, which the rows must have}
   *
   * @param known how a rating became y and what it weighs
   */
  public ModelSource withTarget(RatingTarget known) {
    Objects.requireNonNull(known, "known");
    return new ModelSource(
        format, model, loss, known, ridge, lowest, highest, instanceNorm, encoder, notes);
  }

  /**
   * {@return this source with another Λ}
   *
   * @param known in the parameters of the model, or null if it is to be estimated
   */
  public ModelSource withRidge(@Nullable Ridge known) {
    return new ModelSource(
        format, model, loss, target, known, lowest, highest, instanceNorm, encoder, notes);
  }

  /**
   * {@return this source with predictions in a range}
   *
   * @param least the lowest, or −∞
   * @param most the highest, or ∞
   * @throws IllegalArgumentException if the lowest is not below the highest
   */
  public ModelSource withRange(double least, double most) {
    return new ModelSource(
        format, model, loss, target, ridge, least, most, instanceNorm, encoder, notes);
  }

  /**
   * {@return this source with or without xLearn's instance norm}
   *
   * @param norm false for a model that was trained with {@code --no-norm}
   */
  public ModelSource withInstanceNorm(boolean norm) {
    return new ModelSource(
        format, model, loss, target, ridge, lowest, highest, norm, encoder, notes);
  }

  /**
   * {@return this source with ids}
   *
   * @param ids ids to the columns of the model
   * @throws IllegalArgumentException if it does not have as many columns
   */
  public ModelSource withEncoder(FeatureEncoder ids) {
    Objects.requireNonNull(ids, "ids");
    return new ModelSource(
        format, model, loss, target, ridge, lowest, highest, instanceNorm, ids, notes);
  }

  /**
   * {@return this source with other notes}
   *
   * @param lines what was not told and what was changed, each in one line
   */
  public ModelSource withNotes(List<String> lines) {
    Objects.requireNonNull(lines, "lines");
    return new ModelSource(
        format, model, loss, target, ridge, lowest, highest, instanceNorm, encoder, lines);
  }

  /**
   * {@return this source with the norm of the rows folded in, if they are what it can be made of}
   */
  ModelSource fittedTo(TrainingSet set) {
    if (loss == null) {
      throw new IllegalArgumentException(
          "loss must be known to explain with, but "
              + format
              + " does not tell it; set it with ModelSource.withLoss");
    }
    if (loss == Loss.RANKING) {
      throw new IllegalArgumentException(
          "loss must be of single ratings to explain with, but is of pairs of items, so that no"
              + " rating has a target; the model can be scored with ModelSource.model");
    }
    if (loss == Loss.IMPLICIT && target == null) {
      throw new IllegalArgumentException(
          "target must be known for the loss implicit, but "
              + format
              + " does not tell it; set it with ModelSource.withTarget, such as"
              + " RatingTarget.implicit");
    }
    RatingTarget given = TrainedModel.originOf(set).target();
    if (target != null && !target.equals(given)) {
      throw new IllegalArgumentException(
          "target must be that of the model's training, "
              + target
              + ", but is "
              + given
              + "; make the training set with ModelSource.target");
    }
    if ((loss == Loss.IMPLICIT) != (given instanceof RatingTarget.Implicit)) {
      throw new IllegalArgumentException(
          "target must be "
              + (loss == Loss.IMPLICIT ? "implicit" : "of single ratings")
              + " for the loss "
              + loss.lossName()
              + ", but is "
              + given
              + "; one of ModelSource.withLoss and withTarget is not that of the training");
    }
    FeatureEncoder used = TrainedModel.originOf(set).encoder();
    TrainedModel.requireWidth(model, set);
    if (encoder != null && !encoder.equals(used)) {
      throw new IllegalArgumentException(
          "encoder must be that of the model's own ids, "
              + encoder
              + ", but is "
              + used
              + "; make the training set with ModelSource.encoder");
    }
    return instanceNorm ? folded(normOf(set)) : this;
  }

  /** {@return r, the same for all rows} */
  private static double normOf(TrainingSet set) {
    double first = norm(set, 0);
    for (int row = 1; row < set.numRows(); row++) {
      double norm = norm(set, row);
      if (!(Math.abs(norm - first) <= SAME * first)) {
        throw new IllegalArgumentException(
            Text.of(
                "rows must have the same Σx² to fold xLearn's instance norm into the model, but row"
                    + " 1 has %.6g and row %d has %.6g; train with --no-norm",
                1 / first, row + 1, 1 / norm));
      }
    }
    FeatureEncoder encoder = TrainedModel.originOf(set).encoder();
    double ofFirst = squares(encoder.itemFeatures(encoder.items().ids().get(0)));
    for (String id : encoder.items().ids()) {
      double ofItem = squares(encoder.itemFeatures(id));
      if (!(Math.abs(ofItem - ofFirst) <= SAME / first)) {
        throw new IllegalArgumentException(
            Text.of(
                "items must have the same Σx² to fold xLearn's instance norm into the model, but"
                    + " item '%s' has %.6g and item '%s' has %.6g; train with --no-norm",
                encoder.items().ids().get(0), ofFirst, id, ofItem));
      }
    }
    return first;
  }

  private static double squares(FeatureVector features) {
    double squares = 0;
    for (int j = 0; j < features.size(); j++) {
      squares += (double) features.value(j) * features.value(j);
    }
    return squares;
  }

  private static double norm(TrainingSet set, int row) {
    double squares = 0;
    for (int j = 0; j < set.rowSize(row); j++) {
      squares += (double) set.value(row, j) * set.value(row, j);
    }
    return 1 / squares;
  }

  /** w·√r and v·r, which a plain score takes to the same number; Λ moves the other way. */
  private ModelSource folded(double norm) {
    double root = Math.sqrt(norm);
    FmModel.Builder scaled =
        FmModel.builder(model.predictorType(), model.numFeatures(), model.numFactors())
            .bias(model.bias());
    for (int f = 0; f < model.numFeatures(); f++) {
      float[] factors = model.factors(f);
      for (int c = 0; c < factors.length; c++) {
        factors[c] = (float) (factors[c] * norm);
      }
      scaled.linearWeight(f, (float) (model.linearWeight(f) * root)).factors(f, factors, 0);
    }
    return new ModelSource(
        format,
        scaled.build(),
        loss,
        target,
        ridge == null
            ? null
            : new Ridge(ridge.kind(), ridge.factors() / (norm * norm), ridge.linear() / norm),
        lowest,
        highest,
        false,
        encoder,
        notes);
  }

  /** {@return the format, the shape and what is known of the training} */
  @Override
  public String toString() {
    return Text.of(
        "ModelSource[%s, features %d, factors %d, loss %s, ridge %s]",
        format,
        model.numFeatures(),
        model.numFactors(),
        loss == null ? "unknown" : loss.lossName(),
        ridge == null ? "unknown" : ridge.text());
  }
}
