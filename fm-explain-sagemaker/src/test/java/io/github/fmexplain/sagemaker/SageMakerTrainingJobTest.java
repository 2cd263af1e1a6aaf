package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.Listener;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SageMakerTrainingJobTest {

  private final FakeAws aws = new FakeAws();

  @BeforeEach
  void train() throws InterruptedException {
    aws.jobs.artifact = TestData.binaryArtifact();
    SageMakerTrainer.builder()
        .clients(aws.clients())
        .role(FakeAws.ROLE)
        .jobName("job-1")
        .extraHyperparameter("use_bias", "true")
        .extraHyperparameter("_wd", "1.0")
        .extraHyperparameter("sparse_gradients", "true")
        .build()
        .fit(TestData.rows(8), TestData.HYPERPARAMETERS);
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  private SageMakerTrainingJob job() {
    return SageMakerTrainingJob.attach(aws.clients(), "job-1");
  }

  @Test
  void attached_tellsWhatItWasTrainedWith() throws InterruptedException {
    SageMakerTrainingJob job = job();
    assertEquals("SageMakerTrainingJob[job-1]", job.toString());
    assertEquals(TestData.HYPERPARAMETERS, job.hyperparameters());
    assertEquals(PredictorType.BINARY_CLASSIFIER, job.predictorType());
    assertEquals("7", job.hyperparameterMap().get("feature_dim"));
    assertEquals("true", job.hyperparameterMap().get("use_bias"));
    assertEquals(
        Map.of("use_bias", "true", "_wd", "1.0", "sparse_gradients", "true"),
        job.otherHyperparameters());
    assertEquals(Map.of("train:progress", 100.0), job.finalMetrics());
    assertEquals(
        "s3://sagemaker-eu-west-1-123456789012/fm-explain/job-1/output/model.tar.gz",
        job.artifact().orElseThrow());
    assertEquals("Completed", job.state().status());
    assertEquals(TestData.binaryModel(), job.model());
  }

  @Test
  void modelOfAJobOfAnotherKind_isThatOfItsArtifact() throws InterruptedException {
    aws.jobs.addEnded("odd", Map.of("predictor_type", "ranker", "num_factors", "many"));
    aws.s3.objects.put("bucket/odd/output/model.tar.gz", TestData.binaryArtifact());
    SageMakerTrainingJob odd = SageMakerTrainingJob.attach(aws.clients(), "odd");
    assertEquals(TestData.binaryModel(), odd.model());
    assertEquals(
        "predictor_type must be 'binary_classifier' or 'regressor', but was 'ranker'",
        assertThrows(IllegalArgumentException.class, odd::predictorType).getMessage());
  }

  @Test
  void download_replacesTheFileAndLeavesNoPart(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve("model.tar.gz");
    Files.writeString(file, "old");
    aws.fail("S3.GetObject", FakeAws.Fault.cut(FakeAws.Cut.IN_THE_ANSWER));
    job().downloadTo(file);
    assertArrayEquals(TestData.binaryArtifact(), Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void await_listensToTheEnd() throws InterruptedException {
    List<State> states = new ArrayList<>();
    State end = job().await(states::add);
    assertTrue(end.isFinal());
    assertEquals(List.of(end), states);
  }

  @Test
  void stop_ofAJobThatHasEndedDoesNothing() {
    job().stop();
    assertEquals("Completed", job().state().status());
  }

  @Test
  void missingJob_isNamed() {
    SageMakerTrainingJob none = SageMakerTrainingJob.attach(aws.clients(), "none");
    String message =
        "could not describe training job 'none' in region 'eu-west-1': ValidationException,"
            + " Requested resource not found. (HTTP 400, request request-1)";
    assertEquals(message, assertThrows(SageMakerCallException.class, none::state).getMessage());
    assertEquals(
        message,
        assertThrows(SageMakerCallException.class, () -> none.await(Listener.none())).getMessage());
    assertEquals(
        "ValidationException",
        assertThrows(SageMakerCallException.class, none::state).errorCode().orElseThrow());
    assertEquals(400, assertThrows(SageMakerCallException.class, none::state).statusCode());
  }

  @Test
  void stopping_isNotAnEnd() {
    assertTrue(new State("Stopped", "Stopped", Optional.empty()).isFinal());
    assertTrue(!new State("Stopping", "Stopping", Optional.empty()).isFinal());
  }
}
