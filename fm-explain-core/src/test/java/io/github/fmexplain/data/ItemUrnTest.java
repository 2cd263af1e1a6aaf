package io.github.fmexplain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemUrnTest {

  private static final int DRAWS = 40_000;

  private static final Map<String, Double> WEIGHTS =
      new TreeMap<>(Map.of("a", 1.0, "b", 2.0, "c", 3.0, "d", 4.0, "heavy", 40.0));

  /**
   * Without the heavy item four fifths of the weight are gone, so that keys decide; with it, an
   * item is drawn from all until it is one in the urn, and keys may decide the second.
   */
  @ParameterizedTest
  @CsvSource({"heavy", "a", "none"})
  void draw_hasTheProbabilitiesOfDrawingOneAfterTheOther(String without) {
    ItemUrn urn = new ItemUrn(WEIGHTS);
    Map<String, Integer> counts = new TreeMap<>();
    for (int seed = 0; seed < DRAWS; seed++) {
      List<String> drawn = urn.draw(List.of(without), 2, seed * 0x9E37_79B9L);
      counts.merge(drawn.get(0) + drawn.get(1), 1, Integer::sum);
    }

    for (String first : WEIGHTS.keySet()) {
      for (String second : WEIGHTS.keySet()) {
        double p =
            first.equals(without) || second.equals(without) || first.equals(second)
                ? 0
                : probability(first, second, without);
        double deviation = Math.sqrt(p * (1 - p) / DRAWS);
        double share = (double) counts.getOrDefault(first + second, 0) / DRAWS;
        assertEquals(p, share, 4.5 * deviation, first + " and " + second);
      }
    }
  }

  private static double probability(String first, String second, String without) {
    double total =
        WEIGHTS.values().stream().mapToDouble(w -> w).sum() - WEIGHTS.getOrDefault(without, 0.0);
    double one = WEIGHTS.getOrDefault(first, 0.0);
    double two = WEIGHTS.getOrDefault(second, 0.0);
    return one / total * two / (total - one);
  }
}
