package io.github.fmexplain.sagemaker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.FakeAws.Fault;
import io.github.fmexplain.sagemaker.FakeJobs.Step;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
    String line = "{\"score\":0.5,\"predicted_label\":1}\n";
    assertEndsWith(
        " answered more than 2 predictions for the 2 rows of part 0", line.repeat(100_000));
    assertEndsWith("rows_0.pbr.out, which has a line of more than 65536 bytes", " ".repeat(70_000));
  }

  private void assertEndsWith(String end, String output) {
    SageMakerClients clients =
        aws.clients()
            .withPause(
                interval ->
                    aws.s3.objects.replaceAll(
                        (key, value) ->
                            key.endsWith(".out")
                                ? output.getBytes(StandardCharsets.UTF_8)
                                : value));
    TransformJobException e =
        assertThrows(
            TransformJobException.class, () -> transform(1, clients).run(TestData.rows(2)));
    assertTrue(TestData.message(e).endsWith(end), e.getMessage());
  }

  private void putRows(String key, int count) throws IOException {
    aws.s3.buckets.put("data", FakeAws.ACCOUNT);
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    RecordIoWriter.shards(TestData.rows(count), 1).get(0).writeTo(rows);
    aws.s3.objects.put("data/" + key, rows.toByteArray());
  }

  @Test
  void run_fromS3ToS3LeavesThePredictionsThere() throws InterruptedException, IOException {
    putRows("in/b.pbr", 3);
    putRows("in/a.pbr", 5);
    BatchTransform transform = transform(1);
    List<String> outputs = transform.run("s3://data/in/", "s3://data/out");
    assertEquals(2, outputs.size());
    assertTrue(
        outputs.get(0).matches("s3://data/out/fm-explain-[0-9a-f-]+/a\\.pbr\\.out"),
        outputs.get(0));
    assertEquals(0, aws.count("S3.PutObject"));
    List<Prediction> predictions = new ArrayList<>();
    assertEquals(5, transform.read(outputs.get(0), predictions::add));
    assertEquals(3, transform.read(outputs.get(1), predictions::add));
    for (int row = 0; row < 8; row++) {
      assertEquals(
          TestData.binaryModel().probability(TestData.rows(5).features(row % 5)),
          requireNonNull(predictions.get(row).probability()),
          1e-7);
    }
    assertEquals(
        "input must be an address s3://bucket/prefix, but was 'data/in'",
        assertThrows(
                IllegalArgumentException.class, () -> transform.run("data/in", "s3://data/out"))
            .getMessage());
    assertEquals(
        outputs.size(),
        transform.runAsync("s3://data/in/", "s3://data/again", Runnable::run).join().size());
  }

  @Test
  void run_inS3WithoutRowsSaysSo() {
    aws.s3.buckets.put("data", FakeAws.ACCOUNT);
    TransformJobException e =
        assertThrows(
            TransformJobException.class,
            () -> transform(1).run("s3://data/nothing/", "s3://data/out/"));
    assertEquals(
        "transform job '"
            + e.jobName()
            + "' left nothing in s3://data/out/"
            + e.jobName()
            + "; is there anything in s3://data/nothing/?",
        e.getMessage());
  }

  @Test
  void run_inS3WhoseModelCannotBeDeletedHasTheAddresses() throws IOException {
    putRows("in/a.pbr", 5);
    aws.fail("SageMaker.DeleteModel", Fault.of(400, "AccessDeniedException", "no"));
    TransformJobException e =
        assertThrows(
            TransformJobException.class, () -> transform(1).run("s3://data/in/", "s3://data/out"));
    assertEquals(1, e.addresses().size());
    assertEquals(List.of(), e.predictions());
    assertTrue(TestData.message(e).contains("something is left behind"), e.getMessage());
    aws.hosting.models.clear();
  }

  /** Goes on behind the last byte, so that nothing comes twice. */
  @Test
  void read_goesOnWhereTheConnectionWasCut() throws InterruptedException, IOException {
    putRows("in/a.pbr", 5);
    BatchTransform transform = transform(1);
    String output = transform.run("s3://data/in/", "s3://data/out").get(0);
    Fault cut = Fault.cut(FakeAws.Cut.IN_THE_ANSWER);
    List<Prediction> whole = new ArrayList<>();
    transform.read(output, whole::add);
    aws.fail("S3.GetObject", cut, cut, cut);
    List<Prediction> pieces = new ArrayList<>();
    assertEquals(5, transform.read(output, pieces::add));
    assertEquals(whole, pieces);
    assertEquals(
        "could not read s3://data/gone: NoSuchKey, The specified key does not exist. (HTTP 404,"
            + " request request-1)",
        assertThrows(SageMakerCallException.class, () -> transform.read("s3://data/gone", p -> {}))
            .getMessage());
    aws.failAlways("S3.GetObject", Fault.cut(FakeAws.Cut.BEFORE_THE_ANSWER));
    SageMakerCallException e =
        assertThrows(SageMakerCallException.class, () -> transform.read(output, p -> {}));
    assertTrue(TestData.message(e).startsWith("could not read " + output + ": "), e.getMessage());
  }

  @Test
  void read_ofSomethingElseNamesTheRow() {
    aws.s3.buckets.put("data", FakeAws.ACCOUNT);
    aws.s3.objects.put(
        "data/job-7/a.out",
        "{\"score\":0.5,\"predicted_label\":1}\n{\"score\":NaN,\"predicted_label\":1}\n"
            .getBytes(StandardCharsets.UTF_8));
    List<Prediction> before = new ArrayList<>();
    assertEquals(
        "transform job 'job-7' gave a bad answer for row 2: score must be finite, but was NaN",
        assertThrows(
                TransformJobException.class,
                () -> transform(1).read("s3://data/job-7/a.out", before::add))
            .getMessage());
    assertEquals(1, before.size());
    aws.s3.objects.put("data/job-7/b.out", new byte[0]);
    assertEquals(
        "transform job 'job-7' left s3://data/job-7/b.out without a prediction",
        assertThrows(
                TransformJobException.class,
                () -> transform(1).read("s3://data/job-7/b.out", before::add))
            .getMessage());
    IllegalStateException own = new IllegalStateException("full");
    assertSame(
        own,
        assertThrows(
            IllegalStateException.class,
            () ->
                transform(1)
                    .read(
                        "s3://data/job-7/a.out",
                        prediction -> {
                          throw own;
                        })));
  }

  @Test
  void run_sendsTheSetupAndThePackage() throws InterruptedException {
    BatchTransform.builder()
        .clients(aws.clients())
        .role(FakeAws.ROLE)
        .modelPackage("arn:aws:sagemaker:eu-west-1:123456789012:model-package/movies/3")
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .setup(
            SageMakerSetup.builder()
                .volumeKmsKey("volume-key")
                .vpc(List.of("subnet-1"), List.of("sg-1"))
                .networkIsolation(true)
                .tags(Map.of("a", "b"))
                .environment(Map.of("MODE", "quiet"))
                .build())
        .build()
        .run(TestData.rows(2));
    var model = aws.hosting.requests.get(0);
    assertEquals(
        "{\"Environment\":{\"MODE\":\"quiet\"},\"ModelPackageName\":"
            + "\"arn:aws:sagemaker:eu-west-1:123456789012:model-package/movies/3\"}",
        model.get("PrimaryContainer").toString());
    assertEquals(
        "{\"SecurityGroupIds\":[\"sg-1\"],\"Subnets\":[\"subnet-1\"]}",
        model.get("VpcConfig").toString());
    assertTrue(model.get("EnableNetworkIsolation").asBoolean());
    var request = aws.jobs.transforms.values().iterator().next();
    assertEquals("{\"MODE\":\"quiet\"}", request.get("Environment").toString());
    assertEquals("[{\"Key\":\"a\",\"Value\":\"b\"}]", request.get("Tags").toString());
    assertEquals("volume-key", request.get("TransformResources").get("VolumeKmsKeyId").asString());
  }

  @Test
  void cancelledRun_stopsTheJobAndCleansUp() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    SageMakerClients clients =
        aws.clients()
            .withPause(
                interval -> {
                  waiting.countDown();
                  never.await();
                });
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CompletableFuture<List<Prediction>> future =
        transform(1, clients).runAsync(TestData.rows(3), executor);
    waiting.await();
    assertTrue(future.cancel(true));
    executor.shutdown();
    assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES));
    assertEquals(1, aws.count("SageMaker.StopTransformJob"));
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
