package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.ToStringRules;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.evaluation.Bootstrap.Interval;
import io.github.fmexplain.evaluation.Measure.Kind;
import io.github.fmexplain.evaluation.retraining.CounterfactualValidity;
import io.github.fmexplain.evaluation.retraining.Progress;
import io.github.fmexplain.evaluation.retraining.Retrained;
import io.github.fmexplain.evaluation.retraining.RetrainedEffects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicTypesTest {

  private static final Interval INTERVAL = new Interval(0.5, -0.25, 1);

  @Test
  void publicTypes_sayWhatTheyAre() {
    ToStringRules.assertDeclared(Evaluation.class);
  }

  @Test
  void evaluations() throws InterruptedException {
    Perturbation perturbation = Perturbation.of(List.of(1, 2), 5, 50);
    ExplanationMethods methods = ExplanationMethods.of(TinyWorld.EXPLAINER, List.of(), 1);
    Evaluation evaluation =
        Evaluation.of(
            TinyWorld.EXPLAINER,
            List.of(methods.named("least-squares"), methods.named("cosine")),
            perturbation,
            1);
    EvaluationReport report = evaluation.run(List.of(TinyWorld.HISTORY), Runnable::run, done -> {});
    assertEquals(
        "Perturbation[lists [1, 2], explanations of 5, counterfactuals up to 50]",
        perturbation.toString());
    assertEquals("EvaluationReport[users 1, ratings 2, methods 2]", report.toString());
    assertEquals(
        "Fidelity[least-squares, Spearman 1.000 (1.000 to 1.000)]",
        report.fidelity().get(0).toString());
    assertEquals("MethodReport[least-squares, measures 24]", report.methods().get(0).toString());
    assertEquals(
        "EditFidelity[least-squares, edits 2, Pearson NaN (NaN to NaN)]",
        report.whatIf().get(0).toString());
    ToStringRules.assertOneLine(
        evaluation,
        methods,
        report.agreement().get(0),
        report.counterfactuals(),
        Measure.of(Kind.SUFFICIENCY, 5));
  }

  @Test
  void statistics() {
    assertEquals("0.500 (-0.250 to 1.000)", INTERVAL.toString());
    assertEquals("Bootstrap[users 3, draws 10]", Bootstrap.of(3, 10, 1).toString());
    assertEquals(
        "RemovalEffects[History[user 'u', 2 ratings], removed 1, item 't']",
        new RemovalEffects(TinyWorld.HISTORY, "t", List.of(1), List.of(0.5)).toString());
  }

  @Test
  void retraining() {
    RetrainedEffects.Group group =
        new RetrainedEffects.Group(
            List.of(RemovalEffects.ofAll(TinyWorld.HISTORY, "t", new double[] {1, 2})), 2, 0.0125);
    Retrained retrained = new Retrained("u", "t", List.of(Interaction.of("a", 3)), "z", -0.5);
    assertEquals("Group[users 1, retrainings 2, noise 0.0125]", group.toString());
    assertEquals(
        "RetrainedEffects[users 2, retrainings 4, controls 40, noise 0.0150]",
        new RetrainedEffects(List.of(group, group), 40, 0.015).toString());
    assertEquals(
        "Retrained[user 'u', ratings removed 1, item 't', first 'z', margin -0.5000]",
        retrained.toString());
    assertEquals(
        "CounterfactualValidity[users 3, sets 2, valid 0.500 (-0.250 to 1.000), random 0.500"
            + " (-0.250 to 1.000)]",
        new CounterfactualValidity(3, 2, INTERVAL, INTERVAL, INTERVAL, List.of(retrained))
            .toString());
    ToStringRules.assertOneLine(
        new Progress(1, 2, 3, 4, Duration.ofSeconds(5), Duration.ofSeconds(6)));
  }

  @Test
  void longHistories_makeShortTexts() {
    List<Interaction> ratings = new ArrayList<>();
    for (int j = 0; j < 300; j++) {
      ratings.add(Interaction.of("item " + j, 3));
    }
    ToStringRules.assertOneLine(
        RemovalEffects.ofAll(History.of("user", ratings), "item", new double[300]),
        new Retrained("user", "item", ratings, "other", 1));
  }
}
