package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.HistoryBlock;
import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.UntrainedRowsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Models whose rows hold the history: from the rows to an explanation. */
class HistoryModelTest {

  private static String error(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static FmHyperparameters hyperparameters() {
    return FmHyperparameters.builder()
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .numFactors(4)
        .epochs(100)
        .miniBatchSize(10)
        .factorsLr(0.02)
        .build();
  }

  /** Users of two kinds, who rate many items of their kind with 5 and few of the other with 1. */
  private static List<History> histories() {
    List<History> histories = new ArrayList<>();
    for (int u = 0; u < 12; u++) {
      List<Interaction> ratings = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        boolean fits = u % 2 == i % 2;
        if (fits ? (i + u) % 5 > 0 : (i + u) % 7 == 0) {
          ratings.add(Interaction.of("i" + i, fits ? 5 : 1));
        }
      }
      histories.add(History.of("u" + u, ratings));
    }
    return histories;
  }

  /** The items in their order, or those of one kind before the others. */
  private static List<String> items(boolean sorted) {
    return IntStream.range(0, 20)
        .map(i -> sorted ? 2 * i % 20 + i / 10 : i)
        .mapToObj(i -> "i" + i)
        .toList();
  }

  private static TrainingSet set(HistoryBlock block, boolean sorted, RatingTarget target) {
    return TrainingSet.of(
        HistoryEncoder.of(OneHotEncoder.of(List.of(), items(sorted)), block), histories(), target);
  }

  private static Catalogue catalogue() {
    return Catalogue.of(
        items(false).stream().map(id -> new CatalogueItem(id, "Item " + id, Set.of())).toList());
  }

  @Test
  void metrics_areThoseOfTheModelsOwnScore() {
    for (HistoryBlock block :
        List.of(HistoryBlock.mean(), HistoryBlock.fism(0.5), HistoryBlock.svdPlusPlus())) {
      BagWorld world = new BagWorld(3, 14, 4, block, true);
      History history = world.history(6, true);
      TrainingSet set =
          TrainingSet.of(world.encoder, List.of(history), RatingTarget.stars()).shuffled(1);
      double squares = 0;
      for (Interaction rating : history.interactions()) {
        History others = block.holdsItem() ? history : history.without(rating.itemId());
        double error = rating.rating() - world.score(others, rating.itemId(), rating.context());
        squares += error * error;
      }
      TrainedModel trained = TrainedModel.ofAnyFit(world.model, Ridge.none(), set);
      assertEquals(
          squares / 6, trained.summary().metrics().value(Metric.MSE), 1e-9, block.toString());
      assertEquals(0, trained.summary().typicalGap());
    }
  }

  @Test
  void fism_isCheckedAgainstItsRatings() {
    // One factor that tells the two kinds apart.
    FmModel.Builder builder = FmModel.builder(PredictorType.REGRESSOR, 40, 1).bias(3);
    for (int f = 0; f < 40; f++) {
      builder.factor(f, 0, f % 2 == 0 ? 1.5f : -1.5f);
    }
    FmModel model = builder.build();
    HistoryBlock block = HistoryBlock.fism(1);
    TrainedModel trained =
        TrainedModel.of(model, Ridge.none(), set(block, false, RatingTarget.stars()));
    assertTrue(trained.summary().loss() < 0.5 * trained.summary().constantLoss());
    assertThrows(
        UntrainedRowsException.class,
        () -> TrainedModel.of(model, Ridge.none(), set(block, true, RatingTarget.stars())));
    History history = histories().get(2);
    UserExplainer user = FmExplainer.of(trained, catalogue()).forHistory(history);
    Explanation why = user.explain(user.recommend(1).get(0).itemId());
    // What speaks for it are the items of its kind, all alike.
    assertTrue(why.contributions().get(0).removalEffect() > 0);
    assertExplains(why, model, trained.encoder(), history);
  }

