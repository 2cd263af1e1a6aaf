package io.github.fmexplain.sagemaker;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.sagemaker.FakeAws.Fault;
import io.github.fmexplain.sagemaker.FakeJobs.Step;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.Listener;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.State;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import io.github.fmexplain.train.EpochReport;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingProgress.Decision;
import io.github.fmexplain.train.TrainingResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import tools.jackson.databind.JsonNode;

class SageMakerTrainerTest {

  private static final String BUCKET = "sagemaker-eu-west-1-123456789012";

  private final FakeAws aws = new FakeAws();
  private final List<String> states = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  SageMakerTrainerTest() {
    aws.jobs.artifact = TestData.binaryArtifact();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  private void assertNothingLeft() {
    assertEquals(List.of(), aws.left());
  }

  private SageMakerTrainer.Builder trainer() {
    return trainer("job-1");
  }

  private SageMakerTrainer.Builder trainer(String jobName) {
    return SageMakerTrainer.builder()
        .clients(aws.clients())
        .role(FakeAws.ROLE)
        .jobName(jobName)
        .listener(
            new Listener() {
              @Override
              public void onState(State state) {
                states.add(state.status() + "/" + state.secondaryStatus());
              }

              @Override
              public void onLogLine(String line) {
                lines.add(line);
              }

              @Override
              public void onWarning(String warning) {
                warnings.add(warning);
              }
            });
  }

  private TrainingResult fit(SageMakerTrainer.Builder trainer) throws InterruptedException {
    return trainer.build().fit(TestData.rows(12), TestData.HYPERPARAMETERS);
  }

  private JsonNode request() {
    return aws.jobs.jobs.values().iterator().next().request;
  }

  private static String metric(int epoch, String name, double value) {
    return "[x INFO 1] #quality_metric: host=algo-1, epoch="
        + epoch
        + ", train "
        + name
        + " <score>="
        + value;
  }

  @Test
  void fit_goesThroughAllStatesToTheModel() throws InterruptedException {
    TrainingResult result = fit(trainer());
    assertEquals(TestData.binaryModel(), result.model());
    assertEquals(4, result.epochs());
    assertFalse(result.stopped());
    assertNull(result.seed());
    assertEquals(
        List.of(
            "InProgress/Starting",
            "InProgress/Downloading",
            "InProgress/Training",
            "InProgress/Uploading",
            "Completed/Completed"),
        states);
    assertEquals(List.of(), warnings);
    assertNothingLeft();
  }

  @Test
  void fit_sendsOnlyWhatWasSet() throws InterruptedException {
    fit(trainer().extraHyperparameter("use_linear", "false"));
    assertEquals(
        "{\"epochs\":\"4\",\"feature_dim\":\"7\",\"num_factors\":\"3\","
            + "\"predictor_type\":\"binary_classifier\",\"use_linear\":\"false\"}",
        request().get("HyperParameters").toString());
    assertEquals(
        "438346466558.dkr.ecr.eu-west-1.amazonaws.com/factorization-machines:1",
        request().get("AlgorithmSpecification").get("TrainingImage").asString());
    assertEquals(FakeAws.ROLE, request().get("RoleArn").asString());
    assertEquals("{\"MaxRuntimeInSeconds\":86400}", request().get("StoppingCondition").toString());
    assertFalse(request().has("EnableManagedSpotTraining"));
    assertFalse(request().has("VpcConfig"));
    assertFalse(request().has("Tags"));
    assertFalse(request().has("Environment"));
    assertFalse(request().has("EnableNetworkIsolation"));
    assertEquals(
        "File", request().get("AlgorithmSpecification").get("TrainingInputMode").asString());
  }

  @Test
  void fit_sendsTheInfrastructure() throws InterruptedException {
    fit(
        trainer()
            .infrastructure(
                TrainingInfrastructure.builder()
                    .instances("ml.c5.2xlarge", 3)
                    .volumeSizeGb(50)
                    .inputMode(TrainingInfrastructure.InputMode.PIPE)
                    .maxRunTime(Duration.ofHours(1))
                    .spot(Duration.ofHours(2))
                    .image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/own:2")
                    .build())
            .setup(
                SageMakerSetup.builder()
                    .volumeKmsKey("volume-key")
                    .vpc(List.of("subnet-1"), List.of("sg-1", "sg-2"))
                    .networkIsolation(true)
                    .tags(Map.of("team", "recommendations"))
                    .environment(Map.of("MODE", "quiet"))
                    .build())
            .storage(SageMakerStorage.builder().prefix("/fm/").kmsKey("data-key").build()));
    assertEquals(
        "Pipe", request().get("AlgorithmSpecification").get("TrainingInputMode").asString());
    assertTrue(request().get("EnableNetworkIsolation").asBoolean());
    assertEquals("{\"MODE\":\"quiet\"}", request().get("Environment").toString());
    assertEquals(
        "{\"InstanceType\":\"ml.c5.2xlarge\",\"InstanceCount\":3,\"VolumeSizeInGB\":50,"
            + "\"VolumeKmsKeyId\":\"volume-key\"}",
        request().get("ResourceConfig").toString());
    assertEquals(
        "{\"SecurityGroupIds\":[\"sg-1\",\"sg-2\"],\"Subnets\":[\"subnet-1\"]}",
        request().get("VpcConfig").toString());
    assertEquals(
        "[{\"Key\":\"team\",\"Value\":\"recommendations\"}]", request().get("Tags").toString());
    assertEquals(
        "{\"MaxRuntimeInSeconds\":3600,\"MaxWaitTimeInSeconds\":7200}",
        request().get("StoppingCondition").toString());
    assertTrue(request().get("EnableManagedSpotTraining").asBoolean());
    assertEquals(
        "{\"KmsKeyId\":\"data-key\",\"S3OutputPath\":\"s3://" + BUCKET + "/fm\"}",
        request().get("OutputDataConfig").toString());
    assertEquals(List.of("data-key", "data-key", "data-key"), aws.s3.kmsKeys);
    assertEquals(
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/own:2",
        request().get("AlgorithmSpecification").get("TrainingImage").asString());
  }

  @Test
  void fit_withAHyperparameterThatNobodyKnowsGivesTheModel() throws InterruptedException {
    assertEquals(
        TestData.binaryModel(),
        fit(trainer().extraHyperparameter("sparse_gradients", "true")).model());
    SageMakerTrainingJob job = SageMakerTrainingJob.attach(aws.clients(), "job-1");
    assertEquals(TestData.binaryModel(), job.model());
    assertEquals(TestData.HYPERPARAMETERS, job.hyperparameters());
    assertEquals(Map.of("sparse_gradients", "true"), job.otherHyperparameters());
    assertNothingLeft();
  }

  @Test
  void extraHyperparameterThatIsAlsoSet_isRefusedBeforeAnythingIsSent() {
    assertEquals(
        "extra hyperparameter 'epochs' is also among the hyperparameters; set it once",
        assertThrows(
                IllegalArgumentException.class,
                () -> fit(trainer().extraHyperparameter("epochs", "5")))
            .getMessage());
    assertEquals(List.of(), aws.calls);
  }

  @Test
  void start_leavesAJobToAttachTo() throws InterruptedException {
    aws.jobs.train = true;
    TrainingSet set = TestData.likes(0);
    String name = trainer().build().start(set, TestData.fast()).name();
    assertEquals(List.of(), states);
    assertEquals(1, aws.left().stream().filter(left -> left.startsWith("object ")).count());

    SageMakerTrainingJob job = SageMakerTrainingJob.attach(aws.clients(), name);
    assertEquals(
        "training job 'job-1' must have ended before its rows are deleted, but is InProgress",
        assertThrows(IllegalStateException.class, job::deleteData).getMessage());
    assertEquals("Completed", job.await(Listener.none()).status());
    TrainedModel trained = job.trainedOn(set);
    assertEquals(TestData.fast(), trained.hyperparameters());
    List<String> deleted = job.deleteData();
    assertEquals(1, deleted.size());
    assertTrue(deleted.get(0).startsWith("s3://" + BUCKET + "/fm-explain/job-1/"), deleted.get(0));
    assertEquals(List.of(), job.deleteData());
    assertNothingLeft();
  }

  @Test
  void start_thatFailsLeavesNothing() {
    aws.fail("SageMaker.CreateTrainingJob", Fault.of(400, "ResourceLimitExceeded", "too many"));
    SageMakerCallException e =
        assertThrows(
            SageMakerCallException.class,
            () -> trainer().build().start(TestData.rows(12), TestData.HYPERPARAMETERS));
    assertTrue(TestData.message(e).contains("ResourceLimitExceeded, too many"), e.getMessage());
    assertNothingLeft();
  }

  @Test
  void start_onRowsThatAreInS3UploadsNothing() throws InterruptedException {
    S3TrainingData data = new S3TrainingData("s3://rows/train/", "s3://rows/test/", 7);
    SageMakerTrainingJob job = trainer().build().start(data, TestData.HYPERPARAMETERS);
    assertEquals(0, aws.count("S3.PutObject"));
    assertEquals("7", request().get("HyperParameters").get("feature_dim").asString());
    JsonNode channels = request().get("InputDataConfig");
    assertEquals(
        List.of("train s3://rows/train/", "test s3://rows/test/"),
        List.of(address(channels.get(0)), address(channels.get(1))));
    String output = request().get("OutputDataConfig").get("S3OutputPath").asString();
    assertTrue(output.matches("s3://" + BUCKET + "/fm-explain/[0-9a-f]{32}"), output);
    job.await(Listener.none());
    assertEquals(TestData.binaryModel(), job.model());
    assertEquals(List.of(), job.deleteData());
    assertNothingLeft();
  }

  private static String address(JsonNode channel) {
    return channel.get("ChannelName").asString()
        + " "
        + channel.get("DataSource").get("S3DataSource").get("S3Uri").asString();
  }

  @Test
  void start_onRowsInS3KnowsItsOwnJob() throws InterruptedException {
    S3TrainingData data = new S3TrainingData("s3://rows/train/", null, 7);
    aws.fail("SageMaker.CreateTrainingJob", Fault.cut(FakeAws.Cut.BEFORE_THE_ANSWER));
    trainer().build().start(data, TestData.HYPERPARAMETERS);
    assertEquals(2, aws.count("SageMaker.CreateTrainingJob"));
    assertEquals(
        "training job 'job-1' exists already and is not this one; give another name, or attach to"
            + " it",
        assertThrows(
                SageMakerCallException.class,
                () -> trainer().build().start(data, TestData.HYPERPARAMETERS))
            .getMessage());
    assertEquals(0, aws.count("SageMaker.StopTrainingJob"));
    assertEquals(
        "test rows must be in S3 too where the training rows are; give their address in"
            + " S3TrainingData, and no testSet(…)",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    trainer()
                        .testSet(TestData.rows(3))
                        .build()
                        .start(data, TestData.HYPERPARAMETERS))
            .getMessage());
  }

