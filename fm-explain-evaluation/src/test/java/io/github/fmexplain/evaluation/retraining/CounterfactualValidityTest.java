package io.github.fmexplain.evaluation.retraining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.train.TrainingMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterfactualValidityTest {

  /** Holds what the library finds against one training for each user. */
  private static void assertMeasured(RetrainingWorld world) throws InterruptedException {
    List<String> progress = new ArrayList<>();
    CounterfactualValidity measured =
        CounterfactualValidity.of(
            world.retraining(),
            RetrainingWorld.USERS,
            1,
            7,
            p -> progress.add(p.retraining() + "/" + p.retrainings()));
    int sets = 0;
    double ratings = 0;
    double valid = 0;
    List<String> broken = new ArrayList<>();
    for (String userId : RetrainingWorld.USERS) {
      String item = world.ranking(world.trained.model(), userId).get(0);
      RatingEdits found =
          Answers.of(world.explainer.forHistory(world.history(userId)))
              .fewestRemovals(item)
              .orElse(null);
      if (found != null) {
        int[] rows =
            found.edits().stream().mapToInt(e -> world.rowOf(userId, e.itemId())).toArray();
        FmModel without = world.without(rows);
        boolean holds = !world.ranking(without, userId).get(0).equals(item);
        sets++;
        ratings += rows.length;
        valid += holds ? 1 : 0;
        if (!holds) {
          broken.add(userId);
        }
      }
    }
    assertEquals(4, measured.users());
    assertEquals(sets, measured.sets());
    assertEquals(ratings / sets, measured.size().value(), 1e-12);
    assertEquals(valid / sets, measured.valid().value(), 1e-12);
    assertTrue(measured.valid().low() <= measured.valid().value(), measured.toString());
    assertEquals(broken, measured.broken().stream().map(Retrained::userId).toList());
    measured.broken().forEach(set -> assertTrue(set.margin() > 0, set.toString()));
    // Once without each set, and once without as many random ratings.
    assertEquals("1/" + 2 * sets, progress.get(0));
    assertEquals(2 * sets + "/" + 2 * sets, progress.get(progress.size() - 1));
  }

  @Test
  void sets_areHeldAgainstTraining() throws InterruptedException {
    // After two epochs little has been learnt yet, and some of the sets do not hold.
    assertMeasured(new RetrainingWorld(RetrainingWorld.DENSE, 2, 0.05));
    assertMeasured(new RetrainingWorld(RetrainingWorld.DENSE, 60, 0.05));
    assertMeasured(new RetrainingWorld(TrainingMode.sageMaker(), 60, 0.05));
  }

  @Test
  void randomRatings_areAsMany() throws InterruptedException {
    // The one rating that the user has is the set and the random choice.
    CounterfactualValidity measured =
        CounterfactualValidity.of(
            new RetrainingWorld(RetrainingWorld.DENSE, 60, 0.05).retraining(),
            List.of("u3"),
            5,
            7,
            p -> {});
    assertEquals(1, measured.sets());
    assertEquals(measured.valid(), measured.randomValid());
  }

  @Test
  void noSet_isNotANumber() throws InterruptedException {
    // u0 has one item to be recommended, from which nothing can take the first place.
    List<Progress> progress = new ArrayList<>();
    CounterfactualValidity measured =
        CounterfactualValidity.of(
            new RetrainingWorld(RetrainingWorld.DENSE, 4, 0.001).retraining(),
            List.of("u0"),
            5,
            7,
            progress::add);
    assertEquals(1, measured.users());
    assertEquals(0, measured.sets());
    assertEquals(Double.NaN, measured.size().value());
    assertEquals(Double.NaN, measured.valid().value());
    assertEquals(Double.NaN, measured.randomValid().value());
    assertEquals(List.of(), measured.broken());
    assertEquals(List.of(), progress);
  }

  @Test
  void badInput_isRefused() throws InterruptedException {
    Retraining retraining = new RetrainingWorld(RetrainingWorld.DENSE, 1, 0.001).retraining();
    assertEquals(
        "number of users must be at least 1, but was 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> CounterfactualValidity.of(retraining, List.of(), 5, 7, p -> {}))
            .getMessage());
    assertEquals(
        "users at once must be at least 1, but was 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> CounterfactualValidity.of(retraining, List.of("u0"), 0, 7, p -> {}))
            .getMessage());
    assertEquals(
        "user 'u1' occurs twice",
        assertThrows(
                IllegalArgumentException.class,
                () -> CounterfactualValidity.of(retraining, List.of("u1", "u1"), 5, 7, p -> {}))
            .getMessage());
    assertEquals(
        "unknown user 'nobody'; the retraining has 4 users",
        assertThrows(
                UnknownIdException.class,
                () -> CounterfactualValidity.of(retraining, List.of("nobody"), 5, 7, p -> {}))
            .getMessage());
  }
}
