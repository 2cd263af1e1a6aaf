package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.TitlesFile;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.WarningTexts;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.util.List;

/** The programs of the README, with the files that they read in a folder of the test. */
final class ReadmePrograms {

  private ReadmePrograms() {}

  /** Stands for the one that the programs have, whose files are where they are started. */
  static final class Path {

    static java.nio.file.Path folder = java.nio.file.Path.of("");

    private Path() {}

    static java.nio.file.Path of(String name) {
      return folder.resolve(name);
    }
  }

  static void ratings() throws IOException, InterruptedException {
    // region ratings
    List<History> histories =
        RatingsFile.builder().build().histories(Path.of("ratings.tsv"), Repeats.KEEP_LAST);
    Catalogue catalogue = TitlesFile.read(Path.of("items.tsv"));
    OneHotEncoder encoder =
        OneHotEncoder.of(
            histories.stream().map(History::userId).toList(),
            catalogue.items().stream().map(CatalogueItem::id).toList());
    TrainingSet ratings = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4)).shuffled(1);
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(64)
            .epochs(200)
            .build();
    LocalTrainer trainer = LocalTrainer.builder().seed(1).recordPath().build();
    TrainedModel trained = trainer.fit(ratings, hyperparameters).trained();
    UserExplainer user = FmExplainer.of(trained, catalogue).forHistory(histories.get(0));
    Recommendation first = user.recommend(10).get(0);
    System.out.println(Sentences.english().of(first, user.explain(first.itemId())));
    WarningTexts.english().of(user.provenance()).forEach(System.out::println);
    // endregion
    ExplanationAssert.assertExplains(
        user.explain(first.itemId()), trained.model(), encoder, histories.get(0));
    TrainedModelFile.write(trained, Path.of("recommender.fmx"));
  }

  static void artifact(FeatureEncoder encoder, Catalogue catalogue, List<History> histories)
      throws IOException {
    History history = histories.get(0);
    // region artifact
    TrainingSet ratings = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4));
    TrainedModel trained = SageMakerArtifact.read(Path.of("model.tar.gz")).trainedOn(ratings);
    UserExplainer user = FmExplainer.of(trained, catalogue).forHistory(history);
    Recommendation first = user.recommend(10).get(0);
    Explanation why = user.explain(first.itemId());
    System.out.println(first.title() + ": " + Sentences.english().of(first, why));
    // endregion
    ExplanationAssert.assertExplains(why, trained.model(), encoder, history);
  }
}
