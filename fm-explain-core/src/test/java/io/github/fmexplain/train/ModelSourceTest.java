package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TagEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.Loss;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a source holds; the files that it comes from are tested where they are read. */
class ModelSourceTest {

  private static final FmModel MODEL =
      FmModel.of(PredictorType.REGRESSOR, 1, 1, new float[] {2, 3}, new float[] {4, 5});

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void source_isWhatIsKnown() {
    ModelSource source = ModelSource.of("libFM", MODEL);

    assertNull(source.loss());
    assertNull(source.ridge());
    assertFalse(source.instanceNorm());
    assertEquals(
        "ModelSource[libFM, features 2, factors 1, loss unknown, ridge unknown]",
        source.toString());
    ModelSource known =
        source
            .withLoss(Loss.LOGISTIC)
            .withTarget(RatingTarget.likeFrom(4))
            .withRidge(Ridge.perRating(1, 2))
            .withRange(0, 1)
            .withInstanceNorm(true)
            .withEncoder(OneHotEncoder.of(List.of("u"), List.of("i")))
            .withNotes(List.of("a"));
    assertEquals(
        new ModelSource(
            "libFM",
            MODEL.predicting(PredictorType.BINARY_CLASSIFIER),
            Loss.LOGISTIC,
            RatingTarget.likeFrom(4),
            Ridge.perRating(1, 2),
            0,
            1,
            true,
            OneHotEncoder.of(List.of("u"), List.of("i")),
            List.of("a")),
        known);
    assertEquals(
        "ModelSource[libFM, features 2, factors 1, loss logistic, ridge per-rating 1.0 2.0]",
        known.toString());
    assertEquals(MODEL, known.model().predicting(PredictorType.REGRESSOR));
  }

  @Test
  void partsThatDoNotFit_areRefused() {
    ModelSource source = ModelSource.of("npz", MODEL);
    assertEquals(
        "lowest prediction must be below the highest, but they are 5.0 and 1.0",
        refusal(() -> source.withRange(5, 1)));
    assertEquals(
        "model must be a binary_classifier for the loss logistic, but is a regressor",
        refusal(
            () ->
                new ModelSource(
                    "npz", MODEL, Loss.LOGISTIC, null, null, 0, 1, false, null, List.of())));
    assertEquals(
        "encoder has 3 features, but the model has 2; was it trained on another data set?",
        refusal(() -> source.withEncoder(OneHotEncoder.of(List.of("u"), List.of("i", "j")))));
  }

  @Test
  void targets_mustBeThoseOfTheTraining() {
    TrainingSet set =
        TrainingSet.of(
            OneHotEncoder.of(List.of("u"), List.of("i")),
            List.of(History.of("u", List.of(Interaction.of("i", 5)))),
            RatingTarget.stars());
    ModelSource source = ModelSource.of("npz", MODEL).withRidge(Ridge.fixed(1, 1));
    assertEquals(
        "target must be known for the loss implicit, but npz does not tell it; set it with"
            + " ModelSource.withTarget, such as RatingTarget.implicit",
        refusal(() -> TrainedModel.of(source.withLoss(Loss.IMPLICIT), set)));
    ModelSource likes = source.withLoss(Loss.SQUARED).withTarget(RatingTarget.likeFrom(4));
    assertEquals(
        "target must be that of the model's training, likes from 4, but is ratings; make the"
            + " training set with ModelSource.target",
        refusal(() -> TrainedModel.of(likes, set)));
    assertEquals(MODEL, TrainedModel.ofAnyFit(likes.withTarget(RatingTarget.stars()), set).model());
  }

  @Test
  void targetsOfAnotherLoss_areRefused() {
    List<History> histories = List.of(History.of("u", List.of(Interaction.of("i", 5))));
    OneHotEncoder encoder = OneHotEncoder.of(List.of("u"), List.of("i"));
    ModelSource source = ModelSource.of("npz", MODEL).withRidge(Ridge.fixed(1, 1));
    ModelSource implicit = source.withLoss(Loss.IMPLICIT).withTarget(RatingTarget.stars());
    TrainingSet stars = TrainingSet.of(encoder, histories, RatingTarget.stars());
    assertEquals(
        "target must be implicit for the loss implicit, but is ratings; one of"
            + " ModelSource.withLoss and withTarget is not that of the training",
        refusal(() -> TrainedModel.ofAnyFit(implicit, stars)));
    TrainingSet counted = TrainingSet.of(encoder, histories, RatingTarget.implicit(2));
    assertEquals(
        "target must be of single ratings for the loss half-squared, but is "
            + RatingTarget.implicit(2)
            + "; one of ModelSource.withLoss and withTarget is not that of the training",
        refusal(() -> TrainedModel.ofAnyFit(source.withLoss(Loss.HALF_SQUARED), counted)));
  }

