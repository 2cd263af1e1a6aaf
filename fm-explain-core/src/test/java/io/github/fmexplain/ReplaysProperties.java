package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.method.ReplayPlan;
import io.github.fmexplain.internal.method.ReplayPlan.Group;
import io.github.fmexplain.internal.method.ReplayReference;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingMode.Optimizer;
import io.github.fmexplain.train.TrainingMode.Shuffle;
import io.github.fmexplain.train.TrainingPath;
import io.github.fmexplain.train.TrainingProgress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Explanations of trained models with contexts and side features, against replays by hand. */
class ReplaysProperties {

  private static final int K = 3;
  private static final int EPOCHS = 24;

  @Property(tries = 30, seed = "1")
  void removalEffects_areThoseOfAReplayByHand(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll PredictorType type,
      @ForAll TrainingPath.Kind kind,
      @ForAll boolean dense,
      @ForAll boolean padded,
      @ForAll @IntRange(min = 1, max = 3) int thinning)
      throws InterruptedException {
    RandomWorld world = new RandomWorld(seed, type, 9, K);
    List<History> histories =
        List.of(world.history("u1", 6), world.history("u2", 8), world.history("u3", 3));
    TrainingSet set =
        TrainingSet.of(world.encoder, histories, TrainedModels.target(type)).shuffled(seed);
    FmHyperparameters settings =
        FmHyperparameters.builder()
            .predictorType(type)
            .numFactors(K)
            .epochs(EPOCHS)
            .miniBatchSize(5)
            .linearLr(0.01)
            .factorsLr(0.02)
            .build();
    TrainingMode mode =
        new TrainingMode(dense ? Optimizer.DENSE_ADAM : Optimizer.LAZY_ADAM, Shuffle.NONE, padded);
    LocalTrainer.Builder trainer = LocalTrainer.builder().seed(seed).mode(mode);
    TrainedModel trained =
        (kind == TrainingPath.Kind.RECORDED ? trainer.recordPath() : trainer)
            .build()
            .fit(set, settings)
            .trained();
    if (kind == TrainingPath.Kind.RETRACED) {
      trained =
          LocalTrainer.builder()
              .seed(1)
              .build()
              .retrace(trained, set, TrainingProgress.none())
              .trained();
    }
    History history = histories.get(1);
    UserExplainer user =
        FmExplainer.of(trained, world.catalogue)
            .withMethod(Method.replay().thinnedBy(thinning))
            .forHistory(history);
    String item = user.recommend(1).get(0).itemId();
    Explanation explanation = user.explain(item);
    ExplanationAssert.assertExplains(explanation, trained.model(), world.encoder, history);

    ReplayReference reference = reference(trained, set, history, EPOCHS / thinning);
    double[] end = reference.end();
    int column = world.encoder.userFeature("u2").orElseThrow();
    double difference = 0;
    double size = 0;
    for (int c = 0; c <= K; c++) {
      double goal =
          c < K ? trained.model().factors(column)[c] : trained.model().linearWeight(column);
      difference += (end[c] - goal) * (end[c] - goal);
      size += goal * goal;
    }
    Replayed replayed = Objects.requireNonNull(explanation.diagnostics().replay());
    assertEquals(kind, replayed.path());
    int passes = EPOCHS / thinning;
    assertEquals((double) EPOCHS / passes, replayed.thinning());
    assertEquals(Math.sqrt(difference / size), replayed.distance(), 1e-3);

    double[] target = new double[K + 1];
    double offset =
        form(
            trained.model(),
            world
                .encoder
                .itemFeatures(item)
                .and(world.encoder.userSideFeatures(history.userTags())),
            target);
    assertEquals(offset, explanation.offset(), 1e-6);
    for (Contribution contribution : explanation.contributions()) {
      int row = history.interactions().indexOf(contribution.interaction());
      double[] without = reference.end(row);
      double effect = 0;
      for (int c = 0; c <= K; c++) {
        effect += target[c] * (end[c] - without[c]);
      }
      assertEquals(effect, contribution.removalEffect(), 1e-3 * (0.01 + Math.abs(effect)));
    }
  }

  /** Nothing reaches the linear weight of a user, not even weight decay over many steps. */
  @Example
  void modelsWithoutLinearWeights_areExplainedInNumbers() {
    for (PredictorType type : PredictorType.values()) {
      RandomWorld world = new RandomWorld(1, type, 9, K);
      FmModel model =
          FmModel.of(
              type,
              K,
              0,
              new float[world.encoder.numFeatures()],
              factors(world.model, world.encoder.numFeatures()));
      History trained = world.history("u1", 6);
      History history = RandomWorld.asNewUser(trained);
      FmHyperparameters settings =
          FmHyperparameters.builder()
              .predictorType(type)
              .numFactors(K)
              .epochs(300)
              .miniBatchSize(2)
              .build();
      TrainingSet set = TrainingSet.of(world.encoder, List.of(trained), TrainedModels.target(type));
      FmExplainer explainer =
          FmExplainer.of(
              TrainedModel.ofAnyFit(model, settings, set).withMode(TrainingMode.sageMaker()),
              world.catalogue);
      for (Method method :
          List.of(Method.replay().thinnedBy(1), Method.replay().firstOrder().thinnedBy(1))) {
        UserExplainer user = explainer.withMethod(method).forHistory(history);
        Explanation explanation = user.explain("i1");
        for (Contribution contribution : explanation.contributions()) {
          assertTrue(Double.isFinite(contribution.impact()), contribution::toString);
          assertTrue(Double.isFinite(contribution.influence()), contribution::toString);
          assertTrue(Double.isFinite(contribution.removalEffect()), contribution::toString);
        }
        ExplanationAssert.assertExplains(explanation, model, world.encoder, history);
      }
    }
  }

