package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.evaluation.ExplanationMethods;
import io.github.fmexplain.movielens.MovieLensLayout;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvaluateExplanationsTest {

  private static Run run(Path folder, int threads, String... args) {
    List<String> all =
        new ArrayList<>(List.of("--data", folder.toString(), "--threads", "" + threads));
    all.addAll(List.of(args));
    return new Run(
        console ->
            new EvaluateExplanations(console, new MovieLensSource(console, Run.NOWHERE, folder)),
        all.toArray(String[]::new));
  }

  @TempDir static Path small;
  @TempDir static Path million;

  @BeforeAll
  static void write() throws IOException {
    SyntheticMovieLens.builder()
        .users(60)
        .items(150)
        .ratings(2400)
        .seed(3)
        .build()
        .writeTo(small, MovieLensLayout.ML_1M);
  }

  private static String[] withSmallModel(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    for (String option : List.of("--factors", "--epochs")) {
      if (!all.contains(option)) {
        all.addAll(List.of(option, "4"));
      }
    }
    return all.toArray(String[]::new);
  }

  private static Run run(String... args) {
    return run(small, 2, withSmallModel(args));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void text_hasTheTablesOfBothTruths() {
    Run run = run("--users", "6", "--retrain", "2", "--users-at-once", "40");
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith("Data: synthetic, 60 users, 150 items, "), run.out);
    assertTrue(run.out.contains("(made up; not MovieLens data)"), run.out);
    assertTrue(run.out.contains("## Exact removal: 6 users, "), run.out);
    for (String method : ExplanationMethods.names()) {
      assertTrue(run.out.contains("\n| " + method + " | "), method);
    }
    for (String measure :
        List.of("DEL", "INS(5)", "CDCG", "POS@20", "NEG@1(5)", "PN-S@1", "CF size")) {
      assertTrue(run.out.contains("\n| " + measure + " | "), measure);
    }
    assertTrue(run.out.contains("\nDifference to replay, paired by user:\n"), run.out);
    assertTrue(run.out.contains("\nFeature agreement in the top 5:\n"), run.out);
    assertTrue(
        run.out.matches(
            "(?s).*\n## Full retraining: \\d+ users with 20-60 ratings, 40 at once\n\n\\d+ removals"
                + " in 2 retrainings\\.\n.*"),
        run.out);
    assertTrue(
        run.out.matches(
            "(?s).*\nNoise: the scores of \\d+ users without a removal moved by 0\\.0\\d+"
                + " \\(standard deviation; by .*"),
        run.out);
    assertTrue(run.err.contains("training: 100 %, epoch 4"), run.err);
    assertTrue(run.err.contains("evaluating: 100 %, 6 of 6 users"), run.err);
    assertTrue(
        run.err.contains(
            "retraining for users with 20-60 ratings: 100 %, retraining 2 of 2, about 0:00 min left"),
        run.err);
  }

  @Test
  void json_holdsEveryNumber() throws IOException {
    Path file = small.resolve("report.json");
    Run run =
        run(
            "--users",
            "3",
            "--methods",
            "replay,signed-cosine",
            "--format",
            "json",
            "--out",
            file.toString());
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.isEmpty());
    JsonNode json = json(Files.readString(file, StandardCharsets.UTF_8));
    assertEquals(2026, json.get("seed").asInt());
    JsonNode report = json.get("exactRemoval");
    assertEquals(3, report.get("users").asInt());
    JsonNode first = report.get("fidelity").get(0);
    assertEquals("replay", first.get("method").asString());
    assertTrue(first.get("spearman").get("value").asDouble() > 0.9, first.toString());
    assertTrue(first.get("spearman").get("low").isNumber());
    // The cosine is not in score units, so its size cannot be right or wrong.
    assertTrue(report.get("fidelity").get(1).get("slope").get("value").isNull());
    assertEquals(2, report.get("methods").size());
    assertTrue(
        report.get("methods").get(0).get("perturbation").get("POS@5").get("value").isNumber());
    assertEquals(1, report.get("whatIf").size());
    assertEquals(1, report.get("agreement").size());
    assertEquals(0, json.get("retraining").size());
  }

  @Test
  void threads_doNotChangeTheResult() {
    String[] args = {"--users", "4", "--methods", "hessian,random", "--format", "json"};
    JsonNode two = json(run(args).out);
    JsonNode one = json(run(small, 1, withSmallModel(args)).out);
    assertEquals(two.get("model").get("fingerprint"), one.get("model").get("fingerprint"));
    assertEquals(two.get("exactRemoval"), one.get("exactRemoval"));
  }

  @Test
  void ml1m_isLoadedAndEvaluated() throws IOException {
    SyntheticMovieLens.builder()
        .users(6040)
        .items(3706)
        .ratings(1_000_209)
        .seed(1)
        .build()
        .writeTo(million, MovieLensLayout.ML_1M);
    Run run =
        run(
            million,
            2,
            "--epochs",
            "1",
            "--factors",
            "4",
            "--users",
            "3",
            "--methods",
            "hessian-solved-again,signed-cosine");
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith("Data: synthetic, 6040 users, 3706 items, 939809 "), run.out);
    assertTrue(run.out.contains("## Exact removal: 3 users, "), run.out);
  }

  @Test
  void counterfactuals_areTrainedAgain() {
    Run run =
        run(
            "--users",
            "3",
            "--methods",
            "replay",
            "--counterfactuals",
            "8",
            "--epochs",
            "150",
            "--factors",
            "8",
            "--batch",
            "50");
    assertEquals(0, run.code, run.err);
    assertTrue(
        run.out.matches(
            "(?s).*\nCounterfactual search, the model trained again without each set: 8 users,"
                + " [1-9] with a set:\n.*"),
        run.out);
    assertTrue(run.out.contains("\n| | valid | as many at random | size |\n"), run.out);
    assertTrue(
        run.err.contains("retraining without sets of users with 20-60 ratings: 100 %, "), run.err);
  }

  @Test
  void regression_isMeasured_andSaysWhatRanInPlaceOfAMethod() {
    Run run =
        run(
            "--users",
            "3",
            "--task",
            "regression",
            "--methods",
            "replay,hessian",
            "--shuffle",
            "each");
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.contains("\nModel: regressor, 4 factors, trained in "), run.out);
    assertTrue(
        run.out.contains("(4 epochs, batches of 1000, lazy Adam, shuffled in each epoch)"),
        run.out);
  }

  @Test
  void badInput_isToldInOneLine() {
    run("--methods", "lime")
        .assertRefused(
            "unknown method 'lime'; known are " + String.join(", ", ExplanationMethods.names()));
    run("--users", "0").assertRefused("--users must be at least 1, but was 0");
    run("--retrain", "-1").assertRefused("--retrain must be at least 0, but was -1");
    run("--counterfactuals", "-1")
        .assertRefused("--counterfactuals must be at least 0, but was -1");
    run("--users-at-once", "0").assertRefused("--users-at-once must be at least 1, but was 0");
    Run twice = run("--methods", "cosine,cosine", "--users", "1");
    assertEquals(2, twice.code);
    assertTrue(twice.err.endsWith("error: method 'cosine' occurs twice\n"), twice.err);
  }
}
