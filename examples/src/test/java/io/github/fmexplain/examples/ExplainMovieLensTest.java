package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.fmexplain.movielens.Ml100k;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.movielens.MovieLensLayout;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainMovieLensTest {

  @TempDir static Path folder;
  @TempDir static Path cache;

  private static MovieLens movies;

  @BeforeAll
  static void write() throws IOException {
    movies = SyntheticMovieLens.builder().users(40).items(80).ratings(1200).seed(3).build();
    movies.writeTo(folder, MovieLensLayout.ML_1M);
  }

  /** A source that would fail if it were asked to download. */
  private static ExplainRun run(String... args) {
    return ExplainRun.offline(cache, args);
  }

  private static ExplainRun runOnFolder(String... args) {
    List<String> all = new ArrayList<>(List.of("--data", folder.toString(), "--epochs", "5"));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }

  private static JsonNode json(ExplainRun run) {
    assertEquals(0, run.code, run.err);
    return JsonMapper.shared().readTree(run.out);
  }

  @Test
  void text_explainsTheTopRecommendationOfATypicalUser() {
    ExplainRun run = runOnFolder("--factors", "8", "--top", "4");
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith("Data:  synthetic: 40 users, 80 items, "), run.out);
    assertTrue(run.out.contains("These ratings and titles are made up."), run.out);
    assertTrue(run.out.contains("\nModel: binary_classifier, 8 factors, 120 features"), run.out);
    String first = run.out.lines().filter(l -> l.startsWith("   1  ")).findFirst().orElseThrow();
    String title = first.substring(6, 40).strip();
    assertTrue(run.out.contains("\nWhy " + title), run.out);
    assertTrue(run.out.contains("-- speaks for it"), run.out);
    assertTrue(
        run.err.contains("training: 100 %, epoch 5, binary_classification_accuracy "), run.err);
  }

  @Test
  void json_holdsEverything() {
    String user = movies.users().get(4);
    JsonNode json =
        json(runOnFolder("--user", user, "--item", "1", "2", "--format", "json", "--factors", "8"));
    assertEquals(40, json.get("dataset").get("users").asInt());
    assertEquals(120, json.get("dataset").get("features").asInt());
    JsonNode model = json.get("model");
    assertEquals("binary_classifier", model.get("predictorType").asString());
    assertEquals(8, model.get("factors").asInt());
    assertEquals(64, model.get("fingerprint").asString().length());
    assertTrue(model.get("trainingSeconds").asDouble() > 0);
    for (String set : List.of("train", "test")) {
      for (String metric :
          List.of(
              "binary_classification_accuracy",
              "binary_classification_cross_entropy",
              "binary_f_1.000",
              "auc")) {
        assertTrue(model.get(set).get(metric).isNumber(), set + " " + metric);
      }
    }
    assertEquals(2, json.get("explanations").size());
    for (JsonNode explanation : json.get("explanations")) {
      assertEquals(user, explanation.get("user").asString());
      assertEquals("unrolled-trajectory", explanation.get("method").asString());
      assertEquals("logit", explanation.get("unit").asString());
      double sum = explanation.get("offset").asDouble() + explanation.get("residual").asDouble();
      for (JsonNode contribution : explanation.get("contributions")) {
        for (String field : List.of("item", "title")) {
          assertFalse(contribution.get(field).asString().isEmpty());
        }
        for (String field : List.of("rating", "influence", "impact", "removalEffect")) {
          assertTrue(contribution.get(field).isNumber(), field);
        }
        sum += contribution.get("impact").asDouble();
      }
      assertEquals(explanation.get("score").asDouble(), sum, 1e-9);
      assertEquals(
          explanation.get("diagnostics").get("ratings").asInt(),
          explanation.get("contributions").size());
    }
  }

  @Test
  void regression_hasNoProbability() {
    JsonNode json = json(runOnFolder("--task", "regression", "--format", "json", "--factors", "4"));
    JsonNode explanation = json.get("explanations").get(0);
    assertTrue(explanation.get("probability").isNull());
    assertEquals("least-squares", explanation.get("method").asString());
    assertEquals("rating", explanation.get("unit").asString());
    assertTrue(json.get("model").get("test").get("rmse").isNumber());
  }

  @Test
  void everyMethod_canBeChosen() {
    for (String method :
        List.of(
            "unrolled",
            "unrolled-trajectory",
            "hessian",
            "hessian-refit",
            "least-squares",
            "paper")) {
      JsonNode json =
          json(runOnFolder("--influence", method, "--format", "json", "--factors", "4"));
      assertEquals(method, json.get("explanations").get(0).get("method").asString());
    }
  }

  @Test
  void out_writesTheFile(@TempDir Path target) throws IOException {
    Path file = target.resolve("why.json");
    ExplainRun run = runOnFolder("--factors", "4", "--format", "json", "--out", file.toString());
    assertEquals(0, run.code, run.err);
    assertEquals("", run.out);
    assertTrue(JsonMapper.shared().readTree(Files.readString(file)).has("explanations"));
  }

  @Test
  void sameSeed_givesTheSameModel() {
    String[] args = {"--factors", "4", "--format", "json", "--seed", "9"};
    assertEquals(
        json(runOnFolder(args)).get("model").get("fingerprint"),
        json(runOnFolder(args)).get("model").get("fingerprint"));
  }

  @Test
  void savedModel_isExplainedAgain(@TempDir Path target) {
    Path file = target.resolve("model.tar.gz");
    JsonNode trained =
        json(
            runOnFolder(
                "--factors",
                "4",
                "--format",
                "json",
                "--influence",
                "unrolled",
                "--save-model",
                file.toString()));
    ExplainRun run = runOnFolder("--model", file.toString(), "--format", "json");
    JsonNode read = json(run);
    assertEquals("hyperparameters: from the meta.json of " + file, run.err.strip());
    assertEquals(trained.get("model").get("fingerprint"), read.get("model").get("fingerprint"));
    assertEquals(trained.get("explanations"), read.get("explanations"));
    ExplainRun text = runOnFolder("--model", file.toString());
    assertTrue(text.out.contains(" 120 features, read from model.tar.gz, fingerprint "), text.out);
  }

  @Test
  void badRequests_areToldInOneLine() {
    assertFailed(runOnFolder("--user", "9999"), "unknown user '9999'; the data set has 40 users");
    assertFailed(runOnFolder("--item", "9999"), "unknown item '9999'; the catalogue has 80 items");
    assertFailed(runOnFolder("--synthetic"), "--synthetic and --data exclude each other; give one");
    assertFailed(runOnFolder("--factors", "0"), "numFactors must be at least 1, but was 0");
  }

  private static void assertFailed(ExplainRun run, String message) {
    assertEquals(1, run.code);
    assertEquals("error: " + message + System.lineSeparator(), run.err);
    assertEquals("", run.out);
  }

  @Test
  void folderThatIsNoDataSet_isRefused(@TempDir Path empty) {
    ExplainRun run = run("--data", empty.toString());
    assertEquals(1, run.code);
    assertTrue(run.err.startsWith("error: "), run.err);
    assertEquals(1, run.err.lines().count(), run.err);
  }

  @Test
  void badOptions_areUsageErrors() {
    ExplainRun run = run("--influence", "magic");
    assertEquals(2, run.code);
    assertTrue(
        run.err.contains(
            "must be one of [unrolled, unrolled-trajectory, hessian, hessian-refit, least-squares,"
                + " paper], but was 'magic'"),
        run.err);
    ExplainRun help = run("--help");
    assertEquals(0, help.code);
    String unwrapped = help.out.replaceAll("\\s+", " ");
    assertTrue(
        unwrapped.contains(
            "One or more of unrolled, unrolled-trajectory, hessian, hessian-refit, least-squares, paper."),
        help.out);
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
      ExplainRun run =
          new ExplainRun(
              err -> new MovieLensSource(err, false, uri, cache),
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
    ExplainRun run = run("--synthetic", "--epochs", "1", "--factors", "2");
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith("Data:  synthetic: 943 users, 1682 items, 90570"), run.out);
    assertFalse(run.err.contains("could not be downloaded"), run.err);
  }

  @Test
  void ml100k_isExplainedAsInTheNotebook() {
    Optional<Path> ml100k = Ml100k.folder();
    Assumptions.assumeTrue(ml100k.isPresent(), Ml100k.HOW_TO);
    ExplainRun run =
        run("--data", ml100k.orElseThrow().toString(), "--epochs", "3", "--format", "json");
    JsonNode json = json(run);
    assertEquals(
        Map.of(
            "name", "ml-100k",
            "synthetic", false,
            "users", 943,
            "items", 1682,
            "trainingRatings", 90570,
            "testRatings", 9430,
            "features", 2625),
        JsonMapper.shared().convertValue(json.get("dataset"), Map.class));
    assertEquals(2, json.get("explanations").size());
    assertEquals("846", json.get("explanations").get(0).get("user").asString());
    assertEquals("60", json.get("explanations").get(0).get("item").asString());
    assertEquals("9", json.get("explanations").get(1).get("item").asString());
  }
}
