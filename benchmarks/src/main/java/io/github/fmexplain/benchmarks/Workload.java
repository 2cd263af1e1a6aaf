package io.github.fmexplain.benchmarks;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.io.TrainedModelFile;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The ratings that are measured on, and a binary classifier trained on them as SageMaker does, with
 * the default hyperparameters and its path recorded: synthetic ratings in the shape of ml-100k, or
 * the data set in the folder that {@code -Dmovielens=DIR} gives.
 */
final class Workload {

  /** The replay in exactly forty passes. */
  static final String FORTY_PASSES = "replay-40";

  private static final long SEED = 1;
  private static final double LIKE = 4;
  private static final int PASSES = 40;

  private final MovieLens movies;
  private final TrainingSet rows;
  private final FmHyperparameters hyperparameters;

  private Workload(MovieLens movies, Scale scale) {
    this.movies = movies;
    this.rows =
        TrainingSet.of(movies.encoder(), movies.trainingHistories(), RatingTarget.likeFrom(LIKE))
            .shuffled(SEED);
    this.hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(scale.factors())
            .epochs(scale.epochs())
            .build();
  }

  static Workload load() throws IOException {
    Scale scale = Scale.current();
    String folder = System.getProperty("movielens");
    MovieLens movies =
        folder != null
            ? MovieLens.load(Path.of(folder))
            : SyntheticMovieLens.builder()
                .users(scale.users())
                .items(scale.items())
                .ratings(scale.ratings())
                .seed(SEED)
                .build();
    return new Workload(movies, scale);
  }

  MovieLens movies() {
    return movies;
  }

  TrainingSet rows() {
    return rows;
  }

  FmHyperparameters hyperparameters() {
    return hyperparameters;
  }

  FmModel model() throws Exception {
    return trained().model();
  }

  /** Returns the trained model, trained once for all forks and runs. */
  TrainedModel trained() throws Exception {
    Path file =
        Cache.file(
            key(),
            ".fmx",
            part ->
                TrainedModelFile.write(
                    LocalTrainer.builder()
                        .seed(SEED)
                        .threads(Runtime.getRuntime().availableProcessors())
                        .recordPath()
                        .build()
                        .fit(rows, hyperparameters)
                        .trained(),
                    part));
    return TrainedModelFile.read(file);
  }

  /** What the model depends on: its settings and the rows. */
  private String key() {
    CRC32 checksum = new CRC32();
    for (int row = 0; row < rows.numRows(); row++) {
      for (int position = 0; position < rows.rowSize(row); position++) {
        int index = rows.index(row, position);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
          checksum.update(index >>> shift);
        }
      }
      checksum.update((int) rows.target(row));
    }
    return String.format(
        Locale.ROOT,
        "trained-%d-%d-%d-%08x",
        hyperparameters.numFactors(),
        hyperparameters.epochs(),
        rows.numRows(),
        checksum.getValue());
  }

  /**
   * Returns an explainer of the model.
   *
   * @param method the name of a {@link Method}, or {@link #FORTY_PASSES}
   */
  FmExplainer explainer(String method) throws Exception {
    Method named =
        method.equals(FORTY_PASSES)
            ? Method.replay().thinnedBy(Math.max(1, hyperparameters.epochs() / PASSES))
            : Method.named(method);
    return FmExplainer.of(trained(), movies.catalogue()).withMethod(named);
  }

  /** Returns the history of the user who has that many ratings or the next more, cut to as many. */
  History historyOf(int ratings) {
    List<History> histories =
        movies.trainingHistories().stream().sorted(Comparator.comparingInt(History::size)).toList();
    History chosen =
        histories.stream()
            .filter(history -> history.size() >= ratings)
            .findFirst()
            .orElse(histories.get(histories.size() - 1));
    return new History(
        chosen.userId(),
        chosen.userTags(),
        chosen.interactions().subList(0, Math.min(ratings, chosen.size())));
  }

  /** Returns the histories whose number of ratings is nearest to a number. */
  List<History> historiesNear(int ratings, int count) {
    return movies.trainingHistories().stream()
        .sorted(Comparator.comparingInt(history -> Math.abs(history.size() - ratings)))
        .limit(count)
        .toList();
  }
}
