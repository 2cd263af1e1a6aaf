package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MethodTest {

  private static String error(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void names_areThoseOfTheMethodsAndNoTwoAreTheSame() {
    assertEquals(
        List.of(
            "replay",
            "replay-first-order",
            "hessian",
            "hessian-solved-again",
            "least-squares",
            "paper",
            "removal"),
        Method.all().stream().map(Method::name).toList());
    for (Method method : Method.all()) {
      assertEquals(method, Method.named(method.name()));
    }
  }

  @Test
  void named_refusesWhatIsNoName() {
    assertEquals(
        "method must be one of replay, replay-first-order, hessian, hessian-solved-again,"
            + " least-squares, paper, removal, but was 'unrolled'",
        error(() -> Method.named("unrolled")));
  }

  @Test
  void replay_keepsItsSettings() {
    assertEquals(new Method.Replay(true, 5), Method.replay().thinnedBy(5).firstOrder());
    assertEquals(new Method.Replay(true, 5), Method.replay().firstOrder().thinnedBy(5));
    assertEquals(Method.replay(), Method.replay().thinnedBy(5).thinnedBy(0));
    assertEquals(
        "thinning must not be negative, but was -1", error(() -> Method.replay().thinnedBy(-1)));
  }

  @Test
  void paper_keepsItsSettings() {
    Method.Paper all =
        Method.paper()
            .withLambda(0.5)
            .withItemVectors(Method.ItemVectors.FACTORS)
            .withRatings(Method.Ratings.ALL)
            .withValues(Method.Values.STARS);
    assertEquals(
        new Method.Paper(0.5, Method.ItemVectors.FACTORS, Method.Ratings.ALL, Method.Values.STARS),
        all);
    assertEquals(
        Method.paper(),
        all.withValues(Method.Values.TARGET)
            .withRatings(Method.Ratings.LIKES)
            .withItemVectors(Method.ItemVectors.FACTORS_AND_LINEAR)
            .withLambda(0));
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "lambda must be finite and not negative, but was " + bad,
          error(() -> Method.paper().withLambda(bad)));
    }
  }

  @Test
  void testMethods_areAllThatRun() {
    assertTrue(Method.all().containsAll(TestMethods.all()));
    assertTrue(TestMethods.withSettings().containsAll(TestMethods.all()));
  }
}
