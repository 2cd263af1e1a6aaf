package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.movielens.MovieLensLayout;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be told without AWS; the flow itself is tested where its classes are. */
class TrainOnSageMakerTest {

  @TempDir static Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void write() throws IOException {
    SyntheticMovieLens.builder()
        .users(40)
        .items(80)
        .ratings(1200)
        .seed(3)
        .build()
        .writeTo(folder, MovieLensLayout.ML_1M);
  }

  private int run(String answer, String... args) {
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    List<String> all = new ArrayList<>(List.of("--data", folder.toString()));
    all.addAll(List.of(args));
    return ExampleCommand.run(
        new TrainOnSageMaker(
            new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
            console,
            new MovieLensSource(console, Run.NOWHERE, folder)),
        console,
        all.toArray(String[]::new));
  }

  @Test
  void withoutConsent_nothingIsStarted() {
    for (String answer : List.of("", "n\n", "no\n")) {
      assertEquals(0, run(answer, "--role", "arn:aws:iam::123456789012:role/r"));
    }
    assertTrue(
        out.toString(StandardCharsets.UTF_8)
            .startsWith(
                "This starts a training job on one ml.m5.xlarge and an endpoint on one ml.m5.large,"
                    + " which cost money. Go on? [y/N] Nothing was started."),
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutARole_nothingIsStarted() {
    assertEquals(2, run("y\n"));
    assertEquals(
        "error: --role is needed, unless both --attach-job and --attach-endpoint are given\n",
        err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
  }

  @Test
  void badRole_isToldInOneLine() {
    assertEquals(
        2,
        run(
            "y\n",
            "--role",
            "Trainer",
            "--region",
            "eu-west-1",
            "--endpoint-url",
            "http://127.0.0.1:1"));
    assertEquals(
        "error: role must be an ARN such as arn:aws:iam::123456789012:role/name, but was"
            + " 'Trainer'\n",
        err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
  }
}
