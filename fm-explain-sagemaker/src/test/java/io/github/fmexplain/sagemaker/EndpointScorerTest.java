package io.github.fmexplain.sagemaker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.EndpointScorer.Format;
import io.github.fmexplain.sagemaker.FakeAws.Fault;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.regions.Region;
import tools.jackson.databind.JsonNode;

class EndpointScorerTest extends EndpointTestCase {

  private EndpointScorer.Builder builder(PredictorType type) {
    return EndpointScorer.builder()
        .clients(aws.clients())
        .endpointName("there")
        .predictorType(type)
        .numFeatures(7);
  }

  private EndpointScorer scorer() {
    return builder(PredictorType.BINARY_CLASSIFIER).build();
  }

  private String body(int index) {
    return new String(aws.runtime.bodies.get(index), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void scores_ofTheGoldenModelAreThoseOfMxnet(Format format) {
    JsonNode golden = FakeJson.read(TestData.golden("mxnet/golden.json")).get("models").get(0);
    assertEquals("sparse-binary", golden.get("model").asString());
    List<FeatureVector> rows = new ArrayList<>();
    for (JsonNode input : golden.get("inputs")) {
      List<Integer> indices = new ArrayList<>();
      for (int f = 0; f < 7; f++) {
        if (input.get(f).asDouble() != 0) {
          indices.add(f);
        }
      }
      int[] at = indices.stream().mapToInt(Integer::intValue).toArray();
      float[] values = new float[at.length];
      for (int j = 0; j < at.length; j++) {
        values[j] = (float) input.get(at[j]).asDouble();
      }
      rows.add(FeatureVector.of(at, values));
    }
    EndpointScorer scorer = builder(PredictorType.BINARY_CLASSIFIER).format(format).build();
    List<Prediction> predictions = scorer.predictions(rows);
    double[] logits = scorer.scores(rows);
    for (int row = 0; row < rows.size(); row++) {
      double expected = golden.get("scores_by_mxnet").get(row).asDouble();
      assertEquals(expected, requireNonNull(predictions.get(row).probability()), 2e-7);
      assertEquals(expected >= 0.5 ? 1.0 : 0.0, predictions.get(row).predictedLabel());
      assertNull(predictions.get(row).rating());
      assertEquals(Math.log(expected / (1 - expected)), logits[row], 1e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void scores_ofARegressorAreRatings(Format format) {
    aws.runtime.model = TestData.regressor();
    EndpointScorer scorer = builder(PredictorType.REGRESSOR).format(format).build();
    List<FeatureVector> rows = TestData.vectors(9);
    assertArrayEquals(TestData.regressor().scores(rows), scorer.scores(rows), 1e-7);
    Prediction first = scorer.predictions(rows).get(0);
    assertEquals(new Prediction(null, null, first.rating()), first);
  }

  @Test
  void bodies_areAsDocumented() {
    List<FeatureVector> rows =
        List.of(FeatureVector.of(new int[] {1, 4}, new float[] {1, -0.5f}), FeatureVector.empty());
    scorer().scores(rows);
    assertEquals(
        "{\"instances\":[{\"data\":{\"features\":{\"keys\":[1,4],\"shape\":[7],"
            + "\"values\":[1.0,-0.5]}}},{\"data\":{\"features\":{\"keys\":[0],\"shape\":[7],"
            + "\"values\":[0.0]}}}]}",
        body(0));
    builder(PredictorType.BINARY_CLASSIFIER).format(Format.JSON_LINES).build().scores(rows);
    assertEquals(
        "{\"data\":{\"features\":{\"keys\":[1,4],\"shape\":[7],\"values\":[1.0,-0.5]}}}\n"
            + "{\"data\":{\"features\":{\"keys\":[0],\"shape\":[7],\"values\":[0.0]}}}",
        body(1));
    builder(PredictorType.BINARY_CLASSIFIER).format(Format.DENSE_JSON).build().scores(rows);
    assertEquals(
        "{\"instances\":[{\"features\":[0.0,1.0,0.0,0.0,-0.5,0.0,0.0]},"
            + "{\"features\":[0.0,0.0,0.0,0.0,0.0,0.0,0.0]}]}",
        body(2));
  }

  @Test
  void batches_areCutByBytesAndKeepTheirOrder() {
    List<FeatureVector> rows = TestData.vectors(70_000);
    double[] scores = scorer().scores(rows);
    assertTrue(aws.runtime.bodies.size() > 1);
    aws.runtime.bodies.forEach(body -> assertTrue(body.length <= FakeRuntime.LIMIT));
    assertArrayEquals(TestData.binaryModel().scores(rows), scores, 1e-6);
    int requests = aws.runtime.bodies.size();
    builder(PredictorType.BINARY_CLASSIFIER)
        .maximumBodyBytes(200)
        .build()
        .scores(TestData.vectors(5));
    assertEquals(requests + 3, aws.runtime.bodies.size());
  }

  @Test
  void answersOfRecordIo_stayBelowTheLimitToo() {
    List<FeatureVector> rows = new ArrayList<>();
    for (int row = 0; row < 65_000; row++) {
      rows.add(FeatureVector.ones(row % 7));
    }
    double[] scores =
        builder(PredictorType.BINARY_CLASSIFIER).format(Format.RECORD_IO).build().scores(rows);
    assertArrayEquals(TestData.binaryModel().scores(rows), scores, 1e-6);
  }

  @Test
  void rowThatIsLargerThanARequest_isRefused() {
    assertEquals(
        "row 2 makes a body of 83 bytes, but a request has at most 80; write sparse rows, or use"
            + " batch transform",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    builder(PredictorType.BINARY_CLASSIFIER)
                        .maximumBodyBytes(80)
                        .build()
                        .scores(List.of(FeatureVector.empty(), FeatureVector.ones(0, 1))))
            .getMessage());
  }

  @Test
  void widerRow_isRefusedBeforeAnythingIsSent() {
    assertEquals(
        "row 2 has feature 7, but the model has 7 features",
        assertThrows(
                IllegalArgumentException.class,
                () -> scorer().scores(List.of(FeatureVector.ones(0), FeatureVector.ones(7))))
            .getMessage());
    assertEquals(0, aws.runtime.bodies.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|gave a bad answer for rows 1 to 2: body has no 'predictions'",
        "[]|gave a bad answer for rows 1 to 2: body must be a JSON object",
        "{\"predictions\":{}}|gave a bad answer for rows 1 to 2: 'predictions' must be an array",
        "{\"predictions\":[]}|answered 0 predictions for 2 rows; row 1 has none",
        "{\"predictions\":[OK]}|answered 1 predictions for 2 rows; row 2 has none",
        "{\"predictions\":[OK,OK,OK]}|answered 3 predictions for 2 rows; row 3 does not exist",
        "{\"predictions\":[OK,{\"predicted_label\":1}]}|gave a bad answer for row 2: prediction has"
            + " no score",
        "{\"predictions\":[OK,{\"score\":0.5}]}|gave a bad answer for row 2: predicted_label is"
            + " missing; is the model a regressor?",
        "{\"predictions\":[OK,{\"score\":\"0.5\",\"predicted_label\":1}]}|gave a bad answer for row"
            + " 2: score must be a number, but was a string",
        "{\"predictions\":[OK,{\"score\":null,\"predicted_label\":1}]}|gave a bad answer for row 2:"
            + " score must be a number, but was null",
        "{\"predictions\":[OK,{\"score\":0.5,\"predicted_label\":true}]}|gave a bad answer for row"
            + " 2: predicted_label must be a number, but was not one",
        "{\"predictions\":[{\"score\":1.5,\"predicted_label\":1},OK]}|gave a bad answer for row 1:"
            + " score of a binary_classifier must be from 0 to 1, but was 1.5",
        "{\"predictions\":[{\"score\":1e999,\"predicted_label\":1},OK]}|gave a bad answer for row"
            + " 1: score must be finite, but was Infinity",
        "{\"predictions\":[OK,{\"score\":NaN,\"predicted_label\":0.0}]}|gave a bad answer for row 2:"
            + " score must be finite, but was NaN",
        "{\"predictions\":[{\"score\":-Infinity,\"predicted_label\":0.0},OK]}|gave a bad answer for row"
            + " 1: score must be finite, but was -Infinity",
        "{\"predictions\":[{\"score\":0.5,\"predicted_label\":NaN},OK]}|gave a bad answer for row 1:"
            + " predicted_label must be 0 or 1, but was NaN",
        "{\"predictions\":[{\"score\":0.5,\"predicted_label\":2},OK]}|gave a bad answer for row 1:"
            + " predicted_label must be 0 or 1, but was 2.0",
        "{\"predictions\":[OK,7]}|gave a bad answer for row 2: prediction must be a JSON object",
        "{\"predictions\":[OK,OK]} x|gave a bad answer for row 3: body is not JSON: Unrecognized"
            + " token 'x': was expecting (JSON String, Number (or 'NaN'/'+INF'/'-INF'), Array, Object or token 'null',"
            + " 'true' or 'false')",
        "{\"predictions\":[OK,OK]} {}|gave a bad answer for rows 1 to 2: there is more behind the"
            + " JSON object",
      })
  void badAnswers_areNoScores(String answer, String message) {
    aws.runtime.answer = answer.replace("OK", "{\"score\":0.5,\"predicted_label\":1.0}");
    EndpointException e =
        assertThrows(EndpointException.class, () -> scorer().scores(TestData.vectors(2)));
    assertEquals("endpoint 'there' " + message, e.getMessage());
  }

  @Test
  void fieldsInAnyOrderAndOnesThatAreNotKnown_areRead() {
    aws.runtime.answer =
        "{\"x\":[{}],\"predictions\":[{\"predicted_label\":1,\"more\":{\"score\":9},\"score\":0.75}],"
            + "\"y\":null}";
    assertEquals(new Prediction(0.75, 1.0, null), scorer().predictions(TestData.vectors(1)).get(0));
  }

  @Test
  void fieldTwice_isNoScore() {
    aws.runtime.answer = "{\"predictions\":[{\"score\":0.5,\"score\":0.6,\"predicted_label\":1}]}";
    EndpointException e =
        assertThrows(EndpointException.class, () -> scorer().scores(TestData.vectors(1)));
    assertTrue(
        TestData.message(e)
            .startsWith(
                "endpoint 'there' gave a bad answer for row 1: body is not JSON: Duplicate"),
        e.getMessage());
  }

  @Test
  void brokenRecords_areNoScores() {
    aws.runtime.answer = "not a record at all";
    EndpointException e =
        assertThrows(
            EndpointException.class,
            () ->
                builder(PredictorType.BINARY_CLASSIFIER)
                    .format(Format.RECORD_IO)
                    .build()
                    .scores(TestData.vectors(2)));
    assertTrue(
        TestData.message(e)
            .startsWith("endpoint 'there' gave a bad answer for rows 1 to 2: magic must be"),
        e.getMessage());
  }

  @Test
  void otherMediaType_isNoScore() {
    aws.runtime.answer = "<html>";
    aws.runtime.answerType = "text/html";
    assertEquals(
        "endpoint 'there' answered text/html for rows 1 to 2, but was asked for application/json",
        assertThrows(EndpointException.class, () -> scorer().scores(TestData.vectors(2)))
            .getMessage());
  }

  @Test
  void classifierTakenForARegressor_isNoScore() {
    assertEquals(
        "endpoint 'there' gave a bad answer for row 1: a regressor has no predicted_label; is the"
            + " model a binary_classifier?",
        assertThrows(
                EndpointException.class,
                () -> builder(PredictorType.REGRESSOR).build().scores(TestData.vectors(1)))
            .getMessage());
  }

  @Test
  void saturatedProbabilities_areInfiniteLogits() {
    aws.runtime.answer =
        "{\"predictions\":[{\"score\":1.0,\"predicted_label\":1.0},"
            + "{\"score\":0.0,\"predicted_label\":0.0}]}";
    assertArrayEquals(
        new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
        scorer().scores(TestData.vectors(2)));
  }

  @Test
  void modelError_isNotTriedAgain() {
    aws.fail(
        "Runtime.InvokeEndpoint",
        Fault.of(
            424,
            "ModelError",
            "{\"Message\":\"Received server error\",\"OriginalStatusCode\":500,"
                + "\"OriginalMessage\":\"unable to evaluate\"}"));
    assertEquals(
        "endpoint 'there' failed for rows 1 to 2: its model answered HTTP 500: unable to evaluate",
        assertThrows(EndpointException.class, () -> scorer().scores(TestData.vectors(2)))
            .getMessage());
    assertEquals(1, aws.count("Runtime.InvokeEndpoint"));
  }

  @Test
  void modelThatTimesOut_didNotAnswer() {
    aws.fail(
        "Runtime.InvokeEndpoint",
        Fault.of(
            424,
            "ModelError",
            "{\"Message\":\"Received server error (0)\",\"OriginalStatusCode\":0,"
                + "\"OriginalMessage\":\"Your invocation timed out.\"}"));
    assertEquals(
        "endpoint 'there' failed for row 1: its model did not answer: Your invocation timed out.",
        assertThrows(EndpointException.class, () -> scorer().scores(TestData.vectors(1)))
            .getMessage());
  }

  @Test
  void endpointThatIsNotThere_isToldWithItsRegion() {
    EndpointException e =
        assertThrows(
            EndpointException.class,
            () ->
                SageMakerEndpoint.attach(aws.clients(), "gone")
                    .scorer(PredictorType.REGRESSOR, 7)
                    .scores(TestData.vectors(2)));
    assertEquals(
        "endpoint 'gone' is not there, in region 'eu-west-1' and the account of these credentials,"
            + " for rows 1 to 2; is its name right, and does it have its own region? names are"
            + " case-sensitive",
        e.getMessage());
    assertTrue(
        TestData.message(requireNonNull(e.getCause()))
            .contains("of account 123456789012 not found"),
        e.getCause().getMessage());
  }

  private static SageMakerClients clients(FlowBench bench, CallLimits limits) {
    bench.aws.hosting.endpoints.put("there", new ArrayDeque<>(List.of("InService")));
    return SageMakerClients.builder()
        .region(Region.EU_WEST_1)
        .endpoint(bench.proxy.uri())
        .credentials(FakeAws.CREDENTIALS)
        .limits(SageMakerClients.Service.RUNTIME, limits)
        .immediately()
        .build();
  }

  private static void assertAttempts(int attempts, FaultProxy.Fault fault, Duration silence)
      throws IOException {
    try (FlowBench bench = new FlowBench();
        SageMakerClients clients =
            clients(bench, new CallLimits(silence, Duration.ofHours(1), 8))) {
      bench.proxy.rule = (operation, nth) -> fault;
      SageMakerCallException e =
          assertThrows(
              SageMakerCallException.class,
              () ->
                  SageMakerEndpoint.attach(clients, "there")
                      .scorer(PredictorType.REGRESSOR, 7)
                      .scores(TestData.vectors(1)));
      assertTrue(
          TestData.message(e).startsWith("could not invoke endpoint 'there' for row 1: "),
          e.getMessage());
      assertEquals(Map.of("Runtime.InvokeEndpoint", attempts), bench.proxy.seen);
    }
  }

  /** A model that has been silent twice is not asked eight times, as one that cannot be reached. */
  @Test
  void endpointThatHangs_isAskedTwice() throws IOException {
    assertAttempts(2, FaultProxy.Fault.SILENT_BEFORE, Duration.ofSeconds(2));
    assertAttempts(8, FaultProxy.Fault.CUT, Duration.ofHours(1));
  }

  /** One that drips is never silent, and ends all the same. */
  @Test
  void endpointThatDrips_hasALongestTime() throws IOException {
    try (FlowBench bench = new FlowBench();
        SageMakerClients clients =
            clients(bench, new CallLimits(Duration.ofHours(1), Duration.ofMillis(200), 8))) {
      bench.proxy.rule = (operation, nth) -> FaultProxy.Fault.DRIPPING;
      EndpointScorer dripping =
          SageMakerEndpoint.attach(clients, "there").scorer(PredictorType.REGRESSOR, 7);
      assertThrows(SageMakerCallException.class, () -> dripping.scores(TestData.vectors(1)));
    }
  }

  @Test
  void limits_areThoseOfAContainerIfNoneAreSet() {
    assertEquals(
        new CallLimits(Duration.ofSeconds(70), Duration.ofMinutes(3), 8),
        SageMakerClients.Service.RUNTIME.defaultLimits());
    assertEquals(
        new CallLimits(Duration.ofSeconds(70), Duration.ofMinutes(10), 8),
        SageMakerClients.Service.S3.defaultLimits());
  }

  @Test
  void modelErrorWithoutDetails_isStillClear() {
    aws.fail("Runtime.InvokeEndpoint", Fault.of(424, "ModelError", "{\"Message\":\"it failed\"}"));
    assertEquals(
        "endpoint 'there' failed for rows 1 to 2: its model answered with an error",
        assertThrows(EndpointException.class, () -> scorer().scores(TestData.vectors(2)))
            .getMessage());
  }

  @Test
  void unavailability_isSatOut() {
    aws.fail(
        "Runtime.InvokeEndpoint",
        Fault.of(503, "ServiceUnavailable", "busy"),
        Fault.cut(FakeAws.Cut.IN_THE_ANSWER),
        Fault.cut(FakeAws.Cut.BEFORE_THE_ANSWER));
    assertEquals(2, scorer().scores(TestData.vectors(2)).length);
    aws.failAlways("Runtime.InvokeEndpoint", Fault.of(503, "ServiceUnavailable", "busy"));
    assertEquals(
        "could not invoke endpoint 'there' for row 1: ServiceUnavailable, busy (HTTP 503, request"
            + " request-1)",
        assertThrows(SageMakerCallException.class, () -> scorer().scores(TestData.vectors(1)))
            .getMessage());
  }

  @Test
  void tooLargeABody_saysWhatToLower() {
    aws.fail("Runtime.InvokeEndpoint", Fault.of(413, "ValidationError", "too large"));
    assertEquals(
        "endpoint 'there' takes no body of 83 bytes (HTTP 413); lower maximumBodyBytes",
        assertThrows(EndpointException.class, () -> scorer().scores(TestData.vectors(1)))
            .getMessage());
  }
}
