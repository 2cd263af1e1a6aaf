package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A fake with an endpoint in service, and what the tests of endpoints share. */
abstract class EndpointTestCase {

  static final String ARTIFACT = "s3://bucket/job/output/model.tar.gz";

  final FakeAws aws = new FakeAws();

  EndpointTestCase() {
    aws.runtime.model = TestData.binaryModel();
    aws.hosting.endpoints.put("there", new ArrayDeque<>(List.of("InService")));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  SageMakerEndpoint.Builder endpoint() {
    return SageMakerEndpoint.builder().clients(aws.clients()).role(FakeAws.ROLE).artifact(ARTIFACT);
  }

  void assertOnlyTheOldOneIsLeft() {
    assertEquals(List.of("endpoint there"), aws.left());
  }
}
