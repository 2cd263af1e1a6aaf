package io.github.fmexplain.movielens;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on rated films: how well it predicts, and what else than users and items it takes. */
class MovieLensTrainingTest {

  private static FmHyperparameters hyperparameters(PredictorType type, int factors, int epochs) {
    return FmHyperparameters.builder()
        .predictorType(type)
        .numFactors(factors)
        .epochs(epochs)
        .build();
  }

  @Test
  void defaults_predictTheTestLikesOfMl100k() throws IOException, InterruptedException {
    assumeTrue(Ml100k.folder().isPresent(), Ml100k.HOW_TO);
    MovieLens movies = MovieLens.load(Ml100k.folder().orElseThrow());
    RatingTarget target = RatingTarget.likeFrom(4);
    TrainingSet train = TrainingSet.of(movies.encoder(), movies.trainingHistories(), target);
    TrainingSet test = TrainingSet.of(movies.encoder(), movies.testHistories(), target);
    double accuracy = 0;
    double f1 = 0;
    double crossEntropy = 0;
    for (int seed = 1; seed <= 3; seed++) {
      LocalTrainer trainer = LocalTrainer.builder().seed(seed).threads(2).build();
      FmModel model =
          trainer.fit(train, hyperparameters(PredictorType.BINARY_CLASSIFIER, 64, 200)).model();
      Metrics metrics = Metrics.evaluate(model, test);
      accuracy += metrics.value(Metric.ACCURACY) / 3;
      f1 += metrics.value(Metric.F1) / 3;
      crossEntropy += metrics.value(Metric.CROSS_ENTROPY) / 3;
    }
    System.out.printf(
        Locale.ROOT,
        "ua.test, mean of seeds 1 to 3: accuracy %.4f, F1 %.4f, cross-entropy %.4f%n",
        accuracy,
        f1,
        crossEntropy);
    assertTrue(accuracy >= 0.700, "accuracy is " + accuracy);
    assertTrue(f1 >= 0.750, "F1 is " + f1);
    assertTrue(crossEntropy <= 0.575, "cross-entropy is " + crossEntropy);
  }

  @ParameterizedTest
  @EnumSource(PredictorType.class)
  void genresAndDemographics_trainAndExplain(PredictorType type) throws InterruptedException {
    MovieLens movies =
        SyntheticMovieLens.builder().users(120).items(150).ratings(5000).seed(4).build();
    TrainingSet train =
        TrainingSet.of(
            movies.tagEncoder(), movies.taggedTrainingHistories(), RatingTarget.defaultFor(type));
    FmHyperparameters hyperparameters = hyperparameters(type, 8, 60);
    FmModel model =
        LocalTrainer.builder().seed(1).threads(2).build().fit(train, hyperparameters).model();
    for (Influence method :
        List.of(
            Influence.hessian(),
            Influence.hessian().refit(),
            Influence.leastSquares(),
            Influence.paper())) {
      FmExplainer explainer =
          FmExplainer.builder()
              .model(model)
              .encoder(movies.tagEncoder())
              .catalogue(movies.catalogue())
              .trainedWith(hyperparameters, train.numRows())
              .influence(method)
              .build();
      for (String userId : movies.users()) {
        History history = movies.taggedHistoryOf(userId);
        UserExplainer user = explainer.forHistory(history);
        String item = user.recommend(1).get(0).itemId();
        assertExplains(user.explain(item), model, movies.tagEncoder(), history);
      }
    }
  }
}