  @Test
  void deleteData_namesWhatItCouldNotDelete() throws InterruptedException {
    SageMakerTrainingJob job = trainer().build().start(TestData.rows(12), TestData.HYPERPARAMETERS);
    job.await(Listener.none());
    aws.fail("S3.DeleteObject", Fault.of(403, "AccessDenied", "no"));
    SageMakerCallException e = assertThrows(SageMakerCallException.class, job::deleteData);
    assertEquals("could not delete 1 of the rows of job 'job-1'", e.getMessage());
    String left = aws.left().get(0).replace("object ", "s3://");
    assertTrue(
        TestData.message(e.getSuppressed()[0]).startsWith("could not delete " + left),
        e.getSuppressed()[0].getMessage());
    assertEquals(List.of(left), job.deleteData());
    assertNothingLeft();
  }

  @Test
  void bucketOfAnotherRegion_isToldWithItsRegion() {
    aws.bucketRegion = "eu-central-1";
    aws.failAlways("S3.HeadBucket", Fault.of(301, "PermanentRedirect", "use the other endpoint"));
    assertEquals(
        "could not look at bucket '"
            + BUCKET
            + "': the bucket is in region 'eu-central-1', and the clients are for another; give"
            + " them that region, or use a bucket of theirs (HTTP 301, request request-1)",
        assertThrows(SageMakerCallException.class, () -> fit(trainer())).getMessage());
  }

