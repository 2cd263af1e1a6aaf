package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.evaluation.EvaluationReport.EditFidelity;
import io.github.fmexplain.evaluation.EvaluationReport.MethodReport;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.Ridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final Perturbation TOP_1 = Perturbation.of(List.of(1), 1, 10);

  private static Evaluation tiny(String... names) {
    ExplanationMethods methods =
        ExplanationMethods.of(TinyWorld.EXPLAINER, List.of(TinyWorld.HISTORY), 1);
    return Evaluation.of(
        TinyWorld.EXPLAINER, List.of(names).stream().map(methods::named).toList(), TOP_1, 1);
  }

  @Test
  void report_ofTheTinyWorld() throws InterruptedException {
    EvaluationReport report =
        tiny("least-squares", "cosine", "signed-cosine")
            .run(List.of(TinyWorld.HISTORY), Runnable::run, done -> {});
    assertEquals(1, report.users());
    assertEquals(2, report.ratings());
    // Effects are 1 and −½ and least squares is exact. The cosines are both 1: no order, and the
    // sign of one of two. Signed they are 1 and −1.
    assertEquals(0, report.fidelity().get(0).relativeError().value(), 1e-9);
    assertEquals(1, report.fidelity().get(0).slope().value(), 1e-9);
    assertEquals(Double.NaN, report.fidelity().get(1).spearman().value());
    assertEquals(0.5, report.fidelity().get(1).signAgreement().value());
    assertEquals(1, report.fidelity().get(2).spearman().value(), 1e-12);
    // Perturbation of the order a, b, as worked out in PerturbationTest.
    MethodReport leastSquares = report.methods().get(0);
    assertEquals(Map.of("least-squares", 1), leastSquares.ran());
    assertEquals(3 / 11.0, interval(leastSquares, "DEL"), 1e-12);
    assertEquals(1, interval(leastSquares, "PN-R@1"));
    assertEquals(1, interval(leastSquares, "F-NS@1"));
    // Two ratings: too few stay to be ordered.
    assertEquals(Double.NaN, leastSquares.stability().value());
    // An explanation of 1 rating has a; b, rated too, does not occur: counts 1 and 0.
    assertEquals(0.5, leastSquares.coverage());
    assertEquals(0.5, leastSquares.gini());
    // Had a or b one star less, t would have 1/3 less: least squares says so exactly.
    assertEquals(1, report.whatIf().size());
    assertEquals(2, report.whatIf().get(0).edits());
    assertEquals(0, report.whatIf().get(0).relativeError().value(), 1e-9);
    assertEquals(1, report.whatIf().get(0).signAgreement().value());
    // Of magnitudes 1, ½ and 1, 1 and 1, 1 the first is a each time.
    assertEquals(3, report.agreement().size());
    assertEquals(1, report.agreement().get(0).feature());
    assertEquals(1, report.agreement().get(2).rank());
    // Without a the score of t is 0, below the 1/2 of z.
    assertEquals(1, report.counterfactuals().valid().value());
    assertEquals(1, report.counterfactuals().size().value());
  }

  private static double interval(MethodReport report, String name) {
    return report.perturbation().entrySet().stream()
        .filter(e -> e.getKey().name().equals(name))
        .mapToDouble(e -> e.getValue().value())
        .findFirst()
        .orElse(-99);
  }

  @Test
  void oneRating_isEvaluatedAsFarAsItGoes() throws InterruptedException {
    EvaluationReport report =
        tiny("hessian").run(List.of(TinyWorld.ONE_RATING), Runnable::run, done -> {});
    assertEquals(Double.NaN, report.fidelity().get(0).spearman().value());
    // One rating of v = 1 at the trained θ = 1: lacks 2, h = ½, influence ½: ½·2/(1 − ½) = 2. The
    // exact effect, of the optimum 1.5, is 1.5.
    assertEquals(0.5 / 1.5, report.fidelity().get(0).relativeError().value(), 1e-9);
    assertEquals(1, interval(report.methods().get(0), "CF size"));
  }

  @Test
  void executor_doesNotMatter() throws InterruptedException {
    RandomWorld world = new RandomWorld(11, PredictorType.BINARY_CLASSIFIER, 20, 4);
    FmExplainer explainer =
        FmExplainer.of(
            TrainedModels.fitting(
                world.model,
                world.encoder,
                RatingTarget.likeFrom(4),
                Ridge.fixed(0.5, 3),
                List.of()),
            world.catalogue);
    List<History> histories =
        List.of(
            world.history("u1", 9),
            world.history("u2", 4),
            RandomWorld.asNewUser(world.history("u3", 6)));
    ExplanationMethods methods = ExplanationMethods.of(explainer, histories, 1);
    List<String> names =
        List.of(
            "signed-cosine", "hessian", "hessian-solved-again", "paper", "popularity", "random");
    Evaluation evaluation =
        Evaluation.of(
            explainer,
            names.stream().map(methods::named).toList(),
            Perturbation.of(List.of(1, 5), 3, 10),
            7);
    List<Integer> progress = new ArrayList<>();
    EvaluationReport here = evaluation.run(histories, Runnable::run, progress::add);
    assertEquals(List.of(1, 2, 3), progress);
    progress.clear();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      assertEquals(here, evaluation.run(histories, pool, progress::add));
    } finally {
      pool.shutdown();
    }
    assertEquals(List.of(1, 2, 3), progress);
    assertEquals(19, here.ratings());
    assertEquals(15, here.agreement().size());
    assertEquals(
        List.of("hessian", "hessian-solved-again"),
        here.whatIf().stream().map(EditFidelity::method).toList());
    // The Hessian at the optimum all but predicts exact removal, random does not.
    Fidelity solvedAgain = here.fidelity().get(names.indexOf("hessian-solved-again"));
    assertTrue(solvedAgain.spearman().value() > 0.9, solvedAgain.toString());
    assertTrue(here.fidelity().get(names.indexOf("random")).spearmanLead().value() < 0);
    // What does not look at the other ratings does not depend on them.
    MethodReport signedCosine = here.methods().get(names.indexOf("signed-cosine"));
    assertEquals(1, signedCosine.stability().value(), 1e-12);
    // For the new user the Hessian is taken at the optimum.
    assertEquals(
        Map.of("hessian", 2, "hessian-solved-again", 1),
        here.methods().get(names.indexOf("hessian")).ran());
  }

  @Test
  void sample_isTheSameForASeed() {
    List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
    assertEquals(Evaluation.sample(hundred, 5, 3), Evaluation.sample(hundred, 5, 3));
    assertEquals(5, Evaluation.sample(hundred, 5, 3).stream().distinct().count());
    assertEquals(100, Evaluation.sample(hundred, 1000, 3).size());
  }

  private static String message(Class<? extends Exception> type, ThrowingCall call) {
    return String.valueOf(assertThrows(type, call::call).getMessage());
  }

  private interface ThrowingCall {
    void call() throws InterruptedException;
  }

  @Test
  void badInput_isRefused() {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    assertEquals(
        "number of users must be at least 1, but was 0",
        message(bad, () -> tiny("cosine").run(List.of(), Runnable::run, done -> {})));
    assertEquals(
        "number of methods must be at least 1, but was 0", message(bad, EvaluationTest::tiny));
    assertEquals("method 'cosine' occurs twice", message(bad, () -> tiny("cosine", "cosine")));
    assertEquals(
        "count must be at least 1, but was 0",
        message(bad, () -> Evaluation.sample(List.of(1), 0, 1)));
    ExplanationMethods methods = ExplanationMethods.of(TinyWorld.EXPLAINER, List.of(), 1);
    assertEquals(
        "explaining user 'u' failed: list length must be at most 2, the items that the user has not"
            + " rated, but was 5",
        message(
            NoSuchElementException.class,
            () ->
                Evaluation.of(
                        TinyWorld.EXPLAINER,
                        List.of(methods.named("cosine")),
                        Perturbation.of(List.of(5), 1, 1),
                        1)
                    .run(List.of(TinyWorld.HISTORY), Runnable::run, done -> {})));
  }
}
