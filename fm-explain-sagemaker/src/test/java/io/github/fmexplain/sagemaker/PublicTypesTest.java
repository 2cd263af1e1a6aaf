package io.github.fmexplain.sagemaker;

import io.github.fmexplain.BuilderRules;
import io.github.fmexplain.ToStringRules;
import io.github.fmexplain.data.TrainingSet;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