  /** The rated items have one tag each; Σx² of c, which nobody rated, is 4. */
  @Test
  void itemsOfAnotherNorm_areRefusedThoughNobodyRatedThem() {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                new CatalogueItem("a", "A", Set.of("x")),
                new CatalogueItem("b", "B", Set.of("y")),
                new CatalogueItem("c", "C", Set.of("x", "y", "z"))));
    TagEncoder encoder = TagEncoder.of(List.of("u"), catalogue, Set.of(), Set.of());
    FmModel model = FmModel.builder(PredictorType.REGRESSOR, encoder.numFeatures(), 1).build();
    ModelSource source =
        ModelSource.of("xLearn", model)
            .withLoss(Loss.HALF_SQUARED)
            .withRidge(Ridge.fixed(1, 1))
            .withInstanceNorm(true);
    List<History> histories =
        List.of(History.of("u", List.of(Interaction.of("a", 5), Interaction.of("b", 1))));
    TrainingSet set = TrainingSet.of(encoder, histories, RatingTarget.stars());
    assertEquals(
        "items must have the same Σx² to fold xLearn's instance norm into the model, but item 'a'"
            + " has 2.00000 and item 'c' has 4.00000; train with --no-norm",
        refusal(() -> TrainedModel.ofAnyFit(source, set)));
    assertEquals(model, TrainedModel.ofAnyFit(source.withInstanceNorm(false), set).model());
  }

  @Test
  void losses_haveNames() {
    for (Loss loss : Loss.values()) {
      assertEquals(loss, Loss.ofName(loss.lossName()));
    }
    assertEquals("half-squared", Loss.HALF_SQUARED.lossName());
    assertEquals(
        "loss must be one of logistic, half-squared, squared, implicit, ranking, but was 'hinge'",
        refusal(() -> Loss.ofName("hinge")));
  }

  @Test
  void ridges_areTexts() {
    for (Ridge ridge :
        List.of(
            Ridge.fixed(0.1, 1e-7),
            Ridge.perRating(1.0 / 3, 5e9),
            new Ridge(Ridge.Kind.ESTIMATED, 1, 2))) {
      assertEquals(ridge, Ridge.parse(ridge.text()));
    }
    assertEquals(Ridge.perRating(0.02, 0.5), Ridge.parse(" per-rating  0.02 .5 "));
    String must = "ridge must be 'fixed' or 'per-rating' and two numbers, such as 'per-rating 0.02";
    for (String text : List.of("", "fixed", "fixed 1", "fixed 1 2 3", "fixed 1 b", "loose 1 2")) {
      assertEquals(must + " 0.02', but was '" + text + "'", refusal(() -> Ridge.parse(text)));
    }
    assertEquals(
        "ridge on factors must be finite and positive, but was 0.0",
        refusal(() -> Ridge.parse("fixed 0 1")));
  }

  /**
   * The mean of c·½(s − y)² over N rows, plus wd·½θ², is least where Σ c(s − y)a + N·wd·θ = 0: for
   * 100 rows and wd .01, Λ is 1 with ½(s − y)² and .5 with (s − y)².
   */
  @Test
  void weightDecay_isARidgeOfAllRows() {
    assertEquals(Ridge.fixed(1, 2), Ridge.ofWeightDecay(Loss.HALF_SQUARED, 0.01, 0.02, 100));
    assertEquals(Ridge.fixed(1, 2), Ridge.ofWeightDecay(Loss.LOGISTIC, 0.01, 0.02, 100));
    assertEquals(Ridge.fixed(0.5, 1), Ridge.ofWeightDecay(Loss.SQUARED, 0.01, 0.02, 100));
    assertEquals(
        "ridge on factors must be finite and positive, but was 0.0",
        refusal(() -> Ridge.ofWeightDecay(Loss.SQUARED, 0, 1, 100)));
  }
}
