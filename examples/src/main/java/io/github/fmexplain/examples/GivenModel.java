package io.github.fmexplain.examples;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A model that was trained elsewhere.
 *
 * @param model the model
 * @param hyperparameters what it was trained with, as far as that is known
 * @param note one line that says where the hyperparameters are from
 */
record GivenModel(FmModel model, FmHyperparameters hyperparameters, String note) {

  /**
   * Reads a model.
   *
   * @param file a {@code model.tar.gz}
   * @param options what to take for its hyperparameters if it does not tell them
   */
  static GivenModel read(Path file, FmHyperparameters options) throws IOException {
    SageMakerArtifact artifact = SageMakerArtifact.read(file);
    FmModel model = artifact.model();
    FmHyperparameters told = artifact.hyperparameters().orElse(null);
    if (told != null) {
      return new GivenModel(model, told, "hyperparameters: from the meta.json of " + file);
    }
    FmHyperparameters assumed =
        options.toBuilder()
            .predictorType(model.predictorType())
            .numFactors(model.numFactors())
            .build();
    return new GivenModel(
        model,
        assumed,
        "hyperparameters: "
            + file
            + " does not tell them; weight decays and epochs are those of the options or"
            + " SageMaker's defaults");
  }

  TrainingResult result(TrainingSet training) {
    return new TrainingResult(
        model,
        hyperparameters,
        hyperparameters.epochs(),
        false,
        Metrics.evaluate(model, training),
        Duration.ZERO,
        null,
        null);
  }
}
