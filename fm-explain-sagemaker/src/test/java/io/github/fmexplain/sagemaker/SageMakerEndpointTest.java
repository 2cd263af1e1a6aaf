package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.FakeAws.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SageMakerEndpointTest extends EndpointTestCase {

  @Test
  void deploy_hostsScoresAndCloses() throws InterruptedException {
    List<String> statuses = new ArrayList<>();
    try (SageMakerEndpoint endpoint = endpoint().listener(statuses::add).deploy()) {
      assertEquals("InService", endpoint.status());
      assertEquals(
          TestData.binaryModel().score(TestData.vectors(1).get(0)),
          endpoint.scorer(PredictorType.BINARY_CLASSIFIER, 7).scores(TestData.vectors(1))[0],
          1e-6);
      assertTrue(
          endpoint.name().matches("fm-explain-\\d{4}(-\\d\\d){5}-\\d{3}-[0-9a-f]{4}"),
          endpoint.name());
      assertEquals("SageMakerEndpoint[" + endpoint.name() + ", deployed]", endpoint.toString());
      assertEquals(4, aws.left().size());
    }
    assertEquals(List.of("Creating", "InService"), statuses);
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void deploy_sendsModelAndInstances() throws InterruptedException {
    endpoint().instances("ml.c5.large", 2).tags(Map.of("a", "b")).deploy().close();
    assertEquals(
        "{\"Image\":\"438346466558.dkr.ecr.eu-west-1.amazonaws.com/factorization-machines:1\","
            + "\"ModelDataUrl\":\""
            + ARTIFACT
            + "\"}",
        aws.hosting.requests.get(0).get("PrimaryContainer").toString());
    assertEquals(FakeAws.ROLE, aws.hosting.requests.get(0).get("ExecutionRoleArn").asString());
    assertEquals(
        "[{\"VariantName\":\"AllTraffic\",\"ModelName\":"
            + aws.hosting.requests.get(0).get("ModelName")
            + ",\"InitialInstanceCount\":2,\"InstanceType\":\"ml.c5.large\","
            + "\"InitialVariantWeight\":1.0}]",
        aws.hosting.requests.get(1).get("ProductionVariants").toString());
    assertEquals(
        "[{\"Key\":\"a\",\"Value\":\"b\"}]", aws.hosting.requests.get(3).get("Tags").toString());
  }

  @Test
  void deploy_canBeServerless() throws InterruptedException {
    try (SageMakerEndpoint endpoint = endpoint().serverless(2048, 5).image("own:1").deploy()) {
      assertEquals(
          "{\"MemorySizeInMB\":2048,\"MaxConcurrency\":5}",
          aws.hosting
              .requests
              .get(1)
              .get("ProductionVariants")
              .get(0)
              .get("ServerlessConfig")
              .toString());
      assertFalse(aws.hosting.requests.get(1).get("ProductionVariants").get(0).has("InstanceType"));
      endpoint.scorer(PredictorType.BINARY_CLASSIFIER, 7).scores(TestData.vectors(45_000));
      aws.runtime.bodies.forEach(body -> assertTrue(body.length <= 4 << 20));
    }
  }

  @Test
  void deploy_takesFreshNamesEachTime() throws InterruptedException {
    try (SageMakerEndpoint first = endpoint().baseName("mine").deploy();
        SageMakerEndpoint second = endpoint().baseName("mine").deploy()) {
      assertTrue(first.name().startsWith("mine-"));
      assertNotEquals(first.name(), second.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Failed", "RollingBack", "OutOfService"})
  void deploy_thatFailsLeavesNothing(String status) {
    aws.hosting.script =
        status.equals("RollingBack")
            ? List.of("Creating", status, status, "Failed")
            : List.of("Creating", status);
    aws.hosting.failureReason = "The primary container did not pass the ping health check.";
    EndpointException e = assertThrows(EndpointException.class, () -> endpoint().deploy());
    assertEquals(
        "endpoint '"
            + e.endpointName()
            + "' did not come into service ("
            + status
            + "): The primary container did not pass the ping health check.",
        e.getMessage());
    assertEquals(0, e.getSuppressed().length);
    assertOnlyTheOldOneIsLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CreateModel",
        "CreateEndpointConfig",
        "DescribeEndpointConfig",
        "CreateEndpoint",
        "DescribeEndpoint"
      })
  void deploy_whereAnyCallFailsLeavesNothing(String action) {
    aws.failAlways("SageMaker." + action, Fault.of(400, "AccessDeniedException", "not authorized"));
    SageMakerCallException e =
        assertThrows(SageMakerCallException.class, () -> endpoint().deploy());
    assertTrue(
        TestData.message(e)
            .endsWith("AccessDeniedException, not authorized (HTTP 400, request request-1)"),
        e.getMessage());
    assertEquals(0, e.getSuppressed().length);
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void deploy_thatIsInterruptedWaitsToDelete() {
    aws.hosting.script = List.of("Creating", "Creating", "Creating", "Creating", "InService");
    SageMakerEndpoint.Builder builder =
        endpoint().listener(status -> Thread.currentThread().interrupt());
    assertThrows(InterruptedException.class, builder::deploy);
    assertFalse(Thread.interrupted());
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void deploy_survivesThrottlingAndLostAnswers() throws InterruptedException {
    aws.throttleEveryFirstAttempt();
    endpoint().deploy().close();
    for (String action : List.of("CreateModel", "CreateEndpointConfig", "CreateEndpoint")) {
      aws.fail("SageMaker." + action, Fault.cut(FakeAws.Cut.BEFORE_THE_ANSWER));
    }
    endpoint().deploy().close();
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void deploy_waitsUntilTheConfigurationCanBeSeen() throws InterruptedException {
    Fault missing = Fault.of(400, "ValidationException", "Could not find endpoint configuration");
    aws.fail("SageMaker.DescribeEndpointConfig", missing, missing);
    aws.fail("SageMaker.CreateEndpoint", missing);
    endpoint().deploy().close();
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void close_saysWhatItCouldNotDelete() throws InterruptedException {
    SageMakerEndpoint endpoint = endpoint().deploy();
    aws.fail("SageMaker.DeleteEndpoint", Fault.of(400, "AccessDeniedException", "no"));
    EndpointException e = assertThrows(EndpointException.class, endpoint::close);
    assertEquals(
        "endpoint '"
            + endpoint.name()
            + "' could not be deleted whole; delete by that name: the endpoint, which costs money,"
            + " its configuration, its model",
        e.getMessage());
    aws.fail("SageMaker.DeleteEndpointConfig", Fault.of(400, "AccessDeniedException", "no"));
    aws.fail("SageMaker.DeleteModel", Fault.of(400, "AccessDeniedException", "no"));
    EndpointException second = assertThrows(EndpointException.class, endpoint::close);
    assertEquals(
        "endpoint '"
            + endpoint.name()
            + "' could not be deleted whole; delete by that name: its configuration, its model",
        second.getMessage());
    assertEquals(1, second.getSuppressed().length);
    endpoint.close();
    endpoint.close();
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void failedDeploy_thatCannotBeDeletedSaysSo() {
    aws.hosting.script = List.of("Failed");
    aws.fail("SageMaker.DeleteEndpoint", Fault.of(400, "AccessDeniedException", "no"));
    EndpointException e = assertThrows(EndpointException.class, () -> endpoint().deploy());
    assertTrue(
        TestData.message(e.getSuppressed()[0]).contains("the endpoint, which costs money"),
        e.getSuppressed()[0].getMessage());
  }

  @Test
  void deletedElsewhere_isDeleted() throws InterruptedException {
    SageMakerEndpoint endpoint = endpoint().deploy();
    aws.hosting.endpoints.remove(endpoint.name());
    endpoint.close();
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void attached_isLeftAsItIs() {
    SageMakerEndpoint endpoint = SageMakerEndpoint.attach(aws.clients(), "there");
    assertEquals("SageMakerEndpoint[there, attached]", endpoint.toString());
    assertEquals(
        3, endpoint.scorer(PredictorType.BINARY_CLASSIFIER, 7).scores(TestData.vectors(3)).length);
    endpoint.close();
    assertOnlyTheOldOneIsLeft();
    assertEquals(
        "could not describe endpoint 'gone': ValidationException, Could not find endpoint"
            + " \"gone\". (HTTP 400, request request-1)",
        assertThrows(
                SageMakerCallException.class,
                () -> SageMakerEndpoint.attach(aws.clients(), "gone").status())
            .getMessage());
  }
}
