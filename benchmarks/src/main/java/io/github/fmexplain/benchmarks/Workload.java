package io.github.fmexplain.benchmarks;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * The ratings that are measured on, and a binary classifier trained on them with the default
 * hyperparameters: synthetic ratings in the shape of ml-100k, or the data set in the folder that
 * {@code -Dmovielens=DIR} gives.
 */
final class Workload {

  /** The trajectory form along the way that training was recorded to take. */
  static final String RECORDED = "unrolled-recorded";

  private static final long SEED = 1;
  private static final double LIKE = 4;

  private final MovieLens movies;
  private final TrainingSet rows;
  private final FmHyperparameters hyperparameters;

  private Workload(MovieLens movies, Scale scale) {
    this.movies = movies;
    this.rows =
        TrainingSet.of(movies.encoder(), movies.trainingHistories(), RatingTarget.likeFrom(LIKE));
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

  /** Returns the model, trained once for all forks and runs. */
  FmModel model() throws Exception {
    return Cache.model(key(), () -> trainer().build().fit(rows, hyperparameters).model());
  }

  private static LocalTrainer.Builder trainer() {
    return LocalTrainer.builder().seed(SEED).threads(Runtime.getRuntime().availableProcessors());
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
   * @param method the name of an {@link Influence}, or {@link #RECORDED}
   */
  FmExplainer explainer(String method) throws Exception {
    if (method.equals(RECORDED)) {
      TrainingResult result = trainer().recordTrajectory().build().fit(rows, hyperparameters);
      return FmExplainer.builder()
          .model(result.model())
          .encoder(movies.encoder())
          .catalogue(movies.catalogue())
          .trainedAlong(Objects.requireNonNull(result.trajectory()))
          .build();
    }
    Influence influence =
        List.of(Influence.hessian(), Influence.unrolled(), Influence.unrolled().alongTrajectory())
            .stream()
            .filter(known -> known.name().equals(method))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("unknown method '" + method + "'"));
    return FmExplainer.builder()
        .model(model())
        .encoder(movies.encoder())
        .catalogue(movies.catalogue())
        .trainedWith(hyperparameters, rows.numRows())
        .influence(influence)
        .build();
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