  @Test
  void fit_splitsTheRowsBetweenTheInstances() throws InterruptedException, IOException {
    TrainingSet test = TestData.rows(5);
    fit(
        trainer()
            .testSet(test)
            .infrastructure(TrainingInfrastructure.builder().instances("ml.m5.large", 2).build()));
    JsonNode channels = request().get("InputDataConfig");
    assertEquals("train", channels.get(0).get("ChannelName").asString());
    assertEquals("test", channels.get(1).get("ChannelName").asString());
    JsonNode source = channels.get(0).get("DataSource").get("S3DataSource");
    assertEquals("ShardedByS3Key", source.get("S3DataDistributionType").asString());
    assertEquals("S3Prefix", source.get("S3DataType").asString());
    String folder = source.get("S3Uri").asString().substring("s3://".length());
    assertTrue(folder.matches(BUCKET + "/fm-explain/job-1/[0-9a-f]{32}/train/"), folder);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    RecordIoWriter.shards(TestData.rows(12), 2).get(1).writeTo(expected);
    assertArrayEquals(expected.toByteArray(), aws.s3.history.get(folder + "matrix_1.pbr"));
    assertEquals(4, aws.s3.history.keySet().stream().filter(key -> key.endsWith(".pbr")).count());
    assertNothingLeft();
  }

