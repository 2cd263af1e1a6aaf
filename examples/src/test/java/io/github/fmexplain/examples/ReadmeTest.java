package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.TitlesFile;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.TrainedModel;
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

  private interface Program {
    void run() throws IOException, InterruptedException;
  }

  private static String printed(Program program) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stdout = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(stdout);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void program_runs(@TempDir Path folder) throws IOException, InterruptedException {
    Shop shop = Shop.ofStars();
    shop.writeTitles(folder.resolve("items.tsv"));
    String ratings = shop.writeRatings(folder.resolve("ratings.tsv")).toString();
    String model = folder.resolve("recommender.fmx").toString();
    String[] args = {"--ratings", ratings, "--factors", "4", "--batch", "100", "--save", model};
    assertEquals(0, Run.ratings(args).code);
    ReadmePrograms.Path.folder = folder;
    TrainedModel trained = TrainedModelFile.read(folder.resolve("recommender.fmx"));
    SageMakerArtifact.write(
        trained.model(),
        Objects.requireNonNull(trained.hyperparameters()),
        folder.resolve("model.tar.gz"));
    Catalogue catalogue = TitlesFile.read(folder.resolve("items.tsv"));
    List<History> histories =
        RatingsFile.builder().build().histories(folder.resolve("ratings.tsv"), Repeats.KEEP_LAST);
    String text = printed(() -> ReadmePrograms.artifact(trained.encoder(), catalogue, histories));
    assertTrue(text.startsWith("Article no. "), text);
    assertTrue(text.contains(": Recommended"), text);
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