  @Test
  void localTrainer_trainsAHistoryBlock() throws InterruptedException {
    TrainingSet set = set(HistoryBlock.mean(), false, RatingTarget.likeFrom(4));
    TrainedModel trained =
        LocalTrainer.builder()
            .seed(1)
            .build()
            .fit(set, hyperparameters(), TrainingProgress.none())
            .trained();
    assertTrue(trained.summary().fitsBetterThanConstant());
    FmExplainer explainer = FmExplainer.of(trained, catalogue());
    assertEquals(Method.removal(), explainer.method());
    HistoryEncoder encoder = (HistoryEncoder) trained.encoder();
    // A user whom nobody has seen is no other.
    History history = History.ofNewUser(histories().get(0).interactions());
    UserExplainer user = explainer.forHistory(history);
    assertEquals(List.of(), user.provenance().diagnostics().warnings());
    assertFalse(user.provenance().diagnostics().foldedIn());
    String item = user.recommend(1).get(0).itemId();
    Explanation why = user.explain(item);
    for (Contribution contribution : why.contributions()) {
      History without = history.without(contribution.interaction().itemId());
      double score =
          trained
              .model()
              .score(
                  encoder.itemFeatures(item).and(encoder.historyFeatures(without.interactions())));
      assertEquals(why.score() - score, contribution.removalEffect(), 1e-12);
    }
    assertExplains(why, trained.model(), encoder, history);
    assertEquals(why.score(), explainer.foldIn(history).explain(item).score());
  }

  @Test
  void methodsOfColumnsAndOfBags_standInForOneAnother() {
    BagWorld world = new BagWorld(1, 14, 4, HistoryBlock.mean(), true);
    History history = world.history(5, true);
    for (Method method : Method.all()) {
      UserExplainer user = world.explainer().withMethod(method).forHistory(history);
      boolean paper = method instanceof Method.Paper;
      assertEquals(paper ? method : Method.removal(), user.provenance().method());
      boolean other = !paper && !method.equals(Method.removal());
      assertEquals(
          other ? Optional.of(new Warning.OtherMethod(method.name(), "removal")) : Optional.empty(),
          user.provenance().diagnostics().warning(Warning.OtherMethod.class));
      assertExplains(user.explain("i1"), world.model, world.encoder, history);
    }
    RandomWorld columns = new RandomWorld(1, PredictorType.REGRESSOR, 12, 3);
    History known = columns.history("u1", 5);
    Explanation solved =
        columns.explainer().withMethod(Method.removal()).forHistory(known).explain("i2");
    assertEquals(Method.leastSquares(), solved.method());
    assertEquals(
        Optional.of(new Warning.OtherMethod("removal", "least-squares")),
        solved.diagnostics().warning(Warning.OtherMethod.class));
    assertExplains(solved, columns.model, columns.encoder, known);
  }

  @Test
  void ridges_areForColumns() {
    assertEquals(
        "ridge must hold users who are columns, but there is none; give one, or Ridge.estimated",
        error(
            () ->
                TrainedModels.fitting(
                    new RandomWorld(1, PredictorType.REGRESSOR, 12, 3).model,
                    new RandomWorld(1, PredictorType.REGRESSOR, 12, 3).encoder,
                    RatingTarget.stars(),
                    Ridge.none(),
                    List.of())));
    TrainingSet set = set(HistoryBlock.fism(0), false, RatingTarget.likeFrom(4));
    FmModel model = FmModel.builder(PredictorType.BINARY_CLASSIFIER, 40, 1).build();
    assertEquals(
        "users must be columns to estimate what holds them, but are bags of items; use Ridge.none",
        error(() -> Ridge.estimated(model, set)));
    assertEquals(
        "a ridge of kind NONE must be 0, but was 1.0 and 0.0",
        error(() -> new Ridge(Ridge.Kind.NONE, 1, 0)));
    assertEquals(
        "history block must have products to be trained as a factorization machine, but has none;"
            + " use HistoryBlock.mean",
        error(
            () ->
                LocalTrainer.builder()
                    .seed(1)
                    .build()
                    .fit(set, hyperparameters(), TrainingProgress.none())));
  }
}