  @Test
  void fit_keepsTheDataIfAsked() throws InterruptedException {
    fit(trainer().storage(SageMakerStorage.builder().keepData(true).build()));
    assertEquals(1, aws.left().size(), aws.left().toString());
    assertTrue(aws.left().get(0).endsWith("/train/matrix_0.pbr"));
  }

  @Test
  void defaultBucket_isCreatedAndItsOwnerIsChecked() throws InterruptedException {
    fit(trainer());
    assertEquals(FakeAws.ACCOUNT, aws.s3.buckets.get(BUCKET));
    assertEquals(1, aws.count("S3.PutBucket"));
    assertTrue(
        aws.s3.expectedOwners.containsAll(
            List.of(
                "HeadBucket 123456789012", "PutObject 123456789012", "DeleteObject 123456789012")),
        aws.s3.expectedOwners.toString());
  }

  @Test
  void defaultBucket_createdBySomeoneElseOfTheAccountIsUsed() throws InterruptedException {
    aws.s3.buckets.put(BUCKET, FakeAws.ACCOUNT);
    aws.fail("S3.HeadBucket", Fault.of(404, "NoSuchBucket", ""));
    fit(trainer());
    assertNothingLeft();
  }

  @Test
  void defaultBucket_ofAnotherAccountIsRefused() {
    aws.s3.buckets.put(BUCKET, "999999999999");
    SageMakerCallException e = assertThrows(SageMakerCallException.class, () -> fit(trainer()));
    assertEquals(
        "bucket '"
            + BUCKET
            + "' belongs to another account than 123456789012, or cannot be used with these"
            + " credentials (HTTP 403); give a bucket of your own with"
            + " SageMakerStorage.builder().bucket(…)",
        e.getMessage());
    assertEquals(0, aws.count("SageMaker.CreateTrainingJob"));
    assertNothingLeft();
  }

  @Test
  void givenBucket_isNeitherCreatedNorExpectedToBeOurs() throws InterruptedException {
    SageMakerTrainer.Builder missing =
        trainer().storage(SageMakerStorage.builder().bucket("shared-bucket").build());
    assertEquals(
        "bucket 'shared-bucket' does not exist; create it, or use the default bucket",
        assertThrows(SageMakerCallException.class, () -> fit(missing)).getMessage());
    aws.s3.buckets.put("shared-bucket", "999999999999");
    fit(trainer().storage(SageMakerStorage.builder().bucket("shared-bucket").build()));
    assertEquals(List.of(), aws.s3.expectedOwners);
    assertEquals(0, aws.count("S3.PutBucket"));
    assertEquals(0, aws.count("STS.GetCallerIdentity"));
    aws.fail("S3.HeadBucket", Fault.of(403, "AccessDenied", ""));
    assertEquals(
        "bucket 'shared-bucket' cannot be used with these credentials (HTTP 403)",
        assertThrows(
                SageMakerCallException.class,
                () ->
                    fit(
                        trainer()
                            .storage(SageMakerStorage.builder().bucket("shared-bucket").build())))
            .getMessage());
  }

