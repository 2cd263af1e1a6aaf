package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.data.History;
import io.github.fmexplain.internal.method.Attribution;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.model.UnreliableNumbersException;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ExplanationGateTest {

  private static final String NOT_FINITE =
      " must be finite, but are beyond what arithmetic holds; check the model's parameters and the"
          + " scale of the ratings, or raise the ridge (weight decay × rows)";

  private final RandomWorld world = new RandomWorld(1, PredictorType.REGRESSOR, 5, 2);
  private final History history = world.history("u1", 3);
  private final Explanation good = world.explainer().forHistory(history).explain("i1");

  private Explanation with(double score, double impact) {
    Contribution first = good.contributions().get(0);
    return new Explanation(
        good.provenance(),
        good.itemId(),
        good.title(),
        score,
        null,
        good.offset(),
        good.offsetParts(),
        good.residual(),
        List.of(
            new Contribution(
                first.interaction(),
                first.title(),
                first.influence(),
                impact,
                first.removalEffect()),
            good.contributions().get(1),
            good.contributions().get(2)));
  }

  private static void pass(Explanation explanation) {
    List<Contribution> all = explanation.contributions();
    ExplanationGate.require(
        explanation,
        new Attribution.Quantities(
            all.stream().mapToDouble(Contribution::influence).toArray(),
            all.stream().mapToDouble(Contribution::impact).toArray(),
            all.stream().mapToDouble(Contribution::removalEffect).toArray()),
        explanation.totalImpact());
  }

  private static void assertRefused(String message, Explanation explanation) {
    assertEquals(
        message,
        assertThrows(UnreliableNumbersException.class, () -> pass(explanation)).getMessage());
  }

  @Test
  void whatAddsUp_passes() {
    pass(good);
    ExplanationAssert.assertExplains(good, world.model, world.encoder, history);
  }

  @Test
  void partsThatDoNotAddUpToTheOffset_areRefused() {
    List<OffsetPart> parts =
        List.of(new OffsetPart(OffsetPart.Kind.MODEL, "", good.offset() + 0.5));
    Explanation other =
        new Explanation(
            good.provenance(),
            good.itemId(),
            good.title(),
            good.score(),
            null,
            good.offset(),
            parts,
            good.residual(),
            good.contributions());
    double difference = Math.abs(good.offset() + 0.5 - good.offset());
    assertRefused(
        "parts of the offset of item 'i1' must add up to it, "
            + good.offset()
            + ", but differ by "
            + difference
            + "; check the model's parameters of its tags",
        other);
  }

  @Test
  void influenceThatIsNotFinite_isRefused() {
    double[] zeros = new double[3];
    assertEquals(
        "the numbers of item 'i1'" + NOT_FINITE,
        assertThrows(
                UnreliableNumbersException.class,
                () ->
                    ExplanationGate.require(
                        good,
                        new Attribution.Quantities(
                            new double[] {0, Double.POSITIVE_INFINITY, 0}, zeros, zeros),
                        Double.NaN))
            .getMessage());
  }

  @Test
  void whatIsNotFinite_isRefused() {
    assertRefused("the numbers of item 'i1'" + NOT_FINITE, with(good.score(), Double.NaN));
    assertRefused("the numbers of item 'i1'" + NOT_FINITE, with(Double.POSITIVE_INFINITY, 1));
  }

  @Test
  void whatDoesNotAddUp_isRefused() {
    double impact = good.contributions().get(0).impact();
    double sum = good.offset() + good.totalImpact() + good.residual();
    assertRefused(
        String.format(
            Locale.ROOT,
            "offset, impacts and residual of item 'i1' must add up to the score %s, but are %s, as"
                + " the condition number is %.1e; raise the ridge (weight decay × rows)",
            sum + 1,
            sum,
            good.diagnostics().conditionNumber()),
        with(sum + 1, impact));
  }

  /** A replay is in float, as training is, and does not hold the square of 1e30. */
  @Test
  void userWhoseReplayIsBeyondFloats_isRefused() {
    int features = world.model.numFeatures();
    float[] factors = new float[features * 2];
    Arrays.fill(factors, 1e30f);
    FmModel model = FmModel.of(PredictorType.REGRESSOR, 2, 0, new float[features], factors);
    TrainedModel fitting =
        TrainedModels.fitting(
            model,
            world.encoder,
            TrainedModels.target(PredictorType.REGRESSOR),
            Ridge.fixed(1, 1),
            List.of(history));
    TrainedModel trained =
        new TrainedModel(
            model,
            world.encoder,
            fitting.target(),
            FmHyperparameters.builder()
                .predictorType(PredictorType.REGRESSOR)
                .numFactors(2)
                .epochs(5)
                .build(),
            fitting.ridge(),
            TrainingMode.sageMaker(),
            fitting.summary(),
            null);
    FmExplainer explainer = FmExplainer.of(trained, world.catalogue);
    assertEquals(
        "the numbers of the user's history" + NOT_FINITE,
        assertThrows(UnreliableNumbersException.class, () -> explainer.foldIn(history))
            .getMessage());
  }
}
