package io.github.fmexplain.movielens;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingMode.Optimizer;
import io.github.fmexplain.train.TrainingMode.Shuffle;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on rated films: how well it predicts, and what else than users and items it takes. */
class MovieLensTrainingTest {

  @Test
  void sageMakersMode_predictsTheTestLikesOfMl100k() throws InterruptedException {
    assertPredicts(TrainingMode.sageMaker(), 0.695, 0.735, 0.58);
  }

  @Test
  void denseModeWithAnOrderPerEpoch_predictsThemABitBetter() throws InterruptedException {
    TrainingMode mode = new TrainingMode(Optimizer.DENSE_ADAM, Shuffle.EACH_EPOCH, false);
    assertPredicts(mode, 0.7, 0.75, 0.575);
  }

  private static void assertPredicts(
      TrainingMode mode, double leastAccuracy, double leastF1, double mostCrossEntropy)
      throws InterruptedException {
    MovieLens movies = Ml100kModels.movies();
    TrainingSet set = Ml100kModels.set(MovieLens.likes());
    double accuracy = 0;
    double f1 = 0;
    double crossEntropy = 0;
    for (int seed = 1; seed <= 3; seed++) {
      Metrics metrics =
          LocalTrainer.builder()
              .mode(mode)
              .seed(seed)
              .threads(2)
              .build()
              .fit(set, Ml100kModels.hyperparameters(PredictorType.BINARY_CLASSIFIER))
              .trained()
              .evaluate(movies.testHistories());
      accuracy += metrics.value(Metric.ACCURACY) / 3;
      f1 += metrics.value(Metric.F1) / 3;
      crossEntropy += metrics.value(Metric.CROSS_ENTROPY) / 3;
    }
    System.out.printf(
        Locale.ROOT,
        "ua.test, %s, mean of seeds 1 to 3: accuracy %.4f, F1 %.4f, cross-entropy %.4f%n",
        mode,
        accuracy,
        f1,
        crossEntropy);
    assertTrue(accuracy >= leastAccuracy, "accuracy is " + accuracy);
    assertTrue(f1 >= leastF1, "F1 is " + f1);
    assertTrue(crossEntropy <= mostCrossEntropy, "cross-entropy is " + crossEntropy);
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void genresAndDemographics_trainAndExplain(PredictorType type) throws InterruptedException {
    MovieLens movies =
        SyntheticMovieLens.builder().users(120).items(150).ratings(5000).seed(4).build().tagged();
    RatingTarget target =
        type == PredictorType.BINARY_CLASSIFIER ? MovieLens.likes() : RatingTarget.stars();
    TrainingSet set =
        TrainingSet.of(movies.encoder(), movies.trainingHistories(), target).shuffled(1);
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder().predictorType(type).numFactors(8).epochs(60).build();
    TrainedModel trained =
        LocalTrainer.builder().seed(1).threads(2).build().fit(set, hyperparameters).trained();
    FmExplainer explainer = FmExplainer.of(trained, movies.catalogue());
    for (Method method :
        List.of(
            Method.hessian(),
            Method.hessian().solvedAgain(),
            Method.leastSquares(),
            Method.paper())) {
      for (String userId : movies.users()) {
        History history = movies.historyOf(userId);
        UserExplainer user = explainer.withMethod(method).forHistory(history);
        String item = user.recommend(1).get(0).itemId();
        assertExplains(user.explain(item), trained.model(), movies.encoder(), history);
      }
    }
  }
}
