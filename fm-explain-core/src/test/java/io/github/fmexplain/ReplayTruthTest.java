package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Initializer;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingMode.Optimizer;
import io.github.fmexplain.train.TrainingMode.Shuffle;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What a replay says a rating does, against training the whole model again without it: on the path
 * that was recorded, on one that was retraced, and on an assumed one.
 */
class ReplayTruthTest {

  private static final List<String> USERS = List.of("3", "14", "40");

  private static final TrainingMode DENSE =
      new TrainingMode(Optimizer.DENSE_ADAM, Shuffle.NONE, true);
  private static final TrainingMode EACH_EPOCH =
      new TrainingMode(Optimizer.LAZY_ADAM, Shuffle.EACH_EPOCH, false);

  /** Small steps: what the items answer to a rating, which a replay does not see, is small too. */
  private static FmHyperparameters settings(PredictorType type) {
    boolean regressor = type == PredictorType.REGRESSOR;
    return FmHyperparameters.builder()
        .predictorType(type)
        .numFactors(6)
        .miniBatchSize(64)
        .epochs(120)
        .biasInit(Initializer.constant(regressor ? 3 : 0))
        .biasLr(0.01)
        .linearLr(regressor ? 0.0005 : 0.002)
        .factorsLr(regressor ? 0.0005 : 0.002)
        .build();
  }

  /** A training with the effects of leaving out each rating of three users, by training again. */
  private static final class Truth {
    private final TwoTastes tastes;
    private final TrainingSet set;
    final TrainedModel recorded;
    private final List<String> targets = new ArrayList<>();
    private final List<double[]> effects = new ArrayList<>();

    Truth(PredictorType type, TrainingMode mode) throws InterruptedException {
      // A regressor's items answer more: they need more users.
      tastes = new TwoTastes(type == PredictorType.REGRESSOR ? 200 : 60, 40, 1, 5);
      set = tastes.set(TrainedModels.target(type));
      FmHyperparameters settings = settings(type);
      LocalTrainer trainer = LocalTrainer.builder().seed(1).mode(mode).recordPath().build();
      recorded = trainer.fit(set, settings).trained();
      for (String userId : USERS) {
        History history = history(userId);
        String target =
            FmExplainer.of(recorded, tastes.catalogue)
                .withMethod(Method.hessian())
                .forHistory(history)
                .recommend(1)
                .get(0)
                .itemId();
        int[] rows = Objects.requireNonNull(recorded.summary().histories().rowsOf(history));
        double[] effect = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
          FmModel without =
              trainer
                  .fitWithout(new int[] {rows[r]}, set, settings, TrainingProgress.none())
                  .model();
          effect[r] = score(recorded.model(), userId, target) - score(without, userId, target);
        }
        targets.add(target);
        effects.add(effect);
      }
    }

    private History history(String userId) {
      return tastes.histories.get(tastes.users.indexOf(userId));
    }

    private double score(FmModel model, String userId, String item) {
      return model.score(recorded.encoder().encode(userId, Set.of(), item, Set.of()));
    }

    TrainedModel retraced() throws InterruptedException {
      return LocalTrainer.builder()
          .seed(2)
          .build()
          .retrace(assumed(), set, TrainingProgress.none())
          .trained();
    }

    TrainedModel assumed() {
      return new TrainedModel(
          recorded.model(),
          recorded.encoder(),
          recorded.target(),
          recorded.hyperparameters(),
          recorded.ridge(),
          recorded.mode(),
          recorded.summary(),
          null);
    }

    /** Asserts how the effects of a method correlate with the truth, and where its replays end. */
    void check(
        TrainedModel trained,
        Method method,
        TrainingPath.Kind kind,
        double leastCorrelation,
        double mostDistance) {
      List<Double> found = new ArrayList<>();
      List<Double> truth = new ArrayList<>();
      double distance = 0;
      FmExplainer explainer = FmExplainer.of(trained, tastes.catalogue).withMethod(method);
      for (int u = 0; u < USERS.size(); u++) {
        History history = history(USERS.get(u));
        Explanation explanation = explainer.forHistory(history).explain(targets.get(u));
        ExplanationAssert.assertExplains(explanation, trained.model(), trained.encoder(), history);
        Replayed replayed = Objects.requireNonNull(explanation.diagnostics().replay());
        assertEquals(kind, replayed.path());
        distance = Math.max(distance, replayed.distance());
        for (Contribution contribution : explanation.contributions()) {
          found.add(contribution.removalEffect());
          truth.add(effects.get(u)[history.interactions().indexOf(contribution.interaction())]);
        }
      }
      double correlation = correlation(found, truth);
      assertTrue(correlation >= leastCorrelation, "correlation is " + correlation);
      assertTrue(distance <= mostDistance, "distance is " + distance);
    }
  }

  private static double correlation(List<Double> x, List<Double> y) {
    double meanX = x.stream().mapToDouble(v -> v).average().orElseThrow();
    double meanY = y.stream().mapToDouble(v -> v).average().orElseThrow();
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int j = 0; j < x.size(); j++) {
      xx += (x.get(j) - meanX) * (x.get(j) - meanX);
      yy += (y.get(j) - meanY) * (y.get(j) - meanY);
      xy += (x.get(j) - meanX) * (y.get(j) - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static final Method ALL_PASSES = Method.replay().thinnedBy(1);

  @Test
  void sageMakersTraining() throws InterruptedException {
    for (PredictorType type : PredictorType.values()) {
      Truth truth = new Truth(type, TrainingMode.sageMaker());
      truth.check(truth.recorded, ALL_PASSES, TrainingPath.Kind.RECORDED, 0.995, 0.05);
      Method thinned = Method.replay().thinnedBy(3);
      truth.check(truth.recorded, thinned, TrainingPath.Kind.RECORDED, 0.99, 0.2);
      Method first = Method.replay().thinnedBy(1).firstOrder();
      truth.check(truth.recorded, first, TrainingPath.Kind.RECORDED, 0.95, 0.05);
      truth.check(truth.retraced(), ALL_PASSES, TrainingPath.Kind.RETRACED, 0.99, 0.9);
      truth.check(truth.assumed(), ALL_PASSES, TrainingPath.Kind.ASSUMED, 0.98, 1.2);
    }
  }

  @Test
  void denseTraining() throws InterruptedException {
    Truth truth = new Truth(PredictorType.BINARY_CLASSIFIER, DENSE);
    truth.check(truth.recorded, ALL_PASSES, TrainingPath.Kind.RECORDED, 0.99, 0.05);
    truth.check(truth.retraced(), ALL_PASSES, TrainingPath.Kind.RETRACED, 0.99, 0.9);
    truth.check(truth.assumed(), ALL_PASSES, TrainingPath.Kind.ASSUMED, 0.98, 1.2);
  }

  /** The order of the rows is not known to a replay, which takes another one. */
  @Test
  void trainingThatShuffles() throws InterruptedException {
    Truth truth = new Truth(PredictorType.BINARY_CLASSIFIER, EACH_EPOCH);
    truth.check(truth.recorded, ALL_PASSES, TrainingPath.Kind.RECORDED, 0.99, 0.05);
    truth.check(truth.retraced(), ALL_PASSES, TrainingPath.Kind.RETRACED, 0.99, 1);
    truth.check(truth.assumed(), ALL_PASSES, TrainingPath.Kind.ASSUMED, 0.98, 1.4);
  }
}
