package io.github.fmexplain.sagemaker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.FakeAws.Fault;
import io.github.fmexplain.sagemaker.FakeJobs.Step;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTransformTest {

  private final FakeAws aws = new FakeAws();

  BatchTransformTest() {
    aws.runtime.model = TestData.binaryModel();
  }

  @AfterEach
  void nothingIsLeft() {
    try {
      assertEquals(List.of(), aws.left());
    } finally {
      aws.close();
    }
  }

  private BatchTransform transform(int instances, SageMakerClients clients) {
    return BatchTransform.builder()
        .clients(clients)
        .role(FakeAws.ROLE)
        .artifact("s3://bucket/model.tar.gz")
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .instances("ml.m5.large", instances)
        .build();
  }

  private BatchTransform transform(int instances) {
    return transform(instances, aws.clients());
  }

  @Test
  void run_joinsPredictionsToTheirRows() throws InterruptedException {
    TrainingSet set = TestData.rows(11);
    for (int instances = 1; instances <= 3; instances++) {
      List<Prediction> predictions = transform(instances).run(set);
      assertEquals(11, predictions.size());
      for (int row = 0; row < 11; row++) {
        assertEquals(
            TestData.binaryModel().probability(set.features(row)),
            requireNonNull(predictions.get(row).probability()),
            1e-7);
      }
    }
  }

  @Test
  void run_sendsWhatIsDocumented() throws InterruptedException {
    transform(2).run(TestData.vectors(4), 7);
    var request = aws.jobs.transforms.values().iterator().next();
    assertEquals("MultiRecord", request.get("BatchStrategy").asString());
    assertEquals(6, request.get("MaxPayloadInMB").asInt());
    assertEquals("RecordIO", request.get("TransformInput").get("SplitType").asString());
    assertEquals(
        "application/x-recordio-protobuf",
        request.get("TransformInput").get("ContentType").asString());
    assertEquals("Line", request.get("TransformOutput").get("AssembleWith").asString());
    assertEquals("application/jsonlines", request.get("TransformOutput").get("Accept").asString());
    assertEquals(
        "{\"InstanceType\":\"ml.m5.large\",\"InstanceCount\":2}",
        request.get("TransformResources").toString());
  }

  @Test
  void failedJob_givesItsReason() {
    aws.jobs.transformScript =
        List.of(
            Step.of("Failed", "").because("AlgorithmError: Unable to get response from algorithm"));
    TransformJobException e =
        assertThrows(TransformJobException.class, () -> transform(1).run(TestData.rows(3)));
    assertEquals(
        "transform job '"
            + e.jobName()
            + "' failed: AlgorithmError: Unable to get response from algorithm; lower"
            + " maximumPayloadMb",
        e.getMessage());
  }

  @Test
  void outputThatDoesNotFit_isNoPrediction() {
    aws.fail("S3.GetObject", Fault.of(404, "NoSuchKey", "none"));
    assertThrows(SageMakerCallException.class, () -> transform(1).run(TestData.rows(3)));
    for (String output : List.of("{\"score\":0.5,\"predicted_label\":1}\n", "{\"score\":", "")) {
      SageMakerClients clients = aws.clients();
      TransformJobException e =
          assertThrows(
              TransformJobException.class,
              () ->
                  transform(
                          1,
                          clients.withPause(
                              interval ->
                                  aws.s3.objects.replaceAll(
                                      (key, value) ->
                                          key.endsWith(".out")
                                              ? output.getBytes(StandardCharsets.UTF_8)
                                              : value)))
                      .run(TestData.rows(3)));
      assertTrue(
          TestData.message(e)
              .contains(
                  output.endsWith(":")
                      ? "gave a bad answer for row 1: body is not JSON"
                      : "predictions for the 3 rows of part 0"),
          e.getMessage());
    }
  }

  @Test
  void outputThatIsTooLarge_isNotReadToItsEnd() {
    SageMakerClients clients =
        aws.clients()
            .withPause(
                interval ->
                    aws.s3.objects.replaceAll(
                        (key, value) -> key.endsWith(".out") ? new byte[2001] : value));
    TransformJobException e =
        assertThrows(
            TransformJobException.class, () -> transform(1, clients).run(TestData.rows(2)));
    assertEquals(
        "transform job '"
            + e.jobName()
            + "' left an output of more than 2000 bytes for the 2 rows of part 0",
        e.getMessage());
  }

  @Test
  void interruptedRun_stopsTheJob() {
    SageMakerClients clients =
        aws.clients()
            .withPause(
                interval -> {
                  throw new InterruptedException("test");
                });
    assertThrows(InterruptedException.class, () -> transform(1, clients).run(TestData.rows(3)));
    assertEquals(1, aws.count("SageMaker.StopTransformJob"));
  }

  @Test
  void throttlingOfEveryCall_isSatOut() throws InterruptedException {
    aws.throttleEveryFirstAttempt();
    assertEquals(3, transform(1).run(TestData.rows(3)).size());
  }

  @Test
  void tooFewRows_areRefused() {
    assertEquals(
        "rows must be at least one per instance, but are 1 for 2 instances",
        assertThrows(IllegalArgumentException.class, () -> transform(2).run(TestData.vectors(1), 7))
            .getMessage());
  }
}
