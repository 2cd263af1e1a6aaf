package io.github.fmexplain.evaluation.retraining;

import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.evaluation.Bootstrap;
import io.github.fmexplain.evaluation.Bootstrap.Interval;
import io.github.fmexplain.evaluation.Evaluation;
import io.github.fmexplain.internal.Once;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether the sets of ratings that {@link Answers#fewestRemovals(String)} finds really take the
 * first place from a recommendation: the model is trained again without them. The same number of
 * ratings of the same users, chosen at random, says what any removal would do.
 *
 * @param users the number of users asked for
 * @param sets the number of users for whom a set was found
 * @param size the mean number of ratings in a set
 * @param valid the share of the sets that hold: without them another item is first
 * @param randomValid the same of as many random ratings
 * @param broken the sets that do not hold, in the order of the training histories
 */
public record CounterfactualValidity(
    int users,
    int sets,
    Interval size,
    Interval valid,
    Interval randomValid,
    List<Retrained> broken) {

  public CounterfactualValidity {
    broken = List.copyOf(broken);
  }

  /**
   * {@return how many of the users' sets hold}
   *
   * <p>Trains 2 × ⌈sets / usersAtOnce⌉ times. The intervals are over users with a set, and NaN if
   * there is none.
   *
   * @param retraining the model and how it is trained again
   * @param userIds the users, at least 1, each once. Not modified.
   * @param usersAtOnce how many users lose ratings in the same retraining, at least 1; {@link
   *     Retraining#USERS_AT_ONCE} is usual
   * @param seed of the random ratings and of the bootstrap
   * @param listener is told after every epoch, by the calling thread
   * @throws IllegalArgumentException if there is no user, one is there twice or has rated every
   *     item, or a number is too small
   * @throws io.github.fmexplain.data.UnknownIdException if a user is not in the training histories
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static CounterfactualValidity of(
      Retraining retraining,
      List<String> userIds,
      int usersAtOnce,
      long seed,
      Consumer<Progress> listener)
      throws InterruptedException {
    Objects.requireNonNull(retraining, "retraining");
    Objects.requireNonNull(userIds, "userIds");
    Objects.requireNonNull(listener, "listener");
    Once.atLeast(1, userIds.size(), "number of users");
    Once.atLeast(1, usersAtOnce, "users at once");
    Map<String, List<Interaction>> sets = new HashMap<>();
    Map<String, List<Interaction>> random = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (String userId : userIds) {
      if (!seen.add(userId)) {
        throw new IllegalArgumentException("user '" + userId + "' occurs twice");
      }
      History history = retraining.history(userId);
      List<Interaction> found = found(retraining, history);
      if (!found.isEmpty()) {
        sets.put(userId, found);
        random.put(
            userId,
            Evaluation.sample(
                history.interactions(), found.size(), seed + 31L * userId.hashCode()));
      }
    }
    int each = Retraining.retrainings(sets.size(), usersAtOnce);
    Rounds rounds = retraining.rounds(2 * each, listener);
    List<Retrained> without = retraining.without(sets, usersAtOnce, rounds);
    List<Retrained> withoutRandom = retraining.without(random, usersAtOnce, rounds);
    return of(userIds.size(), without, withoutRandom, seed);
  }

  /** Returns the ratings that the library would remove; none if it finds no set. */
  private static List<Interaction> found(Retraining retraining, History history) {
    Optional<RatingEdits> edits =
        Answers.of(retraining.explainer().forHistory(history))
            .fewestRemovals(retraining.first(history));
    List<Interaction> removed = new ArrayList<>();
    edits.ifPresent(
        set -> set.edits().forEach(e -> removed.add(history.find(e.itemId()).orElseThrow())));
    return removed;
  }

  private static CounterfactualValidity of(
      int users, List<Retrained> without, List<Retrained> withoutRandom, long seed) {
    List<Retrained> broken = without.stream().filter(Retrained::keepsFirst).toList();
    if (without.isEmpty()) {
      Interval none = new Interval(Double.NaN, Double.NaN, Double.NaN);
      return new CounterfactualValidity(users, 0, none, none, none, broken);
    }
    Bootstrap bootstrap = Bootstrap.of(without.size(), Bootstrap.DRAWS, seed);
    return new CounterfactualValidity(
        users,
        without.size(),
        bootstrap.mean(without.stream().mapToDouble(set -> set.removed().size()).toArray()),
        bootstrap.mean(valid(without)),
        bootstrap.mean(valid(withoutRandom)),
        broken);
  }

  private static double[] valid(List<Retrained> sets) {
    return sets.stream().mapToDouble(set -> set.keepsFirst() ? 0 : 1).toArray();
  }

  /** {@return the number of users and sets, and the shares that hold} */
  @Override
  public String toString() {
    return "CounterfactualValidity[users "
        + users
        + ", sets "
        + sets
        + ", valid "
        + valid
        + ", random "
        + randomValid
        + "]";
  }
}
