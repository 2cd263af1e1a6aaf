package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.util.List;

/** The program of the README, with the file that it reads in a folder of the test. */
final class ReadmePrograms {

  private ReadmePrograms() {}

  /** Stands for the one that the program has, whose files are where it is started. */
  static final class Path {

    static java.nio.file.Path folder = java.nio.file.Path.of("");

    private Path() {}

    static java.nio.file.Path of(String name) {
      return folder.resolve(name);
    }
  }

  static Explanation artifact(FeatureEncoder encoder, Catalogue catalogue, List<History> histories)
      throws IOException {
    History history = histories.get(0);
    // region artifact
    TrainingSet ratings = TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4)).shuffled(1);
    TrainedModel trained = SageMakerArtifact.read(Path.of("model.tar.gz")).trainedOn(ratings);
    UserExplainer user = FmExplainer.of(trained, catalogue).forHistory(history);
    Recommendation first = user.recommend(10).get(0);
    Explanation why = user.explain(first.itemId());
    System.out.println(first.title() + ": " + Sentences.english().of(first, why));
    // endregion
    ExplanationAssert.assertExplains(why, trained.model(), encoder, history);
    return why;
  }
}