  private static float[] factors(FmModel model, int features) {
    float[] factors = new float[features * K];
    for (int f = 0; f < features; f++) {
      System.arraycopy(model.factors(f), 0, factors, f * K, K);
    }
    return factors;
  }

  /** Returns o of a row of some features, and fills a, by the sums over features and pairs. */
  private static double form(FmModel model, FeatureVector features, double[] a) {
    double offset = model.bias();
    Arrays.fill(a, 0);
    a[K] = 1;
    for (int i = 0; i < features.size(); i++) {
      float[] v = model.factors(features.index(i));
      offset += features.value(i) * model.linearWeight(features.index(i));
      for (int c = 0; c < K; c++) {
        a[c] += features.value(i) * v[c];
      }
      for (int j = i + 1; j < features.size(); j++) {
        float[] other = model.factors(features.index(j));
        for (int c = 0; c < K; c++) {
          offset += features.value(i) * features.value(j) * v[c] * other[c];
        }
      }
    }
    return offset;
  }

  private static ReplayReference reference(
      TrainedModel trained, TrainingSet set, History history, int passes) {
    FmHyperparameters settings = Objects.requireNonNull(trained.hyperparameters());
    ReplayPlan plan =
        new ReplayPlan(
            EPOCHS,
            passes,
            set.numRows(),
            settings.miniBatchSize(),
            trained.mode().padded(),
            trained.mode().optimizer() == Optimizer.DENSE_ADAM,
            false,
            new Group(0.02, settings.factors().wd()),
            new Group(0.01, settings.linear().wd()),
            1,
            1e-8,
            Double.POSITIVE_INFINITY);
    int m = history.size();
    double[] y = new double[m];
    int[] places = new int[m];
    FeatureVector[] features = new FeatureVector[m];
    FeatureVector side = trained.encoder().userSideFeatures(history.userTags());
    int column = trained.encoder().userFeature("u2").orElseThrow();
    for (int r = 0; r < m; r++) {
      Interaction rating = history.interactions().get(r);
      y[r] = trained.target().of(rating.rating());
      FeatureVector row =
          trained.encoder().encode("u2", history.userTags(), rating.itemId(), rating.context());
      while (!set.features(places[r]).equals(row)) {
        places[r]++;
      }
      features[r] =
          trained
              .encoder()
              .itemFeatures(rating.itemId())
              .and(side)
              .and(trained.encoder().contextFeatures(rating.context()));
    }
    TrainingPath path = trained.path();
    float[] drawn = TrainingPath.firstOf(path, trained.model(), settings, column);
    double[] first = new double[K + 1];
    for (int c = 0; c <= K; c++) {
      first[c] = drawn[c];
    }
    if (path == null) {
      return assumed(plan, trained.model(), features, y, places, first);
    }
    int points = path.points().size();
    double[][][] a = new double[points][m][K + 1];
    double[][] offsets = new double[points][m];
    for (int p = 0; p < points; p++) {
      for (int r = 0; r < m; r++) {
        offsets[p][r] = form(path.points().get(p), path.along(features[r]), a[p][r]);
      }
    }
    return new ReplayReference(
        plan, trained.model().predictorType(), path.epochs(), a, offsets, y, places, first);
  }

  /** The items grow as the user does: three rounds from a straight line. */
  private static ReplayReference assumed(
      ReplayPlan plan,
      FmModel model,
      FeatureVector[] features,
      double[] y,
      int[] places,
      double[] first) {
    int points = plan.passes() + 1;
    int m = y.length;
    double[] epochs = new double[points];
    double[] growth = new double[points];
    for (int p = 0; p < points; p++) {
      epochs[p] = p * plan.thinning();
      growth[p] = (double) p / plan.passes();
    }
    @Nullable ReplayReference reference = null;
    for (int round = 0; round <= 3; round++) {
      growth = reference == null ? growth : reference.growth();
      double[][][] a = new double[points][m][K + 1];
      double[][] offsets = new double[points][m];
      for (int p = 0; p < points; p++) {
        for (int r = 0; r < m; r++) {
          offsets[p][r] = form(model, features[r], a[p][r]);
          for (int c = 0; c < K; c++) {
            a[p][r][c] *= growth[p];
          }
        }
      }
      reference =
          new ReplayReference(plan, model.predictorType(), epochs, a, offsets, y, places, first);
    }
    return Objects.requireNonNull(reference);
  }
}
