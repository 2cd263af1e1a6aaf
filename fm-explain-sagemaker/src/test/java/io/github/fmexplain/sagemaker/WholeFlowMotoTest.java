package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.ExplanationAssert;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;

/** The whole flow against moto, where {@code moto_server} is on the path. */
class WholeFlowMotoTest {

  private static final String HOW_TO =
      "moto_server is not on the path; install it with: pip install 'moto[server]'";

  private static @Nullable Process server;
  private static URI uri = URI.create("http://127.0.0.1:1");

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<Path> executable =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "moto_server"))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(executable.isPresent(), HOW_TO);
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    uri = URI.create("http://127.0.0.1:" + port);
    server =
        new ProcessBuilder(
                executable.get().toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    awaitAnswer();
  }

  /** Looks every tenth of a second, for a minute at most, unless the server ends first. */
  private static void awaitAnswer() throws InterruptedException {
    for (int attempt = 0; attempt < 600; attempt++) {
      try {
        post("/moto-api/reset", "");
        return;
      } catch (IOException e) {
        boolean ended = server == null || server.waitFor(100, TimeUnit.MILLISECONDS);
        Assumptions.assumeFalse(ended, "moto_server does not start");
      }
    }
    Assumptions.abort("moto_server does not answer");
  }

  @AfterAll
  static void stop() {
    Process started = server;
    if (started != null) {
      started.descendants().forEach(ProcessHandle::destroy);
      started.destroy();
    }
  }

  private static int post(String path, String body) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri.resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static SageMakerClients clients() {
    return FakeAws.impatient(SageMakerClients.builder(), Duration.ofMinutes(1))
        .region(Region.EU_WEST_1)
        .endpoint(uri)
        .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .pollInterval(Duration.ZERO)
        .build();
  }

  private static void createBucket(SageMakerClients clients, String name) {
    clients
        .s3()
        .createBucket(
            b -> b.bucket(name).createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
  }

  private static void put(SageMakerClients clients, String bucket, String key, byte[] content) {
    clients.s3().putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  /**
   * moto trains nothing and writes no artifact: the test puts one where the job says that it is.
   */
  @Test
  void flow_fromRowsToAnExplanation() throws IOException, InterruptedException {
    try (SageMakerClients clients = clients()) {
      createBucket(clients, "own-bucket");
      TrainingSet set = TestData.likes(0);
      SageMakerTrainer trainer =
          SageMakerTrainer.builder()
              .clients(clients)
              .role(FakeAws.ROLE)
              .storage(SageMakerStorage.builder().bucket("own-bucket").prefix("fm").build())
              .jobName("explained-job")
              .extraHyperparameter("sparse_gradients", "true")
              .setup(SageMakerSetup.builder().tags(Map.of("team", "movies")).build())
              .build();
      String name = trainer.start(set, TestData.fast()).name();

      SageMakerTrainingJob job = SageMakerTrainingJob.attach(clients, name);
      assertEquals("Completed", job.await(SageMakerTrainingJob.Listener.none()).status());
      ByteArrayOutputStream artifact = new ByteArrayOutputStream();
      SageMakerArtifact.write(
          LocalTrainer.builder().seed(3).build().fit(set, TestData.fast()).model(), artifact);
      put(clients, "own-bucket", "fm/explained-job/output/model.tar.gz", artifact.toByteArray());

      TrainedModel trained =
          LocalTrainer.builder()
              .seed(1)
              .build()
              .retrace(job.trainedOn(set), set, TrainingProgress.none())
              .trained();
      assertEquals(Map.of("sparse_gradients", "true"), job.otherHyperparameters());
      History history = TestData.histories().get(2);
      UserExplainer user = FmExplainer.of(trained, TestData.catalogue()).forHistory(history);
      Explanation why = user.explain("i4");
      assertEquals(TrainingPath.Kind.RETRACED, Objects.requireNonNull(trained.path()).kind());
      assertEquals(8, why.contributions().size());
      assertEquals(1, job.deleteData().size());
      assertEquals(1, clients.s3().listObjectsV2(b -> b.bucket("own-bucket")).contents().size());
      ExplanationAssert.assertExplains(why, trained.model(), trained.encoder(), history);
    }
  }

  @Test
  void flow_onRowsThatAreInS3() throws InterruptedException {
    try (SageMakerClients clients = clients()) {
      createBucket(clients, "models");
      SageMakerTrainer trainer =
          SageMakerTrainer.builder()
              .clients(clients)
              .role(FakeAws.ROLE)
              .storage(SageMakerStorage.builder().bucket("models").build())
              .infrastructure(
                  TrainingInfrastructure.builder()
                      .inputMode(TrainingInfrastructure.InputMode.PIPE)
                      .build())
              .build();
      S3TrainingData data = new S3TrainingData("s3://rows/train/", "s3://rows/test/", 7);
      SageMakerTrainingJob job = trainer.start(data, TestData.HYPERPARAMETERS);
      job.await(SageMakerTrainingJob.Listener.none());
      String uri = job.artifact().orElseThrow();
      put(clients, "models", uri.substring("s3://models/".length()), TestData.binaryArtifact());
      assertEquals(TestData.binaryModel(), job.model());

      SageMakerTuningJob tuning =
          SageMakerTuner.builder()
              .trainer(trainer)
              .objective(Metric.ACCURACY)
              .jobs(2, 1)
              .integers("mini_batch_size", 100, 1000)
              .build()
              .start(data, TestData.HYPERPARAMETERS);
      assertTrue(List.of("InProgress", "Completed").contains(tuning.status()), tuning.status());
    }
  }

  @Test
  void flow_fromRowsToScores() throws IOException, InterruptedException {
    try (SageMakerClients clients = clients()) {
      String bucket = "sagemaker-eu-west-1-123456789012";
      String key = "fm-explain/moto-job/output/model.tar.gz";
      createBucket(clients, bucket);
      put(clients, bucket, key, TestData.binaryArtifact());

      TrainingResult result =
          SageMakerTrainer.builder()
              .clients(clients)
              .role(FakeAws.ROLE)
              .jobName("moto-job")
              .build()
              .fit(TestData.rows(40), TestData.HYPERPARAMETERS);
      assertEquals(TestData.binaryModel(), result.model());

      SageMakerTrainingJob job = SageMakerTrainingJob.attach(clients, "moto-job");
      assertEquals(TestData.HYPERPARAMETERS, job.hyperparameters());
      assertEquals("s3://" + bucket + "/" + key, job.artifact().orElseThrow());
      assertEquals(1, clients.s3().listObjectsV2(b -> b.bucket(bucket)).contents().size());

      SageMakerEndpoint endpoint =
          SageMakerEndpoint.builder()
              .clients(clients)
              .role(FakeAws.ROLE)
              .artifact(job.artifact().orElseThrow())
              .serverless(2048, 5)
              .setup(SageMakerSetup.builder().environment(Map.of("MODE", "quiet")).build())
              .deploy();
      int queued =
          post(
              "/moto-api/static/sagemaker/endpoint-results",
              "{\"region\":\"eu-west-1\",\"results\":[{\"Body\":\"{\\\"predictions\\\":[{\\\"score\\\":0.75,"
                  + "\\\"predicted_label\\\":1.0}]}\",\"ContentType\":\"application/json\"}]}");
      assertEquals(201, queued);
      assertArrayEquals(
          new double[] {Math.log(3)},
          endpoint.scorer(PredictorType.BINARY_CLASSIFIER, 7).scores(TestData.vectors(1)),
          1e-12);
      endpoint.close();
      assertTrue(
          TestData.message(assertThrows(SageMakerCallException.class, endpoint::status))
              .contains("Could not find endpoint"));
      assertTrue(clients.sageMaker().listModels().models().isEmpty());
      assertTrue(clients.sageMaker().listEndpointConfigs().endpointConfigs().isEmpty());
    }
  }
}
