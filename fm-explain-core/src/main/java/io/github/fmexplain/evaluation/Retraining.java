package io.github.fmexplain.evaluation;

import io.github.fmexplain.Influence;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The hard truth: the whole model trained again without ratings, from the same seed, first
 * parameters and order of batches. Immutable and thread-safe.
 *
 * <p>One retraining serves many users: the t-th leaves out the t-th sampled rating of each of them.
 * What the other users' removals do to a user's score is noise; how much of it there is, users
 * without any removal tell.
 */
public final class Retraining {

  private final EvaluatedModel model;
  private final TrainingResult trained;
  private final List<History> histories;
  private final TrainingSet set;
  private final Map<String, Integer> positions = new HashMap<>();
  private final int[] firstRows;
  private final LocalTrainer trainer;

  private Retraining(
      EvaluatedModel model, TrainingResult trained, List<History> histories, LocalTrainer trainer) {
    this.model = model;
    this.trained = trained;
    this.histories = histories;
    this.trainer = trainer;
    this.set = TrainingSet.of(model.encoder(), histories, model.target());
    firstRows = new int[histories.size()];
    int row = 0;
    for (int u = 0; u < firstRows.length; u++) {
      firstRows[u] = row;
      row += histories.get(u).size();
      positions.put(String.valueOf(histories.get(u).userId()), u);
    }
  }

  /**
   * {@return the retraining of a model}
   *
   * @param model the model
   * @param trained how it was trained, by {@link LocalTrainer} and to the end
   * @param trainingHistories the histories that it was trained with, in the same order
   * @param threads of the trainer, at least 1; they do not change the result
   * @throws IllegalArgumentException if the training made another model, has no seed or was stopped
   */
  public static Retraining of(
      EvaluatedModel model, TrainingResult trained, List<History> trainingHistories, int threads) {
    if (!trained.model().equals(model.model())) {
      throw new IllegalArgumentException(
          "training must have made the evaluated model, but made another; pass its own result");
    }
    Long seed = trained.seed();
    if (seed == null) {
      throw new IllegalArgumentException(
          "training must have a seed to be repeated, but has none; train with LocalTrainer");
    }
    if (trained.stopped()) {
      throw new IllegalArgumentException(
          "training must have run to its end to be repeated, but was stopped after "
              + trained.epochs()
              + " epochs");
    }
    return new Retraining(
        model,
        trained,
        List.copyOf(trainingHistories),
        LocalTrainer.builder().seed(seed).threads(threads).build());
  }

  /**
   * How far a run is; there is one after every epoch.
   *
   * @param retraining the present one, from 1
   * @param retrainings how many there are
   * @param epoch the epoch that has ended, from 1
   * @param epochs how many each retraining has
   * @param elapsed since the run began
   * @param remaining an estimate: as long again as the epochs so far took on average
   */
  public record Progress(
      int retraining,
      int retrainings,
      int epoch,
      int epochs,
      Duration elapsed,
      Duration remaining) {

    static Progress at(int retraining, int retrainings, int epoch, int epochs, Duration elapsed) {
      long done = (retraining - 1L) * epochs + epoch;
      long open = (long) retrainings * epochs - done;
      return new Progress(
          retraining,
          retrainings,
          epoch,
          epochs,
          elapsed,
          Duration.ofNanos((long) ((double) elapsed.toNanos() / done * open)));
    }
  }

  /**
   * What the retrainings showed.
   *
   * @param effects one a user: the score of the user's top recommendation before minus after
   * @param controls the number of users without a removal whose scores were watched
   * @param controlDeviation the standard deviation of their score changes, over users and
   *     retrainings; NaN if there are none. Effects of this size are noise
   */
  public record Result(List<RemovalEffects> effects, int controls, double controlDeviation) {

    /**
     * Copies the effects.
     *
     * @param effects one a user. Not modified.
     * @param controls the number of controls
     * @param controlDeviation the standard deviation
     */
    public Result {
      effects = List.copyOf(effects);
    }
  }

  /** A user whose score is watched. */
  private record Watched(History history, String itemId, int firstRow, List<Integer> sampled) {}

