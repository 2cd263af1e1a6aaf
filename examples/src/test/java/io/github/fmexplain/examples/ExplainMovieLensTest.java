package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.Method;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.Ml100k;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.movielens.MovieLensLayout;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainMovieLensTest {

  @TempDir static Path folder;
  @TempDir static Path cache;

  private static MovieLens movies;

  @BeforeAll
  static void write() throws IOException {
    movies = SyntheticMovieLens.builder().users(40).items(80).ratings(1200).seed(3).build();
    movies.writeTo(folder, MovieLensLayout.ML_1M);
    movies = MovieLens.load(folder);
  }

  private static Run runOnFolder(String... args) {
    List<String> all = new ArrayList<>(List.of("--data", folder.toString(), "--epochs", "5"));
    all.addAll(List.of(args));
    return Run.movieLens(cache, all.toArray(String[]::new));
  }

  @Test
  void text_explainsTheTopRecommendationOfATypicalUser() {
    Run run = runOnFolder("--factors", "8", "--top", "4");
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith("Data:  synthetic: 40 users, 80 items, "), run.out);
    assertTrue(run.out.contains("These ratings and titles are made up."), run.out);
    assertTrue(run.out.contains("\nModel: binary_classifier, 8 factors, 120 features"), run.out);
    String first = run.out.lines().filter(l -> l.startsWith("   1  ")).findFirst().orElseThrow();
    String title = first.substring(6, 40).strip();
    int table = run.out.indexOf("\nWhy " + title);
    assertTrue(table > 0, run.out);
    assertTrue(run.out.substring(0, table).contains("\n\nRecommended"), "sentence first");
    assertTrue(run.out.contains("-- speaks for it"), run.out);
    assertTrue(run.out.contains("; method replay, path recorded\n"), run.out);
    assertTrue(
        run.err.startsWith(
            "note: training on "
                + movies.counts().trainingRatings()
                + " ratings, 5 epochs, batches of 1000, lazy Adam, shuffled once\n"),
        run.err);
    assertTrue(
        run.err.contains("training: 100 %, epoch 5, binary_classification_accuracy "), run.err);
  }

  @Test
  void json_holdsEverything(@TempDir Path target) throws IOException {
    String user = movies.users().get(4);
    Path file = target.resolve("model.fmx");
    Run run =
        runOnFolder(
            "--user",
            user,
            "--item",
            "1",
            "2",
            "--format",
            "json",
            "--factors",
            "8",
            "--save",
            file.toString());
    ExplanationDocument document = run.document();
    assertEquals(40, document.dataset().users());
    ExplanationDocument.Model model = document.model();
    assertEquals(PredictorType.BINARY_CLASSIFIER, model.predictorType());
    assertEquals(8, model.factors());
    assertEquals(120, model.features());
    assertEquals(TrainingPath.Kind.RECORDED, model.path());
    assertEquals(5, model.curve().size());
    assertTrue(Objects.requireNonNull(model.trainingSeconds()) > 0);
    assertTrue(model.train().has(Metric.AUC));
    assertTrue(Objects.requireNonNull(model.test()).has(Metric.AUC));
    assertEquals(2, document.explanations().size());
    TrainedModel trained = TrainedModelFile.read(file);
    for (ExplanationDocument.Explained explained : document.explanations()) {
      assertFalse(explained.sentence().isEmpty());
      Explanation explanation = explained.explanation();
      assertEquals(user, explanation.userId());
      assertEquals("replay", explanation.method().name());
      ExplanationAssert.assertExplains(
          explanation, trained.model(), trained.encoder(), movies.historyOf(user));
    }
  }

  @Test
  void regression_hasNoProbability() {
    Explanation explanation =
        runOnFolder("--task", "regression", "--format", "json", "--factors", "4")
            .explanations()
            .get(0);
    assertNull(explanation.probability());
    assertEquals("replay", explanation.method().name());
    assertEquals(ScoreUnit.RATING, explanation.unit());
  }

  @Test
  void everyMethod_canBeChosen() {
    // Removal is for users who are bags of items, and these are columns.
    List<String> names =
        Method.all().stream()
            .filter(method -> !method.equals(Method.removal()))
            .map(Method::name)
            .toList();
    List<String> args = new ArrayList<>(List.of("--factors", "4", "--format", "json", "--method"));
    args.addAll(names);
    Run run = runOnFolder(args.toArray(String[]::new));
    assertEquals(
        names, run.explanations().stream().map(explained -> explained.method().name()).toList());
  }

  @Test
  void everyWayOfTraining_canBeChosen() {
    String[][] ways = {
      {"--shuffle", "none"},
      {"--shuffle", "each"},
      {"--optimizer", "dense"},
      {"--batch", "100"},
      {"--seed", "2"},
      {}
    };
    List<String> fingerprints = new ArrayList<>();
    for (String[] way : ways) {
      List<String> args = new ArrayList<>(List.of("--factors", "4", "--format", "json"));
      args.addAll(List.of(way));
      Run run = runOnFolder(args.toArray(String[]::new));
      fingerprints.add(run.document().model().fingerprint());
      assertEquals(
          List.of(way).contains("none"),
          run.err.contains(
              "note: the ratings are sorted by user and not shuffled, so that each user is trained"
                  + " in one or two steps per epoch; use --shuffle once, and shuffle a file for"
                  + " SageMaker\n"),
          run.err);
    }
    assertEquals(ways.length, fingerprints.stream().distinct().count());
  }

  @Test
  void path_canBeChosen() {
    for (TrainingPath.Kind path : TrainingPath.Kind.values()) {
      String name = path.name().toLowerCase(java.util.Locale.ROOT);
      Run run = runOnFolder("--factors", "4", "--format", "json", "--path", name);
      assertEquals(path, run.document().model().path());
      assertEquals(
          path, Objects.requireNonNull(run.explanations().get(0).diagnostics().replay()).path());
    }
  }

  @Test
  void out_writesTheFile(@TempDir Path target) throws IOException {
    Path file = target.resolve("why.json");
    Run run = runOnFolder("--factors", "4", "--format", "json", "--out", file.toString());
    assertEquals(0, run.code, run.err);
    assertEquals("", run.out);
    assertTrue(Files.readString(file).contains("\"explanations\""));
  }

  @Test
  void sameSeed_givesTheSameModel_withAnyNumberOfThreads() {
    String[] args = {"--factors", "4", "--format", "json", "--seed", "9", "--threads", "1"};
    String[] more = {"--factors", "4", "--format", "json", "--seed", "9", "--threads", "2"};
    assertEquals(
        runOnFolder(args).document().model().fingerprint(),
        runOnFolder(more).document().model().fingerprint());
  }

  @Test
  void savedModel_isExplainedAgain_withTheSameNumbers(@TempDir Path target) {
    Path file = target.resolve("model.fmx");
    Run first = runOnFolder("--factors", "4", "--format", "json", "--save", file.toString());
    assertTrue(first.err.endsWith("wrote " + file + "\n"), first.err);
    Run second = runOnFolder("--model", file.toString(), "--format", "json");
    assertEquals("", second.err);
    assertEquals(first.document().explanations(), second.document().explanations());
    assertNull(second.document().model().trainingSeconds());
    Run text = runOnFolder("--model", file.toString());
    assertTrue(text.out.contains(" 120 features, read from model.fmx, fingerprint "), text.out);
  }

  /** Told apart by content, whatever they are called. */
  @Test
  void artifact_isExplained_alongARetracedPath(@TempDir Path target) throws IOException {
    Path file = target.resolve("model.fmx");
    Run trained = runOnFolder("--factors", "4", "--format", "json", "--save", file.toString());
    TrainedModel model = TrainedModelFile.read(file);
    Path artifact = target.resolve("model");
    SageMakerArtifact.write(
        model.model(), Objects.requireNonNull(model.hyperparameters()), artifact);
    Run run = runOnFolder("--model", artifact.toString(), "--format", "json");
    assertEquals(trained.document().model().fingerprint(), run.document().model().fingerprint());
    assertEquals(TrainingPath.Kind.RETRACED, run.document().model().path());
    assertTrue(run.err.startsWith("note: hyperparameters are those in model\n"), run.err);
    assertTrue(run.err.contains("note: retraced; the items came to a mean cosine of "), run.err);

    SageMakerArtifact.write(model.model(), artifact);
    Run untold =
        runOnFolder("--model", artifact.toString(), "--format", "json", "--path", "assumed");
    assertEquals(TrainingPath.Kind.ASSUMED, untold.document().model().path());
    assertTrue(
        untold.err.contains(
            "note: model does not tell epochs and mini_batch_size; those of the options are"
                + " taken\n"),
        untold.err);
    runOnFolder("--model", artifact.toString(), "--path", "recorded")
        .assertRefused(
            "--path recorded must be of a training or in the file, but model has none; use --path"
                + " retraced or assumed");
  }

  @Test
  void badRequests_areToldInOneLine(@TempDir Path target) {
    runOnFolder("--user", "9999").assertRefused("unknown user '9999'; the data set has 40 users");
    runOnFolder("--item", "9999").assertRefused("unknown item '9999'; the catalogue has 80 items");
    runOnFolder("--synthetic").assertRefused("--synthetic and --data exclude each other; give one");
    runOnFolder("--factors", "0").assertRefused("--factors must be at least 1, but was 0");
    runOnFolder("--threads", "0").assertRefused("--threads must be at least 1, but was 0");
    runOnFolder("--model", target.resolve("no").toString())
        .assertFailed("there is no file " + target.resolve("no"));
  }

  @Test
  void folderThatIsNoDataSet_isRefused(@TempDir Path empty) {
    Run run = Run.movieLens(cache, "--data", empty.toString());
    assertEquals(1, run.code);
    assertTrue(run.err.startsWith("error: "), run.err);
    assertEquals(1, run.err.lines().count(), run.err);
  }

  @Test
  void badOptions_areUsageErrors() {
    Run run = Run.movieLens(cache, "--method", "magic");
    assertEquals(2, run.code);
    String names =
        "replay, replay-first-order, hessian, hessian-solved-again, least-squares, paper,"
            + " removal";
    assertTrue(run.err.contains("method must be one of " + names + ", but was 'magic'"), run.err);
    Run help = Run.movieLens(cache, "--help");
    assertEquals(0, help.code);
    String unwrapped = help.out.replaceAll("\\s+", " ");
    assertTrue(unwrapped.contains("One or more of " + names + "."), help.out);
    assertTrue(unwrapped.contains("as the AWS notebook does"), help.out);
  }

  @Test
  void withoutFolderAndNetwork_syntheticRatingsSaySo() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
      Run run =
          new Run(
              console -> new ExplainMovieLens(console, new MovieLensSource(console, uri, cache)),
              "--epochs",
              "1",
              "--factors",
              "2");
      assertEquals(0, run.code, run.err);
      assertTrue(run.err.startsWith("using synthetic ratings in the shape of ml-100k"), run.err);
      assertTrue(run.out.startsWith("Data:  synthetic: 943 users, 1682 items, 90570"), run.out);
      assertTrue(run.out.contains("They are not MovieLens data."), run.out);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void syntheticRatings_canBeAskedFor() {
    Run run = Run.movieLens(cache, "--synthetic", "--epochs", "1", "--factors", "2");
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith("Data:  synthetic: 943 users, 1682 items, 90570"), run.out);
    assertFalse(run.err.contains("could not be downloaded"), run.err);
  }

  @Test
  void ml100k_isExplainedAsInTheNotebook() {
    Optional<Path> ml100k = Ml100k.folder();
    Assumptions.assumeTrue(ml100k.isPresent(), Ml100k.HOW_TO);
    Run run =
        Run.movieLens(
            cache, "--data", ml100k.orElseThrow().toString(), "--epochs", "3", "--format", "json");
    assertEquals(
        new ExplanationDocument.Dataset("ml-100k", false, 943, 1682, 90570, 9430),
        run.document().dataset());
    assertEquals(2625, run.document().model().features());
    List<Explanation> explanations = run.explanations();
    assertEquals(
        List.of("846 60", "846 9"),
        explanations.stream().map(e -> e.userId() + " " + e.itemId()).toList());
  }
}
