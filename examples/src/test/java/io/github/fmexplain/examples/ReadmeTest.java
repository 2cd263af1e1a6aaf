package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.movielens.MovieLensLayout;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import io.github.fmexplain.report.TextReport;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program is the program below, to the letter, and it runs. */
class ReadmeTest {

  private static final class Program {

    private static String run(Path folder) throws IOException, InterruptedException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      PrintStream stdout = System.out;
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      try {
        program(folder);
      } finally {
        System.setOut(stdout);
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void program(Path folder) throws IOException, InterruptedException {
      // region program
      MovieLens movies = MovieLens.load(folder);
      TrainingSet ratings =
          TrainingSet.of(movies.encoder(), movies.trainingHistories(), RatingTarget.likeFrom(4));
      FmHyperparameters hyperparameters =
          FmHyperparameters.builder()
              .predictorType(PredictorType.BINARY_CLASSIFIER)
              .numFactors(64)
              .epochs(200)
              .build();
      FmModel model = LocalTrainer.builder().seed(1).build().fit(ratings, hyperparameters).model();

      FmExplainer explainer =
          FmExplainer.builder()
              .model(model)
              .encoder(movies.encoder()) // ids to features
              .catalogue(movies.catalogue()) // ids to titles
              .trainedWith(hyperparameters, ratings.numRows())
              .build();

      UserExplainer user = explainer.forHistory(movies.historyOf("7"));
      Recommendation first = user.recommend(10).get(0);
      Explanation why = user.explain(first.itemId());

      System.out.println(TextReport.of(why));
      for (Contribution c : why.proponents(5)) {
        System.out.println(c.title() + ": without it the score falls by " + c.removalEffect());
      }
      // endregion
      ExplanationAssert.assertExplains(why, model, movies.encoder(), movies.historyOf("7"));
    }
  }

  @Test
  void program_runs(@TempDir Path folder) throws IOException, InterruptedException {
    SyntheticMovieLens.builder()
        .users(30)
        .items(60)
        .ratings(900)
        .seed(1)
        .build()
        .writeTo(folder, MovieLensLayout.ML_100K);
    String output = Program.run(folder);
    assertTrue(output.startsWith("Why "), output);
    assertTrue(output.contains(": without it the score falls by "), output);
  }

  @Test
  void program_isTheOneInTheReadme() throws IOException {
    String readme = normalised(Files.readString(Path.of("../README.md")));
    String source =
        normalised(
            Files.readString(
                Path.of("src/test/java/io/github/fmexplain/examples/ReadmeTest.java")));
    String begin = "// region program\n";
    String region =
        source.substring(
            source.indexOf(begin) + begin.length(), source.indexOf("\n      // endregion\n"));
    String program = region.stripIndent() + "\n";
    int from = readme.indexOf("```java\n") + "```java\n".length();
    assertEquals(program, readme.substring(from, readme.indexOf("```\n", from)));
  }

  private static String normalised(String text) {
    return text.replace("\r\n", "\n");
  }
}
