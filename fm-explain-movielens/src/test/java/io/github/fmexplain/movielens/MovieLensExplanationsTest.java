package io.github.fmexplain.movielens;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.Replayed;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.Warning;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.method.PaperAttributionReference;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingPath;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Explanations of real users: MovieLens 100K, ua split, 64 factors, 200 epochs. Runs where the data
 * set is given; see {@link Ml100k}.
 */
class MovieLensExplanationsTest {

  private static final int SAMPLE = 198;

  private static MovieLens movies;

  @BeforeAll
  static void load() {
    movies = Ml100kModels.movies();
  }

  private static FmExplainer explainer(PredictorType type, Method method)
      throws InterruptedException {
    return FmExplainer.of(Ml100kModels.trained(type), movies.catalogue()).withMethod(method);
  }

  private static FmExplainer classifier(Method method) throws InterruptedException {
    return explainer(PredictorType.BINARY_CLASSIFIER, method);
  }

  private static void assertWhole(Explanation explanation, FmExplainer by, History history) {
    TrainedModel trained = by.trained();
    assertExplains(explanation, trained.model(), trained.encoder(), history);
  }

  private static String topItem(UserExplainer user) {
    return user.recommend(1).get(0).itemId();
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void everyUser_isExplainedByEveryMethod(PredictorType type) throws InterruptedException {
    List<Method> methods =
        List.of(
            Method.hessian(),
            Method.hessian().solvedAgain(),
            Method.leastSquares(),
            Method.paper(),
            Method.paper().withLambda(0.1),
            Method.paper()
                .withItemVectors(Method.ItemVectors.FACTORS)
                .withRatings(Method.Ratings.ALL)
                .withValues(Method.Values.STARS));
    int explained = 0;
    for (Method method : methods) {
      FmExplainer explainer = explainer(type, method);
      explained +=
          movies.users().parallelStream()
              .mapToInt(
                  userId -> {
                    History history = movies.historyOf(userId);
                    UserExplainer user = explainer.forHistory(history);
                    Explanation explanation = user.explain(topItem(user));
                    assertWhole(explanation, explainer, history);
                    Diagnostics diagnostics = explanation.diagnostics();
                    assertFalse(diagnostics.foldedIn());
                    assertTrue(diagnostics.rank() > 0 || diagnostics.rowsUsed() == 0, userId);
                    return 1;
                  })
              .sum();
    }
    assertEquals(943 * methods.size(), explained);
  }

  @Test
  void userWithoutALike_isToldSo() throws InterruptedException {
    List<History> without =
        movies.trainingHistories().stream()
            .filter(
                history ->
                    history.interactions().stream()
                        .allMatch(i -> MovieLens.likes().of(i.rating()) == 0))
            .toList();
    assertEquals(1, without.size());
    FmExplainer explainer = classifier(Method.paper());
    UserExplainer user = explainer.forHistory(without.get(0));
    Explanation explanation = user.explain(topItem(user));
    assertTrue(explanation.contributions().isEmpty());
    assertEquals(
        Optional.of(new Warning.NothingLiked(without.get(0).size(), 4)),
        explanation.diagnostics().warning(Warning.NothingLiked.class));
    assertWhole(explanation, explainer, without.get(0));
  }

  private static double[] quantities(Explanation explanation, Quantity quantity) {
    return explanation.contributions().stream().mapToDouble(quantity::of).toArray();
  }

  @Test
  void leastSquares_removalEffectsAreExact() throws InterruptedException {
    FmExplainer explainer =
        FmExplainer.of(Ml100kModels.solved(PredictorType.REGRESSOR), movies.catalogue())
            .withMethod(Method.leastSquares());
    Ml100kModels.sample(SAMPLE).parallelStream()
        .forEach(
            userId -> {
              History history = movies.historyOf(userId);
              UserExplainer user = explainer.forHistory(history);
              String item = topItem(user);
              Explanation explanation = user.explain(item);
              double[] exact = Ablation.of(user).removalEffects(item);
              double[] given = quantities(explanation, Quantity.REMOVAL_EFFECT);
              for (int r = 0; r < exact.length; r++) {
                assertEquals(exact[r], given[r], 1e-9, userId);
              }
              assertWhole(explanation, explainer, history);
            });
  }

  @Test
  void hessian_ranksLikeExactRemoval() throws InterruptedException {
    FmExplainer trained =
        FmExplainer.of(Ml100kModels.solved(PredictorType.BINARY_CLASSIFIER), movies.catalogue())
            .withMethod(Method.hessian());
    FmExplainer solvedAgain = trained.withMethod(Method.hessian().solvedAgain());
    List<double[]> correlations =
        Ml100kModels.sample(SAMPLE).parallelStream()
            .map(
                userId -> {
                  History history = movies.historyOf(userId);
                  UserExplainer user = trained.forHistory(history);
                  String item = topItem(user);
                  double[] exact = Ablation.of(user).removalEffects(item);
                  return new double[] {
                    spearman(exact, removalEffects(solvedAgain, history, item)),
                    spearman(exact, removalEffects(trained, history, item))
                  };
                })
            .toList();
    double again = correlations.stream().mapToDouble(c -> c[0]).average().orElseThrow();
    double hessian = correlations.stream().mapToDouble(c -> c[1]).average().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "mean Spearman over %d users: hessian-solved-again %.5f, hessian %.5f%n",
        SAMPLE,
        again,
        hessian);
    assertTrue(again >= 0.999, "hessian-solved-again " + again);
    assertTrue(hessian >= 0.96, "hessian " + hessian);
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void replayAlongTheRecordedPath_isTheTrainingOfTheUser(PredictorType type)
      throws InterruptedException {
    FmExplainer replay = explainer(type, Method.replay());
    FmExplainer firstOrder = explainer(type, Method.replay().firstOrder());
    List<double[]> found =
        Ml100kModels.sample(40).parallelStream()
            .map(
                userId -> {
                  History history = movies.historyOf(userId);
                  UserExplainer user = replay.forHistory(history);
                  String item = topItem(user);
                  Explanation explanation = user.explain(item);
                  assertWhole(explanation, replay, history);
                  Replayed replayed = requireNonNull(explanation.diagnostics().replay());
                  assertEquals(TrainingPath.Kind.RECORDED, replayed.path());
                  double[] effects = quantities(explanation, Quantity.REMOVAL_EFFECT);
                  double[] exact = Ablation.of(user).removalEffects(item);
                  for (int r = 0; r < exact.length; r++) {
                    // Replays are in float32.
                    assertEquals(exact[r], effects[r], 1e-5, userId);
                  }
                  return new double[] {
                    replayed.distance(),
                    spearman(effects, removalEffects(firstOrder, history, item))
                  };
                })
            .toList();
    double distance = found.stream().mapToDouble(d -> d[0]).average().orElseThrow();
    double order = found.stream().mapToDouble(d -> d[1]).average().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%s, replay along the recorded path: mean distance %.4f, Spearman of first order %.4f%n",
        type,
        distance,
        order);
    assertTrue(distance <= 0.1, "distance " + distance);
    assertTrue(order >= 0.97, "first order " + order);
  }

