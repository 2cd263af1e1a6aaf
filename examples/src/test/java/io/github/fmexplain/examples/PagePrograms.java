package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.evaluation.Evaluation;
import io.github.fmexplain.evaluation.EvaluationReport;
import io.github.fmexplain.evaluation.ExplanationMethod;
import io.github.fmexplain.evaluation.ExplanationMethods;
import io.github.fmexplain.evaluation.Perturbation;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.ResultsFormatException;
import io.github.fmexplain.io.ResultsJson;
import io.github.fmexplain.io.TitlesFile;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** Programs of pages of docs that no module's own test has. */
final class PagePrograms {

  private PagePrograms() {}

  /** Stands for the one that the programs have, whose files are where they are started. */
  static final class Path {

    static java.nio.file.Path folder = java.nio.file.Path.of("");

    private Path() {}

    static java.nio.file.Path of(String name) {
      return folder.resolve(name);
    }
  }

  static TrainedModel file(TrainedModel trained) throws IOException {
    // trained-model-file.md
    TrainedModelFile.write(trained, Path.of("recommender.fmx"));
    TrainedModel read = TrainedModelFile.read(Path.of("recommender.fmx"));
    // end
    return read;
  }

  /** {@return the histories of sales.csv and the items of wares.csv} */
  static Map.Entry<List<History>, Catalogue> ownColumns() throws IOException {
    // getting-started.md
    RatingsFile ratings =
        RatingsFile.builder()
            .userColumn("buyer")
            .itemColumn("ware")
            .ratingColumn("grade")
            .timeColumn("bought on")
            .onColumns(System.out::println)
            .build();
    TitlesFile wares =
        TitlesFile.builder().itemColumn("ware").titleColumn("label").tagsColumn("shelf").build();
    List<History> histories = ratings.histories(Path.of("sales.csv"), Repeats.KEEP_LAST);
    Catalogue catalogue = wares.catalogue(Path.of("wares.csv"));
    // end
    return Map.entry(histories, catalogue);
  }

  static RatingTarget likes(List<History> histories) {
    // getting-started.md
    RatingTarget likes = RatingTarget.likeFrom(7);
    long liked =
        histories.stream()
            .flatMap(history -> history.interactions().stream())
            .filter(rating -> rating.rating() >= 7)
            .count();
    System.out.println(liked + " of " + histories.stream().mapToLong(History::size).sum());
    // end
    return likes;
  }

  static EvaluationReport evaluation(
      TrainedModel trained, Catalogue catalogue, List<History> histories, Executor executor)
      throws InterruptedException {
    // evaluation.md
    FmExplainer explainer = FmExplainer.of(trained, catalogue);
    List<ExplanationMethod> methods = ExplanationMethods.of(explainer, histories, 1).all();
    EvaluationReport report =
        Evaluation.of(explainer, methods, Perturbation.of(List.of(1, 5, 10, 20), 5, 50), 2026)
            .run(Evaluation.sample(histories, 198, 2026), executor, done -> {});
    // end
    return report;
  }

  static List<Recommendation> results(UserExplainer user, Explanation explanation)
      throws ResultsFormatException {
    // results-json.md
    String json = ResultsJson.write(explanation);
    Explanation same = ResultsJson.read(json, Explanation.class); // equals, to the last bit

    String list = ResultsJson.write(user.recommend(10)); // an array
    List<Recommendation> items = ResultsJson.readList(list, Recommendation.class);
    // end
    return same.equals(explanation) ? items : List.of();
  }

  static String document(
      TrainedModel trained,
      double seconds,
      Metrics test,
      TrainingResult result,
      Sentences sentences,
      List<Explanation> explanations) {
    // results-json.md
    ExplanationDocument document =
        new ExplanationDocument(
            new ExplanationDocument.Dataset("ml-100k", false, 943, 1682, 90_570, 9_430),
            ExplanationDocument.Model.of(trained, seconds, test, result.curve()),
            explanations.stream()
                .map(e -> new ExplanationDocument.Explained(sentences.of(e), e))
                .toList());
    String json = ResultsJson.writeIndented(document);
    // end
    return json;
  }
}
