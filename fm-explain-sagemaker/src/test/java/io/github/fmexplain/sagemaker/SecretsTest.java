package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.sagemaker.FakeAws.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be shown is in no message, no cause, no suppressed exception and no toString. */
class SecretsTest {

  private static final String SESSION = "alice-on-her-laptop";

  private static final String LEAKY =
      "User: arn:aws:sts::123456789012:assumed-role/Admin/"
          + SESSION
          + " is not authorized; https://bucket.s3.amazonaws.com/key?X-Amz-Credential="
          + FakeAws.ACCESS_KEY
          + "%2F20260101&amp;X-Amz-Security-Token="
          + FakeAws.SESSION_TOKEN
          + "&amp;X-Amz-Signature=0123456789abcdef";

  private final FakeAws aws = new FakeAws();

  @AfterEach
  void stop() {
    aws.close();
  }

  private static void assertClean(String text) {
    for (String secret :
        List.of(
            SESSION,
            FakeAws.ACCESS_KEY,
            FakeAws.SECRET_KEY,
            FakeAws.SESSION_TOKEN,
            "0123456789abcdef")) {
      assertFalse(text.contains(secret), secret + " in " + text);
    }
  }

  private static void assertClean(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    assertClean(text.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STS.GetCallerIdentity",
        "S3.PutBucket",
        "S3.PutObject",
        "S3.GetObject",
        "SageMaker.CreateTrainingJob",
        "SageMaker.DescribeTrainingJob",
        "SageMaker.CreateModel",
        "SageMaker.CreateEndpoint",
        "SageMaker.DeleteEndpoint",
        "Runtime.InvokeEndpoint"
      })
  void failures_showNoSecrets(String operation) {
    aws.jobs.artifact = TestData.binaryArtifact();
    aws.runtime.model = TestData.binaryModel();
    aws.failAlways(operation, Fault.of(400, "AccessDeniedException", LEAKY));
    RuntimeException e = assertThrows(RuntimeException.class, this::everything);
    assertClean(e);
    assertClean(String.valueOf(e.getMessage()));
  }

  private void everything() throws InterruptedException {
    SageMakerTrainer.builder()
        .clients(aws.clients())
        .role(FakeAws.ROLE)
        .build()
        .fit(TestData.rows(4), TestData.HYPERPARAMETERS);
    try (SageMakerEndpoint endpoint =
        SageMakerEndpoint.builder()
            .clients(aws.clients())
            .role(FakeAws.ROLE)
            .artifact("s3://b/k")
            .deploy()) {
      endpoint.scorer(TestData.HYPERPARAMETERS.predictorType(), 7).scores(TestData.vectors(1));
    }
  }

  @Test
  void failureReasons_showNoSecrets() {
    aws.jobs.script = List.of(FakeJobs.Step.of("Failed", "Failed", "log " + LEAKY).because(LEAKY));
    TrainingJobException e = assertThrows(TrainingJobException.class, this::everything);
    assertClean(e);
    assertClean(e.failureReason().orElseThrow());
    assertClean(e.logTail().toString());
  }

  @Test
  void toString_showsNoSecrets() {
    SageMakerClients clients = aws.clients();
    assertEquals("SageMakerClients[eu-west-1]", clients.toString());
    SageMakerTrainer trainer =
        SageMakerTrainer.builder().clients(clients).role(FakeAws.ROLE).build();
    assertEquals(
        "SageMakerTrainer[SageMakerClients[eu-west-1], TrainingInfrastructure[1 x ml.m5.xlarge, at"
            + " most PT24H], SageMakerStorage[default bucket/fm-explain]]",
        trainer.toString());
    assertClean(trainer.toString());
  }
}
