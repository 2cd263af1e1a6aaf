package io.github.fmexplain.evaluation.retraining;

import io.github.fmexplain.Method;
import io.github.fmexplain.NullRules;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.evaluation.Bootstrap;
import io.github.fmexplain.evaluation.Evaluation;
import io.github.fmexplain.evaluation.ExplanationMethod;
import io.github.fmexplain.evaluation.ExplanationMethods;
import io.github.fmexplain.evaluation.Measure;
import io.github.fmexplain.evaluation.Perturbation;
import io.github.fmexplain.evaluation.RemovalEffects;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Null arguments of the whole module, with something that can be trained again. */
class NullArgumentsTest {

  @Test
  void null_failsAtTheCallWithItsName() throws InterruptedException {
    RetrainingWorld world = new RetrainingWorld(RetrainingWorld.DENSE, 4, 0.001);
    History history = world.histories.get(0);
    ExplanationMethods methods = ExplanationMethods.of(world.explainer, List.of(), 1);
    ExplanationMethod method = methods.named("hessian");
    Perturbation perturbation = Perturbation.of(List.of(1), 1, 1);
    RemovalEffects effects =
        new RemovalEffects(
            history,
            world.histories.get(0).interactions().get(0).itemId(),
            List.of(0),
            List.of(1.0));
    NullRules.rules()
        .value(
            world.explainer,
            world.trained,
            history,
            Method.hessian(),
            methods,
            method,
            perturbation,
            Evaluation.of(world.explainer, List.of(method), perturbation, 1),
            Bootstrap.of(3, 10, 1),
            Ablation.of(world.explainer.forHistory(history)),
            world.retraining(),
            (ToDoubleFunction<int[]>) draw -> 0,
            (IntConsumer) done -> {},
            (Consumer<Object>) progress -> {})
        .call("Measure", Measure.Kind.DELETION, 1, 1)
        .call("ExplanationMethods.named", "hessian")
        .call("Fidelity.of", List.of(effects), List.of(method), Bootstrap.of(1, 10, 1))
        .inputs(Measure.class, RemovalEffects.class)
        .assertAllNamed(Evaluation.class);
  }
}
