package io.github.fmexplain.examples;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.movielens.DataSetCounts;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON document that the examples write. Numbers are unrounded; what is absent is null.
 *
 * @param dataset what was trained on
 * @param model what was trained
 * @param explanations one an item
 */
record ExplanationDocument(Dataset dataset, Model model, List<Explained> explanations) {

  record Dataset(
      String name,
      boolean synthetic,
      int users,
      int items,
      int trainingRatings,
      int testRatings,
      int features) {

    static Dataset of(MovieLens movies) {
      DataSetCounts counts = movies.counts();
      return new Dataset(
          movies.name(),
          movies.isSynthetic(),
          counts.users(),
          counts.items(),
          counts.trainingRatings(),
          counts.testRatings(),
          counts.features());
    }
  }

  record Model(
      String predictorType,
      int factors,
      int features,
      String fingerprint,
      double trainingSeconds,
      Map<String, Double> train,
      @Nullable Map<String, Double> test) {

    static Model of(TrainingResult result, @Nullable Metrics test) {
      FmModel model = result.model();
      return new Model(
          model.predictorType().hyperparameterValue(),
          model.numFactors(),
          model.numFeatures(),
          model.fingerprint(),
          result.duration().toNanos() / 1e9,
          result.trainMetrics().asMap(),
          test == null ? null : test.asMap());
    }
  }

  record Explained(
      @Nullable String user,
      String item,
      String title,
      String method,
      String unit,
      double score,
      @Nullable Double probability,
      double offset,
      double residual,
      Diagnostics diagnostics,
      List<Share> contributions) {

    static Explained of(Explanation explanation) {
      return new Explained(
          explanation.userId(),
          explanation.itemId(),
          explanation.title(),
          explanation.method().name(),
          explanation.unit().name().toLowerCase(Locale.ROOT),
          explanation.score(),
          explanation.probability(),
          explanation.offset(),
          explanation.residual(),
          explanation.diagnostics(),
          explanation.contributions().stream().map(Share::of).toList());
    }
  }

  record Share(
      String item,
      String title,
      double rating,
      double influence,
      double impact,
      double removalEffect) {

    static Share of(Contribution contribution) {
      return new Share(
          contribution.interaction().itemId(),
          contribution.title(),
          contribution.interaction().rating(),
          contribution.influence(),
          contribution.impact(),
          contribution.removalEffect());
    }
  }

  static ExplanationDocument of(
      MovieLens movies,
      TrainingResult result,
      @Nullable Metrics test,
      List<Explanation> explanations) {
    return new ExplanationDocument(
        Dataset.of(movies),
        Model.of(result, test),
        explanations.stream().map(Explained::of).toList());
  }
}
