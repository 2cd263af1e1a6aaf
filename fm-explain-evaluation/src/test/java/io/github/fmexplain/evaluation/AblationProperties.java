package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.RandomWorld;
import io.github.fmexplain.TrainedModels;
import io.github.fmexplain.answer.Ablation;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Ridge;
import io.github.fmexplain.train.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The exact truth is what the naive solver says, with tags and contexts. */
class AblationProperties {

  private static final int ITEMS = 15;

  @Property(seed = "1", tries = 200)
  void ablation_isThatOfTheReference(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 12) int ratings,
      @ForAll @DoubleRange(min = 0.01, max = 10) double ridge,
      @ForAll boolean perRating,
      @ForAll boolean isNew) {
    RandomWorld world = new RandomWorld(seed, type, ITEMS, 4);
    TrainedModel trained =
        TrainedModels.fitting(
            world.model,
            world.encoder,
            TrainedModels.target(type),
            perRating ? Ridge.perRating(ridge, 2 * ridge) : Ridge.fixed(ridge, 2 * ridge),
            List.of());
    History history = world.history("u1", ratings);
    assertSame(
        FmExplainer.of(trained, world.catalogue),
        isNew ? RandomWorld.asNewUser(history) : history,
        ridge,
        perRating,
        seed);
  }

  @Property(seed = "1", tries = 50)
  void ridge_isThatOfTheScaledTraining(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 12) int ratings) {
    RandomWorld world = new RandomWorld(seed, type, ITEMS, 4);
    History history = world.history("u1", ratings);
    TrainingSet set =
        TrainingSet.of(
            world.encoder, List.of(history, world.history("u2", 10)), TrainedModels.target(type));
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(type)
            .numFactors(4)
            .factorsWd(0.1)
            .linearWd(0.2)
            .rescaleGrad(2)
            .build();
    // The loss counts twice, the decay does not: Λ = N·wd / 2.
    assertSame(
        FmExplainer.of(TrainedModel.ofAnyFit(world.model, hyperparameters, set), world.catalogue),
        history,
        (ratings + 10) * 0.1 / 2,
        false,
        seed);
  }

  private static void assertSame(
      FmExplainer explainer, History history, double ridge, boolean perRating, long seed) {
    Ablation ablation = Ablation.of(explainer.withMethod(Method.hessian()).forHistory(history));
    AblationReference reference =
        new AblationReference(explainer, history, ridge, 2 * ridge, perRating);
    Random random = new Random(seed);
    int ratings = history.size();
    boolean[] kept = new boolean[ratings];
    for (int r = 0; r < ratings; r++) {
      kept[r] = random.nextInt(3) > 0;
    }
    double[] full = reference.solve();
    double[] trained = reference.trained();
    double[] scored = trained == null ? full : trained;
    double[] without = reference.solve(kept);
    double[] moved = without.clone();
    Arrays.setAll(moved, c -> scored[c] + without[c] - full[c]);
    int edited = random.nextInt(ratings);
    double y = random.nextDouble();

    assertState(reference, full, ablation.full());
    assertState(reference, scored, ablation.asScored());
    assertState(reference, without, ablation.keeping(kept));
    assertState(reference, moved, ablation.asScoredKeeping(kept));
    assertState(reference, reference.solve(edited, y), ablation.withTarget(edited, y));
    String item = reference.candidates.get(random.nextInt(reference.candidates.size()));
    assertArrayEquals(
        removalEffects(reference, ratings, reference.candidates.indexOf(item)),
        ablation.removalEffects(item),
        1e-8);
  }

  private static double[] removalEffects(AblationReference reference, int ratings, int candidate) {
    double[] effects = new double[ratings];
    for (int r = 0; r < ratings; r++) {
      boolean[] kept = new boolean[ratings];
      Arrays.fill(kept, true);
      kept[r] = false;
      effects[r] =
          reference.scores(reference.solve())[candidate]
              - reference.scores(reference.solve(kept))[candidate];
    }
    return effects;
  }

  private static void assertState(
      AblationReference reference, double[] theta, Ablation.State state) {
    double[] scores = reference.scores(theta);
    double largest = Arrays.stream(scores).map(Math::abs).max().orElseThrow();
    int first = 0;
    for (int j = 0; j < scores.length; j++) {
      String item = reference.candidates.get(j);
      assertEquals(scores[j], state.score(item), 1e-8 * (1 + largest), item);
      int rank = 1;
      for (int other = 0; other < scores.length; other++) {
        rank += scores[other] > scores[j] || (scores[other] == scores[j] && other < j) ? 1 : 0;
      }
      assertEquals(rank, state.rank(item), item);
      first = scores[j] > scores[first] ? j : first;
    }
    assertEquals(reference.candidates.get(first), state.first());
    double[] best = scores.clone();
    Arrays.sort(best);
    assertEquals(best[best.length - 1], state.best(1)[0], 1e-8 * (1 + largest));
    assertArrayEquals(reference.residuals(theta), state.residuals(), 1e-8 * (1 + largest));
  }
}
