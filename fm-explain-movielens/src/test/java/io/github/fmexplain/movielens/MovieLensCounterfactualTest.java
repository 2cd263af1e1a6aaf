package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Counterfactuals of real users: MovieLens 100K, ua split, 64 factors, 200 epochs. Runs where the
 * data set is given; see {@link Ml100k}.
 */
class MovieLensCounterfactualTest {

  private static MovieLens movies;
  private static FmExplainer replaying;
  private static FmExplainer solving;

  @BeforeAll
  static void train() throws InterruptedException {
    movies = Ml100kModels.movies();
    replaying = explainer(Ml100kModels.trained(PredictorType.BINARY_CLASSIFIER));
    solving = explainer(Ml100kModels.solved(PredictorType.BINARY_CLASSIFIER));
  }

  private static FmExplainer explainer(TrainedModel trained) {
    return FmExplainer.of(trained, movies.catalogue()).withMethod(Method.hessian());
  }

  @Test
  void knownUsers_solvedAgainHaveOnlyValidSets() {
    assertSets("known users, solved again", 198, 3.3, solving::forHistory, AFTER_SOLVING);
  }

  @Test
  void foldedInUsers_solvedAgainHaveOnlyValidSets() {
    assertSets("folded in users, solved again", 198, 3.3, solving::foldIn, AFTER_SOLVING);
  }

  @Test
  void knownUsers_replayedHaveOnlyValidSets() {
    assertSets("known users, replayed", 40, 10, replaying::forHistory, AFTER_REPLAYS);
  }

  /** Makes the scores of all items that the user has not rated without the ratings of a set. */
  private interface After {

    Map<String, Double> scores(UserExplainer user, Set<String> removed);
  }

  /** Another explainer, made anew without the set. */
  private static final After AFTER_SOLVING =
      (user, removed) -> {
        History without = user.history();
        for (String itemId : removed) {
          without = without.without(itemId);
        }
        Map<String, Double> after = scores(user, user::score);
        shift(after, scores(user, solving.foldIn(user.history())::score), -1);
        shift(after, scores(user, solving.foldIn(without)::score), 1);
        return after;
      };

  /** One replay without the set: without a rating, a batch stays where it was. */
  private static final After AFTER_REPLAYS =
      (user, removed) -> {
        List<Interaction> ratings = user.history().interactions();
        boolean[] kept = new boolean[ratings.size()];
        for (int r = 0; r < kept.length; r++) {
          kept[r] = !removed.contains(ratings.get(r).itemId());
        }
        return scores(user, Ablation.of(user).asScoredKeeping(kept)::score);
      };

  private static void assertSets(
      String name, int sample, double most, Function<History, UserExplainer> explain, After after) {
    List<Integer> sizes = new ArrayList<>();
    long nanos = 0;
    for (String userId : Ml100kModels.sample(sample)) {
      UserExplainer user = explain.apply(movies.historyOf(userId));
      String item = user.recommend(1).get(0).itemId();
      long start = System.nanoTime();
      Optional<RatingEdits> found = Answers.of(user).fewestRemovals(item);
      nanos += System.nanoTime() - start;
      assertTrue(found.isPresent(), userId);
      assertValid(user, found.orElseThrow(), after);
      sizes.add(found.orElseThrow().size());
    }
    Collections.sort(sizes);
    double mean = sizes.stream().mapToInt(Integer::intValue).average().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "counterfactuals of %s: %d of %d valid, mean size %.2f, median %d, largest %d; %.1f ms each%n",
        name,
        sizes.size(),
        sample,
        mean,
        sizes.get(sample / 2),
        sizes.get(sample - 1),
        nanos / 1e6 / sample);
    assertEquals(sample, sizes.size());
    assertTrue(mean <= most, "mean " + mean);
  }

  /** Ranks the catalogue anew, and looks who is first. */
  private static void assertValid(UserExplainer user, RatingEdits found, After afterwards) {
    assertEquals(RatingEdits.Kind.REMOVE, found.kind());
    Map<String, Double> after =
        afterwards.scores(
            user, found.edits().stream().map(RatingEdits.Edit::itemId).collect(Collectors.toSet()));
    String first = Collections.max(after.entrySet(), Map.Entry.comparingByValue()).getKey();
    assertEquals(found.other().itemId(), first);
    assertEquals(scoreIn(after, first), found.other().scoreAfter(), 1e-6);
    assertEquals(scoreIn(after, found.item().itemId()), found.item().scoreAfter(), 1e-6);
    assertTrue(found.other().scoreAfter() > found.item().scoreAfter());
  }

  private static double scoreIn(Map<String, Double> scores, String itemId) {
    return Objects.requireNonNull(scores.get(itemId));
  }

  private static Map<String, Double> scores(UserExplainer user, ToDoubleFunction<String> score) {
    Map<String, Double> scores = new HashMap<>();
    for (CatalogueItem item : movies.catalogue().items()) {
      if (user.history().find(item.id()).isEmpty()) {
        scores.put(item.id(), score.applyAsDouble(item.id()));
      }
    }
    return scores;
  }

  private static void shift(Map<String, Double> scores, Map<String, Double> other, int sign) {
    scores.replaceAll((id, score) -> score + sign * other.getOrDefault(id, 0.0));
  }
}