  /**
   * {@return the effects of removals, by training again}
   *
   * <p>A user with fewer ratings than retrainings has each of them left out once.
   *
   * @param userIds the users, at least 1, each once
   * @param retrainings how often to train, at least 1
   * @param controls at most this many other users are watched, at least 0
   * @param seed decides which ratings are left out and which users are watched
   * @param listener is told after every epoch, by the calling thread
   * @throws IllegalArgumentException if there is no user, one is there twice, or a number is too
   *     small
   * @throws UnknownIdException if a user is not in the training histories
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Result run(
      List<String> userIds, int retrainings, int controls, long seed, Consumer<Progress> listener)
      throws InterruptedException {
    Fidelity.requireSome("users", userIds);
    if (retrainings < 1) {
      throw new IllegalArgumentException("retrainings must be at least 1, but was " + retrainings);
    }
    if (controls < 0) {
      throw new IllegalArgumentException("controls must not be negative, but was " + controls);
    }
    Random random = new Random(seed);
    List<Watched> removed = new ArrayList<>();
    Set<String> chosen = new HashSet<>();
    for (String userId : userIds) {
      if (!chosen.add(userId)) {
        throw new IllegalArgumentException("user '" + userId + "' occurs twice");
      }
      removed.add(watched(position(userId), retrainings, random));
    }
    List<Watched> untouched = new ArrayList<>();
    for (int user : shuffled(histories.size(), random)) {
      if (untouched.size() < controls
          && !chosen.contains(String.valueOf(histories.get(user).userId()))) {
        untouched.add(watched(user, 0, random));
      }
    }
    return run(removed, untouched, retrainings, listener);
  }

  private int position(String userId) {
    Integer position = positions.get(userId);
    if (position == null) {
      throw new UnknownIdException("user", userId, "training set", positions.size());
    }
    return position;
  }

  private Watched watched(int user, int samples, Random random) {
    History history = histories.get(user);
    List<Recommendation> first =
        model.explainer(Influence.hessian()).forHistory(history).recommend(1);
    if (first.isEmpty()) {
      throw new IllegalArgumentException(
          "user '" + history.userId() + "' has rated every item; there is none to recommend");
    }
    List<Integer> rows = shuffled(history.size(), random);
    return new Watched(
        history,
        first.get(0).itemId(),
        firstRows[user],
        rows.subList(0, Math.min(samples, rows.size())));
  }

  private static List<Integer> shuffled(int size, Random random) {
    List<Integer> indices = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(indices, random);
    return indices;
  }

  private Result run(
      List<Watched> removed, List<Watched> untouched, int retrainings, Consumer<Progress> listener)
      throws InterruptedException {
    long start = System.nanoTime();
    List<List<Double>> effects = new ArrayList<>();
    removed.forEach(user -> effects.add(new ArrayList<>()));
    List<Double> noise = new ArrayList<>();
    for (int t = 0; t < retrainings; t++) {
      int round = t;
      int[] rows =
          removed.stream()
              .filter(user -> round < user.sampled().size())
              .mapToInt(user -> user.firstRow() + user.sampled().get(round))
              .toArray();
      TrainingProgress progress =
          TrainingProgress.reportTo(
              report ->
                  listener.accept(
                      Progress.at(
                          round + 1,
                          retrainings,
                          report.epoch(),
                          report.epochs(),
                          Duration.ofNanos(System.nanoTime() - start))));
      FmModel without = trainer.fitWithout(rows, set, trained.hyperparameters(), progress).model();
      for (int u = 0; u < removed.size(); u++) {
        if (round < removed.get(u).sampled().size()) {
          effects.get(u).add(change(removed.get(u), without));
        }
      }
      untouched.forEach(user -> noise.add(change(user, without)));
    }
    List<RemovalEffects> result = new ArrayList<>();
    for (int u = 0; u < removed.size(); u++) {
      Watched user = removed.get(u);
      result.add(new RemovalEffects(user.history(), user.itemId(), user.sampled(), effects.get(u)));
    }
    return new Result(result, untouched.size(), deviation(noise));
  }

  /** The score before minus the score after. */
  private double change(Watched user, FmModel without) {
    var row =
        model
            .encoder()
            .encode(
                String.valueOf(user.history().userId()),
                user.history().userTags(),
                user.itemId(),
                Set.of());
    return model.model().score(row) - without.score(row);
  }

  private static double deviation(List<Double> values) {
    double[] changes = values.stream().mapToDouble(Double::doubleValue).toArray();
    double mean = Measures.mean(changes);
    double squares = 0;
    for (double change : changes) {
      squares += (change - mean) * (change - mean);
    }
    return changes.length == 0 ? Double.NaN : Math.sqrt(squares / changes.length);
  }
}
