package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.train.FmTrainer;
import io.github.fmexplain.train.FmTrainerContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The trainer in SageMaker keeps the promises of every trainer; the fake really trains. */
class SageMakerTrainerContractTest extends FmTrainerContract {

  private FakeAws aws;

  @BeforeEach
  void start() {
    aws = new FakeAws();
    aws.jobs.train = true;
  }

  @AfterEach
  void nothingIsLeft() {
    try {
      assertEquals(List.of(), aws.left());
    } finally {
      aws.close();
    }
  }

  @Override
  protected FmTrainer trainer() {
    return SageMakerTrainer.builder().clients(aws.clients()).role(FakeAws.ROLE).build();
  }
}
