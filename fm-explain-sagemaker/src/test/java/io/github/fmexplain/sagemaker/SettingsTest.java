package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Metric;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.regions.Region;

class SettingsTest {

  private static final String PACKAGE =
      "arn:aws:sagemaker:eu-west-1:123456789012:model-package/movies/3";

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static void assertState(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
  }

  @Test
  void infrastructure_refusesBadValues() {
    assertRefused(
        "instanceType must be one of SageMaker's, such as ml.m5.xlarge, but was 'm5.xlarge'",
        () -> TrainingInfrastructure.builder().instances("m5.xlarge", 1));
    assertRefused(
        "instanceCount must be at least 1, but was 0",
        () -> TrainingInfrastructure.builder().instances("ml.m5.xlarge", 0));
    assertRefused(
        "volumeSizeGb must be at least 1, but was 0",
        () -> TrainingInfrastructure.builder().volumeSizeGb(0));
    assertRefused(
        "volumeKmsKey must not be empty", () -> SageMakerSetup.builder().volumeKmsKey(" "));
    assertRefused(
        "vpc must have at least 1 subnet and 1 security group, but has 1 and 0",
        () -> SageMakerSetup.builder().vpc(List.of("s"), List.of()));
    assertRefused(
        "maxRunTime must be from 1 second to 28 days, but was PT0S",
        () -> TrainingInfrastructure.builder().maxRunTime(Duration.ZERO));
    assertRefused(
        "spot must be from 1 second to 28 days, but was PT696H",
        () -> TrainingInfrastructure.builder().spot(Duration.ofDays(29)));
    assertRefused(
        "spot must not wait for less than maxRunTime, PT24H, but waits for PT1H",
        () -> TrainingInfrastructure.builder().spot(Duration.ofHours(1)).build());
    assertRefused("image must not be empty", () -> TrainingInfrastructure.builder().image(""));
  }

  @Test
  void storage_refusesBadValues() {
    assertRefused(
        "bucket must be the name of a bucket, without s3:// and key, but was 's3://b'",
        () -> SageMakerStorage.builder().bucket("s3://b"));
    assertRefused(
        "prefix must be 1 to 512 letters, digits and !_.*'()-/, but was 'a b'",
        () -> SageMakerStorage.builder().prefix("a b"));
    assertRefused("kmsKey must not be empty", () -> SageMakerStorage.builder().kmsKey(""));
    SageMakerStorage storage =
        SageMakerStorage.builder().bucket("my-bucket").prefix("/a/b/").build();
    assertEquals("SageMakerStorage[my-bucket/a/b]", storage.toString());
    assertEquals("my-bucket", storage.bucket().orElseThrow());
    assertTrue(storage.kmsKey().isEmpty() && !storage.keepsData());
  }

  @Test
  void builders_nameWhatIsMissing() {
    assertState("missing settings: clients, role", () -> SageMakerTrainer.builder().build());
    assertState(
        "missing settings: clients, role, artifact or modelPackage",
        () -> SageMakerEndpoint.builder().deploy());
    assertState(
        "missing settings: clients, role, artifact or modelPackage, predictorType",
        () -> BatchTransform.builder().build());
    assertState(
        "missing settings: trainer, objective, jobs, integers, reals or choices",
        () -> SageMakerTuner.builder().build());
    assertState(
        "artifact and modelPackage exclude each other",
        () ->
            BatchTransform.builder()
                .clients(SageMakerClients.builder().region(Region.EU_WEST_1).build())
                .role(FakeAws.ROLE)
                .artifact("s3://bucket/key")
                .modelPackage(PACKAGE)
                .predictorType(PredictorType.REGRESSOR)
                .build());
    assertState(
        "missing settings: clients, endpointName, predictorType, numFeatures",
        () -> EndpointScorer.builder().build());
  }

  @Test
  void settings_areSetOnce() {
    assertState(
        "role was already set",
        () -> SageMakerTrainer.builder().role(FakeAws.ROLE).role(FakeAws.ROLE));
    assertState(
        "hosting was already set",
        () -> SageMakerEndpoint.builder().instances("ml.m5.large", 1).serverless(1024, 1));
    assertState(
        "extra hyperparameter 'a' was already set",
        () ->
            SageMakerTrainer.builder().extraHyperparameter("a", "1").extraHyperparameter("a", "1"));
    assertState(
        "tags was already set", () -> SageMakerSetup.builder().tags(Map.of()).tags(Map.of()));
  }

