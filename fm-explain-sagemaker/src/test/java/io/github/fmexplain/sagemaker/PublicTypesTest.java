package io.github.fmexplain.sagemaker;

import io.github.fmexplain.BuilderRules;
import io.github.fmexplain.NullRules;
import io.github.fmexplain.ToStringRules;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.artifact.ArtifactLimits;
import io.github.fmexplain.sagemaker.artifact.ArtifactReader;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.sagemaker.log.LogMetric;
import io.github.fmexplain.sagemaker.log.TrainingLog;
import io.github.fmexplain.sagemaker.recordio.RecordIoPredictionReader;
import io.github.fmexplain.sagemaker.recordio.RecordIoReader;
import io.github.fmexplain.sagemaker.recordio.RecordIoShard;
import io.github.fmexplain.sagemaker.recordio.RecordIoTensor;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.TrainingProgress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class PublicTypesTest {

  @Test
  void settings_areSetOnce() {
    try (FakeAws aws = new FakeAws();
        SageMakerClients clients = aws.clients()) {
      BuilderRules.rules()
          .sample(SageMakerClients.class, () -> clients)
          .sample(TrainingInfrastructure.class, TrainingInfrastructure::defaults)
          .sample(SageMakerStorage.class, SageMakerStorage::defaultBucket)
          .sample(TrainingSet.class, () -> TestData.rows(2))
          .sample(SageMakerTrainingJob.Listener.class, () -> state -> {})
          .sample(SageMakerEndpoint.Listener.class, () -> status -> {})
          .sample(Region.class, () -> Region.EU_WEST_1)
          .sample(AwsCredentialsProvider.class, AnonymousCredentialsProvider::create)
          .sample(
              CallLimits.class,
              () -> new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1))
          .sample(SageMakerSetup.class, SageMakerSetup::none)
          .sample(
              SageMakerTrainer.class,
              () -> SageMakerTrainer.builder().clients(clients).role(FakeAws.ROLE).build())
          .call("role", FakeAws.ROLE)
          .call("artifact", "s3://bucket/model.tar.gz")
          .call("instances", "ml.m5.large", 1)
          .call("SageMakerEndpoint.serverless", 1024, 1)
          .call("SageMakerStorage.bucket", "a-bucket")
          .call("SageMakerSetup.vpc", List.of("subnet"), List.of("group"))
          .call("modelPackage", "arn:aws:sagemaker:eu-west-1:123456789012:model-package/movies/3")
          .call("SageMakerTuner.objective", Metric.RMSE)
          .call("SageMakerTuner.integers", "epochs", 1, 2)
          .call("SageMakerTuner.reals", "factors_lr", 0.5, 1.0)
          .call("SageMakerTuner.choices", "bias_init_method", List.of("normal"))
          .assertAllSetOnce(SageMakerTrainer.class);
    }
  }

  @Test
  void null_failsAtTheCallWithItsName() throws IOException {
    try (FakeAws aws = new FakeAws();
        SageMakerClients clients = aws.clients()) {
      SageMakerEndpoint endpoint = SageMakerEndpoint.attach(clients, "endpoint");
      SageMakerTrainer trainer =
          SageMakerTrainer.builder().clients(clients).role(FakeAws.ROLE).build();
      KnnExport export =
          KnnExport.of(
              TestData.untrained(
                  TestData.regressor(),
                  OneHotEncoder.of(List.of("u1", "u2", "u3"), List.of("a", "b", "c", "d"))));
      NullRules.rules()
          .value(
              clients,
              trainer,
              endpoint,
              endpoint.scorer(PredictorType.REGRESSOR, 3),
              SageMakerTrainingJob.attach(clients, "job"),
              SageMakerTuningJob.attach(clients, "tuning"),
              SageMakerTuner.builder()
                  .trainer(trainer)
                  .objective(Metric.RMSE)
                  .jobs(2, 1)
                  .integers("epochs", 1, 2)
                  .build(),
              BatchTransform.builder()
                  .clients(clients)
                  .role(FakeAws.ROLE)
                  .artifact("s3://bucket/model.tar.gz")
                  .predictorType(PredictorType.REGRESSOR)
                  .build(),
              export,
              clients.sageMaker(),
              clients.runtime(),
              clients.s3(),
              clients.sts(),
              clients.logs().orElseThrow(),
              AnonymousCredentialsProvider.create(),
              Region.EU_WEST_1,
              new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1),
              Duration.ofSeconds(1),
              URI.create("https://example.org"),
              Path.of("nowhere"),
              new ByteArrayInputStream(new byte[0]),
              OutputStream.nullOutputStream(),
              TestData.regressor(),
              TestData.HYPERPARAMETERS,
              TestData.rows(2),
              TestData.histories().get(0),
              FeatureVector.ones(1),
              (SageMakerTrainingJob.Listener) state -> {},
              (SageMakerEndpoint.Listener) status -> {},
              TrainingProgress.none(),
              (Consumer<Object>) prediction -> {},
              SageMakerArtifact.reader(),
              ArtifactLimits.defaults(),
              new TrainingLog(),
              RecordIoWriter.to(OutputStream.nullOutputStream()),
              RecordIoTensor.float32(1),
              SageMakerTrainer.builder(),
              SageMakerTuner.builder(),
              SageMakerEndpoint.builder(),
              EndpointScorer.builder(),
              BatchTransform.builder(),
              SageMakerClients.builder(),
              SageMakerSetup.builder(),
              SageMakerStorage.builder(),
              SageMakerArtifact.read(
                  new ByteArrayInputStream(TestData.binaryArtifact()), "model.tar.gz"),
              TrainingInfrastructure.builder(),
              ArtifactLimits.builder(),
              RecordIoReader.builder(new ByteArrayInputStream(new byte[0])),
              RecordIoWriter.shards(TestData.rows(2), 1).get(0),
              TrainingInfrastructure.defaults(),
              SageMakerStorage.defaultBucket(),
              SageMakerSetup.none(),
              new S3TrainingData("s3://bucket/rows", null, 3))
          .inputs(S3TrainingData.class, CallLimits.class)
          .without("Listener.onLogLine", "Listener.onWarning")
          .assertAllNamed(SageMakerTrainer.class);
    }
  }

  @Test
  void publicTypes_sayWhatTheyAre() throws IOException {
    ToStringRules.assertDeclared(
        SageMakerTrainer.class,
        KnnExport.class,
        ArtifactLimits.class,
        ArtifactReader.class,
        TrainingLog.class,
        RecordIoPredictionReader.class,
        RecordIoReader.class,
        RecordIoShard.class,
        RecordIoWriter.class);
    try (FakeAws aws = new FakeAws();
        SageMakerClients clients = aws.clients()) {
      ToStringRules.assertOneLine(
          clients,
          TrainingInfrastructure.defaults(),
          SageMakerStorage.defaultBucket(),
          SageMakerSetup.none(),
          SageMakerTuningJob.attach(clients, "tuning"),
          SageMakerTuner.builder()
              .trainer(SageMakerTrainer.builder().clients(clients).role(FakeAws.ROLE).build())
              .objective(Metric.F1)
              .jobs(2, 1)
              .reals("factors_lr", 0.01, 0.1)
              .build(),
          SageMakerTrainer.builder().clients(clients).role(FakeAws.ROLE).build(),
          SageMakerTrainingJob.attach(clients, "job"),
          SageMakerEndpoint.attach(clients, "endpoint"),
          SageMakerEndpoint.attach(clients, "endpoint").scorer(PredictorType.REGRESSOR, 3),
          BatchTransform.builder()
              .clients(clients)
              .role(FakeAws.ROLE)
              .artifact("s3://bucket/model.tar.gz")
              .predictorType(PredictorType.REGRESSOR)
              .build(),
          SageMakerArtifact.reader()
              .read(new ByteArrayInputStream(TestData.binaryArtifact()), "model.tar.gz"),
          LogMetric.parse("#progress_metric: host=algo-1, completed 10 % of epochs").get(0),
          RecordIoTensor.float32(1, 2));
    }
  }
}
