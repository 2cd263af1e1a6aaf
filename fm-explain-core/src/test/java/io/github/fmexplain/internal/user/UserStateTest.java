package io.github.fmexplain.internal.user;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserStateTest {

  /** Two users, then two items. */
  private static FmModel model(float firstUser, float secondUser, float item) {
    return FmModel.of(
        PredictorType.REGRESSOR,
        1,
        0,
        new float[] {firstUser, secondUser, item, 0},
        new float[] {1, 2, 3, 4});
  }

  private static double linear(FmModel model, int users) {
    return new UserMaker(model, IntStream.range(0, users), 1, 1, false, null)
        .form(FeatureVector.empty())
        .linear();
  }

  @Test
  void users_haveLinearWeightsIfOneOfThemHas() {
    assertEquals(1, linear(model(1, 0, 1), 2));
    assertEquals(1, linear(model(0, 1, 1), 2));
    assertEquals(0, linear(model(0, 0, 1), 2));
    assertEquals(1, linear(model(0, 0, 1), 0), "nothing is known of users");
    assertEquals(0, linear(model(0, 0, 0), 0), "a model without linear weights");
  }

  @Test
  void moved_isTheRefitOfOneFoldedInAndAShiftOfOneTrained() {
    UserProblem problem = RandomProblems.problem(new Random(1), PredictorType.REGRESSOR, 3, 1);
    LinearForm form = new LinearForm(model(1, 1, 1), FeatureVector.empty());
    SolvedRefit refit = new SolvedRefit(problem, form, new double[] {0.5, 0.25});
    double[] edited = {0.75, 1};

    UserState folded = new UserState(form, problem, null, () -> refit);
    assertTrue(folded.isFoldedIn());
    assertTrue(folded.isSolved());
    assertArrayEquals(new double[] {0.5, 0.25}, folded.theta());
    assertArrayEquals(edited, folded.moved(edited));

    UserState trained = new UserState(form, problem, new double[] {2, 3}, () -> refit);
    assertFalse(trained.isFoldedIn());
    assertFalse(trained.isSolved());
    assertArrayEquals(new double[] {2, 3}, trained.theta());
    assertArrayEquals(new double[] {2.25, 3.75}, trained.moved(edited));

    List<FeatureVector> rows = List.of(FeatureVector.ones(2));
    HistoryBag bag =
        new HistoryBag(model(1, 1, 1), 1, false, 9, new double[1], rows, new int[] {0});
    UserState ofBag = new UserState(form, problem, bag);
    assertTrue(ofBag.isFoldedIn() && ofBag.isBag());
    assertFalse(ofBag.isSolved(), "nothing is solved for a bag");
    assertArrayEquals(bag.all(), ofBag.theta());
    assertArrayEquals(edited, ofBag.moved(edited));
  }
}
