package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import java.util.List;
import org.junit.jupiter.api.Test;

class FidelityTest {

  private static final History THREE =
      History.of(
          "u", List.of(Interaction.of("a", 3), Interaction.of("b", 1), Interaction.of("t", 2)));
  private static final History TWO =
      History.of("v", List.of(Interaction.of("a", 1), Interaction.of("b", 5)));

  /** Gives the ratings themselves, or their negatives, as if in score units. */
  private record Stars(String name, double factor) implements ExplanationMethod {

    @Override
    public double[] attribute(History history, String itemId) {
      return history.interactions().stream().mapToDouble(i -> factor * i.rating()).toArray();
    }

    @Override
    public boolean inScoreUnits() {
      return factor > 0;
    }
  }

  private static final List<RemovalEffects> TRUTH =
      List.of(
          // Only the first two rows were removed: numbers 3, 1 against effects 2, −2.
          new RemovalEffects(THREE, "z", List.of(0, 1), List.of(2.0, -2.0)),
          // Numbers 1, 5 against effects 0, −1.
          new RemovalEffects(TWO, "z", List.of(0, 1), List.of(0.0, -1.0)));

  private static List<Fidelity> fidelities() {
    return Fidelity.of(
        TRUTH, List.of(new Stars("plus", 1), new Stars("minus", -1)), Bootstrap.of(2, 200, 1));
  }

  @Test
  void numbers_ofTwoUsers() {
    Fidelity plus = fidelities().get(0);
    assertEquals("plus", plus.method());
    // Within the first user the order is right, within the second it is wrong: (1 − 1) / 2.
    assertEquals(0, plus.spearman().value(), 1e-15);
    assertEquals(0, plus.pearson().value(), 1e-15);
    assertEquals(-1, plus.spearman().low(), 1e-15);
    assertEquals(1, plus.spearman().high(), 1e-15);
    // Two ratings each: the top 5 are both of them.
    assertEquals(1, plus.topOverlap().value(), 1e-15);
    // Pooled: x = 3, 1, 1, 5 about 2.5: .5, −1.5, −1.5, 2.5, squares .25 + 2.25 + 2.25 + 6.25 = 11.
    // y = 2, −2, 0, −1 about −.25: 2.25, −1.75, .25, −.75, squares 5.0625 + 3.0625 + .0625 + .5625
    // = 8.75. Products 1.125 + 2.625 − .375 − 1.875 = 1.5.
    assertEquals(1.5 / Math.sqrt(11 * 8.75), plus.pooledPearson().value(), 1e-12);
    assertEquals(1.5 / 11, plus.slope().value(), 1e-12);
    // Ranks 3, 1.5, 1.5, 4 about 2.5: .5, −1, −1, 1.5, squares 4.5. Ranks of y 4, 1, 3, 2: 1.5,
    // −1.5,
    // .5, −.5, squares 5. Products .75 + 1.5 − .5 − .75 = 1.
    assertEquals(1 / Math.sqrt(4.5 * 5), plus.pooledSpearman().value(), 1e-12);
    // 3 has the sign of 2; 1 not that of −2; 5 not that of −1; the effect 0 is not counted.
    assertEquals(1 / 3.0, plus.signAgreement().value(), 1e-12);
    // |3 − 2| + |1 + 2| + |1 − 0| + |5 + 1| = 11, over 2 + 2 + 0 + 1.
    assertEquals(11 / 5.0, plus.relativeError().value(), 1e-12);
    assertEquals(0, plus.spearmanLead().value());
    assertEquals(0, plus.pooledPearsonLead().high());
  }

  @Test
  void otherMethods_areHeldAgainstTheFirst() {
    Fidelity minus = fidelities().get(1);
    assertEquals(-1.5 / Math.sqrt(11 * 8.75), minus.pooledPearson().value(), 1e-12);
    assertEquals(-3 / Math.sqrt(11 * 8.75), minus.pooledPearsonLead().value(), 1e-12);
    // −1 − 1 for the first user, 1 + 1 for the second.
    assertEquals(0, minus.spearmanLead().value(), 1e-15);
    assertEquals(-2, minus.spearmanLead().low(), 1e-15);
    // Not in score units: the size says nothing.
    assertEquals(Double.NaN, minus.slope().value());
    assertEquals(Double.NaN, minus.relativeError().value());
  }

  @Test
  void emptyLists_areRefused() {
    List<ExplanationMethod> methods = List.of(new Stars("plus", 1));
    assertEquals(
        "number of users must be at least 1, but was 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> Fidelity.of(List.of(), methods, Bootstrap.of(1, 1, 1)))
            .getMessage());
    assertEquals(
        "number of methods must be at least 1, but was 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> Fidelity.of(TRUTH, List.of(), Bootstrap.of(2, 1, 1)))
            .getMessage());
  }
}
