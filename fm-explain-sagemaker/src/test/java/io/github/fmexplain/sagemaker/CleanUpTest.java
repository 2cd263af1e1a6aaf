package io.github.fmexplain.sagemaker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.FakeAws.Cut;
import io.github.fmexplain.sagemaker.FakeAws.Fault;
import io.github.fmexplain.sagemaker.FakeJobs.Step;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.Listener;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;

/** What is left, what is said of it, and which waits have an end. */
class CleanUpTest {

  private static final Fault NO = Fault.of(400, "AccessDeniedException", "no");

  private final FakeAws aws = new FakeAws();
  private final List<String> warnings = new ArrayList<>();

  CleanUpTest() {
    aws.jobs.artifact = TestData.binaryArtifact();
    aws.runtime.model = TestData.binaryModel();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private void runForever() {
    aws.jobs.script = Collections.nCopies(100_000, Step.of("InProgress", "Training"));
  }

  private void fit(SageMakerClients clients, Listener listener) throws InterruptedException {
    SageMakerTrainer.builder()
        .clients(clients)
        .role(FakeAws.ROLE)
        .jobName("job-1")
        .listener(listener)
        .build()
        .fit(TestData.rows(12), TestData.HYPERPARAMETERS);
  }

  private SageMakerEndpoint deploy(SageMakerClients clients) throws InterruptedException {
    return endpoint(clients).deploy();
  }

  private static SageMakerEndpoint.Builder endpoint(SageMakerClients clients) {
    return SageMakerEndpoint.builder()
        .clients(clients)
        .role(FakeAws.ROLE)
        .artifact("s3://bucket/model.tar.gz");
  }

  private static BatchTransform transform(SageMakerClients clients) {
    return BatchTransform.builder()
        .clients(clients)
        .role(FakeAws.ROLE)
        .artifact("s3://bucket/model.tar.gz")
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .build();
  }

  /** Throws anything, as code in other languages and generated code do. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void listener_thatThrowsAnythingStopsTheJobAndIsNotLost() {
    List<Throwable> all =
        List.of(
            new AssertionError("x"),
            new OutOfMemoryError("x"),
            new IOException("x"),
            new IllegalStateException("x"));
    for (Throwable thrown : all) {
      aws.reset();
      runForever();
      assertSame(
          thrown,
          assertThrows(
              Throwable.class,
              () -> fit(aws.clients(), state -> CleanUpTest.<RuntimeException>sneak(thrown))));
      assertSame(
          thrown,
          assertThrows(
              Throwable.class,
              () ->
                  endpoint(aws.clients())
                      .listener(status -> CleanUpTest.<RuntimeException>sneak(thrown))
                      .deploy()));
      assertEquals(0, thrown.getSuppressed().length);
      assertEquals(1, aws.count("SageMaker.StopTrainingJob"));
      assertEquals(List.of(), aws.left());
    }
  }

  @Test
  void warningListener_thatThrowsDoesNotHideWhyTheJobFailed() {
    aws.jobs.script = List.of(Step.of("Failed", "Failed").because("AlgorithmError"));
    aws.failAlways("S3.DeleteObject", NO);
    TrainingJobException e =
        assertThrows(TrainingJobException.class, () -> fit(aws.clients(), new Throwing()));
    assertEquals("AlgorithmError", e.failureReason().orElseThrow());
    assertTrue(
        TestData.message(e.getSuppressed()[0]).startsWith("could not delete s3://sagemaker-"),
        e.getSuppressed()[0].getMessage());
  }

  private static final class Throwing implements Listener {
    @Override
    public void onState(State state) {}

    @Override
    public void onWarning(String warning) {
      throw new IllegalStateException(warning);
    }
  }

  @Test
  void credentials_thatGoAwayMidwayAreAFailureThatNamesTheJob() {
    List<RuntimeException> all =
        List.of(
            new IllegalStateException("credential process has died"),
            new UncheckedIOException(new IOException("token file is gone")));
    for (RuntimeException gone : all) {
      aws.reset();
      runForever();
      boolean[] lost = new boolean[1];
      try (SageMakerClients clients =
          aws.builder(
                  () -> {
                    if (lost[0]) {
                      throw gone;
                    }
                    return FakeAws.CREDENTIALS.resolveCredentials();
                  })
              .region(Region.EU_WEST_1)
              .build()) {
        SageMakerCallException e =
            assertThrows(SageMakerCallException.class, () -> fit(clients, state -> lost[0] = true));
        assertEquals(
            "could not describe training job 'job-1' in region 'eu-west-1': " + gone.getMessage(),
            e.getMessage());
        assertEquals(
            "training job 'job-1' may still run and cost money; stop it: could not stop training"
                + " job 'job-1': "
                + gone.getMessage(),
            e.getSuppressed()[0].getMessage());
      }
    }
  }

  @Test
  void creation_thatWasNotAnsweredIsToldWhereTheJobIsNotThere() {
    aws.failAlways("SageMaker.CreateTrainingJob", Fault.cut(Cut.IN_THE_REQUEST));
    SageMakerCallException e =
        assertThrows(SageMakerCallException.class, () -> fit(aws.clients(), Listener.none()));
    assertEquals(
        "training job 'job-1' may still run and cost money; stop it: its creation was not"
            + " answered, and a moment later it was not there yet",
        e.getSuppressed()[0].getMessage());
    aws.failAlways("SageMaker.CreateEndpoint", Fault.cut(Cut.IN_THE_REQUEST));
    SageMakerCallException endpoint =
        assertThrows(SageMakerCallException.class, () -> deploy(aws.clients()));
    String cause = TestData.message(requireNonNull(endpoint.getSuppressed()[0].getCause()));
    assertTrue(cause.startsWith("creation of endpoint 'fm-explain-"), cause);
    assertTrue(
        cause.endsWith("' was not answered, and a moment later it was not there yet"), cause);
    assertEquals(List.of(), aws.left());
  }

  @Test
  void job_ofWhichSageMakerDoesNotTellWhoseItIsMayStillRun() {
    aws.failAlways("SageMaker.CreateTrainingJob", Fault.cut(Cut.BEFORE_THE_ANSWER));
    aws.failAlways(
        "SageMaker.DescribeTrainingJob", Fault.answer("{\"TrainingJobStatus\":\"InProgress\"}"));
    SageMakerCallException e =
        assertThrows(SageMakerCallException.class, () -> fit(aws.clients(), Listener.none()));
    assertEquals(
        "training job 'job-1' may still run and cost money; stop it: SageMaker does not tell what"
            + " data it reads",
        e.getSuppressed()[0].getMessage());
    assertEquals(0, aws.count("SageMaker.StopTrainingJob"));
  }

  @Test
  void upload_thatMayHaveBegunIsTold() {
    aws.s3.buckets.put("b-1", FakeAws.ACCOUNT);
    aws.failAlways("S3.CreateMultipartUpload", Fault.cut(Cut.BEFORE_THE_ANSWER));
    S3Objects objects = new S3Objects(aws.clients().s3(), new Bucket("b-1", null), null, 10);
    SageMakerCallException e =
        assertThrows(
            SageMakerCallException.class,
            () -> objects.upload("rows", out -> out.write(new byte[30])));
    assertEquals(
        "an upload of s3://b-1/rows may have begun without an answer; abort it if it is among the"
            + " bucket's unfinished uploads",
        e.getSuppressed()[0].getMessage());
  }

  @Test
  void clients_thatAreClosedFirstDeleteTheirEndpoints() throws InterruptedException {
    SageMakerClients clients = aws.clients();
    SageMakerEndpoint first = deploy(clients);
    SageMakerEndpoint kept = deploy(clients.withoutLogs());
    kept.keep();
    clients.close();
    first.close();
    kept.close();
    assertEquals(
        List.of(
            "endpoint " + kept.name(),
            "endpoint configuration " + kept.name(),
            "model " + kept.name()),
        aws.left());
  }

  @Test
  void clients_thatCannotDeleteTheirEndpointsNameThemAll() throws InterruptedException {
    SageMakerClients clients = aws.clients();
    String first = deploy(clients).name();
    String second = deploy(clients).name();
    aws.fail("SageMaker.DeleteEndpoint", NO, NO);
    EndpointException e = assertThrows(EndpointException.class, clients::close);
    EndpointException other = (EndpointException) e.getSuppressed()[0];
    assertEquals(Set.of(first, second), Set.of(e.endpointName(), other.endpointName()));
    assertEquals(6, aws.left().size());
    clients.close();
  }

  @Test
  void closedClients_sayThatTheyAre() {
    SageMakerClients clients = aws.clients();
    clients.close();
    assertEquals(
        "could not describe endpoint 'there' in region 'eu-west-1': clients are closed; close them last",
        assertThrows(
                SageMakerCallException.class,
                () -> SageMakerEndpoint.attach(clients, "there").status())
            .getMessage());
  }

  @Test
  void transform_tellsWhatItCouldNotDeleteAndGivesItsPredictions() {
    aws.failAlways("SageMaker.DeleteModel", NO);
    aws.failAlways("S3.DeleteObject", NO);
    TransformJobException e =
        assertThrows(
            TransformJobException.class, () -> transform(aws.clients()).run(TestData.rows(3)));
    String told = TestData.message(e);
    assertTrue(
        told.startsWith(
            "transform job '"
                + e.jobName()
                + "' gave its predictions, which this exception has, but something is left behind:"
                + " endpoint 'fm-explain-"),
        told);
    assertTrue(
        told.contains("' could not be deleted whole; delete by that name: its model;"), told);
    assertTrue(told.contains("could not delete s3://") && told.contains("/in/rows_0.pbr: "), told);
    assertEquals(3, e.predictions().size());
    assertEquals(3, e.getSuppressed().length);
    assertEquals(3, aws.left().size(), aws.left().toString());
  }

  @Test
  void waits_haveALimit() throws InterruptedException {
    runForever();
    assertEquals(
        "gave up waiting for training job 'job-1' after PT0.25S; raise that with"
            + " SageMakerClients.builder().maximumWait(…)",
        assertThrows(
                SageMakerCallException.class, () -> fit(aws.impatientClients(), Listener.none()))
            .getMessage());
    assertEquals(1, aws.count("SageMaker.StopTrainingJob"));
    aws.jobs.transformScript = List.of(Step.of("Weird", ""));
    assertThrows(
        SageMakerCallException.class,
        () -> transform(aws.impatientClients()).run(TestData.rows(3)));
    assertEquals(1, aws.count("SageMaker.StopTransformJob"));
    assertEquals(List.of(), aws.left());
    aws.hosting.script = List.of("Creating");
    SageMakerCallException e =
        assertThrows(SageMakerCallException.class, () -> deploy(aws.impatientClients()));
    assertTrue(TestData.message(e).startsWith("gave up waiting for endpoint '"), e.getMessage());
    String left = TestData.message(requireNonNull(e.getSuppressed()[0].getCause()));
    assertTrue(left.startsWith("gave up waiting for the deletion of endpoint '"), left);
  }

  @Test
  void interruptedDeletion_saysWhatIsLeft() throws InterruptedException {
    SageMakerEndpoint endpoint =
        deploy(
            aws.clients()
                .withPause(
                    interval -> {
                      if (aws.count("SageMaker.DeleteEndpoint") > 0) {
                        throw new InterruptedException("test");
                      }
                    }));
    aws.fail(
        "SageMaker.DeleteEndpoint",
        Fault.of(400, "ValidationException", "Cannot update in-progress endpoint"));
    EndpointException e = assertThrows(EndpointException.class, endpoint::close);
    assertTrue(Thread.interrupted());
    assertEquals(
        "could not wait until endpoint '" + endpoint.name() + "' can be deleted: interrupted",
        TestData.message(requireNonNull(e.getCause())));
    endpoint.close();
    assertEquals(List.of(), aws.left());
  }

  @Test
  void answers_withoutWhatTheyMustHaveAreFailures(@TempDir Path folder) {
    aws.jobs.addEnded("ended");
    SageMakerTrainingJob job = SageMakerTrainingJob.attach(aws.clients(), "ended");
    aws.fail("SageMaker.DescribeTrainingJob", Fault.answer("{}"));
    assertEquals(
        "could not describe training job 'ended': the answer has no status",
        assertThrows(SageMakerCallException.class, job::state).getMessage());
    aws.fail(
        "SageMaker.DescribeTrainingJob",
        Fault.answer(
            "{\"TrainingJobStatus\":\"Completed\",\"ModelArtifacts\":{\"S3ModelArtifacts\":\"x\"}}"));
    assertEquals(
        "artifact must be an address s3://bucket/key, but was 'x'",
        assertThrows(IOException.class, () -> job.downloadTo(folder.resolve("m"))).getMessage());
    aws.fail(
        "SageMaker.DescribeTrainingJob",
        Fault.answer("{\"TrainingJobStatus\":\"Completed\",\"FinalMetricDataList\":[{}]}"));
    assertEquals(0, job.finalMetrics().size());
  }

  private void answerLogs(String streams, List<String> pages) {
    aws.failAlways("Logs.DescribeLogStreams", Fault.answer(streams));
    aws.fail("Logs.GetLogEvents", pages.stream().map(Fault::answer).toArray(Fault[]::new));
  }

  private final Listener noting =
      new Listener() {
        @Override
        public void onState(State state) {}

        @Override
        public void onWarning(String warning) {
          warnings.add(warning);
        }
      };

  @Test
  void streams_whoseTokenStandsStillAreLeft() throws InterruptedException {
    aws.jobs.script = List.of(Step.of("Completed", "Completed"));
    answerLogs("{\"logStreams\":[],\"nextToken\":\"again\"}", List.of());
    fit(aws.clients(), noting);
    assertEquals(2, aws.count("Logs.DescribeLogStreams"));
    assertEquals(List.of(), warnings);
  }

  @Test
  void log_thatNeverEndsIsReadFurtherAtTheNextLook() throws InterruptedException {
    aws.jobs.script = List.of(Step.of("Completed", "Completed"));
    answerLogs(
        "{\"logStreams\":[{\"logStreamName\":\"job-1/a\"}]}",
        IntStream.range(0, 150)
            .mapToObj(
                page ->
                    "{\"events\":[{\"timestamp\":1,\"message\":\"x\"}],\"nextForwardToken\":\"t"
                        + page
                        + "\"}")
            .toList());
    fit(aws.clients(), noting);
    assertEquals(100, aws.count("Logs.GetLogEvents"));
    assertEquals(
        List.of(
            "epochs are not reported: the log of job 'job-1' grows by more than 100 pages per"
                + " look"),
        warnings);
  }

  @Test
  void account_thatStsDoesNotTellIsAFailure() {
    aws.failAlways("STS.GetCallerIdentity", Fault.of(200, "", ""));
    assertEquals(
        "could not ask STS for the account: the answer has none",
        assertThrows(SageMakerCallException.class, () -> fit(aws.clients(), Listener.none()))
            .getMessage());
  }

  @ParameterizedTest
  @EnumSource(EndpointScorer.Format.class)
  void endpoints_answerWhatTheyLikeAndTheFailureIsTheirs(EndpointScorer.Format format)
      throws InterruptedException {
    try (SageMakerEndpoint endpoint = deploy(aws.clients())) {
      EndpointScorer scorer = endpoint.scorer(PredictorType.BINARY_CLASSIFIER, 7, format);
      Random random = new Random(7);
      List<String> answers =
          new ArrayList<>(
              List.of("\0\0\1\0", "\0\0\0{", "{\0\0\0", "\u00fe\u00ff", "{", "[]", "{}"));
      for (int j = 0; j < 100; j++) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        answers.add(new String(bytes, StandardCharsets.ISO_8859_1));
      }
      for (String answer : answers) {
        aws.runtime.answer = answer;
        assertThrows(
            EndpointException.class, () -> scorer.scores(TestData.vectors(3)), () -> answer);
      }
    }
  }
}
