package io.github.fmexplain.sagemaker.artifact;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Warning;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.TestData;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingResult;
import io.github.fmexplain.train.UntrainedRowsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From an artifact and the rows that it was trained on to an explanation. */
class TrainedOnTest {

  private static final TrainingSet SET = TestData.likes(0);
  private static final FmHyperparameters HYPERPARAMETERS = TestData.fast();

  private static TrainingResult result;

  @BeforeAll
  static void train() throws InterruptedException {
    result = LocalTrainer.builder().seed(1).build().fit(SET, HYPERPARAMETERS);
  }

  private static SageMakerArtifact read(byte[] artifact) throws IOException {
    return SageMakerArtifact.read(new ByteArrayInputStream(artifact), "model.tar.gz");
  }

  private static SageMakerArtifact artifact() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SageMakerArtifact.write(result.model(), HYPERPARAMETERS, bytes);
    return read(bytes.toByteArray());
  }

  private static SageMakerArtifact withoutHyperparameters() throws IOException {
    return read(Golden.file("mxnet/model-densestorage-binary.tar.gz"));
  }

  @Test
  void artifact_withItsRowsIsWhatTheTrainerMade() throws IOException {
    TrainedModel trained = artifact().trainedOn(SET);
    assertEquals(result.trained(), trained);
    assertEquals(trained, artifact().trainedOn(SET, HYPERPARAMETERS));
    History history = TestData.histories().get(3);
    Explanation explanation =
        FmExplainer.of(trained, TestData.catalogue())
            .withMethod(Method.hessian())
            .forHistory(history)
            .explain("i2");
    assertExplains(explanation, trained.model(), trained.encoder(), history);
  }

  @Test
  void mode_isToldByTheNamesOfTheTensors() throws IOException {
    assertEquals(TrainingMode.sageMaker(), artifact().mode());
    assertEquals(
        TrainingMode.sageMakerDense(),
        read(Golden.file("mxnet/model-denseinput-binary.tar.gz")).mode());
  }

  @Test
  void rowsWithIdsInAnotherOrder_areRefused() throws IOException {
    TrainingSet shifted = TestData.likes(1);
    SageMakerArtifact artifact = artifact();
    UntrainedRowsException e =
        assertThrows(UntrainedRowsException.class, () -> artifact.trainedOn(shifted));
    assertEquals(48, e.summary().rows());
    assertFalse(e.summary().fitsBetterThanConstant());
    assertThrows(UntrainedRowsException.class, () -> artifact.trainedOn(shifted, HYPERPARAMETERS));
  }

  @Test
  void rowsOfAnyFit_areTakenWithAWarning() throws IOException {
    TrainedModel trained = artifact().trainedOnAnyFit(TestData.likes(1), HYPERPARAMETERS);
    assertEquals(TrainingMode.sageMaker(), trained.mode());
    History history = TestData.histories().get(3);
    Explanation explanation =
        FmExplainer.of(trained, TestData.catalogue())
            .withMethod(Method.hessian())
            .forHistory(history)
            .explain("i2");
    assertTrue(explanation.diagnostics().warning(Warning.PoorFit.class).isPresent());
    assertExplains(explanation, trained.model(), trained.encoder(), history);
  }

  @Test
  void hyperparameters_mustBeKnown() throws IOException {
    SageMakerArtifact artifact = withoutHyperparameters();
    assertEquals(
        "hyperparameters must be known to explain with, but model.tar.gz does not tell them; pass"
            + " them with trainedOn(set, hyperparameters)",
        assertThrows(IllegalStateException.class, () -> artifact.trainedOn(SET)).getMessage());
  }

  @Test
  void set_mustFitTheModel() throws IOException {
    FmModel model = withoutHyperparameters().model();
    assertEquals(7, model.numFeatures());
    SageMakerArtifact artifact = withoutHyperparameters();
    assertEquals(
        "encoder has 14 features, but the model has 7; was it trained on another data set?",
        assertThrows(
                IllegalArgumentException.class,
                () -> artifact.trainedOnAnyFit(SET, TestData.HYPERPARAMETERS))
            .getMessage());
  }
}
