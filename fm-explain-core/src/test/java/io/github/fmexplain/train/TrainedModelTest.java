package io.github.fmexplain.train;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Diagnostics;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.TestMethods;
import io.github.fmexplain.TwoTastes;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.Warning;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryHash;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TrainedModelTest {

  private static final RatingTarget LIKE = RatingTarget.likeFrom(4);
  private static final TwoTastes TASTES = new TwoTastes(40, 30, 1, 5);
  private static final TrainingSet SET = TASTES.set(LIKE);
  private static final FmHyperparameters SETTINGS =
      TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(60).build();
  private static final TrainingResult RESULT = fit(SET, SETTINGS);
  private static final FmModel MODEL = RESULT.model();

  private static TrainingResult fit(TrainingSet set, FmHyperparameters settings) {
    try {
      return LocalTrainer.builder().seed(3).recordPath().build().fit(set, settings);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String error(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void result_givesAllThatTrainingKnew() {
    TrainedModel trained = RESULT.trained();
    assertSame(MODEL, trained.model());
    assertSame(TASTES.encoder, trained.encoder());
    assertEquals(LIKE, trained.target());
    assertSame(SETTINGS, trained.hyperparameters());
    assertEquals(Ridge.ofTraining(SETTINGS, SET.numRows()), trained.ridge());
    assertEquals(TrainingMode.sageMaker(), trained.mode());
    assertSame(RESULT.path(), trained.path());
    TrainingSummary summary = trained.summary();
    assertEquals(SET.numRows(), summary.rows());
    assertEquals(RESULT.trainMetrics(), summary.metrics());
    assertEquals(TASTES.users, summary.histories().userIds());
    assertTrue(summary.fitsBetterThanConstant());
  }

  @Test
  void of_isWhatTheResultGivesWithoutModeAndPath() {
    TrainedModel trained = TrainedModel.of(MODEL, SETTINGS, SET);
    assertEquals(TrainingMode.other(), trained.mode());
    assertNull(trained.path());
    assertEquals(
        RESULT.trained(),
        trained.withMode(TrainingMode.sageMaker()).withPath(Objects.requireNonNull(RESULT.path())));
    TrainedModel withRidge = TrainedModel.of(MODEL, Ridge.fixed(1, 2), SET);
    assertNull(withRidge.hyperparameters());
    assertEquals(Ridge.fixed(1, 2), withRidge.ridge());
    assertEquals(trained, TrainedModel.ofAnyFit(MODEL, SETTINGS, SET));
    assertEquals(withRidge, TrainedModel.ofAnyFit(MODEL, Ridge.fixed(1, 2), SET));
  }

  /** The message with figures that are made here, from each row's score. */
  private static String message(FmModel model, TrainingSet set, RatingTarget target) {
    int rows = set.numRows();
    double loss = 0;
    double mean = 0;
    double pairs = 0;
    double inOrder = 0;
    for (int r = 0; r < rows; r++) {
      double y = set.target(r);
      double score = model.score(set.features(r));
      double p = 1 / (1 + Math.exp(-score));
      loss -= (y * Math.log(p) + (1 - y) * Math.log(1 - p)) / rows;
      mean += y / rows;
      for (int s = 0; s < rows; s++) {
        if (y == 1 && set.target(s) == 0) {
          double other = model.score(set.features(s));
          inOrder += score > other ? 1 : score == other ? 0.5 : 0;
          pairs++;
        }
      }
    }
    double constant = mean == 1 ? 0 : -mean * Math.log(mean) - (1 - mean) * Math.log(1 - mean);
    return String.format(
        Locale.ROOT,
        "model must predict its %d training rows better than a constant does, but has"
            + " binary_classification_cross_entropy %.4f where a constant has %.4f%s; are the ids"
            + " in the order of the training, and is '%s' its target? If it is as bad as that, use"
            + " TrainedModel.ofAnyFit",
        rows,
        loss,
        constant,
        pairs == 0 ? "" : String.format(Locale.ROOT, ", auc %.3f", inOrder / pairs),
        target);
  }

  private static void assertRefused(
      FmModel model, FmHyperparameters settings, TwoTastes tastes, TrainingSet set) {
    RatingTarget target = set.origin().orElseThrow().target();
    UntrainedRowsException e =
        assertThrows(UntrainedRowsException.class, () -> TrainedModel.of(model, settings, set));
    assertEquals(message(model, set, target), e.getMessage());
    assertEquals(Metrics.evaluate(model, set), e.summary().metrics());
    assertFalse(e.summary().fitsBetterThanConstant());
    Ridge ridge = Ridge.fixed(1, 1);
    assertEquals(
        e.getMessage(),
        assertThrows(UntrainedRowsException.class, () -> TrainedModel.of(model, ridge, set))
            .getMessage());

    TrainedModel anyFit = TrainedModel.ofAnyFit(model, settings, set);
    Warning.PoorFit poor = new Warning.PoorFit(e.summary().loss(), e.summary().constantLoss());
    FmExplainer explainer = FmExplainer.of(anyFit, tastes.catalogue);
    for (Method method : TestMethods.all()) {
      for (History history : tastes.histories.subList(0, 3)) {
        UserExplainer user = explainer.withMethod(method).forHistory(history);
        assertEquals(
            Optional.of(poor), user.provenance().diagnostics().warning(Warning.PoorFit.class));
        assertExplains(user.explain("3"), model, anyFit.encoder(), history);
      }
    }
  }

  private static TrainingSet set(Collection<String> users, Collection<String> items) {
    return TrainingSet.of(OneHotEncoder.of(users, items), TASTES.histories, LIKE);
  }

  @Test
  void usersInAnotherOrder_areRefused() {
    assertRefused(
        MODEL, SETTINGS, TASTES, set(TASTES.users.stream().sorted().toList(), TASTES.items));
  }

  @Test
  void itemsInAnotherOrder_areRefused() {
    assertRefused(
        MODEL, SETTINGS, TASTES, set(TASTES.users, TASTES.items.stream().sorted().toList()));
  }

  /** What making a trained model of such rows says, and training on them. */
  private static String oneClass(TrainingSet set) {
    String refused =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class, () -> TrainedModel.of(MODEL, SETTINGS, set))
                .getMessage());
    assertEquals(
        refused,
        assertThrows(IllegalArgumentException.class, () -> fit(set, SETTINGS)).getMessage());
    // A model of them can be measured all the same.
    assertFalse(Metrics.evaluate(MODEL, set).has(Metric.AUC));
    return refused;
  }

  /** The users still tell something, so that the model is better than a constant. */
  @Test
  void idsOfAWeakModelInAnotherOrder_areRefused() {
    List<History> grumpy =
        TASTES.histories.stream()
            .map(
                history ->
                    Integer.parseInt(String.valueOf(history.userId())) / 2 % 3 > 0
                        ? history
                        : History.of(
                            String.valueOf(history.userId()),
                            history.interactions().stream()
                                .map(r -> Interaction.of(r.itemId(), 1))
                                .toList()))
            .toList();
    OneHotEncoder encoder = OneHotEncoder.of(TASTES.users, TASTES.items);
    TrainingSet set = TrainingSet.of(encoder, grumpy, LIKE).shuffled(1);
    FmHyperparameters settings =
        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(2).build();
    FmModel model = fit(set, settings).model();
    assertTrue(TrainedModel.of(model, settings, set).summary().fitsBetterThanConstant());

    List<String> sorted = TASTES.items.stream().sorted().toList();
    TrainingSet items = TrainingSet.of(OneHotEncoder.of(TASTES.users, sorted), grumpy, LIKE);
    assertTrue(
        TrainedModel.ofAnyFit(model, settings, items).summary().fitsBetterThanConstant(),
        "a constant does not tell");
    String message =
        String.valueOf(
            assertThrows(
                    UntrainedRowsException.class, () -> TrainedModel.of(model, settings, items))
                .getMessage());
    assertTrue(
        message.matches(
            "model must predict its 585 training rows clearly better with their own users and items"
                + " than with shuffled ones, but has binary_classification_cross_entropy 0\\.\\d{4}"
                + " with their own, 0\\.\\d{4} with shuffled users and 0\\.\\d{4} with shuffled"
                + " items; are the items in the order of the training\\? If they are, use"
                + " TrainedModel\\.ofAnyFit"),
        message);
  }

  /**
   * Users and items lie on a circle, so that neighbours are alike, and like what is on their side.
   */
  @Test
  void columnsThatAreOffByOne_areRefused() {
    int n = 40;
    List<String> users = IntStream.range(0, n).mapToObj(u -> "u" + u).toList();
    List<String> items = IntStream.range(0, n).mapToObj(i -> "i" + i).toList();
    FmModel.Builder circle = FmModel.builder(PredictorType.BINARY_CLASSIFIER, 2 * n, 2);
    List<History> histories = new ArrayList<>();
    for (int u = 0; u < n; u++) {
      double angle = 2 * Math.PI * u / n;
      for (int column : new int[] {u, n + u}) {
        circle.factor(column, 0, (float) (4 * Math.cos(angle)));
        circle.factor(column, 1, (float) (4 * Math.sin(angle)));
      }
      List<Interaction> ratings = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        boolean near = Math.cos(2 * Math.PI * (u - i) / n) > 1e-9;
        ratings.add(Interaction.of(items.get(i), near ? 5 : 1));
      }
      histories.add(History.of(users.get(u), ratings));
    }
    FmModel model = circle.build();
    Ridge ridge = Ridge.fixed(1, 1);
    TrainingSet right = TrainingSet.of(OneHotEncoder.of(users, items), histories, LIKE);
    assertEquals(ridge, TrainedModel.of(model, ridge, right).ridge());
    for (int by : new int[] {1, -1}) {
      List<String> rotatedUsers = new ArrayList<>(users);
      Collections.rotate(rotatedUsers, by);
      List<String> rotatedItems = new ArrayList<>(items);
      Collections.rotate(rotatedItems, by);
      assertOffByOne(
          "(users|items)",
          model,
          TrainingSet.of(OneHotEncoder.of(rotatedUsers, items), histories, LIKE));
      // On this circle, users further by one are items back by one.
      assertOffByOne(
          "(users|items)",
          model,
          TrainingSet.of(OneHotEncoder.of(users, rotatedItems), histories, LIKE));
    }
  }

  private static void assertOffByOne(String what, FmModel model, TrainingSet set) {
    Ridge ridge = Ridge.fixed(1, 1);
    assertTrue(TrainedModel.ofAnyFit(model, ridge, set).summary().fitsBetterThanConstant());
    String message =
        String.valueOf(
            assertThrows(UntrainedRowsException.class, () -> TrainedModel.of(model, ridge, set))
                .getMessage());
    assertTrue(
        message.matches(
            "model must predict its 1600 training rows best with the columns that their WHAT have,"
                    .replace("WHAT", what)
                + " but has binary_classification_cross_entropy 0\\.\\d{4} with these and"
                + " 0\\.\\d{4} with the neighbouring ones; are the WHAT off by one, such as by a"
                    .replace("WHAT", what)
                + " column of padding\\? If they are not, use TrainedModel\\.ofAnyFit"),
        message);
  }

  @Test
  void otherTargets_areRefused() {
    assertRefused(MODEL, SETTINGS, TASTES, TASTES.set(RatingTarget.likeFrom(3)));
    TrainingSet liked = TASTES.set(RatingTarget.likeFrom(1));
    assertEquals(
        "training rows must have likes and others for a binary_classifier to learn from, but all "
            + liked.numRows()
            + " are likes, as the target is 'likes from 1'; raise the threshold of"
            + " RatingTarget.likeFrom, or sample what users did not choose with NegativeSampling",
        oneClass(liked));
    TrainingSet none = TASTES.set(RatingTarget.likeFrom(5.5));
    assertEquals(
        "training rows must have likes and others for a binary_classifier to learn from, but none"
            + " of "
            + none.numRows()
            + " is, as the target is 'likes from 5.5'; lower the threshold of"
            + " RatingTarget.likeFrom",
        oneClass(none));
  }

  @Test
  void targetOfAnotherScale_isRefused() {
    TwoTastes ten = new TwoTastes(40, 30, 2, 6);
    TrainingSet set = ten.set(RatingTarget.likeFrom(7));
    FmModel model = fit(set, SETTINGS).model();
    assertTrue(TrainedModel.of(model, SETTINGS, set).summary().fitsBetterThanConstant());
    assertRefused(model, SETTINGS, ten, ten.set(RatingTarget.likeFrom(3)));
    assertRefused(model, SETTINGS, ten, ten.set(RatingTarget.likeFrom(4)));
  }

  @Test
  void regressorOfOtherRows_isRefusedWithItsMse() {
    TrainingSet stars = TASTES.set(RatingTarget.stars());
    FmHyperparameters settings = TrainingSets.fast(PredictorType.REGRESSOR).epochs(60).build();
    FmModel model = fit(stars, settings).model();
    assertTrue(TrainedModel.of(model, settings, stars).summary().fitsBetterThanConstant());
    TrainingSet likes = TASTES.set(LIKE);
    double mean = 0;
    double mse = 0;
    double constant = 0;
    for (int r = 0; r < likes.numRows(); r++) {
      mean += likes.target(r) / likes.numRows();
    }
    for (int r = 0; r < likes.numRows(); r++) {
      mse += Math.pow(model.score(likes.features(r)) - likes.target(r), 2) / likes.numRows();
      constant += Math.pow(mean - likes.target(r), 2) / likes.numRows();
    }
    assertEquals(
        String.format(
            Locale.ROOT,
            "model must predict its %d training rows better than a constant does, but has mse %.4f"
                + " where a constant has %.4f; are the ids in the order of the training, and is"
                + " 'likes from 4' its target? If it is as bad as that, use"
                + " TrainedModel.ofAnyFit",
            likes.numRows(),
            mse,
            constant),
        assertThrows(UntrainedRowsException.class, () -> TrainedModel.of(model, settings, likes))
            .getMessage());
  }

  @Test
  void purchases_areLikesIfTheTargetSaysSo() {
    // Rating 1 is a purchase, 0 is none.
    List<History> purchases =
        TASTES.histories.stream()
            .map(
                h ->
                    History.of(
                        String.valueOf(h.userId()),
                        h.interactions().stream()
                            .map(r -> Interaction.of(r.itemId(), r.rating() >= 4 ? 1 : 0))
                            .toList()))
            .toList();
    RatingTarget bought = RatingTarget.likeFrom(1);
    TrainingSet set = TrainingSet.of(TASTES.encoder, purchases, bought).shuffled(2);
    TrainedModel trained = fit(set, SETTINGS).trained();
    FmExplainer explainer = FmExplainer.of(trained, TASTES.catalogue).withMethod(Method.paper());
    for (History history : purchases.subList(0, 5)) {
      UserExplainer user = explainer.forHistory(history);
      assertEquals(bought, user.provenance().target());
      assertEquals(OptionalDouble.of(1), user.provenance().target().likeThreshold());
      int likes = (int) history.interactions().stream().filter(r -> r.rating() == 1).count();
      Diagnostics diagnostics = user.provenance().diagnostics();
      assertTrue(likes > 0);
      assertEquals(likes, diagnostics.rowsUsed());
      assertEquals(
          Optional.of(new Warning.NotLiked(history.size() - likes, history.size(), 1)),
          diagnostics.warning(Warning.NotLiked.class));
      assertExplains(user.explain("3"), trained.model(), trained.encoder(), history);
    }
  }

  @Test
  void foldedInUserOfATrainingThatStoppedEarly_doesNotCompare() {
    FmHyperparameters early = TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(3).build();
    FmModel model = fit(SET, early).model();
    // Of another training than Adam's, users are solved for; Adam's can be replayed, and compare.
    TrainedModel trained = TrainedModel.of(model, early, SET);
    TrainedModel replayed = trained.withMode(TrainingMode.sageMaker());
    double gap = trained.summary().typicalGap();
    assertTrue(gap > 0.1, "gap " + gap);
    History history = TASTES.histories.get(0);
    for (History today : List.of(history, History.ofNewUser(history.interactions()))) {
      UserExplainer user = explainer(trained).foldIn(today);
      assertEquals(
          Optional.of(new Warning.DoesNotCompare(gap)),
          warning(user, Warning.DoesNotCompare.class));
      assertExplains(user.explain("3"), model, trained.encoder(), today);
      UserExplainer again = explainer(replayed).foldIn(today);
      assertEquals(Optional.empty(), warning(again, Warning.DoesNotCompare.class));
      assertExplains(again.explain("3"), model, trained.encoder(), today);
    }
    UserExplainer asTrained = explainer(trained).forHistory(history);
    assertEquals(Optional.empty(), warning(asTrained, Warning.DoesNotCompare.class));
    assertTrue(warning(asTrained, Warning.NotStationary.class).isPresent());
  }

  private static FmExplainer explainer(TrainedModel trained) {
    return FmExplainer.of(trained, TASTES.catalogue).withMethod(Method.hessian());
  }

  private static <W extends Warning> Optional<W> warning(UserExplainer user, Class<W> kind) {
    return user.provenance().diagnostics().warning(kind);
  }

  @Test
  void evaluate_measuresHistoriesThatWereHeldOut() {
    TrainedModel trained = RESULT.trained();
    List<History> held = new TwoTastes(40, 30, 1, 99).histories;
    Metrics metrics = trained.evaluate(held);
    assertEquals(Metrics.evaluate(MODEL, TrainingSet.of(TASTES.encoder, held, LIKE)), metrics);
    assertTrue(metrics.value(Metric.ACCURACY) > 0.8, metrics.toString());
    assertEquals(
        "a training set must have at least 1 row, but has 0",
        error(() -> trained.evaluate(List.of())));
  }

  @Test
  void trainingHash_isThatOfTheHistory() {
    TrainedModel trained = RESULT.trained();
    assertEquals(HistoryHash.of(TASTES.histories.get(7)), trained.trainingHash("8"));
    assertNull(trained.trainingHash("41"));
  }

  @Test
  void parts_fitEachOther() {
    TrainedModel trained = RESULT.trained();
    assertEquals(
        "encoder has 71 features, but the model has 70; was it trained on another data set?",
        error(
            () ->
                TrainedModel.of(
                    MODEL,
                    SETTINGS,
                    TrainingSet.of(new TwoTastes(41, 30, 1, 1).encoder, TASTES.histories, LIKE))));
    assertEquals(
        "target must have likes for a binary_classifier, but is 'ratings'; use"
            + " RatingTarget.likeFrom",
        error(() -> with(trained, RatingTarget.stars(), SETTINGS, trained.summary())));
    FmHyperparameters other = TrainingSets.fast(PredictorType.REGRESSOR).build();
    assertEquals(
        "hyperparameters must be those of the model, but are of a regressor with 4 factors, and"
            + " the model is a binary_classifier with 4",
        error(() -> with(trained, LIKE, other, trained.summary())));
    FmHyperparameters wide =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(5)
            .build();
    assertEquals(
        "hyperparameters must be those of the model, but are of a binary_classifier with 5"
            + " factors, and the model is a binary_classifier with 4",
        error(() -> with(trained, LIKE, wide, trained.summary())));
    TrainingSummary ofARegressor =
        new TrainingSummary(
            1, Metrics.of(Map.of(Metric.MSE, 0.5)), 1, 0, trained.summary().histories());
    assertEquals(
        "summary must have the metrics of a binary_classifier, but has Metrics{mse=0.5000}",
        error(() -> with(trained, LIKE, SETTINGS, ofARegressor)));
    TrainingPath another =
        Objects.requireNonNull(
            fit(SET, TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(2).build()).path());
    assertEquals(
        "training path must end at the model, but ends at another one; record it in the same"
            + " training",
        error(() -> trained.withPath(another)));
  }

  private static TrainedModel with(
      TrainedModel base,
      RatingTarget target,
      FmHyperparameters hyperparameters,
      TrainingSummary summary) {
    return new TrainedModel(
        base.model(),
        base.encoder(),
        target,
        hyperparameters,
        base.ridge(),
        base.mode(),
        summary,
        null);
  }

  @Test
  void rowsThatWereEncodedElsewhere_areRefused() {
    String message =
        "training set must be made of histories to explain with, but its rows were encoded"
            + " elsewhere; make it with TrainingSet.of";
    TrainingSet set =
        TrainingSet.builder(70)
            .add(FeatureVector.ones(0, 40), 1)
            .add(FeatureVector.ones(1, 40), 0)
            .build();
    assertEquals(message, error(() -> TrainedModel.of(MODEL, SETTINGS, set)));
    assertEquals(message, error(() -> TrainedModel.ofAnyFit(MODEL, Ridge.fixed(1, 1), set)));
    assertEquals(message, error(() -> Ridge.estimated(MODEL, set)));
    FmHyperparameters settings =
        TrainingSets.fast(PredictorType.BINARY_CLASSIFIER).epochs(1).build();
    TrainingResult result = assertFits(set, settings);
    assertEquals(message, error(result::trained));
  }

  private static TrainingResult assertFits(TrainingSet set, FmHyperparameters settings) {
    try {
      return LocalTrainer.builder().seed(1).build().fit(set, settings);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void toString_isOneLine() {
    assertEquals(
        "TrainedModel["
            + MODEL
            + ", OneHotEncoder[40 users, 30 items], likes from 4, LAZY_ADAM, with its path]",
        RESULT.trained().toString());
    assertEquals(
        "TrainedModel[" + MODEL + ", OneHotEncoder[40 users, 30 items], likes from 4, OTHER]",
        TrainedModel.of(MODEL, SETTINGS, SET).toString());
    TrainingSummary summary = RESULT.trained().summary();
    assertEquals(
        String.format(
            Locale.ROOT,
            "TrainingSummary[rows %d, users 40, loss %.4f, of a constant %.4f]",
            SET.numRows(),
            summary.loss(),
            summary.constantLoss()),
        summary.toString());
    assertEquals("TrainingResult[" + MODEL + ", LAZY_ADAM, epochs 60]", RESULT.toString());
  }
}
