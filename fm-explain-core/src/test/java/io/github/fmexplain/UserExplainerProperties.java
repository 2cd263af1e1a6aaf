package io.github.fmexplain;

import static io.github.fmexplain.ExplanationAssert.assertExplains;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.model.PredictorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class UserExplainerProperties {

  @Property(tries = 200, seed = "1")
  void everyMethod_addsUpForKnownAndNewUsers(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 14) int ratings,
      @ForAll @IntRange(min = 1, max = 6) int k) {
    RandomWorld world = new RandomWorld(seed, type, 12, k);
    History known = world.history("u2", ratings);
    FmExplainer explainer = world.explainer();
    for (Method method : TestMethods.withSettings()) {
      for (History history : List.of(known, RandomWorld.asNewUser(known))) {
        UserExplainer user = explainer.withMethod(method).forHistory(history);
        for (int i : new int[] {0, 5, 11}) {
          Explanation explanation = user.explain("i" + i);
          assertExplains(explanation, world.model, world.encoder, history);
          assertEquals(user.score("i" + i), explanation.score());
          boolean again = history.userId() == null && method instanceof Method.Hessian;
          assertEquals(again ? Method.hessian().solvedAgain() : method, explanation.method());
        }
      }
    }
  }

  @Property(tries = 100, seed = "1")
  void residualOfAFoldedInUser_isZero(
      @ForAll long seed,
      @ForAll PredictorType type,
      @ForAll @IntRange(min = 1, max = 12) int ratings,
      @ForAll boolean isNew) {
    RandomWorld world = new RandomWorld(seed, type, 12, 4);
    History known = world.history("u1", ratings);
    History history = isNew ? RandomWorld.asNewUser(known) : known;
    Explanation explanation =
        world.explainer().withMethod(exact(type)).foldIn(history).explain("i3");
    assertEquals(0, explanation.residual(), 1e-8);
    assertEquals(0, explanation.diagnostics().stationarityGap(), 1e-8);
    assertExplains(explanation, world.model, world.encoder, history);
  }

  private static Method exact(PredictorType type) {
    return type == PredictorType.REGRESSOR ? Method.leastSquares() : Method.hessian();
  }

  @Property(tries = 100, seed = "1")
  void orderOfTheHistory_doesNotMatter(@ForAll long seed, @ForAll PredictorType type) {
    RandomWorld world = new RandomWorld(seed, type, 12, 4);
    History history = world.history("u3", 9);
    List<Interaction> shuffled = new ArrayList<>(history.interactions());
    Collections.shuffle(shuffled, new Random(seed));
    History other = new History("u3", history.userTags(), shuffled);
    FmExplainer explainer = world.explainer();
    for (Method method : TestMethods.withSettings()) {
      FmExplainer with = explainer.withMethod(method);
      Explanation a = with.forHistory(history).explain("i7");
      Explanation b = with.forHistory(other).explain("i7");
      assertEquals(a.score(), b.score(), 1e-12);
      double tolerance = 1e-12 * a.diagnostics().conditionNumber() + 1e-9;
      assertEquals(a.residual(), b.residual(), tolerance);
      Map<String, Contribution> byItem = new HashMap<>();
      b.contributions().forEach(c -> byItem.put(c.interaction().itemId(), c));
      for (Contribution c : a.contributions()) {
        Contribution d = Objects.requireNonNull(byItem.get(c.interaction().itemId()));
        for (Quantity quantity : Quantity.values()) {
          assertEquals(quantity.of(c), quantity.of(d), tolerance * (1 + Math.abs(quantity.of(c))));
        }
      }
      assertExplains(a, world.model, world.encoder, history);
      assertExplains(b, world.model, world.encoder, other);
    }
  }

  @Property(tries = 50, seed = "1")
  void context_changesTheScoreAsTheModelSays(@ForAll long seed, @ForAll PredictorType type) {
    RandomWorld world = new RandomWorld(seed, type, 12, 4);
    History history = world.history("u1", 6);
    UserExplainer user = world.explainer().forHistory(history).inContext(Set.of("evening"));
    Explanation explanation = user.explain("i2");
    assertExplains(explanation, world.model, world.encoder, history, Set.of("evening"));
    assertEquals(user.score("i2"), explanation.score());
    assertEquals(Set.of("evening"), user.context());
  }
}
