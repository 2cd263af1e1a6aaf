package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import org.junit.jupiter.api.Test;

/**
 * About 900 ratings, too few to say what a user likes of everything: training stops long before its
 * parameters come to rest. A user who is folded in must be treated as training treats a user, or
 * known and new users do not compare.
 */
class LittleDataTest {

  private static final TwoTastes DATA = new TwoTastes(30, 60, 1, 7);

  private static TrainedModel trained() throws InterruptedException {
    FmHyperparameters settings =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(16)
            .epochs(200)
            .miniBatchSize(30)
            .build();
    return LocalTrainer.builder()
        .seed(1)
        .threads(1)
        .recordPath()
        .build()
        .fit(DATA.set(RatingTarget.likeFrom(4)), settings)
        .trained();
  }

  private static double meanSize(FmExplainer explainer, boolean foldIn) {
    double sum = 0;
    for (History history : DATA.histories) {
      UserExplainer user = foldIn ? explainer.foldIn(history) : explainer.forHistory(history);
      sum += DATA.items.stream().mapToDouble(item -> Math.abs(user.score(item))).sum();
    }
    return sum / DATA.histories.size() / DATA.items.size();
  }

  @Test
  void knownAndNewUsers_haveScoresOfTheSameSize() throws InterruptedException {
    int ratings = DATA.histories.stream().mapToInt(h -> h.interactions().size()).sum();
    assertTrue(ratings > 850 && ratings < 950, () -> ratings + " ratings");
    FmExplainer explainer = FmExplainer.of(trained(), DATA.catalogue);
    double known = meanSize(explainer, false);
    assertTrue(known > 1, () -> "nothing was learned: scores of " + known + " logits");
    assertEquals(known, meanSize(explainer, true), 0.2 * known);
  }
}