  @Test
  void epochs_areReadFromTheLog() throws InterruptedException {
    aws.jobs.script =
        List.of(
            Step.of("InProgress", "Training", "Docker entrypoint called", metric(0, "x", 1)),
            Step.of(
                "InProgress",
                "Training",
                metric(0, "binary_classification_accuracy", 0.5),
                metric(0, "binary_f_1.000", 0.25) + metric(1, "binary_f_1.000", 0.375),
                metric(1, "binary_classification_accuracy", Double.NaN)),
            Step.of("InProgress", "Uploading", metric(2, "binary_classification_accuracy", 0.75)),
            Step.of("Completed", "Completed", metric(3, "binary_classification_accuracy", 0.875)));
    List<EpochReport> reports = new ArrayList<>();
    TrainingResult result =
        trainer()
            .build()
            .fit(
                TestData.rows(12),
                TestData.HYPERPARAMETERS,
                TrainingProgress.reportTo(reports::add));
    assertEquals(reports.stream().map(EpochReport::train).toList(), result.curve());
    assertEquals(List.of(1, 2, 3, 4), reports.stream().map(EpochReport::epoch).toList());
    assertEquals(0.5, reports.get(0).train().value(Metric.ACCURACY));
    assertEquals(0.25, reports.get(0).train().value(Metric.F1));
    assertEquals(Map.of("binary_f_1.000", 0.375), reports.get(1).train().asMap());
    assertEquals(0.875, reports.get(3).train().value(Metric.ACCURACY));
    assertEquals(4, reports.get(3).epochs());
    assertEquals(7, lines.size());
  }

  @Test
  void curve_hasNothingForEpochsWhoseLinesWereLost() throws InterruptedException {
    aws.jobs.script =
        List.of(
            Step.of("InProgress", "Training", metric(1, "binary_classification_accuracy", 0.5)),
            Step.of("Completed", "Completed", metric(2, "binary_classification_accuracy", 0.75)));
    assertEquals(
        List.of(
            Map.of(),
            Map.of("binary_classification_accuracy", 0.5),
            Map.of("binary_classification_accuracy", 0.75),
            Map.of()),
        fit(trainer()).curve().stream().map(Metrics::asMap).toList());
  }

  @Test
  void mode_isThatOfTheArtifact() throws InterruptedException {
    assertEquals(TrainingMode.sageMaker(), fit(trainer()).mode());
    aws.jobs.artifact = TestData.golden("mxnet/model-denseinput-binary.tar.gz");
    assertEquals(TrainingMode.sageMakerDense(), fit(trainer("job-2")).mode());
  }

  @Test
  void trainedModel_isTheSameFromTheResultAndFromTheJob() throws InterruptedException {
    aws.jobs.train = true;
    TrainingSet set = TestData.likes(0);
    TrainedModel trained = trainer().build().fit(set, TestData.fast()).trained();
    TrainedModel again = SageMakerTrainingJob.attach(aws.clients(), "job-1").trainedOn(set);
    assertEquals(trained, again);
    assertEquals(TrainingMode.sageMaker(), trained.mode());
    assertEquals(TestData.fast(), trained.hyperparameters());
    History history = TestData.histories().get(2);
    Explanation explanation =
        FmExplainer.of(trained, TestData.catalogue())
            .withMethod(Method.hessian())
            .forHistory(history)
            .explain("i4");
    assertExplains(explanation, trained.model(), trained.encoder(), history);
    assertEquals(List.of(), warnings);
    assertNothingLeft();
  }

  @Test
  void setThatIsSortedByUser_isAWarning() throws InterruptedException {
    aws.jobs.train = true;
    TrainingSet shuffled = TestData.likes(0);
    TrainingSet sorted =
        TrainingSet.of(
            shuffled.origin().orElseThrow().encoder(),
            TestData.histories(),
            RatingTarget.likeFrom(4));
    trainer().build().fit(sorted, TestData.fast());
    assertEquals(
        List.of(
            "training set is sorted by user, and SageMaker does not shuffle, so that each user is"
                + " trained in few steps per epoch; shuffle it with TrainingSet.shuffled"),
        warnings);
  }

  @Test
  void log_thatMustNotBeReadIsToldOnceAndTrainingGoesOn() throws InterruptedException {
    aws.failAlways(
        "Logs.DescribeLogStreams", Fault.of(400, "AccessDeniedException", "not allowed"));
    assertEquals(List.of(), fit(trainer()).curve());
    assertEquals(
        List.of(
            "epochs are not reported: could not list the log streams of job 'job-1':"
                + " AccessDeniedException, not allowed (HTTP 400, request request-1)"),
        warnings);
    assertEquals(1, aws.count("Logs.DescribeLogStreams"));
  }

