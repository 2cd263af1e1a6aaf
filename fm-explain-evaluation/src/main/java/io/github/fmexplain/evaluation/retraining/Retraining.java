package io.github.fmexplain.evaluation.retraining;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.evaluation.RemovalEffects;
import io.github.fmexplain.evaluation.retraining.RetrainedEffects.Group;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The hard truth: the whole model trained again without ratings, from the same seed, first
 * parameters and order of batches. Immutable and thread-safe.
 *
 * <p>One retraining serves a few users at once, each of whom loses ratings. What the other users'
 * removals do to a user's score is noise; how much of it there is, users without any removal tell.
 * Removing ratings of 40 users at once disturbs the small effects of users with many ratings, of
 * {@value #USERS_AT_ONCE} hardly.
 */
public final class Retraining {

  /** The usual number of users who lose ratings in the same retraining. */
  public static final int USERS_AT_ONCE = 5;

  private final FmExplainer explainer;

  /** Scores do not depend on the method, so that a cheap one will do. */
  private final FmExplainer scoring;

  private final TrainingResult trained;
  private final TrainingHistories rows;
  private final Map<String, History> histories;
  private final LocalTrainer trainer;

  private Retraining(
      FmExplainer explainer,
      TrainingResult trained,
      TrainingHistories rows,
      Map<String, History> histories,
      LocalTrainer trainer) {
    this.explainer = explainer;
    this.scoring = explainer.withMethod(Method.hessian());
    this.trained = trained;
    this.rows = rows;
    this.histories = histories;
    this.trainer = trainer;
  }

  /**
   * {@return the retraining of a model}
   *
   * @param explainer explains the model
   * @param trained how the model was trained, by {@link LocalTrainer} and to the end
   * @param trainingHistories histories that it was trained with, of the users who may be asked for
   *     or watched. Not modified.
   * @param threads of the trainer, at least 1; they do not change the result
   * @throws IllegalArgumentException if the training made another model, has no seed, was stopped,
   *     was not with Adam or had no histories; if a history is not one that was trained, or a user
   *     occurs twice; or if there are less than 1 threads
   */
  public static Retraining of(
      FmExplainer explainer,
      TrainingResult trained,
      Collection<History> trainingHistories,
      int threads) {
    Objects.requireNonNull(explainer, "explainer");
    Objects.requireNonNull(trained, "trained");
    Objects.requireNonNull(trainingHistories, "trainingHistories");
    LocalTrainer trainer = trainer(explainer, trained, threads);
    TrainingHistories rows =
        trained
            .set()
            .origin()
            .map(TrainingSet.Origin::histories)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "training set must be made of histories to leave out ratings, but its rows"
                            + " were encoded elsewhere; make it with TrainingSet.of"));
    Map<String, History> histories = new LinkedHashMap<>();
    for (History history : trainingHistories) {
      String userId = history.userId();
      if (userId == null || rows.rowsOf(history) == null) {
        throw new IllegalArgumentException(
            (userId == null ? "history of a new user" : "history of user '" + userId + "'")
                + " must be one that the model was trained with, but is not");
      }
      if (histories.put(userId, history) != null) {
        throw new IllegalArgumentException("user '" + userId + "' occurs twice");
      }
    }
    return new Retraining(explainer, trained, rows, histories, trainer);
  }

  /** Returns what does the training again. */
  private static LocalTrainer trainer(FmExplainer explainer, TrainingResult trained, int threads) {
    if (!trained.model().equals(explainer.trained().model())) {
      throw new IllegalArgumentException(
          "training must have made the explained model, but made another; pass its own result");
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
    return LocalTrainer.builder().mode(trained.mode()).seed(seed).threads(threads).build();
  }

  /** A user whose score is watched: the item, and the ratings that are removed one by one. */
  private record Watched(History history, String itemId, List<Integer> sampled) {}

  /**
   * {@return the effects of removals of single ratings, by training again}
   *
   * <p>Trains ⌈users / usersAtOnce⌉ × removalsPerUser times: the t-th retraining of a group leaves
   * out the t-th sampled rating of each of its users. A user with fewer ratings has each of them
   * left out once.
   *
   * @param userIds the users, at least 1, each once. Not modified.
   * @param removalsPerUser how many ratings of each user are removed, at least 1
   * @param usersAtOnce how many users lose a rating in the same retraining, at least 1; {@link
   *     #USERS_AT_ONCE} is usual
   * @param controls at most this many other users are watched, at least 0
   * @param seed decides which ratings are left out and which users are watched
   * @param listener is told after every epoch, by the calling thread
   * @throws IllegalArgumentException if there is no user, one is there twice or has rated every
   *     item, or a number is too small
   * @throws UnknownIdException if a user is not in the training histories
   * @throws InterruptedException if the calling thread is interrupted
   */
  public RetrainedEffects run(
      List<String> userIds,
      int removalsPerUser,
      int usersAtOnce,
      int controls,
      long seed,
      Consumer<Progress> listener)
      throws InterruptedException {
    Objects.requireNonNull(userIds, "userIds");
    Objects.requireNonNull(listener, "listener");
    Once.atLeast(1, userIds.size(), "number of users");
    Once.atLeast(1, removalsPerUser, "removals per user");
    Once.atLeast(1, usersAtOnce, "users at once");
    Once.atLeast(0, controls, "controls");
    Random random = new Random(seed);
    Set<String> chosen = new HashSet<>();
    List<Watched> removed = new ArrayList<>();
    for (String userId : userIds) {
      if (!chosen.add(userId)) {
        throw new IllegalArgumentException("user '" + userId + "' occurs twice");
      }
      History history = history(userId);
      List<Integer> order = shuffled(history.size(), random);
      removed.add(
          new Watched(
              history, first(history), order.subList(0, Math.min(removalsPerUser, order.size()))));
    }
    List<List<Watched>> groups = groups(removed, usersAtOnce);
    Rounds rounds = rounds(groups.stream().mapToInt(Retraining::retrainings).sum(), listener);
    List<Watched> untouched = controls(chosen, controls, random);
    List<Group> results = new ArrayList<>();
    List<Double> noise = new ArrayList<>();
    for (List<Watched> group : groups) {
      results.add(run(group, untouched, rounds, noise));
    }
    return new RetrainedEffects(results, untouched.size(), deviation(noise));
  }

  private List<Watched> controls(Set<String> chosen, int most, Random random) {
    List<History> others =
        histories.values().stream().filter(h -> !chosen.contains(h.userId())).toList();
    List<Watched> controls = new ArrayList<>();
    for (int other : shuffled(others.size(), random)) {
      if (controls.size() == most) {
        break;
      }
      List<Recommendation> first = scoring.forHistory(others.get(other)).recommend(1);
      if (!first.isEmpty()) {
        controls.add(new Watched(others.get(other), first.get(0).itemId(), List.of()));
      }
    }
    return controls;
  }

  /** Adds the controls' changes to the noise. */
  private Group run(List<Watched> group, List<Watched> untouched, Rounds rounds, List<Double> noise)
      throws InterruptedException {
    List<List<Double>> effects = new ArrayList<>();
    group.forEach(user -> effects.add(new ArrayList<>()));
    List<Double> changes = new ArrayList<>();
    int retrainings = retrainings(group);
    for (int t = 0; t < retrainings; t++) {
      int round = t;
      int[] left =
          group.stream()
              .filter(user -> round < user.sampled().size())
              .mapToInt(user -> rowsOf(user.history())[user.sampled().get(round)])
              .toArray();
      FmModel without = rounds.without(left);
      for (int u = 0; u < group.size(); u++) {
        if (round < group.get(u).sampled().size()) {
          effects.get(u).add(change(group.get(u), without));
        }
      }
      untouched.forEach(user -> changes.add(change(user, without)));
    }
    noise.addAll(changes);
    List<RemovalEffects> results = new ArrayList<>();
    for (int u = 0; u < group.size(); u++) {
      Watched user = group.get(u);
      results.add(
          new RemovalEffects(user.history(), user.itemId(), user.sampled(), effects.get(u)));
    }
    return new Group(results, retrainings, deviation(changes));
  }

  private static int retrainings(List<Watched> group) {
    return group.stream().mapToInt(user -> user.sampled().size()).max().orElse(0);
  }

  /** The score before minus the score after. */
  private double change(Watched user, FmModel without) {
    var row =
        explainer
            .trained()
            .encoder()
            .encode(
                Objects.requireNonNull(user.history().userId()),
                user.history().userTags(),
                user.itemId(),
                Set.of());
    return explainer.trained().model().score(row) - without.score(row);
  }

  private static double deviation(List<Double> changes) {
    double mean = changes.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
    return Math.sqrt(
        changes.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElse(Double.NaN));
  }

  /**
   * {@return what users are recommended after training without sets of their ratings, in the order
   * of the training histories}
   *
   * <p>Trains ⌈users / usersAtOnce⌉ times. The result does not depend on the order of the map.
   *
   * @param sets the ratings to leave out, at least one, by user. Not modified.
   * @param usersAtOnce how many users lose ratings in the same retraining, at least 1; {@link
   *     #USERS_AT_ONCE} is usual
   * @param listener is told after every epoch, by the calling thread
   * @throws IllegalArgumentException if there is no user, a user has no rating to leave out, has
   *     not given one of them or has rated every item, or the number is too small
   * @throws UnknownIdException if a user is not in the training histories
   * @throws InterruptedException if the calling thread is interrupted
   */
  public List<Retrained> without(
      Map<String, List<Interaction>> sets, int usersAtOnce, Consumer<Progress> listener)
      throws InterruptedException {
    Objects.requireNonNull(sets, "sets");
    Objects.requireNonNull(listener, "listener");
    Once.atLeast(1, sets.size(), "number of users");
    Once.atLeast(1, usersAtOnce, "users at once");
    return without(sets, usersAtOnce, rounds(retrainings(sets.size(), usersAtOnce), listener));
  }

  static int retrainings(int users, int usersAtOnce) {
    return (users + usersAtOnce - 1) / usersAtOnce;
  }

  Rounds rounds(int count, Consumer<Progress> listener) {
    return new Rounds(trained, trainer, count, listener);
  }

  /** A user without some ratings: their rows, and the item that is first with them. */
  private record Without(
      History history, List<Interaction> removed, String itemId, List<Integer> rows) {}

  List<Retrained> without(Map<String, List<Interaction>> sets, int usersAtOnce, Rounds rounds)
      throws InterruptedException {
    sets.keySet().forEach(this::history);
    List<Without> users = new ArrayList<>();
    for (History history : histories.values()) {
      List<Interaction> removed = sets.get(Objects.requireNonNull(history.userId()));
      if (removed != null) {
        users.add(new Without(history, removed, first(history), rowsToLeaveOut(history, removed)));
      }
    }
    List<Retrained> results = new ArrayList<>();
    for (List<Without> group : groups(users, usersAtOnce)) {
      FmModel model =
          rounds.without(
              group.stream()
                  .flatMap(user -> user.rows().stream())
                  .mapToInt(Integer::intValue)
                  .toArray());
      FmExplainer after =
          FmExplainer.of(
                  TrainedModel.ofAnyFit(model, explainer.trained().ridge(), trained.set()),
                  explainer.catalogue())
              .withMethod(Method.hessian());
      group.forEach(
          user -> results.add(Retrained.of(user.history(), user.itemId(), user.removed(), after)));
    }
    return results;
  }

  private List<Integer> rowsToLeaveOut(History history, List<Interaction> removed) {
    Once.atLeast(
        1, removed.size(), "number of ratings to leave out of user '" + history.userId() + "'");
    int[] rowsOf = rowsOf(history);
    List<Integer> left = new ArrayList<>();
    for (Interaction rating : removed) {
      int position = history.interactions().indexOf(rating);
      if (position < 0) {
        throw new IllegalArgumentException(
            "rating to leave out of user '"
                + history.userId()
                + "' must be in the training history, but that of item '"
                + rating.itemId()
                + "' is not");
      }
      left.add(rowsOf[position]);
    }
    return left;
  }

  /** Returns what explains the model, by the method that was asked for. */
  FmExplainer explainer() {
    return explainer;
  }

  History history(String userId) {
    History history = histories.get(userId);
    if (history == null) {
      throw new UnknownIdException("user", userId, "retraining", histories.size());
    }
    return history;
  }

  /** Returns the item that the model as trained recommends first. */
  String first(History history) {
    List<Recommendation> first = scoring.forHistory(history).recommend(1);
    if (first.isEmpty()) {
      throw new IllegalArgumentException(
          "user '" + history.userId() + "' has rated every item; there is none to recommend");
    }
    return first.get(0).itemId();
  }

  private int[] rowsOf(History history) {
    return Objects.requireNonNull(rows.rowsOf(history));
  }

  private static <T> List<List<T>> groups(List<T> users, int size) {
    List<List<T>> groups = new ArrayList<>();
    for (int from = 0; from < users.size(); from += size) {
      groups.add(users.subList(from, Math.min(from + size, users.size())));
    }
    return groups;
  }

  private static List<Integer> shuffled(int size, Random random) {
    List<Integer> indices = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(indices, random);
    return indices;
  }

  /** {@return the training and the number of histories} */
  @Override
  public String toString() {
    return "Retraining[" + trained.model() + ", histories " + histories.size() + "]";
  }
}
