package io.github.fmexplain.movielens;

import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Models of the real ml-100k, ua split, 64 factors, 200 epochs, each trained once as SageMaker
 * does, with its path.
 */
final class Ml100kModels {

  private static final Map<PredictorType, TrainedModel> MODELS = new EnumMap<>(PredictorType.class);

  private static @Nullable MovieLens loaded;

  private Ml100kModels() {}

  /** Returns the data set; without it, the test that asks is skipped. */
  static synchronized MovieLens movies() {
    Assumptions.assumeTrue(Ml100k.folder().isPresent(), Ml100k.HOW_TO);
    try {
      MovieLens movies = loaded == null ? MovieLens.load(Ml100k.folder().orElseThrow()) : loaded;
      loaded = movies;
      return movies;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TrainingSet set(RatingTarget target) {
    MovieLens movies = movies();
    return TrainingSet.of(movies.encoder(), movies.trainingHistories(), target).shuffled(1);
  }

  static FmHyperparameters hyperparameters(PredictorType type) {
    return FmHyperparameters.builder().predictorType(type).numFactors(64).epochs(200).build();
  }

  static synchronized TrainedModel trained(PredictorType type) throws InterruptedException {
    TrainedModel trained = MODELS.get(type);
    if (trained == null) {
      boolean likes = type == PredictorType.BINARY_CLASSIFIER;
      trained =
          LocalTrainer.builder()
              .seed(1)
              .threads(2)
              .recordPath()
              .build()
              .fit(set(likes ? MovieLens.likes() : RatingTarget.stars()), hyperparameters(type))
              .trained();
      MODELS.put(type, trained);
    }
    return trained;
  }

  /**
   * Returns the same model without a word of how it was trained: edited users are solved for, not
   * replayed.
   */
  static TrainedModel solved(PredictorType type) throws InterruptedException {
    return trained(type).withMode(TrainingMode.other());
  }

  /** Returns the first users of a shuffled list of all. */
  static List<String> sample(int size) {
    List<String> users = new ArrayList<>(movies().users());
    Collections.shuffle(users, new Random(2026));
    return List.copyOf(users.subList(0, size));
  }
}
