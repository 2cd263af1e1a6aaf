package io.github.fmexplain.sagemaker;

import static java.util.Objects.requireNonNull;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SageMakerEndpointTest extends EndpointTestCase {

  private static final String PACKAGE =
      "arn:aws:sagemaker:eu-west-1:123456789012:model-package/movies/3";

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
    endpoint()
        .instances("ml.c5.large", 2)
        .setup(SageMakerSetup.builder().tags(Map.of("a", "b")).build())
        .deploy()
        .close();
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
  void deploy_sendsTheSetupAndThePackage() throws InterruptedException {
    SageMakerSetup setup =
        SageMakerSetup.builder()
            .volumeKmsKey("volume-key")
            .vpc(List.of("subnet-1"), List.of("sg-1"))
            .networkIsolation(true)
            .environment(Map.of("MODE", "quiet"))
            .build();
    SageMakerEndpoint.builder()
        .clients(aws.clients())
        .role(FakeAws.ROLE)
        .modelPackage(PACKAGE)
        .setup(setup)
        .deploy()
        .close();
    assertEquals(
        "{\"Environment\":{\"MODE\":\"quiet\"},\"ModelPackageName\":\"" + PACKAGE + "\"}",
        aws.hosting.requests.get(0).get("PrimaryContainer").toString());
    assertEquals(
        "{\"SecurityGroupIds\":[\"sg-1\"],\"Subnets\":[\"subnet-1\"]}",
        aws.hosting.requests.get(0).get("VpcConfig").toString());
    assertTrue(aws.hosting.requests.get(0).get("EnableNetworkIsolation").asBoolean());
    assertEquals("volume-key", aws.hosting.requests.get(1).get("KmsKeyId").asString());
    assertEquals(
        "serverless endpoints take no vpc and no networkIsolation; leave them out, or host on"
            + " instances",
        assertThrows(
                IllegalStateException.class,
                () -> endpoint().serverless(1024, 1).setup(setup).deploy())
            .getMessage());
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void update_servesTheNewModelAndDeletesTheOld() throws InterruptedException {
    List<String> statuses = new ArrayList<>();
    try (SageMakerEndpoint endpoint = endpoint().deploy()) {
      String before = aws.hosting.modelOf(endpoint.name());
      assertEquals(endpoint.name(), before);
      endpoint().listener(statuses::add).update(endpoint);
      String after = String.valueOf(aws.hosting.modelOf(endpoint.name()));
      assertNotEquals(before, after);
      assertEquals(Set.of(after), aws.hosting.models.keySet());
      assertEquals(Set.of(after), aws.hosting.configs.keySet());
      assertEquals(List.of("Updating", "InService"), statuses);
    }
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void update_ofAnAttachedEndpointLeavesWhatItDidNotMake() throws InterruptedException {
    SageMakerEndpoint there = SageMakerEndpoint.attach(aws.clients(), "there");
    endpoint().update(there);
    there.close();
    String model = String.valueOf(aws.hosting.modelOf("there"));
    assertEquals(
        List.of("endpoint there", "endpoint configuration " + model, "model " + model), aws.left());
  }

  @Test
  void update_thatIsRolledBackGoesOnAsBefore() throws InterruptedException {
    aws.hosting.updateScript = List.of("Updating", "RollingBack", "InService");
    try (SageMakerEndpoint endpoint = endpoint().deploy()) {
      aws.hosting.failureReason = "The primary container did not pass the ping health check.";
      EndpointException e =
          assertThrows(EndpointException.class, () -> endpoint().update(endpoint));
      assertEquals(
          "endpoint '"
              + endpoint.name()
              + "' was not updated and has configuration '"
              + endpoint.name()
              + "' as before: The primary container did not pass the ping health check.",
          e.getMessage());
      assertEquals(Set.of(endpoint.name()), aws.hosting.models.keySet());
      assertEquals(0, e.getSuppressed().length);
    }
    assertOnlyTheOldOneIsLeft();
  }

  /** What is left of the new model has another name than the endpoint. */
  @Test
  void update_thatIsRolledBackAndCannotCleanUpNamesWhatIsLeft() throws InterruptedException {
    aws.hosting.updateScript = List.of("Updating", "RollingBack", "InService");
    try (SageMakerEndpoint endpoint = endpoint().deploy()) {
      aws.fail("SageMaker.DeleteModel", Fault.of(400, "AccessDeniedException", "no"));
      EndpointException e =
          assertThrows(EndpointException.class, () -> endpoint().update(endpoint));
      String left = TestData.message(e.getSuppressed()[0]);
      String model =
          aws.hosting.models.keySet().stream()
              .filter(name -> !name.equals(endpoint.name()))
              .findFirst()
              .orElseThrow();
      assertEquals(
          "endpoint '"
              + endpoint.name()
              + "' has something left of an update; delete model '"
              + model
              + "'",
          left);
      aws.hosting.models.remove(model);
    }
    assertOnlyTheOldOneIsLeft();
  }

  @Test
  void update_ofAKeptEndpointDeletesNothing() throws InterruptedException {
    SageMakerEndpoint endpoint = endpoint().deploy();
    endpoint.keep();
    endpoint().update(endpoint);
    endpoint.close();
    assertEquals(2, aws.hosting.models.size());
    assertEquals(0, aws.count("SageMaker.DeleteEndpointConfig"));
  }

  @Test
  void update_thatIsInterruptedWaitsAndTakesBackNothingThatIsUsed() throws InterruptedException {
    try (SageMakerEndpoint endpoint = endpoint().deploy()) {
      SageMakerEndpoint.Builder update =
          endpoint().listener(status -> Thread.currentThread().interrupt());
      InterruptedException e =
          assertThrows(InterruptedException.class, () -> update.update(endpoint));
      String model = String.valueOf(aws.hosting.modelOf(endpoint.name()));
      assertEquals(
          "endpoint '"
              + endpoint.name()
              + "' was updated all the same: it has configuration and model '"
              + model
              + "' now",
          e.getSuppressed()[0].getMessage());
    }
    assertEquals(List.of(), aws.hosting.broken);
  }

  @Test
  void update_whoseOldModelCannotBeDeletedSaysSo() throws InterruptedException {
    SageMakerEndpoint endpoint = endpoint().deploy();
    aws.fail("SageMaker.DeleteModel", Fault.of(400, "AccessDeniedException", "no"));
    EndpointException e = assertThrows(EndpointException.class, () -> endpoint().update(endpoint));
    assertEquals(
        "endpoint '"
            + endpoint.name()
            + "' serves the new model, but something of the old one is left",
        e.getMessage());
    assertEquals(
        "endpoint '"
            + endpoint.name()
            + "' could not be deleted whole; delete by that name: its model",
        TestData.message(requireNonNull(e.getCause())));
    endpoint.close();
    assertEquals(List.of("endpoint there", "model " + endpoint.name()), aws.left());
  }

  @Test
  void cancelledDeployment_isTakenAwayInItsThread() throws InterruptedException {
    CountDownLatch creating = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    aws.hosting.script = List.of("Creating", "Creating", "InService");
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CompletableFuture<SageMakerEndpoint> future =
        endpoint()
            .listener(
                status -> {
                  creating.countDown();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                })
            .deployAsync(executor);
    creating.await();
    aws.fail("SageMaker.DeleteModel", Fault.of(400, "AccessDeniedException", "no"));
    future.cancel(true);
    executor.shutdown();
    assertTrue(executor.awaitTermination(1, TimeUnit.MINUTES));
    assertEquals(List.of("endpoint there"), aws.left().subList(0, 1));
    assertTrue(aws.left().get(1).startsWith("model fm-explain-"), aws.left().toString());
    Throwable cancellation = future.handle((endpoint, failure) -> failure).join();
    Throwable interrupted = cancellation.getSuppressed()[0];
    assertTrue(
        TestData.message(interrupted.getSuppressed()[0]).endsWith("delete by that name: its model"),
        interrupted.toString());
  }

  @Test
  void deployAsync_givesTheEndpoint() {
    try (SageMakerEndpoint endpoint = endpoint().deployAsync(Runnable::run).join()) {
      assertEquals("InService", endpoint.status());
    }
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
        "could not describe endpoint 'gone' in region 'eu-west-1': ValidationException, Could not"
            + " find endpoint \"gone\". (HTTP 400, request request-1)",
        assertThrows(
                SageMakerCallException.class,
                () -> SageMakerEndpoint.attach(aws.clients(), "gone").status())
            .getMessage());
  }
}