  @Test
  void log_isNotReadWithoutItsClient() throws InterruptedException {
    SageMakerTrainer.builder()
        .clients(aws.clients().withoutLogs())
        .role(FakeAws.ROLE)
        .build()
        .fit(TestData.rows(12), TestData.HYPERPARAMETERS);
    assertEquals(0, aws.count("Logs.DescribeLogStreams"));
  }

  @Test
  void failedJob_givesItsReasonAndTheEndOfItsLog() {
    String[] log = new String[25];
    Arrays.setAll(log, j -> "line " + j);
    aws.jobs.script =
        List.of(
            Step.of("InProgress", "Training", log),
            Step.of("Failed", "Failed", "loss is nan")
                .because("AlgorithmError: u'abc' is not valid\nunder any schema"));
    TrainingJobException e = assertThrows(TrainingJobException.class, () -> fit(trainer()));
    assertEquals(
        "training job 'job-1' failed (Failed/Failed): AlgorithmError: u'abc' is not valid under"
            + " any schema; last log line: loss is nan",
        e.getMessage());
    assertEquals("job-1", e.jobName());
    assertEquals("Failed", e.secondaryStatus().orElseThrow());
    assertEquals(
        "AlgorithmError: u'abc' is not valid under any schema", e.failureReason().orElseThrow());
    assertEquals(20, e.logTail().size());
    assertEquals("line 6", e.logTail().get(0));
    assertNothingLeft();
  }

  @Test
  void otherEnds_sayWhatHappened() {
    aws.jobs.artifact = null;
    assertEnds(
        "training job 'job-1' ran out of time after PT24H; raise maxRunTime, or attach to the job"
            + " to see whether it left a model (Stopped/MaxRuntimeExceeded)",
        Step.of("Stopped", "MaxRuntimeExceeded"));
    assertEnds("training job 'job-2' was stopped (Stopped/Stopped)", Step.of("Stopped", "Stopped"));
    assertEnds(
        "training job 'job-3' found no ml.m5.xlarge to run on; try later or another instance type"
            + " (Failed/Failed): CapacityError: Unable to provision",
        Step.of("Failed", "Failed").because("CapacityError: Unable to provision"));
    assertEnds(
        "training job 'job-4' has no artifact (Completed/Completed)",
        Step.of("Completed", "Completed"));
  }

  private void assertEnds(String message, Step end) {
    aws.jobs.script = List.of(Step.of("InProgress", "Starting"), end);
    SageMakerTrainer trainer =
        SageMakerTrainer.builder()
            .clients(aws.clients())
            .role(FakeAws.ROLE)
            .jobName(message.substring(14, 19))
            .build();
    assertEquals(
        message,
        assertThrows(
                TrainingJobException.class,
                () -> trainer.fit(TestData.rows(12), TestData.HYPERPARAMETERS))
            .getMessage());
    assertNothingLeft();
  }

  @Test
  void stoppedByTheProgress_withoutAModelIsAFailure() {
    aws.jobs.script =
        List.of(Step.of("InProgress", "Training", metric(0, "x", 1), metric(1, "x", 1)));
    TrainingJobException e =
        assertThrows(
            TrainingJobException.class,
            () ->
                trainer()
                    .build()
                    .fit(TestData.rows(12), TestData.HYPERPARAMETERS, report -> Decision.STOP));
    assertTrue(
        TestData.message(e)
            .startsWith(
                "training job 'job-1' was stopped by the progress after epoch 1 and left no model"
                    + " (Stopped/Stopped)"),
        e.getMessage());
    assertEquals(1, aws.count("SageMaker.StopTrainingJob"));
    assertNothingLeft();
  }

  @Test
  void stoppedByTheProgress_withAModelGivesIt() throws InterruptedException {
    aws.jobs.artifactAfterStop = true;
    aws.jobs.script =
        List.of(Step.of("InProgress", "Training", metric(0, "x", 1), metric(1, "x", 1)));
    TrainingResult result =
        trainer().build().fit(TestData.rows(12), TestData.HYPERPARAMETERS, report -> Decision.STOP);
    assertTrue(result.stopped());
    assertEquals(1, result.epochs());
    assertNothingLeft();
  }

