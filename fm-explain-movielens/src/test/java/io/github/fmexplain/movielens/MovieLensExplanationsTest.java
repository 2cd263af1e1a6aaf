package io.github.fmexplain.movielens;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.evaluation.EvaluatedModel;
import io.github.fmexplain.evaluation.Evaluation;
import io.github.fmexplain.evaluation.Measures;
import io.github.fmexplain.evaluation.RemovalWorld;
import io.github.fmexplain.internal.PaperAttributionReference;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingResult;
import io.github.fmexplain.train.TrainingTrajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Assumptions;
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
  private static final long SAMPLE_SEED = 2026;

  private static MovieLens movies;
  private static Trained classifier;
  private static Trained regressor;

  /** A model, and the ridge that training held each user's parameters with. */
  private record Trained(
      FmModel model,
      RatingTarget target,
      FmHyperparameters hyperparameters,
      int rows,
      TrainingTrajectory trajectory) {

    static Trained of(MovieLens movies, PredictorType type) throws InterruptedException {
      RatingTarget target = RatingTarget.defaultFor(type);
      TrainingSet set = TrainingSet.of(movies.encoder(), movies.trainingHistories(), target);
      FmHyperparameters hyperparameters =
          FmHyperparameters.builder().predictorType(type).numFactors(64).epochs(200).build();
      TrainingResult result =
          LocalTrainer.builder()
              .seed(1)
              .threads(2)
              .recordTrajectory()
              .build()
              .fit(set, hyperparameters);
      return new Trained(
          result.model(),
          target,
          hyperparameters,
          set.numRows(),
          Objects.requireNonNull(result.trajectory()));
    }

    FmExplainer explainer(Influence influence) {
      return FmExplainer.builder()
          .model(model)
          .encoder(movies.encoder())
          .catalogue(movies.catalogue())
          .trainedWith(hyperparameters, rows)
          .influence(influence)
          .build();
    }

    FmExplainer alongTheWay() {
      return FmExplainer.builder()
          .model(model)
          .encoder(movies.encoder())
          .catalogue(movies.catalogue())
          .trainedAlong(trajectory)
          .influence(Influence.unrolled().alongTrajectory())
          .build();
    }

    EvaluatedModel evaluated() {
      return EvaluatedModel.of(model, movies.encoder(), movies.catalogue(), hyperparameters, rows);
    }

    private int column(String itemId) {
      return movies.encoder().itemFeatures(itemId).index(0);
    }

    /** (v_i, 1). */
    double[] itemRow(String itemId) {
      float[] factors = model.factors(column(itemId));
      double[] row = new double[factors.length + 1];
      for (int c = 0; c < factors.length; c++) {
        row[c] = factors[c];
      }
      row[factors.length] = 1;
      return row;
    }

    /** (v_i, w_i). */
    double[] paperRow(String itemId) {
      double[] row = itemRow(itemId);
      row[row.length - 1] = model.linearWeight(column(itemId));
      return row;
    }
  }

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    Optional<Path> folder = Ml100k.folder();
    Assumptions.assumeTrue(folder.isPresent(), Ml100k.HOW_TO);
    movies = MovieLens.load(folder.orElseThrow());
    classifier = Trained.of(movies, PredictorType.BINARY_CLASSIFIER);
    regressor = Trained.of(movies, PredictorType.REGRESSOR);
  }

  private static Trained trained(PredictorType type) {
    return type == PredictorType.BINARY_CLASSIFIER ? classifier : regressor;
  }

  private static String topItem(UserExplainer user) {
    return user.recommend(1).get(0).itemId();
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void everyUser_isExplainedByEveryMethod(PredictorType type) {
    Trained trained = trained(type);
    List<Influence> methods =
        List.of(
            Influence.unrolled(),
            Influence.unrolled().alongTrajectory(),
            Influence.hessian(),
            Influence.hessian().refit(),
            Influence.leastSquares(),
            Influence.paper(),
            Influence.paper().withLambda(0.1),
            Influence.paper()
                .withItemVectors(Influence.ItemVectors.FACTORS)
                .withRatings(Influence.Ratings.ALL)
                .withValues(Influence.Values.STARS));
    int explained = 0;
    for (Influence method : methods) {
      FmExplainer explainer = trained.explainer(method);
      explained +=
          movies.users().parallelStream()
              .mapToInt(
                  userId -> {
                    History history = movies.historyOf(userId);
                    UserExplainer user = explainer.forHistory(history);
                    Explanation explanation = user.explain(topItem(user));
                    assertExplains(explanation, trained.model(), movies.encoder(), history);
                    Diagnostics diagnostics = explanation.diagnostics();
                    assertTrue(diagnostics.rank() > 0 || diagnostics.rowsUsed() == 0, userId);
                    return 1;
                  })
              .sum();
    }
    assertEquals(943 * methods.size(), explained);
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void residual_isSmallAlongTheWayOfTraining(PredictorType type) {
    Trained trained = trained(type);
    FmExplainer guessed = trained.explainer(Influence.unrolled());
    double[] recorded = new double[SAMPLE];
    double[] flow = new double[SAMPLE];
    IntStream.range(0, SAMPLE)
        .parallel()
        .forEach(
            j -> {
              History history = movies.historyOf(sample().get(j));
              UserExplainer user = trained.alongTheWay().forHistory(history);
              Explanation explanation = user.explain(topItem(user));
              assertExplains(explanation, trained.model(), movies.encoder(), history);
              recorded[j] = relativeResidual(explanation);
              flow[j] = relativeResidual(guessed.forHistory(history).explain(explanation.itemId()));
            });
    Arrays.sort(recorded);
    Arrays.sort(flow);
    System.out.printf(
        Locale.ROOT,
        "%s: residual relative to the personal part, median and 90th percentile: recorded way"
            + " %.3f, %.3f; gradient flow %.3f, %.3f%n",
        type,
        recorded[SAMPLE / 2],
        recorded[SAMPLE * 9 / 10],
        flow[SAMPLE / 2],
        flow[SAMPLE * 9 / 10]);
    if (type == PredictorType.BINARY_CLASSIFIER) {
      assertTrue(recorded[SAMPLE / 2] <= 0.1 && flow[SAMPLE / 2] <= 0.1);
    }
  }

  private static double relativeResidual(Explanation explanation) {
    return Math.abs(explanation.residual() / (explanation.score() - explanation.offset()));
  }

  @Test
  void userWithoutALike_isToldSo() {
    List<History> without =
        movies.trainingHistories().stream()
            .filter(history -> history.interactions().stream().noneMatch(i -> i.rating() >= 4))
            .toList();
    assertEquals(1, without.size());
    UserExplainer user = classifier.explainer(Influence.paper()).forHistory(without.get(0));
    Explanation explanation = user.explain(topItem(user));
    assertTrue(explanation.contributions().isEmpty());
    assertTrue(explanation.diagnostics().warnings().get(0).startsWith("this user likes nothing"));
    assertExplains(explanation, classifier.model(), movies.encoder(), without.get(0));
  }

  private static List<String> sample() {
    return Evaluation.sample(movies.users(), SAMPLE, SAMPLE_SEED);
  }

  private static double[] exactRemovalEffects(Trained trained, History history, String item) {
    return RemovalWorld.of(trained.evaluated(), history).removalEffects(item).effects().stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static double[] quantities(Explanation explanation, Quantity quantity) {
    return explanation.contributions().stream().mapToDouble(quantity::of).toArray();
  }

  @Test
  void leastSquares_removalEffectsAreExact() {
    FmExplainer explainer = regressor.explainer(Influence.leastSquares());
    sample().parallelStream()
        .forEach(
            userId -> {
              History history = movies.historyOf(userId);
              UserExplainer user = explainer.forHistory(history);
              String item = topItem(user);
              double[] exact = exactRemovalEffects(regressor, history, item);
              double[] given = quantities(user.explain(item), Quantity.REMOVAL_EFFECT);
              for (int r = 0; r < exact.length; r++) {
                assertEquals(exact[r], given[r], 1e-9, userId);
              }
            });
  }

  @Test
  void hessian_ranksLikeExactRemoval() {
    FmExplainer trained = classifier.explainer(Influence.hessian());
    FmExplainer refitted = classifier.explainer(Influence.hessian().refit());
    List<double[]> correlations =
        sample().parallelStream()
            .map(
                userId -> {
                  History history = movies.historyOf(userId);
                  String item = topItem(trained.forHistory(history));
                  double[] exact = exactRemovalEffects(classifier, history, item);
                  return new double[] {
                    Measures.spearman(exact, removalEffects(refitted, history, item)),
                    Measures.spearman(exact, removalEffects(trained, history, item))
                  };
                })
            .toList();
    double refit = correlations.stream().mapToDouble(c -> c[0]).average().orElseThrow();
    double hessian = correlations.stream().mapToDouble(c -> c[1]).average().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "mean Spearman over %d users, seed %d: hessian-refit %.5f, hessian %.5f%n",
        SAMPLE,
        SAMPLE_SEED,
        refit,
        hessian);
    assertTrue(refit >= 0.999, "hessian-refit " + refit);
    assertTrue(hessian >= 0.96, "hessian " + hessian);
  }

  private static double[] removalEffects(FmExplainer explainer, History history, String item) {
    return quantities(explainer.forHistory(history).explain(item), Quantity.REMOVAL_EFFECT);
  }

  @Test
  void paper_equalsTheQrReference() {
    FmExplainer explainer = classifier.explainer(Influence.paper());
    long compared =
        movies.users().parallelStream()
            .filter(
                userId -> {
                  UserExplainer user = explainer.forHistory(movies.historyOf(userId));
                  Diagnostics diagnostics = user.diagnostics();
                  if (diagnostics.rowsUsed() == 0 || diagnostics.conditionNumber() >= 1e8) {
                    return false;
                  }
                  String item = topItem(user);
                  Explanation explanation = user.explain(item);
                  double[] q =
                      explanation.contributions().stream()
                          .flatMapToDouble(
                              c -> Arrays.stream(classifier.paperRow(c.interaction().itemId())))
                          .toArray();
                  double[] expected =
                      PaperAttributionReference.influence(
                          DMatrixRMaj.wrap(diagnostics.rowsUsed(), 65, q),
                          0,
                          classifier.paperRow(item));
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
  void user846_isExplainedWithTheRatingsThatTheUserGave() {
    History history = movies.historyOf("846");
    UserExplainer user = classifier.explainer(Influence.paper()).forHistory(history);
    for (String item : List.of("60", "9")) {
      Explanation likes = user.explain(item);
      for (Contribution c : likes.contributions()) {
        assertTrue(c.interaction().rating() >= 4);
        assertEquals(Optional.of(c.interaction()), history.find(c.interaction().itemId()));
      }
      Set<String> titles =
          likes.contributions().stream().map(Contribution::title).collect(Collectors.toSet());
      // What the notebook showed as the strongest influences were films rated 3 and 2.
      assertFalse(titles.stream().anyMatch(title -> title.startsWith("Three Colors: White")));
      assertFalse(titles.stream().anyMatch(title -> title.startsWith("Short Cuts")));
      Explanation all = classifier.explainer(Influence.hessian()).forHistory(history).explain(item);
      assertEquals(3, ratingOf(all, "Three Colors: White"));
      assertEquals(2, ratingOf(all, "Short Cuts"));
      assertExplains(all, classifier.model(), movies.encoder(), history);
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
