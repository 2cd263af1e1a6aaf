package io.github.fmexplain.examples;

import io.github.fmexplain.evaluation.EvaluationReport;
import io.github.fmexplain.evaluation.Fidelity;
import io.github.fmexplain.evaluation.retraining.CounterfactualValidity;
import io.github.fmexplain.evaluation.retraining.RetrainedEffects;
import io.github.fmexplain.io.ExplanationDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link EvaluateExplanations} writes. Numbers are unrounded in JSON; what cannot be defined
 * is null.
 *
 * @param dataset what was trained on
 * @param model what was trained
 * @param training how: the rows' order and the optimizer
 * @param seed of the samples
 * @param evaluationSeconds how long the evaluation against exact removal took
 * @param exactRemoval the evaluation against exact removal
 * @param retraining the evaluation against full retraining, by group; empty if there was none
 */
public record EvaluationDocument(
    ExplanationDocument.Dataset dataset,
    ExplanationDocument.Model model,
    String training,
    long seed,
    double evaluationSeconds,
    EvaluationReport exactRemoval,
    List<Group> retraining) {

  /** {@return the data set, the model and the seed} */
  @Override
  public String toString() {
    return "EvaluationDocument[" + dataset.name() + ", " + training + ", seed " + seed + "]";
  }

  /**
   * One group of users.
   *
   * @param ratings how many training ratings they have
   * @param users how many there are
   * @param usersAtOnce how many of them lose ratings in the same retraining
   * @param effects removals of single ratings, or null if there were none
   * @param counterfactuals sets of ratings, or null if there were none
   */
  public record Group(
      String ratings,
      int users,
      int usersAtOnce,
      @Nullable Effects effects,
      @Nullable CounterfactualValidity counterfactuals) {}

  /**
   * Removals of single ratings.
   *
   * @param retrainings how often the model was trained again
   * @param removals how many ratings were taken away
   * @param controls users without a removal
   * @param noise the standard deviation of their score changes
   * @param noises the same for each set of users who lose a rating at once
   * @param fidelity one per method
   */
  public record Effects(
      int retrainings,
      int removals,
      int controls,
      double noise,
      List<Double> noises,
      List<Fidelity> fidelity) {

    static Effects of(RetrainedEffects effects, List<Fidelity> fidelity) {
      return new Effects(
          effects.retrainings(),
          effects.effects().stream().mapToInt(user -> user.rows().size()).sum(),
          effects.controls(),
          effects.controlDeviation(),
          effects.groups().stream().map(RetrainedEffects.Group::controlDeviation).toList(),
          fidelity);
    }
  }
}
