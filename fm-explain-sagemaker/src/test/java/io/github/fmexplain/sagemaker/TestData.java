package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Small rows, and golden models. */
final class TestData {

  static final FmHyperparameters HYPERPARAMETERS =
      FmHyperparameters.builder()
          .predictorType(PredictorType.BINARY_CLASSIFIER)
          .numFactors(3)
          .epochs(4)
          .build();

  private TestData() {}

  static byte[] golden(String name) {
    try (InputStream in = TestData.class.getResourceAsStream("/golden/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no golden file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Seven features, three factors; what MXNet's own executor scores is in its golden.json. */
  static byte[] binaryArtifact() {
    return golden("mxnet/model-sparse-binary.tar.gz");
  }

  static FmModel binaryModel() {
    return model(binaryArtifact(), PredictorType.BINARY_CLASSIFIER);
  }

  static FmModel regressor() {
    return model(golden("mxnet/model-sparse-regressor.tar.gz"), PredictorType.REGRESSOR);
  }

  private static FmModel model(byte[] artifact, PredictorType type) {
    try {
      return SageMakerArtifact.reader()
          .predictorType(type)
          .read(new ByteArrayInputStream(artifact), "golden")
          .model();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String message(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }

  /** Rows of seven features with labels 0 and 1. */
  static TrainingSet rows(int count) {
    TrainingSet.Builder builder = TrainingSet.builder(7);
    for (int row = 0; row < count; row++) {
      builder.add(FeatureVector.ones(row % 3, 3 + row % 4), row % 2);
    }
    return builder.build();
  }

  static List<FeatureVector> vectors(int count) {
    TrainingSet set = rows(count);
    List<FeatureVector> vectors = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      vectors.add(set.features(row));
    }
    return vectors;
  }
}
