package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainingResult;
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

  @Test
  void flow_fromRowsToScores() throws IOException, InterruptedException {
    try (SageMakerClients clients =
        SageMakerClients.builder()
            .region(Region.EU_WEST_1)
            .endpoint(uri)
            .credentials(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .retryStrategy(FakeAws.retries())
            .pollInterval(Duration.ZERO)
            .build()) {
      String bucket = "sagemaker-eu-west-1-123456789012";
      String key = "fm-explain/moto-job/output/model.tar.gz";
      clients
          .s3()
          .createBucket(
              b ->
                  b.bucket(bucket)
                      .createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
      // moto writes no artifact, so it is put where the job will say that it is.
      clients
          .s3()
          .putObject(
              b -> b.bucket(bucket).key(key), RequestBody.fromBytes(TestData.binaryArtifact()));

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
