package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.report.TextReport;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the example prints for people. */
final class ExplanationText {

  private ExplanationText() {}

  /** Returns where the model is from and how good it is. */
  static String ofModel(
      MovieLens movies, TrainingResult result, String origin, @Nullable Metrics test) {
    FmModel model = result.model();
    StringBuilder text = new StringBuilder();
    text.append("Data:  ").append(movies).append('\n');
    if (movies.isSynthetic()) {
      text.append("       These ratings and titles are made up. They are not MovieLens data.\n");
    }
    text.append(
        String.format(
            Locale.ROOT,
            "Model: %s, %d factors, %d features, %s, fingerprint %s\n",
            model.predictorType().hyperparameterValue(),
            model.numFactors(),
            model.numFeatures(),
            origin,
            model.fingerprint().substring(0, 12)));
    text.append("       train: ").append(of(result.trainMetrics())).append('\n');
    if (test != null) {
      text.append("       test:  ").append(of(test)).append('\n');
    }
    return text.toString();
  }

  /** Returns what is recommended, and why the items are. */
  static String ofUser(
      History history,
      List<Recommendation> recommendations,
      List<Explanation> explanations,
      int contributions) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "\nRecommended to user %s, who has %d training ratings:\n",
            history.userId(),
            history.size()));
    text.append(TextReport.of(recommendations));
    for (Explanation explanation : explanations) {
      text.append('\n').append(TextReport.of(explanation, contributions));
    }
    return text.toString();
  }

  static String of(Metrics metrics) {
    return metrics.asMap().entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