  @Test
  void throttlingOfEveryCall_isSatOut() throws InterruptedException {
    aws.throttleEveryFirstAttempt();
    assertEquals(TestData.binaryModel(), fit(trainer()).model());
    assertNothingLeft();
  }

  @Test
  void job_whoseCreationWasAnsweredTooLateIsFoundAgain() throws InterruptedException {
    aws.fail("SageMaker.CreateTrainingJob", Fault.cut(FakeAws.Cut.BEFORE_THE_ANSWER));
    fit(trainer());
    assertEquals(2, aws.count("SageMaker.CreateTrainingJob"));
    assertNothingLeft();
  }

  @Test
  void job_ofThatNameThatIsAnothersIsLeftAlone() throws InterruptedException {
    fit(trainer());
    SageMakerCallException e = assertThrows(SageMakerCallException.class, () -> fit(trainer()));
    assertEquals(
        "training job 'job-1' exists already and is not this one; give another name, or attach to"
            + " it",
        e.getMessage());
    assertEquals(0, aws.count("SageMaker.StopTrainingJob"));
    assertNothingLeft();
  }

  @Test
  void quota_namesTheInstanceType() {
    aws.failAlways(
        "SageMaker.CreateTrainingJob",
        Fault.of(400, "ResourceLimitExceeded", "limit is 0 Instances"));
    assertEquals(
        "could not create training job 'job-1' on ml.m5.xlarge: ResourceLimitExceeded, limit is 0"
            + " Instances (HTTP 400, request request-1)",
        assertThrows(SageMakerCallException.class, () -> fit(trainer())).getMessage());
    assertNothingLeft();
  }

  @Test
  void describing_mayFailForAWhile() throws InterruptedException {
    Fault[] faults = new Fault[18];
    Arrays.fill(faults, Fault.of(500, "InternalFailure", "try again"));
    aws.fail("SageMaker.DescribeTrainingJob", faults);
    fit(trainer());
    assertEquals(4, warnings.size());
    assertNothingLeft();
  }

  @Test
  void describing_thatIsNotAllowedStopsTheJob() {
    aws.fail(
        "SageMaker.DescribeTrainingJob", Fault.of(400, "AccessDeniedException", "not allowed"));
    assertThrows(SageMakerCallException.class, () -> fit(trainer()));
    assertEquals(1, aws.count("SageMaker.StopTrainingJob"));
    assertNothingLeft();
  }

  @Test
  void job_thatCannotBeStoppedIsNamed() {
    aws.failAlways(
        "SageMaker.DescribeTrainingJob", Fault.of(400, "AccessDeniedException", "not allowed"));
    aws.failAlways(
        "SageMaker.StopTrainingJob", Fault.of(400, "AccessDeniedException", "not allowed"));
    SageMakerCallException e = assertThrows(SageMakerCallException.class, () -> fit(trainer()));
    assertEquals(
        "training job 'job-1' may still run and cost money; stop it: could not stop training"
            + " job 'job-1': AccessDeniedException, not allowed (HTTP 400, request request-1)",
        e.getSuppressed()[0].getMessage());
  }

  @ParameterizedTest
  @EnumSource(FakeAws.Cut.class)
  void connectionsThatAreCut_areTriedAgain(FakeAws.Cut cut) throws InterruptedException {
    Fault fault = cut == FakeAws.Cut.NEVER ? Fault.of(503, "SlowDown", "slow") : Fault.cut(cut);
    aws.fail("S3.PutObject", fault).fail("S3.GetObject", fault, fault);
    assertEquals(TestData.binaryModel(), fit(trainer()).model());
    assertNothingLeft();
  }

  @Test
  void uploadThatNeverSucceeds_leavesNothing() {
    aws.failAlways("S3.PutObject", Fault.cut(FakeAws.Cut.IN_THE_REQUEST));
    SageMakerCallException e = assertThrows(SageMakerCallException.class, () -> fit(trainer()));
    assertTrue(TestData.message(e).startsWith("could not upload s3://" + BUCKET), e.getMessage());
    assertEquals(0, aws.count("SageMaker.CreateTrainingJob"));
    assertNothingLeft();
  }

