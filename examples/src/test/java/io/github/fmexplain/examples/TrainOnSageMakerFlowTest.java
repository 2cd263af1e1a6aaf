package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.movielens.MovieLensLayout;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import io.github.fmexplain.sagemaker.LocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command against a fake of AWS. */
class TrainOnSageMakerFlowTest {

  private static final String[] ROLE = {
    "--role", "arn:aws:iam::123456789012:role/service-role/Trainer"
  };

  @TempDir static Path folder;

  private final LocalAws aws = new LocalAws();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void prepare() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIAFMEXPLAINTEST001");
    System.setProperty("aws.secretAccessKey", "secret");
    SyntheticMovieLens.builder()
        .users(40)
        .items(80)
        .ratings(1200)
        .seed(3)
        .build()
        .writeTo(folder, MovieLensLayout.ML_1M);
  }

  @AfterAll
  static void forgetCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private int run(String[] role, String... options) {
    List<String> all = new ArrayList<>(List.of("--yes", "--data", folder.toString()));
    all.addAll(List.of("--region", "eu-west-1", "--endpoint-url", aws.uri().toString()));
    all.addAll(List.of("--poll-seconds", "0", "--factors", "4", "--epochs", "3"));
    all.addAll(List.of(role));
    all.addAll(List.of(options));
    out.reset();
    err.reset();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return ExampleCommand.run(
        new TrainOnSageMaker(
            InputStream.nullInputStream(),
            console,
            new MovieLensSource(console, Run.NOWHERE, folder)),
        console,
        all.toArray(String[]::new));
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> errors() {
    return err.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("   "))
        .toList();
  }

  private void assertFlow() {
    String text = told();
    int at = 0;
    for (String part : List.of("1. Data", "2. Model of", "3. Endpoint", "4. Nearest", "5. Why")) {
      int next = text.indexOf(part, at);
      assertTrue(next >= at, part + " is missing in " + text);
      at = next;
    }
    Matcher answers =
        Pattern.compile("the endpoint says ([0-9.]+), the model ([0-9.]+)").matcher(text);
    int compared = 0;
    while (answers.find()) {
      assertEquals(
          Double.parseDouble(answers.group(1)), Double.parseDouble(answers.group(2)), 1e-4);
      compared++;
    }
    assertEquals(5, compared);
    assertTrue(text.contains("replayed along a retraced path"), text);
    assertTrue(text.contains("path retraced"), "the report says what ran: " + text);
  }

  @Test
  void everything_isMadeAskedExplainedAndDeleted() {
    assertEquals(0, run(ROLE, "--job-name", "job-1"), () -> errors().toString());
    assertFlow();
    assertTrue(told().contains("Model of job job-1"), told());
    assertTrue(told().contains(" is deleted\n") || told().contains(" is deleted\r\n"), told());
    assertTrue(
        err.toString(StandardCharsets.UTF_8).contains("   epoch 3: "), "the log is followed");
    assertEquals(List.of(), errors());
    assertEquals(1, aws.count("SageMaker.CreateTrainingJob"));
    assertEquals(1, aws.count("SageMaker.CreateEndpoint"));
    assertEquals(List.of(), aws.left());
  }

  @Test
  void serverless_isMadeAndDeleted() {
    assertEquals(0, run(ROLE, "--serverless"), () -> errors().toString());
    assertFlow();
    assertEquals(List.of(), aws.left());
  }

  @Test
  void failedTraining_isOneLineAndLeavesNothing() {
    aws.failTraining("AlgorithmError: out of memory");
    assertEquals(1, run(ROLE, "--job-name", "job-1"));
    assertEquals(1, errors().size(), () -> errors().toString());
    String error = errors().get(0);
    assertTrue(error.startsWith("error: "), error);
    assertTrue(error.contains("'job-1'") && error.contains("out of memory"), error);
    assertEquals(0, aws.count("SageMaker.CreateEndpoint"));
    assertEquals(List.of(), aws.left());
  }

  @Test
  void failedEndpoint_isOneLineAndLeavesNothing() {
    aws.failEndpoints("The container did not pass the ping health check.");
    assertEquals(1, run(ROLE, "--keep"));
    assertEquals(1, errors().size(), () -> errors().toString());
    String error = errors().get(0);
    assertTrue(error.startsWith("error: ") && error.contains("ping health check"), error);
    assertEquals(List.of(), aws.left());
  }

  @Test
  void endpointThatDoesNotAnswer_isDeletedThoughItShouldBeKept() {
    aws.refuse(
        "Runtime.InvokeEndpoint",
        "ModelError",
        "{\"OriginalStatusCode\":400,\"OriginalMessage\":\"bad input\",\"Message\":\"m\"}");
    assertEquals(1, run(ROLE, "--keep"));
    assertEquals(1, errors().size(), () -> errors().toString());
    assertTrue(errors().get(0).contains("bad input"), errors().get(0));
    assertEquals(List.of(), aws.left());
  }

  @Test
  void keptAndAttached_areLeftAsTheyAre() {
    assertEquals(0, run(ROLE, "--job-name", "job-1", "--keep"), () -> errors().toString());
    String endpoint = aws.endpoints().get(0);
    assertTrue(told().contains("endpoint " + endpoint + " is kept and costs money"), told());
    List<String> kept = aws.left();
    assertEquals(3, kept.size(), kept.toString());

    assertEquals(
        0,
        run(new String[0], "--attach-job", "job-1", "--attach-endpoint", endpoint),
        () -> errors().toString());
    assertFlow();
    assertEquals(kept, aws.left());
    assertEquals(1, aws.count("SageMaker.CreateTrainingJob"));
    assertEquals(1, aws.count("SageMaker.CreateEndpoint"));
    assertEquals(0, aws.count("SageMaker.DeleteEndpoint"));

    assertEquals(0, run(ROLE, "--attach-job", "job-1"), () -> errors().toString());
    assertFlow();
    assertEquals(kept, aws.left());
    assertEquals(1, aws.count("SageMaker.CreateTrainingJob"));
    assertEquals(0, aws.count("SageMaker.StopTrainingJob"));
    assertEquals(1, aws.count("SageMaker.DeleteEndpoint"));
    assertEquals(List.of(endpoint), aws.endpoints());
  }
}