  @Test
  void otherBuilders_refuseBadValues() {
    assertRefused(
        "memoryMb must be a multiple of 1024 from 1024 to 6144, but was 2000",
        () -> SageMakerEndpoint.builder().serverless(2000, 1));
    assertRefused(
        "maxConcurrency must be from 1 to 200, but was 201",
        () -> SageMakerEndpoint.builder().serverless(2048, 201));
    assertRefused(
        "artifact must be an address s3://bucket/key, but was '/tmp/model.tar.gz'",
        () -> SageMakerEndpoint.builder().artifact("/tmp/model.tar.gz"));
    assertRefused(
        "maximumPayloadMb must be from 1 to 100, but was 101",
        () -> BatchTransform.builder().maximumPayloadMb(101));
    assertRefused(
        "numFeatures must be at least 1, but was 0", () -> EndpointScorer.builder().numFeatures(0));
    assertRefused(
        "maximumBodyBytes must be at least 1, but was 0",
        () -> EndpointScorer.builder().maximumBodyBytes(0));
    assertRefused(
        "extra hyperparameter must have a name of 1 to 256 and a value of at most 2500"
            + " characters, but has 0 and 1",
        () -> SageMakerTrainer.builder().extraHyperparameter("", "1"));
    assertRefused(
        "pollInterval must not be negative, but was PT-1S",
        () -> SageMakerClients.builder().pollInterval(Duration.ofSeconds(-1)));
    assertRefused(
        "total must be more than zero, but was PT0S",
        () -> new CallLimits(Duration.ofSeconds(1), Duration.ZERO, 1));
    assertRefused(
        "silence must be more than zero, but was PT-1S",
        () -> new CallLimits(Duration.ofSeconds(-1), Duration.ofSeconds(1), 1));
    assertRefused(
        "attempts must be at least 1, but was 0",
        () -> new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 0));
    assertRefused(
        "modelPackage must be an ARN such as"
            + " arn:aws:sagemaker:eu-west-1:123456789012:model-package/name/1, but was 'name'",
        () -> SageMakerEndpoint.builder().modelPackage("name"));
    assertRefused(
        "train must be an address s3://bucket/prefix, but was 's3://bucket'",
        () -> new S3TrainingData("s3://bucket", null, 1));
    assertRefused(
        "test must be an address s3://bucket/prefix, but was 'here'",
        () -> new S3TrainingData("s3://bucket/a", "here", 1));
    assertRefused(
        "numFeatures must be at least 1, but was 0",
        () -> new S3TrainingData("s3://bucket/a", null, 0));
    assertRefused(
        "objective must be RMSE, ACCURACY, CROSS_ENTROPY or F1, but was AUC",
        () -> SageMakerTuner.builder().objective(Metric.AUC));
    assertRefused(
        "parallel must be at most maximum, 2, but was 3",
        () -> SageMakerTuner.builder().jobs(2, 3));
    assertRefused(
        "range of epochs must have more than one value, but was 3 to 3",
        () -> SageMakerTuner.builder().integers("epochs", 3, 3));
    assertRefused(
        "range of factors_lr must have more than one value, but was 1.0 to NaN",
        () -> SageMakerTuner.builder().reals("factors_lr", 1, Double.NaN));
    assertTrue(
        TestData.message(
                assertThrows(
                    IllegalArgumentException.class,
                    () -> SageMakerTuner.builder().reals("factors_learning_rate", 0, 1)))
            .startsWith(
                "unknown hyperparameter 'factors_learning_rate'; known are bias_init_method,"));
    assertRefused(
        "maximumWait must be more than zero, but was PT-1S",
        () -> SageMakerClients.builder().maximumWait(Duration.ofSeconds(-1)));
  }

  @Test
  void clients_canBeReplacedOneByOneAndAreClosedOnlyWhereTheyWereMade() {
    try (FakeAws aws = new FakeAws();
        SageMakerClients made = aws.clients()) {
      try (SageMakerClients other =
          SageMakerClients.builder()
              .region(Region.EU_WEST_1)
              .proxy(URI.create("http://127.0.0.1:9"))
              .build()
              .withSageMaker(made.sageMaker())
              .withRuntime(made.runtime())
              .withS3(made.s3())
              .withSts(made.sts())
              .withLogs(made.logs().orElseThrow())) {
        assertEquals(FakeAws.ACCOUNT, other.sts().getCallerIdentity().account());
        assertEquals(Duration.ofSeconds(30), other.pollInterval());
        assertTrue(other.maximumWait().isEmpty());
        assertTrue(other.withoutLogs().logs().isEmpty());
      }
      assertEquals(FakeAws.ACCOUNT, made.sts().getCallerIdentity().account());
    }
  }

  @Test
  void scorer_saysWhatItIs() {
    try (FakeAws aws = new FakeAws()) {
      EndpointScorer scorer =
          SageMakerEndpoint.attach(aws.clients(), "there").scorer(PredictorType.REGRESSOR, 3);
      assertEquals("EndpointScorer[there, REGRESSOR, JSON]", scorer.toString());
      assertEquals("there", scorer.endpointName());
    }
  }
}
