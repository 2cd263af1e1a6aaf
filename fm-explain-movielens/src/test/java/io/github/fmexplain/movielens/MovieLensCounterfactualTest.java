package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Counterfactual;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Counterfactuals of real users: MovieLens 100K, ua split, 64 factors, 200 epochs. Runs where the
 * data set is given; see {@link Ml100k}. Each set is confirmed by an explainer made anew without
 * it.
 */
class MovieLensCounterfactualTest {

  private static final int SAMPLE = 198;
  private static final long SAMPLE_SEED = 2026;

  private static MovieLens movies;
  private static FmExplainer explainer;

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    Optional<Path> folder = Ml100k.folder();
    Assumptions.assumeTrue(folder.isPresent(), Ml100k.HOW_TO);
    movies = MovieLens.load(folder.orElseThrow());
    TrainingSet set =
        TrainingSet.of(movies.encoder(), movies.trainingHistories(), RatingTarget.likeFrom(4));
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(64)
            .epochs(200)
            .build();
    FmModel model =
        LocalTrainer.builder().seed(1).threads(2).build().fit(set, hyperparameters).model();
    explainer =
        FmExplainer.builder()
            .model(model)
            .encoder(movies.encoder())
            .catalogue(movies.catalogue())
            .trainedWith(hyperparameters, set.numRows())
            .build();
  }

  private static List<String> sample() {
    List<String> users = new ArrayList<>(movies.users());
    Collections.shuffle(users, new Random(SAMPLE_SEED));
    return users.subList(0, SAMPLE);
  }

  @Test
  void knownUsers_everySetIsValid() {
    assertSets("known users", false);
  }

  @Test
  void resolvedUsers_everySetIsValid() {
    assertSets("the same users re-solved", true);
  }

  private static void assertSets(String name, boolean asNew) {
    List<Integer> sizes = new ArrayList<>();
    long nanos = 0;
    for (String userId : sample()) {
      History history = movies.historyOf(userId);
      UserExplainer user = explainer.forHistory(asNew ? history.asNewUser() : history);
      String item = user.recommend(1).get(0).itemId();
      long start = System.nanoTime();
      Optional<Counterfactual> found = user.counterfactual(item);
      nanos += System.nanoTime() - start;
      assertTrue(found.isPresent(), userId);
      assertValid(user, found.orElseThrow());
      sizes.add(found.orElseThrow().size());
    }
    Collections.sort(sizes);
    double mean = sizes.stream().mapToInt(Integer::intValue).average().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "counterfactuals of %s: %d of %d valid, mean size %.2f, median %d, largest %d; %.1f ms each%n",
        name,
        sizes.size(),
        SAMPLE,
        mean,
        sizes.get(SAMPLE / 2),
        sizes.get(SAMPLE - 1),
        nanos / 1e6 / SAMPLE);
    assertEquals(SAMPLE, sizes.size());
    assertTrue(mean <= 3.3, "mean " + mean);
  }

  /** Re-solves the user without the set, ranks the catalogue anew, and looks who is first. */
  private static void assertValid(UserExplainer user, Counterfactual found) {
    History without = user.history();
    for (Counterfactual.Rated rated : found.removed()) {
      without = without.without(rated.interaction().itemId());
    }
    Map<String, Double> after = scores(user);
    shift(after, scores(explainer.forHistory(user.history().asNewUser())), -1);
    shift(after, scores(explainer.forHistory(without.asNewUser())), 1);
    user.history().interactions().forEach(rating -> after.remove(rating.itemId()));
    String first = Collections.max(after.entrySet(), Map.Entry.comparingByValue()).getKey();
    assertEquals(found.replacement().itemId(), first);
    assertEquals(scoreIn(after, first), found.replacement().scoreAfter(), 1e-6);
    assertEquals(scoreIn(after, found.item().itemId()), found.item().scoreAfter(), 1e-6);
    assertTrue(found.replacement().scoreAfter() > found.item().scoreAfter());
  }

  private static double scoreIn(Map<String, Double> scores, String itemId) {
    return Objects.requireNonNull(scores.get(itemId));
  }

  private static Map<String, Double> scores(UserExplainer user) {
    Map<String, Double> scores = new HashMap<>();
    for (CatalogueItem item : movies.catalogue().items()) {
      scores.put(item.id(), user.score(item.id()));
    }
    return scores;
  }

  private static void shift(Map<String, Double> scores, Map<String, Double> other, int sign) {
    scores.replaceAll((id, score) -> score + sign * other.getOrDefault(id, 0.0));
  }
}
