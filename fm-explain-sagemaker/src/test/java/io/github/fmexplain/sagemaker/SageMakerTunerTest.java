package io.github.fmexplain.sagemaker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.sagemaker.FakeAws.Fault;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.TrainedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SageMakerTunerTest {

  private final FakeAws aws = new FakeAws();

  @AfterEach
  void stop() {
    aws.close();
  }

  private SageMakerTrainer.Builder trainer() {
    return SageMakerTrainer.builder()
        .clients(aws.clients())
        .role(FakeAws.ROLE)
        .setup(
            SageMakerSetup.builder()
                .tags(Map.of("a", "b"))
                .environment(Map.of("MODE", "quiet"))
                .networkIsolation(true)
                .build())
        .testSet(TestData.likes(0));
  }

  private SageMakerTrainer.Builder trainerWithoutTest() {
    return SageMakerTrainer.builder().clients(aws.clients()).role(FakeAws.ROLE);
  }

  private static SageMakerTuner tuner(SageMakerTrainer.Builder trainer) {
    return SageMakerTuner.builder()
        .trainer(trainer.build())
        .objective(Metric.CROSS_ENTROPY)
        .jobs(10, 2)
        .integers("mini_batch_size", 100, 1000)
        .build();
  }

  private static FmHyperparameters fixed() {
    return FmHyperparameters.ofMap(
        Map.of("predictor_type", "binary_classifier", "num_factors", "4", "epochs", "60"));
  }

  private JsonNode request() {
    return aws.tuning.requests.values().iterator().next();
  }

  @Test
  void bestJob_givesATrainedModel() throws IOException, InterruptedException {
    TrainingSet set = TestData.likes(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SageMakerArtifact.write(
        LocalTrainer.builder().seed(1).build().fit(set, TestData.fast()).model(), bytes);
    aws.jobs.artifact = bytes.toByteArray();

    String name = tuner(trainer()).start(set, fixed()).name();
    SageMakerTuningJob job = SageMakerTuningJob.attach(aws.clients(), name);
    assertEquals("InProgress", job.status());
    assertTrue(job.best().isEmpty());
    SageMakerTrainingJob best = job.await();
    assertEquals(name + "-002-abcd", best.name());
    TrainedModel trained = best.trainedOn(set);
    assertEquals(500, requireNonNull(trained.hyperparameters()).miniBatchSize());
    assertEquals(Map.of("_tuning_objective_metric", "test:x"), best.otherHyperparameters());
    assertEquals(2, job.deleteData().size());
    assertEquals(List.of(), aws.left());
  }

  @Test
  void start_sendsRangesObjectiveAndWhatIsTheSameForAll() throws InterruptedException {
    SageMakerTuner.builder()
        .trainer(trainer().build())
        .objective(Metric.F1)
        .jobs(20, 3)
        .integers("mini_batch_size", 100, 1000)
        .reals("factors_lr", 0.00001, 0.1)
        .choices("factors_init_method", List.of("normal", "uniform"))
        .build()
        .start(TestData.likes(0), fixed());
    JsonNode config = request().get("HyperParameterTuningJobConfig");
    assertEquals("Bayesian", config.get("Strategy").asString());
    assertEquals(
        "{\"Type\":\"Maximize\",\"MetricName\":\"test:binary_f_beta\"}",
        config.get("HyperParameterTuningJobObjective").toString());
    assertEquals(
        "{\"MaxNumberOfTrainingJobs\":20,\"MaxParallelTrainingJobs\":3}",
        config.get("ResourceLimits").toString());
    assertEquals(
        "{\"IntegerParameterRanges\":[{\"Name\":\"mini_batch_size\",\"MinValue\":\"100\","
            + "\"MaxValue\":\"1000\"}],\"ContinuousParameterRanges\":[{\"Name\":\"factors_lr\","
            + "\"MinValue\":\"0.000010\",\"MaxValue\":\"0.1\"}],\"CategoricalParameterRanges\":"
            + "[{\"Name\":\"factors_init_method\",\"Values\":[\"normal\",\"uniform\"]}]}",
        config.get("ParameterRanges").toString());
    JsonNode definition = request().get("TrainingJobDefinition");
    assertEquals(
        "{\"epochs\":\"60\",\"feature_dim\":\"14\",\"num_factors\":\"4\","
            + "\"predictor_type\":\"binary_classifier\"}",
        definition.get("StaticHyperParameters").toString());
    assertEquals(2, definition.get("InputDataConfig").size());
    assertEquals(FakeAws.ROLE, definition.get("RoleArn").asString());
    assertEquals("{\"MODE\":\"quiet\"}", definition.get("Environment").toString());
    assertTrue(definition.get("EnableNetworkIsolation").asBoolean());
    assertEquals("[{\"Key\":\"a\",\"Value\":\"b\"}]", request().get("Tags").toString());
    aws.tuning.requests.keySet().forEach(name -> assertTrue(name.length() <= 32, name));
  }

  @Test
  void start_refusesWhatCannotBeTuned() {
    assertEquals(
        "tuning must have test rows to judge by; give them to the trainer with testSet(…), or with"
            + " S3TrainingData",
        assertThrows(
                IllegalArgumentException.class,
                () -> tuner(trainerWithoutTest()).start(TestData.likes(0), fixed()))
            .getMessage());
    assertEquals(
        "hyperparameter 'mini_batch_size' has a range, and is also set; leave one out",
        assertThrows(
                IllegalArgumentException.class,
                () -> tuner(trainer()).start(TestData.likes(0), TestData.fast()))
            .getMessage());
    assertEquals(
        "objective RMSE must be one of a binary_classifier, but is one of a regressor",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    SageMakerTuner.builder()
                        .trainer(trainer().build())
                        .objective(Metric.RMSE)
                        .jobs(1, 1)
                        .integers("epochs", 1, 9)
                        .build()
                        .start(TestData.likes(0), fixed()))
            .getMessage());
    assertEquals(List.of(), aws.calls);
  }

  @Test
  void rowsInS3_areTunedOn() throws InterruptedException {
    tuner(trainerWithoutTest())
        .start(new S3TrainingData("s3://rows/train", "s3://rows/test", 14), fixed());
    assertEquals(0, aws.count("S3.PutObject"));
    assertEquals(2, request().get("TrainingJobDefinition").get("InputDataConfig").size());
  }

  @Test
  void start_thatFailsLeavesNothing() {
    aws.fail(
        "SageMaker.CreateHyperParameterTuningJob",
        Fault.of(400, "ResourceLimitExceeded", "too many"));
    assertThrows(
        SageMakerCallException.class, () -> tuner(trainer()).start(TestData.likes(0), fixed()));
    assertEquals(List.of(), aws.left());
  }

  @Test
  void jobWithoutABest_isAFailureWithItsReason() throws InterruptedException {
    aws.tuning.script = List.of("Failed");
    aws.tuning.failureReason = "All training jobs failed.";
    SageMakerTuningJob job = tuner(trainer()).start(TestData.likes(0), fixed());
    TrainingJobException e = assertThrows(TrainingJobException.class, job::await);
    assertEquals(
        "tuning job '"
            + job.name()
            + "' has no best training job (Failed): All training jobs failed.",
        e.getMessage());
    job.stop();
    assertEquals("Failed", job.status());
  }

  @Test
  void stop_endsItAndKeepsItsRowsUntilThen() throws InterruptedException {
    SageMakerTuningJob job = tuner(trainer()).start(TestData.likes(0), fixed());
    assertEquals(
        "tuning job '"
            + job.name()
            + "' must have ended before its rows are deleted, but is InProgress",
        assertThrows(IllegalStateException.class, job::deleteData).getMessage());
    job.stop();
    assertThrows(TrainingJobException.class, job::await);
    assertEquals(2, job.deleteData().size());
    assertEquals(List.of(), aws.left());
    assertEquals("SageMakerTuningJob[" + job.name() + "]", job.toString());
  }
}
