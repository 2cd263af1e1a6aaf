package io.github.fmexplain.sagemaker;

import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.model.Scorer;
import io.github.fmexplain.model.ScorerContract;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class EndpointScorerContractTest extends ScorerContract {

  private final FakeAws aws = new FakeAws();

  EndpointScorerContractTest() {
    aws.runtime.model = TestData.binaryModel();
    aws.hosting.endpoints.put("there", new ArrayDeque<>(List.of("InService")));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Override
  protected FmModel model() {
    return TestData.binaryModel();
  }

  @Override
  protected Scorer scorer() {
    return SageMakerEndpoint.attach(aws.clients(), "there")
        .scorer(PredictorType.BINARY_CLASSIFIER, 7);
  }

  /** The endpoint answers probabilities in float32. */
  @Override
  protected double tolerance() {
    return 1e-6;
  }
}
