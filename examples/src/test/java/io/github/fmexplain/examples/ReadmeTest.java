package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.TitlesFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.report.chart.ChartStyle;
import io.github.fmexplain.report.chart.ExplanationCharts;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program is the region of {@link ReadmePrograms}, to the letter, and it runs. */
class ReadmeTest {

  @Test
  void program_printsWhatTheReadmeSays(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<History> histories =
        RatingsFile.builder().build().histories(Path.of("shop/ratings.csv"), Repeats.KEEP_LAST);
    Catalogue catalogue = TitlesFile.read(Path.of("shop/items.csv"));
    OneHotEncoder encoder =
        OneHotEncoder.of(
            histories.stream().map(History::userId).toList(),
            catalogue.items().stream().map(CatalogueItem::id).toList());
    TrainingResult trained =
        LocalTrainer.builder()
            .seed(1)
            .build()
            .fit(
                TrainingSet.of(encoder, histories, RatingTarget.likeFrom(4)).shuffled(1),
                FmHyperparameters.builder()
                    .predictorType(PredictorType.BINARY_CLASSIFIER)
                    .numFactors(16)
                    .epochs(200)
                    .miniBatchSize(100)
                    .build());
    SageMakerArtifact.write(
        trained.model(),
        Objects.requireNonNull(trained.trained().hyperparameters()),
        folder.resolve("model.tar.gz"));

    ReadmePrograms.Path.folder = folder;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stdout = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    Explanation why;
    try {
      why = ReadmePrograms.artifact(encoder, catalogue, histories);
    } finally {
      System.setOut(stdout);
    }
    assertEquals(
        new Page.Block("text", normalised(bytes.toString(StandardCharsets.UTF_8))),
        Page.all(Path.of("..")).get(0).blocks().get(0));
    // Bytes of a chart depend on the machine's fonts; what it shows does not.
    assertEquals(
        words(
            ExplanationCharts.bars(why, Quantity.REMOVAL_EFFECT, 10, ChartStyle.standard())
                .toSvg()),
        words(Files.readString(Path.of("../docs/why.svg"))));
  }

  private static String words(String svg) {
    return svg.replaceAll("<[^>]*>", "").strip();
  }

  @Test
  void program_isThatInTheReadme() throws IOException {
    String readme = normalised(Files.readString(Path.of("../README.md")));
    String begin = "<!-- region artifact -->\n```java\n";
    int from = readme.indexOf(begin) + begin.length();
    assertEquals(region(), readme.substring(from, readme.indexOf("```\n", from)));
    assertEquals(6, region().lines().filter(line -> !line.isBlank()).count());
  }

  @Test
  void readme_isShort() throws IOException {
    assertTrue(Files.readAllLines(Path.of("../README.md")).size() < 150);
  }

  private static String region() throws IOException {
    String source =
        normalised(
            Files.readString(
                Path.of("src/test/java/io/github/fmexplain/examples/ReadmePrograms.java")));
    String begin = "// region artifact\n";
    int from = source.indexOf(begin) + begin.length();
    return source.substring(from, source.indexOf("\n    // endregion\n", from)).stripIndent()
        + "\n";
  }

  private static String normalised(String text) {
    return text.replace("\r\n", "\n");
  }
}
