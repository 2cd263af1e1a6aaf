package io.github.fmexplain.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.sagemaker.LocalAws;
import io.github.fmexplain.sagemaker.SageMakerClients;
import io.github.fmexplain.sagemaker.SageMakerEndpoint;
import io.github.fmexplain.sagemaker.SageMakerTrainer;
import io.github.fmexplain.sagemaker.TestData;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;

/** The programs of docs/sagemaker.md are those of {@link SageMakerPrograms}, and they run. */
class SageMakerPageTest {

  private static final String ROLE = "arn:aws:iam::123456789012:role/Trainer";

  private final LocalAws aws = new LocalAws();
  private final SageMakerClients clients =
      SageMakerClients.builder()
          .region(Region.EU_WEST_1)
          .endpoint(aws.uri())
          .credentials(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
          .pollInterval(Duration.ZERO)
          .build();
  private final TrainingSet rows = TestData.likes(0);

  @AfterEach
  void close() {
    clients.close();
    aws.close();
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

  private interface Program {
    void run() throws IOException, InterruptedException;
  }

  private static Map<String, Integer> columns(String prefix, int count, int first) {
    Map<String, Integer> columns = new TreeMap<>();
    IntStream.range(0, count).forEach(j -> columns.put(prefix + j, first + j));
    return columns;
  }

  @Test
  void ownModel_isReadServedAndExplained(@TempDir Path folder)
      throws IOException, InterruptedException {
    ReadmePrograms.Path.folder = folder;
    SageMakerArtifact.write(
        LocalTrainer.builder().seed(3).build().fit(rows, TestData.fast()).model(),
        TestData.fast(),
        folder.resolve("model.tar.gz"));
    List<History> histories = TestData.histories();
    SageMakerPrograms.own(
        columns("u", 6, 0), columns("i", 8, 6), histories, IntStream.range(0, 48).toArray());
    History today =
        History.of(
            "u1",
            List.of(Interaction.of("i1", 5), Interaction.of("i3", 5), Interaction.of("i2", 1)));
    String sentence =
        printed(() -> SageMakerPrograms.serve(TestData.catalogue(), histories.get(1), today));
    assertTrue(sentence.startsWith("Recommended"), sentence);
  }

  @Test
  void startedJob_isCollectedElsewhere() throws InterruptedException {
    String name = SageMakerPrograms.start(clients, ROLE, rows, TestData.fast());
    TrainedModel trained = SageMakerPrograms.collect(clients, name, rows);
    assertEquals(TestData.fast(), trained.hyperparameters());
    assertEquals(List.of(), aws.left());
  }

  @Test
  void futures_giveTheSame() {
    SageMakerTrainer trainer = SageMakerTrainer.builder().clients(clients).role(ROLE).build();
    assertEquals(
        60, SageMakerPrograms.async(trainer, rows, TestData.fast(), Runnable::run).epochs());
    assertEquals(List.of(), aws.left());
  }

  @Test
  void rowsInS3_areTrainedOnAndScoredThere() throws IOException, InterruptedException {
    clients.s3().createBucket(b -> b.bucket("rows"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RecordIoWriter.shards(rows, 1).get(0).writeTo(bytes);
    clients
        .s3()
        .putObject(
            b -> b.bucket("rows").key("2026-11-26/train/part-0.pbr"),
            RequestBody.fromBytes(bytes.toByteArray()));
    SageMakerTrainer trainer = SageMakerTrainer.builder().clients(clients).role(ROLE).build();
    String printed =
        printed(
            () ->
                assertEquals(48, SageMakerPrograms.inS3(clients, ROLE, trainer, TestData.fast())));
    assertEquals(48, printed.lines().count());
  }

  @Test
  void tuning_givesATrainedModel() throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SageMakerArtifact.write(
        LocalTrainer.builder().seed(3).build().fit(rows, TestData.fast()).model(), bytes);
    aws.leaveAfterTuning(bytes.toByteArray());
    assertEquals(14, SageMakerPrograms.tune(clients, ROLE, rows, rows).model().numFeatures());
    assertEquals(List.of(), aws.left());
  }

  @Test
  void endpoint_isUpdatedInPlace() throws InterruptedException {
    try (SageMakerEndpoint endpoint =
        SageMakerEndpoint.builder()
            .clients(clients)
            .role(ROLE)
            .artifact("s3://bucket/yesterday/model.tar.gz")
            .deploy()) {
      SageMakerPrograms.update(clients, ROLE, "s3://bucket/today/model.tar.gz", endpoint);
      assertEquals("InService", endpoint.status());
    }
    assertEquals(List.of(), aws.left());
  }

  @Test
  void programs_areThoseOfThePage() throws IOException {
    Map<String, String> onThePage =
        blocks(read("../docs/sagemaker.md"), "<!-- region ([a-z0-9]+) -->\n```java\n(.*?)```\n");
    Map<String, String> here =
        blocks(
            read("src/test/java/io/github/fmexplain/examples/SageMakerPrograms.java"),
            "    // region ([a-z0-9]+)\n(.*?)    // endregion\n");
    assertEquals(here, onThePage);
    assertEquals(8, here.size());
  }

  private static Map<String, String> blocks(String text, String pattern) {
    Map<String, String> blocks = new TreeMap<>();
    List<String> names = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
      blocks.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent());
    }
    assertEquals(names.size(), blocks.size(), "a name twice: " + names);
    return blocks;
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file)).replace("\r\n", "\n");
  }
}
