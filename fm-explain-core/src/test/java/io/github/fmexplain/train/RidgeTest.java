package io.github.fmexplain.train;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.TestMethods;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.TwoTastes;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RidgeTest {

  private static String error(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static FmHyperparameters.Builder settings() {
    return FmHyperparameters.builder().predictorType(PredictorType.BINARY_CLASSIFIER).numFactors(5);
  }

  @Test
  void kinds_sayWhatTheNumbersMean() {
    assertEquals(new Ridge(Ridge.Kind.FIXED, 1, 2), Ridge.fixed(1, 2));
    assertEquals(new Ridge(Ridge.Kind.PER_RATING, 1, 2), Ridge.perRating(1, 2));
  }

  @Test
  void badRidges_areRefused() {
    assertEquals(
        "ridge on factors must be finite and positive, but was 0.0",
        error(() -> Ridge.fixed(0, 1)));
    assertEquals(
        "ridge on the linear weight must be finite and positive, but was NaN",
        error(() -> Ridge.perRating(1, Double.NaN)));
    assertEquals(
        "ridge on factors must be finite and positive, but was Infinity",
        error(() -> Ridge.fixed(Double.POSITIVE_INFINITY, 1)));
    assertEquals(
        "ridge on the linear weight must be at least 1e-60, but was 1.0E-300; check the weight decay",
        error(() -> Ridge.fixed(1, 1e-300)));
  }

  @Test
  void ofTraining_isRowsTimesDecay() {
    Ridge ridge = Ridge.ofTraining(settings().build(), 90_570);
    assertEquals(Ridge.Kind.FIXED, ridge.kind());
    assertEquals(0.9057, ridge.factors(), 1e-12);
    assertEquals(90.57, ridge.linear(), 1e-12);
    assertEquals(
        "trainingRows must be at least 1, but was 0",
        error(() -> Ridge.ofTraining(settings().build(), 0)));
    FmHyperparameters withoutDecay = settings().factorsWd(0).build();
    assertEquals(
        "factors_wd and linear_wd must be positive to explain with, but were 0.0 and 0.001; set a"
            + " ridge instead, such as Ridge.estimated",
        error(() -> Ridge.ofTraining(withoutDecay, 10)));
  }

  /** The loss is scaled and the decay is not: twice the loss is half the ridge. */
  @Test
  void rescaledGradients_makeOneRidgeEverywhere() throws InterruptedException {
    TwoTastes tastes = new TwoTastes(12, 20, 1, 4);
    TrainingSet set = tastes.set(RatingTarget.likeFrom(4));
    FmHyperparameters settings =
        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER)
            .rescaleGrad(2)
            .factorsWd(0.01)
            .linearWd(0.02)
            .epochs(30)
            .build();
    TrainedModel trained = LocalTrainer.builder().seed(1).build().fit(set, settings).trained();
    Ridge ridge = Ridge.ofTraining(settings, set.numRows());
    assertEquals(0.01 * set.numRows() / 2, ridge.factors(), 1e-12);
    assertEquals(0.02 * set.numRows() / 2, ridge.linear(), 1e-12);
    assertEquals(ridge, trained.ridge());
    FmExplainer explainer = FmExplainer.of(trained, tastes.catalogue);
    for (Method method : List.of(Method.hessian(), Method.leastSquares())) {
      UserExplainer user = explainer.withMethod(method).forHistory(tastes.histories.get(0));
      Diagnostics diagnostics = user.provenance().diagnostics();
      assertEquals(ridge.factors(), diagnostics.factorRidge());
      assertEquals(ridge.linear(), diagnostics.linearRidge());
      assertExplains(
          user.explain("3"), trained.model(), trained.encoder(), tastes.histories.get(0));
    }
  }

  private static Explanation withoutEffects(Explanation e) {
    return new Explanation(
        e.provenance(),
        e.itemId(),
        e.title(),
        e.score(),
        e.probability(),
        e.offset(),
        e.residual(),
        e.contributions().stream()
            .map(c -> new Contribution(c.interaction(), c.title(), c.influence(), c.impact(), 0))
            .toList());
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void perRating_isAsManyTimesAsTheUserHasRatings(PredictorType type) {
    RandomWorld world = new RandomWorld(4, type, 20, 3);
    RatingTarget target = TrainedModels.target(type);
    for (int ratings : new int[] {1, 4, 9}) {
      History history = world.history("u1", ratings);
      FmExplainer perRating = explainer(world, Ridge.perRating(0.5, 2), target);
      FmExplainer fixed = explainer(world, Ridge.fixed(0.5 * ratings, 2.0 * ratings), target);
      for (Method method : TestMethods.all()) {
        UserExplainer user = perRating.withMethod(method).foldIn(history);
        UserExplainer same = fixed.withMethod(method).foldIn(history);
        // But for removal effects: without a rating Λ is that of one rating less.
        assertEquals(withoutEffects(same.explain("i3")), withoutEffects(user.explain("i3")));
        boolean changes = ratings > 1 && !(method instanceof Method.Paper);
        assertEquals(!changes, same.explain("i3").equals(user.explain("i3")));
        assertEquals(same.recommend(5), user.recommend(5));
        assertExplains(user.explain("i3"), world.model, world.encoder, history);
      }
    }
  }

  private static FmExplainer explainer(RandomWorld world, Ridge ridge, RatingTarget target) {
    return FmExplainer.of(
        TrainedModels.fitting(world.model, world.encoder, target, ridge, List.of()),
        world.catalogue);
  }

  /** Λ̂ of factors and of the linear weight by its definition, from the model's own scores. */
  private static double[] estimate(
      FmModel model, RandomWorld world, List<History> histories, RatingTarget target) {
    int k = model.numFactors();
    double[] work = new double[2];
    double[] squares = new double[2];
    for (History history : histories) {
      String user = Objects.requireNonNull(history.userId());
      int column = world.encoder.userFeature(user).orElseThrow();
      double[] gradient = new double[k + 1];
      for (Interaction rating : history.interactions()) {
        FeatureVector others =
            world
                .encoder
                .userSideFeatures(history.userTags())
                .and(world.encoder.itemFeatures(rating.itemId()))
                .and(world.encoder.contextFeatures(rating.context()));
        double score = model.score(FeatureVector.ones(column).and(others));
        boolean classifier = model.predictorType() == PredictorType.BINARY_CLASSIFIER;
        double wrong =
            (classifier ? 1 / (1 + Math.exp(-score)) : score) - target.of(rating.rating());
        double[] a = new double[k];
        model.addTo(a, others);
        for (int c = 0; c < k; c++) {
          gradient[c] += wrong * a[c];
        }
        gradient[k] += wrong;
      }
      for (int c = 0; c <= k; c++) {
        double theta = c < k ? model.factors(column)[c] : model.linearWeight(column);
        work[c < k ? 0 : 1] -= gradient[c] * theta;
        squares[c < k ? 0 : 1] += theta * theta;
      }
    }
    return new double[] {work[0] / squares[0], work[1] / squares[1]};
  }

  /** Returns the model with each user's parameters solved for with a ridge. */
  private static FmModel converged(RandomWorld world, TrainingSet set, Ridge ridge) {
    FmModel start = world.model;
    int k = start.numFactors();
    FmModel.Builder builder =
        FmModel.builder(start.predictorType(), start.numFeatures(), k).bias(start.bias());
    for (int f = 0; f < start.numFeatures(); f++) {
      builder.linearWeight(f, start.linearWeight(f)).factors(f, start.factors(f), 0);
    }
    UserProblems problems = new UserProblems(start, set, ridge);
    for (TrainingSet.UserRows user : set.origin().orElseThrow().users()) {
      double[] theta = problems.of(user).solve();
      for (int c = 0; c < k; c++) {
        builder.factor(user.column(), c, (float) theta[c]);
      }
      builder.linearWeight(user.column(), (float) theta[k]);
    }
    return builder.build();
  }

  private static List<History> histories(RandomWorld world) {
    List<History> histories = new ArrayList<>();
    for (String user : RandomWorld.USERS) {
      histories.add(world.history(user, 14));
    }
    return histories;
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void estimated_recoversTheRidgeOfAConvergedModel(PredictorType type) {
    RandomWorld world = new RandomWorld(9, type, 20, 3);
    RatingTarget target = TrainedModels.target(type);
    List<History> histories = histories(world);
    TrainingSet set = TrainingSet.of(world.encoder, histories, target);
    FmModel model = converged(world, set, Ridge.fixed(0.7, 2.5));
    Ridge estimated = Ridge.estimated(model, set);
    assertEquals(Ridge.Kind.ESTIMATED, estimated.kind());
    assertEquals(0.7, estimated.factors(), 1e-4);
    assertEquals(2.5, estimated.linear(), 1e-4);
    double[] expected = estimate(model, world, histories, target);
    assertEquals(expected[0], estimated.factors(), 1e-9);
    assertEquals(expected[1], estimated.linear(), 1e-9);
    // At the optimum there is no gap, and so none in the summary of the model.
    TrainedModel trained = TrainedModel.ofAnyFit(model, estimated, set);
    assertEquals(0, trained.summary().typicalGap(), 1e-4);
    assertEquals(estimated, trained.ridge());
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void estimated_equalsItsDefinition(PredictorType type) {
    int positive = 0;
    RatingTarget target = TrainedModels.target(type);
    for (long seed = 1; seed <= 40; seed++) {
      RandomWorld world = new RandomWorld(seed, type, 20, 3);
      List<History> histories = histories(world);
      TrainingSet set = TrainingSet.of(world.encoder, histories, target);
      double[] expected = estimate(world.model, world, histories, target);
      if (expected[0] > 0 && expected[1] > 0) {
        Ridge estimated = Ridge.estimated(world.model, set);
        assertEquals(expected[0], estimated.factors(), 1e-9 * (1 + expected[0]));
        assertEquals(expected[1], estimated.linear(), 1e-9 * (1 + expected[1]));
        positive++;
      } else {
        assertEquals(
            String.format(
                Locale.ROOT,
                "ridge must come out positive to be estimated, but is %.3g on factors and %.3g on"
                    + " linear weights; is the model trained on these rows?",
                expected[0],
                expected[1]),
            error(() -> Ridge.estimated(world.model, set)));
      }
    }
    assertEquals(true, positive > 0 && positive < 40, "positive " + positive);
  }

  @Test
  void estimated_ofAModelWithoutLinearWeights() {
    TwoTastes tastes = new TwoTastes(6, 8, 1, 2);
    TrainingSet set = tastes.set(RatingTarget.stars());
    float[] factors = new float[14];
    java.util.Arrays.fill(factors, 0.5f);
    FmModel model = FmModel.of(PredictorType.REGRESSOR, 1, 0, new float[14], factors);
    Ridge ridge = Ridge.estimated(model, set);
    assertEquals(ridge.factors(), ridge.linear());
    FmModel another = FmModel.of(PredictorType.REGRESSOR, 1, 0, new float[15], new float[15]);
    assertEquals(
        "encoder has 14 features, but the model has 15; was it trained on another data set?",
        error(() -> Ridge.estimated(another, set)));
  }
}