  private static double[] removalEffects(FmExplainer explainer, History history, String item) {
    Explanation explanation = explainer.forHistory(history).explain(item);
    assertWhole(explanation, explainer, history);
    return quantities(explanation, Quantity.REMOVAL_EFFECT);
  }

  /** Spearman's correlation of numbers without ties: 1 − 6 Σ d² / (n (n² − 1)). */
  private static double spearman(double[] x, double[] y) {
    int[] xRanks = ranks(x);
    int[] yRanks = ranks(y);
    double n = x.length;
    double squares = 0;
    for (int j = 0; j < x.length; j++) {
      squares += (xRanks[j] - yRanks[j]) * (double) (xRanks[j] - yRanks[j]);
    }
    return 1 - 6 * squares / (n * (n * n - 1));
  }

  private static int[] ranks(double[] values) {
    int[] ranks = new int[values.length];
    List<Integer> order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> values[j]))
            .toList();
    for (int rank = 0; rank < ranks.length; rank++) {
      ranks[order.get(rank)] = rank;
    }
    return ranks;
  }

  /** (v_i, w_i), in float64. */
  private static double[] paperRow(TrainedModel trained, String itemId) {
    FmModel model = trained.model();
    int column = trained.encoder().itemFeatures(itemId).index(0);
    float[] factors = model.factors(column);
    double[] row = new double[factors.length + 1];
    for (int c = 0; c < factors.length; c++) {
      row[c] = factors[c];
    }
    row[factors.length] = model.linearWeight(column);
    return row;
  }

  @Test
  void paper_equalsTheQrReference() throws InterruptedException {
    FmExplainer explainer = classifier(Method.paper());
    TrainedModel trained = explainer.trained();
    long compared =
        movies.users().parallelStream()
            .filter(
                userId -> {
                  History history = movies.historyOf(userId);
                  UserExplainer user = explainer.forHistory(history);
                  String item = topItem(user);
                  Explanation explanation = user.explain(item);
                  assertWhole(explanation, explainer, history);
                  Diagnostics diagnostics = explanation.diagnostics();
                  if (diagnostics.rowsUsed() == 0 || diagnostics.conditionNumber() >= 1e8) {
                    return false;
                  }
                  double[] q =
                      explanation.contributions().stream()
                          .flatMapToDouble(
                              c -> Arrays.stream(paperRow(trained, c.interaction().itemId())))
                          .toArray();
                  double[] expected =
                      PaperAttributionReference.influence(
                          DMatrixRMaj.wrap(diagnostics.rowsUsed(), 65, q),
                          0,
                          paperRow(trained, item));
                  double[] given = quantities(explanation, Quantity.INFLUENCE);
                  for (int r = 0; r < expected.length; r++) {
                    assertEquals(expected[r], given[r], 1e-8 * (1 + Math.abs(expected[r])), userId);
                  }
                  return true;
                })
            .count();
    System.out.println("paper: compared " + compared + " of 943 users with a QR reference");
    assertTrue(compared > 900, "compared " + compared);
  }

  @Test
  void user846_isExplainedWithTheRatingsThatTheUserGave() throws InterruptedException {
    History history = movies.historyOf("846");
    FmExplainer paper = classifier(Method.paper());
    FmExplainer hessian = classifier(Method.hessian());
    for (String item : List.of("60", "9")) {
      Explanation likes = paper.forHistory(history).explain(item);
      for (Contribution c : likes.contributions()) {
        assertEquals(1, MovieLens.likes().of(c.interaction().rating()));
        assertEquals(Optional.of(c.interaction()), history.find(c.interaction().itemId()));
      }
      Set<String> titles =
          likes.contributions().stream().map(Contribution::title).collect(Collectors.toSet());
      // What the notebook showed as the strongest influences were films rated 3 and 2.
      assertFalse(titles.stream().anyMatch(title -> title.startsWith("Three Colors: White")));
      assertFalse(titles.stream().anyMatch(title -> title.startsWith("Short Cuts")));
      assertWhole(likes, paper, history);
      Explanation all = hessian.forHistory(history).explain(item);
      assertEquals(3, ratingOf(all, "Three Colors: White"));
      assertEquals(2, ratingOf(all, "Short Cuts"));
      assertWhole(all, hessian, history);
    }
  }

  private static double ratingOf(Explanation explanation, String title) {
    return explanation.contributions().stream()
        .filter(c -> c.title().startsWith(title))
        .findFirst()
        .orElseThrow()
        .interaction()
        .rating();
  }
}
