package io.github.fmexplain.train;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.TwoTastes;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingHistories;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingSummaryTest {

  private static final TrainingHistories NOBODY =
      TrainingHistories.of(List.of(), List.of(), new int[1], new int[0], List.of());
  private static final Metrics METRICS = Metrics.of(Map.of(Metric.MSE, 0.5));

  private static String error(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void badNumbers_areRefused() {
    assertEquals(
        "rows must be at least 1, but was 0",
        error(() -> new TrainingSummary(0, METRICS, 1, 0, NOBODY)));
    assertEquals(
        "constantLoss must be finite, but was NaN",
        error(() -> new TrainingSummary(1, METRICS, Double.NaN, 0, NOBODY)));
    for (double gap : new double[] {-0.1, 1.1, Double.NaN}) {
      assertEquals(
          "typicalGap must be from 0 to 1, but was " + gap,
          error(() -> new TrainingSummary(1, METRICS, 1, gap, NOBODY)));
    }
  }

  @Test
  void fit_isBetterThanAConstantOnlyBelowIt() {
    assertEquals(0.5, new TrainingSummary(1, METRICS, 1, 0, NOBODY).loss());
    assertTrue(new TrainingSummary(1, METRICS, 0.6, 0, NOBODY).fitsBetterThanConstant());
    assertFalse(new TrainingSummary(1, METRICS, 0.5, 0, NOBODY).fitsBetterThanConstant());
    Metrics classified = Metrics.of(Map.of(Metric.CROSS_ENTROPY, 0.7, Metric.AUC, 0.5));
    assertEquals(0.7, new TrainingSummary(1, classified, 0.6, 0, NOBODY).loss());
  }

  /** Tags, contexts and the user's own column: the gap is that of the user's explanations. */
  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void typicalGap_isTheMeanOfTheUsersGaps(PredictorType type) {
    RandomWorld world = new RandomWorld(2, type, 20, 4);
    List<History> histories = new ArrayList<>();
    for (String user : RandomWorld.USERS) {
      histories.add(world.history(user, 7));
    }
    TrainingSet set =
        TrainingSet.of(world.encoder, histories, TrainedModels.target(type)).shuffled(5);
    TrainedModel trained = TrainedModel.ofAnyFit(world.model, Ridge.perRating(0.1, 0.3), set);
    FmExplainer explainer = FmExplainer.of(trained, world.catalogue).withMethod(Method.hessian());
    double mean = 0;
    for (History history : histories) {
      UserExplainer user = explainer.forHistory(history);
      mean += user.provenance().diagnostics().stationarityGap() / histories.size();
      assertExplains(user.explain("i1"), world.model, world.encoder, history);
    }
    assertEquals(mean, trained.summary().typicalGap(), 1e-12);
  }

  @Test
  void typicalGap_ofManyUsersIsThatOfAHundredOfThem() {
    TwoTastes tastes = new TwoTastes(250, 6, 1, 8);
    TrainingSet set = tastes.set(RatingTarget.stars());
    Random random = new Random(1);
    float[] linear = new float[256];
    float[] factors = new float[512];
    for (int j = 0; j < factors.length; j++) {
      factors[j] = (float) random.nextGaussian();
      linear[j / 2] = (float) random.nextGaussian();
    }
    FmModel model = FmModel.of(PredictorType.REGRESSOR, 2, 0, linear, factors);
    TrainedModel trained = TrainedModel.ofAnyFit(model, Ridge.fixed(1, 1), set);
    FmExplainer explainer = FmExplainer.of(trained, tastes.catalogue).withMethod(Method.hessian());
    List<History> withRatings = tastes.histories.stream().filter(h -> h.size() > 0).toList();
    double mean = 0;
    for (int j = 0; j < 100; j++) {
      History history = withRatings.get(j * withRatings.size() / 100);
      mean += explainer.forHistory(history).provenance().diagnostics().stationarityGap() / 100;
    }
    assertEquals(mean, trained.summary().typicalGap(), 1e-12);
  }

  @Test
  void constantLoss_isThatOfTheMean() {
    TwoTastes tastes = new TwoTastes(6, 8, 1, 2);
    FmModel model = FmModel.of(PredictorType.REGRESSOR, 1, 0, new float[14], new float[14]);
    TrainingSet set = tastes.set(RatingTarget.stars());
    double mean = 0;
    double squares = 0;
    for (int r = 0; r < set.numRows(); r++) {
      mean += set.target(r) / set.numRows();
    }
    for (int r = 0; r < set.numRows(); r++) {
      squares += Math.pow(set.target(r) - mean, 2) / set.numRows();
    }
    TrainingSummary summary = TrainedModel.ofAnyFit(model, Ridge.fixed(1, 1), set).summary();
    assertEquals(squares, summary.constantLoss(), 1e-9);
    assertEquals(0, summary.typicalGap(), "at zero parameters no row pulls along a zero vector");
  }

  @Test
  void constantLoss_ofEqualLabelsIsZero() {
    TwoTastes tastes = new TwoTastes(6, 8, 1, 2);
    FmModel model = FmModel.of(PredictorType.BINARY_CLASSIFIER, 1, 3, new float[14], new float[14]);
    for (double threshold : new double[] {1, 6}) {
      TrainingSet set = tastes.set(RatingTarget.likeFrom(threshold));
      TrainingSummary summary = TrainedModel.ofAnyFit(model, Ridge.fixed(1, 1), set).summary();
      assertEquals(0.0, summary.constantLoss());
      assertFalse(summary.fitsBetterThanConstant());
    }
  }
}
