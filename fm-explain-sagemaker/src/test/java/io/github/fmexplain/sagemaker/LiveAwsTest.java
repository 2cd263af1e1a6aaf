package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.EpochReport;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The whole flow in an account of AWS. Costs money, a few cents: set {@code FM_EXPLAIN_LIVE_AWS=1}
 * and {@code FM_EXPLAIN_LIVE_ROLE} to the ARN of a role; region and credentials are those that the
 * AWS SDK finds.
 */
class LiveAwsTest {

  @Test
  void trainsHostsAndScores() throws InterruptedException {
    Assumptions.assumeTrue(
        "1".equals(System.getenv("FM_EXPLAIN_LIVE_AWS")),
        "calls AWS and costs money; asked for with FM_EXPLAIN_LIVE_AWS=1");
    String role = String.valueOf(System.getenv("FM_EXPLAIN_LIVE_ROLE"));
    TrainingSet.Builder rows = TrainingSet.builder(60);
    for (int row = 0; row < 5000; row++) {
      rows.add(FeatureVector.ones(row % 20, 20 + row % 40), row % 20 % 2 == row % 40 % 2 ? 1 : 0);
    }
    TrainingSet set = rows.build();
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(8)
            .epochs(3)
            .miniBatchSize(500)
            .build();
    String name = "fm-explain-live-" + System.currentTimeMillis();
    List<String> states = new ArrayList<>();
    List<EpochReport> reports = new ArrayList<>();
    try (SageMakerClients clients = SageMakerClients.create()) {
      SageMakerTrainer trainer =
          SageMakerTrainer.builder()
              .clients(clients)
              .role(role)
              .jobName(name)
              .infrastructure(
                  TrainingInfrastructure.builder().maxRunTime(Duration.ofHours(1)).build())
              .listener(state -> states.add(state.status()))
              .build();
      TrainingResult result =
          trainer.fit(set, hyperparameters, TrainingProgress.reportTo(reports::add));
      assertEquals("Completed", states.get(states.size() - 1));
      assertEquals(3, reports.size());
      SageMakerTrainingJob job = SageMakerTrainingJob.attach(clients, name);
      List<FeatureVector> some = List.of(set.features(0), set.features(1), set.features(2));
      try (SageMakerEndpoint endpoint =
          SageMakerEndpoint.builder()
              .clients(clients)
              .role(role)
              .artifact(job.artifact().orElseThrow())
              .serverless(2048, 1)
              .deploy()) {
        for (EndpointScorer.Format format : EndpointScorer.Format.values()) {
          assertArrayEquals(
              result.model().scores(some),
              endpoint
                  .scorer(PredictorType.BINARY_CLASSIFIER, set.numFeatures(), format)
                  .scores(some),
              1e-4);
        }
      }
    }
  }
}