  @Test
  void downloadThatNeverSucceeds_isAFailureOfTheDownload() {
    aws.failAlways("S3.GetObject", Fault.cut(FakeAws.Cut.IN_THE_ANSWER));
    SageMakerCallException e = assertThrows(SageMakerCallException.class, () -> fit(trainer()));
    assertTrue(
        TestData.message(e)
            .startsWith(
                "could not download s3://" + BUCKET + "/fm-explain/job-1/output/model.tar.gz: "),
        e.getMessage());
    assertNothingLeft();
  }

  @Test
  void artifactThatIsNone_isAFailureOfTheJob() {
    aws.jobs.artifact = new byte[] {1, 2, 3};
    TrainingJobException e = assertThrows(TrainingJobException.class, () -> fit(trainer()));
    assertTrue(
        TestData.message(e)
            .startsWith(
                "training job 'job-1' left an artifact that cannot be read, s3://" + BUCKET),
        e.getMessage());
  }

  @Test
  void artifactOfAnotherShape_isRefused() {
    TrainingJobException e =
        assertThrows(
            TrainingJobException.class,
            () ->
                trainer()
                    .build()
                    .fit(
                        TestData.rows(12),
                        TestData.HYPERPARAMETERS.toBuilder().numFactors(5).build()));
    assertEquals(
        "training job 'job-1' left a model of shape [7, 3], but [7, 5] was asked for",
        e.getMessage());
  }

  @Test
  void dataThatCannotBeDeleted_isAWarning() throws InterruptedException {
    aws.fail("S3.DeleteObject", Fault.of(403, "AccessDenied", "no"));
    fit(trainer());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).startsWith("could not delete s3://" + BUCKET), warnings.get(0));
  }

  @Test
  void regionWithoutAnImage_isRefusedBeforeAnythingIsCalled() {
    SageMakerTrainer trainer =
        SageMakerTrainer.builder()
            .clients(aws.clients(Region.of("mx-central-1")))
            .role(FakeAws.ROLE)
            .build();
    assertEquals(
        "no factorization-machines image is known in region 'mx-central-1'; give its URI with"
            + " image(…), or use one of the 37 regions that are known",
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer.fit(TestData.rows(2), TestData.HYPERPARAMETERS))
            .getMessage());
    assertEquals(List.of(), aws.calls);
  }

  @Test
  void badSets_areRefusedBeforeAnythingIsCalled() {
    assertEquals(
        "training set must have at least 1 row per instance, but has 1 for 2 instances",
        refusal(
            trainer()
                .infrastructure(
                    TrainingInfrastructure.builder().instances("ml.m5.large", 2).build()),
            TestData.rows(1)));
    TrainingSet wider = TrainingSet.builder(9).add(FeatureVector.ones(8), 1).build();
    assertEquals(
        "test set has 9 features, but the training set has 7; was it encoded otherwise?",
        refusal(trainer().testSet(wider), TestData.rows(2)));
    assertEquals(List.of(), aws.calls);
    assertEquals(
        "extra hyperparameter 'epochs' is also among the hyperparameters; set it once",
        refusal(trainer().extraHyperparameter("epochs", "7"), TestData.rows(2)));
    assertNothingLeft();
  }

  private static String refusal(SageMakerTrainer.Builder trainer, TrainingSet set) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> trainer.build().fit(set, TestData.HYPERPARAMETERS))
            .getMessage());
  }

  @Test
  void multipartUpload_ofALargeSetIsPutTogether() throws InterruptedException, IOException {
    aws.s3.buckets.put("b-1", FakeAws.ACCOUNT);
    S3Objects objects = new S3Objects(aws.clients().s3(), new Bucket("b-1", null), null, 100);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    RecordIoWriter.writeAll(TestData.rows(12), expected);
    aws.fail("S3.UploadPart", Fault.cut(FakeAws.Cut.IN_THE_REQUEST));
    objects.upload("rows", out -> RecordIoWriter.writeAll(TestData.rows(12), out));
    assertArrayEquals(expected.toByteArray(), aws.s3.objects.get("b-1/rows"));
    assertTrue(aws.count("S3.UploadPart") > 3);
    aws.failAlways("S3.CompleteMultipartUpload", Fault.of(403, "AccessDenied", "no"));
    assertThrows(
        SageMakerCallException.class,
        () -> objects.upload("more", out -> RecordIoWriter.writeAll(TestData.rows(12), out)));
    assertEquals(List.of(), objects.deleteUploaded());
    assertNothingLeft();
  }
}
