package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Initializer;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Small rows, and golden models. */
public final class TestData {

  public static final FmHyperparameters HYPERPARAMETERS =
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

  /** Six users who like every other of eight items. */
  public static List<History> histories() {
    return IntStream.range(0, 6)
        .mapToObj(
            user ->
                History.of(
                    "u" + user,
                    IntStream.range(0, 8)
                        .mapToObj(item -> Interaction.of("i" + item, user % 2 == item % 2 ? 5 : 1))
                        .toList()))
        .toList();
  }

  /** {@return the items that {@link #histories} rate} */
  public static Catalogue catalogue() {
    return Catalogue.of(
        IntStream.range(0, 8)
            .mapToObj(item -> new CatalogueItem("i" + item, "Item " + item, Set.of()))
            .toList());
  }

  /**
   * {@return the likes of {@link #histories}, in an order that is not that of the users}
   *
   * @param first the number of the user whose column is the first
   */
  public static TrainingSet likes(int first) {
    List<String> users = new ArrayList<>();
    for (int user = 0; user < 6; user++) {
      users.add("u" + (user + first) % 6);
    }
    return TrainingSet.of(
            OneHotEncoder.of(users, catalogue().items().stream().map(CatalogueItem::id).toList()),
            histories(),
            RatingTarget.likeFrom(4))
        .shuffled(1);
  }

  /** Hyperparameters that learn {@link #likes} fast. */
  public static FmHyperparameters fast() {
    return FmHyperparameters.builder()
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .numFactors(4)
        .epochs(60)
        .miniBatchSize(16)
        .biasLr(0.01)
        .linearLr(0.01)
        .factorsLr(0.02)
        .factorsInit(Initializer.normal(0.1))
        .build();
  }

  /** {@return a model with an encoder, and a rating that does not matter} */
  static TrainedModel untrained(FmModel model, FeatureEncoder encoder) {
    History history = History.of("u2", List.of(Interaction.of(encoder.items().ids().get(0), 5)));
    return TrainedModel.ofAnyFit(
        model,
        Ridge.fixed(1, 1),
        TrainingSet.of(encoder, List.of(history), RatingTarget.likeFrom(4)));
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
