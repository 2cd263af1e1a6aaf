package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.evaluation.Measure.Kind;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PerturbationTest {

  private static final double LOG2_OF_3 = Math.log(3) / Math.log(2);

  /** Returns the measures by name. */
  private static Map<String, Double> measure(
      Perturbation perturbation, History history, double... attribution) {
    return perturbation.measure(TinyWorld.ablation(history), "t", attribution).entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
  }

  private static void assertMeasure(double expected, Map<String, Double> measures, String name) {
    assertEquals(expected, measures.getOrDefault(name, -99.0), 1e-12, name);
  }

  @Test
  void measures_ofTwoRatings() {
    // Order: a, b. With n = 0, 1, 2 removed t has 1, 0, 0 and rank 1, 2, 2; with the first n only,
    // 0, 1.5, 1; with the last n removed the rank is 1, 1, 2. At 0, 10, … 100 % n is three times 0,
    // five times 1 and three times 2.
    Map<String, Double> measures =
        measure(Perturbation.of(List.of(1), 1, 10), TinyWorld.HISTORY, 2, -1);
    assertMeasure(3 / 11.0, measures, "DEL");
    assertMeasure((5 * 1.5 + 3) / 11, measures, "INS");
    assertMeasure((3 + 8 / LOG2_OF_3) / 11, measures, "CDCG");
    assertMeasure(3 / 11.0, measures, "POS@1");
    assertMeasure(8 / 11.0, measures, "NEG@1");
    assertMeasure(0, measures, "DEL(1)");
    assertMeasure(1.5, measures, "INS(1)");
    assertMeasure(1 / LOG2_OF_3, measures, "CDCG(1)");
    assertMeasure(0, measures, "POS@1(1)");
    assertMeasure(1, measures, "NEG@1(1)");
  }

  @Test
  void necessityAndSufficiency_ofOneRating() {
    // Without a: t has 0, below the ½ of z at place 2 before, and rank 2. With a only: 1.5, rank 1.
    Map<String, Double> good =
        measure(Perturbation.of(List.of(1, 2), 1, 10), TinyWorld.HISTORY, 2, -1);
    assertMeasure(1, good, "PN-R@1");
    assertMeasure(1, good, "PN-S@1");
    assertMeasure(1, good, "PS-R@1");
    assertMeasure(1, good, "CF valid");
    assertMeasure(1, good, "CF size");
    // Rank 2 is still among the first 2, and there is no place 3.
    assertMeasure(0, good, "PN-R@2");
    assertMeasure(Double.NaN, good, "PN-S@2");
    // The other way round: without b t has 1.5; with b only 0, rank 2. a counts against and is not
    // removed for a counterfactual.
    Map<String, Double> bad = measure(Perturbation.of(List.of(1), 1, 10), TinyWorld.HISTORY, -1, 2);
    assertMeasure(0, bad, "PN-R@1");
    assertMeasure(0, bad, "PN-S@1");
    assertMeasure(0, bad, "PS-R@1");
    assertMeasure(0, bad, "CF valid");
    assertMeasure(Double.NaN, bad, "CF size");
  }

  @Test
  void counterfactual_hasALimit() {
    // b, then a: t falls with the second. A limit of 1 does not get there.
    assertMeasure(
        2, measure(Perturbation.of(List.of(1), 1, 2), TinyWorld.HISTORY, 1, 2), "CF size");
    assertMeasure(
        0, measure(Perturbation.of(List.of(1), 1, 1), TinyWorld.HISTORY, 1, 2), "CF valid");
  }

  @Test
  void oneRating_isThereOrNot() {
    // θ* = 1.5. n is 0 at 0 … 40 % and 1 from 50 % on: five of eleven. An explanation of 5 ratings
    // has the one that there is.
    Map<String, Double> measures =
        measure(Perturbation.of(List.of(1), 5, 10), TinyWorld.ONE_RATING, 1);
    assertMeasure(5 * 1.5 / 11, measures, "DEL");
    assertMeasure(6 * 1.5 / 11, measures, "INS");
    assertMeasure(0, measures, "DEL(5)");
    assertMeasure(1, measures, "PN-R@1");
  }

  @Test
  void classifier_isMeasuredByProbability() {
    FmExplainer explainer =
        FmExplainer.of(
                TrainedModels.fitting(
                    FmModel.of(
                        PredictorType.BINARY_CLASSIFIER,
                        1,
                        0,
                        new float[] {0, 0, 0, 0, 0.5f},
                        new float[] {1, 1, 1, 1, 0}),
                    TinyWorld.ENCODER,
                    RatingTarget.likeFrom(4),
                    Ridge.fixed(0.5, 1e15),
                    List.of()),
                TinyWorld.CATALOGUE)
            .withMethod(Method.hessian());
    History history = History.of("u", List.of(Interaction.of("a", 5)));
    Map<Measure, Double> measures =
        Perturbation.of(List.of(1), 1, 1)
            .measure(Ablation.of(explainer.forHistory(history)), "t", new double[] {1});
    // Without a, θ = 0. With it θ = (1 − p) / Λ = 2 (1 − p), and p is t's probability too.
    assertEquals(0.5, measures.getOrDefault(new Measure(Kind.DELETION, null, 1), -99.0), 1e-12);
    double area = measures.getOrDefault(Measure.of(Kind.DELETION), -99.0);
    double p = (area * 11 - 6 * 0.5) / 5;
    assertEquals(Math.log(p / (1 - p)), 2 * (1 - p), 1e-9);
  }

  private static String message(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void badInput_isRefused() {
    assertEquals(
        "list length must be at most 2, the items that the user has not rated, but was 5",
        message(() -> measure(Perturbation.of(List.of(1, 5), 1, 1), TinyWorld.HISTORY, 1, 2)));
    assertEquals(
        "attribution must have one number per rating, but has 1 for 2 ratings",
        message(() -> measure(Perturbation.of(List.of(1), 1, 1), TinyWorld.HISTORY, 1)));
    assertEquals(
        "list length must be at least 1, but was 0",
        message(() -> Perturbation.of(List.of(0), 1, 1)));
    assertEquals(
        "explanation length must be at least 1, but was 0",
        message(() -> Perturbation.of(List.of(), 0, 1)));
    assertEquals(
        "counterfactual limit must be at least 1, but was 0",
        message(() -> Perturbation.of(List.of(), 1, 0)));
  }
}
