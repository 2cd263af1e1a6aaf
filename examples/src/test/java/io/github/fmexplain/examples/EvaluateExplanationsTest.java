package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.evaluation.ExplanationMethods;
import io.github.fmexplain.movielens.MovieLensLayout;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
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

  private static final class Run {
    final int code;
    final String out;
    final String err;

    Run(Path folder, int threads, String... args) {
      ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
      ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
      PrintStream out = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
      PrintStream err = new PrintStream(errBytes, true, StandardCharsets.UTF_8);
      // A source that would fail if it were asked to download.
      MovieLensSource source =
          new MovieLensSource(err, false, URI.create("http://localhost:1/"), folder);
      List<String> all =
          new ArrayList<>(List.of("--data", folder.toString(), "--threads", "" + threads));
      all.addAll(List.of(args));
      code =
          EvaluateExplanations.run(
              new EvaluateExplanations(out, err, false, source), all.toArray(String[]::new));
      this.out = outBytes.toString(StandardCharsets.UTF_8);
      this.err = errBytes.toString(StandardCharsets.UTF_8);
    }
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
    List<String> all = new ArrayList<>(List.of("--epochs", "4", "--factors", "4"));
    all.addAll(List.of(args));
    return all.toArray(String[]::new);
  }

  private static Run run(String... args) {
    return new Run(small, 2, withSmallModel(args));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void text_hasTheTablesOfBothTruths() {
    Run run = run("--users", "6", "--retrain", "2");
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
    assertTrue(run.out.contains("\nDifference to unrolled, paired by user:\n"), run.out);
    assertTrue(run.out.contains("\nFeature agreement in the top 5:\n"), run.out);
    assertTrue(
        run.out.matches(
            "(?s).*\n## Full retraining: \\d+ users with 20-60 ratings, \\d+ removals in 2"
                + " retrainings\n.*"),
        run.out);
    assertTrue(
        run.out.matches(
            "(?s).*\nNoise: the scores of \\d+ users without a removal moved by 0\\.0.*"),
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
            "hessian-refit,signed-cosine",
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
    assertEquals("hessian-refit", first.get("method").asString());
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
    String[] args = {"--users", "4", "--methods", "unrolled,random", "--format", "json"};
    JsonNode two = json(run(args).out);
    JsonNode one = json(new Run(small, 1, withSmallModel(args)).out);
    assertEquals(two.get("modelFingerprint"), one.get("modelFingerprint"));
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
        new Run(
            million,
            2,
            "--epochs",
            "1",
            "--factors",
            "4",
            "--users",
            "3",
            "--methods",
            "hessian-refit,signed-cosine");
    assertEquals(0, run.code, run.err);
    assertTrue(run.out.startsWith("Data: synthetic, 6040 users, 3706 items, 939809 "), run.out);
    assertTrue(run.out.contains("## Exact removal: 3 users, "), run.out);
  }

  @Test
  void badInput_isToldInOneLine() {
    assertError(
        "error: unknown method 'lime'; known are unrolled, unrolled-trajectory,"
            + " unrolled-recorded, hessian, hessian-refit, least-squares, paper, paper-influence,"
            + " ridge-residual, signed-cosine, cosine, popularity, random",
        "--methods",
        "lime");
    assertError("error: --users must be at least 1, but was 0", "--users", "0");
    assertError("error: --retrain must be at least 0, but was -1", "--retrain", "-1");
    assertError("error: method 'cosine' occurs twice", "--methods", "cosine,cosine");
  }

  private static void assertError(String message, String... args) {
    Run run = run(args);
    assertEquals(1, run.code);
    assertEquals(message, run.err.lines().reduce("", (before, line) -> line));
    assertTrue(run.out.isEmpty());
  }
}
