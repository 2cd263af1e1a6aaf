package io.github.fmexplain.examples;

import io.github.fmexplain.evaluation.EvaluationReport;
import io.github.fmexplain.evaluation.Fidelity;
import io.github.fmexplain.evaluation.Retraining;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.train.TrainingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * What {@link EvaluateExplanations} writes. Numbers are unrounded in JSON; what cannot be defined
 * is null.
 *
 * @param dataset what was trained on
 * @param modelFingerprint the trained model
 * @param factors of the model
 * @param epochs of the training
 * @param trainingSeconds how long training took
 * @param seed of the samples
 * @param evaluationSeconds how long the evaluation against exact removal took
 * @param exactRemoval the evaluation against exact removal
 * @param retraining the evaluation against full retraining, by group; empty if there was none
 */
record EvaluationDocument(
    ExplanationDocument.Dataset dataset,
    String modelFingerprint,
    int factors,
    int epochs,
    double trainingSeconds,
    long seed,
    double evaluationSeconds,
    EvaluationReport exactRemoval,
    List<Retrained> retraining) {

  /**
   * One group of users.
   *
   * @param ratings how many training ratings they have
   * @param users how many there are
   * @param retrainings how often the model was trained again
   * @param removals how many ratings were taken away
   * @param controls users without a removal
   * @param controlDeviation the standard deviation of their score changes
   * @param fidelity one a method
   */
  record Retrained(
      String ratings,
      int users,
      int retrainings,
      int removals,
      int controls,
      double controlDeviation,
      List<Fidelity> fidelity) {

    static Retrained none(String ratings) {
      return new Retrained(ratings, 0, 0, 0, 0, Double.NaN, List.of());
    }

    static Retrained of(
        String ratings, int retrainings, Retraining.Result result, List<Fidelity> fidelity) {
      return new Retrained(
          ratings,
          result.effects().size(),
          retrainings,
          result.effects().stream().mapToInt(effects -> effects.rows().size()).sum(),
          result.controls(),
          result.controlDeviation(),
          fidelity);
    }
  }

  static EvaluationDocument of(
      MovieLens movies,
      TrainingResult trained,
      long seed,
      double evaluationSeconds,
      EvaluationReport exactRemoval,
      List<Retrained> retraining) {
    return new EvaluationDocument(
        ExplanationDocument.Dataset.of(movies),
        trained.model().fingerprint(),
        trained.model().numFactors(),
        trained.epochs(),
        trained.duration().toNanos() / 1e9,
        seed,
        evaluationSeconds,
        exactRemoval,
        retraining);
  }

  String json() {
    SimpleModule nulls = new SimpleModule();
    nulls.addSerializer(double.class, new FiniteOrNull());
    nulls.addSerializer(Double.class, new FiniteOrNull());
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(nulls)
            .build()
            .writeValueAsString(this)
        + "\n";
  }

  private static final class FiniteOrNull extends StdSerializer<Double> {

    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(
        @Nullable Double value, JsonGenerator generator, SerializationContext context) {
      if (value == null || !Double.isFinite(value)) {
        generator.writeNull();
      } else {
        generator.writeNumber(value);
      }
    }
  }
}
