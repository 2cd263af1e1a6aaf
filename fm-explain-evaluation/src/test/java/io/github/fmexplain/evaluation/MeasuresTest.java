package io.github.fmexplain.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Every measure on a case small enough to work out by hand. */
class MeasuresTest {

  private static double[] of(double... values) {
    return values;
  }

  @Test
  void ranks_shareTheirMeanWhereValuesAreEqual() {
    // Sorted: 1, 5, 5, 7. The two 5 have places 2 and 3, so 2.5 each.
    assertArrayEquals(of(2.5, 4, 2.5, 1), Measures.ranks(of(5, 7, 5, 1)));
  }

  @Test
  void pearson_ofThreePairs() {
    // x = (1, 2, 3) about 2: (−1, 0, 1); y = (1, 3, 2) about 2: (−1, 1, 0). Sum of products 1;
    // sums of squares 2 and 2. r = 1/2.
    assertEquals(0.5, Measures.pearson(of(1, 2, 3), of(1, 3, 2)), 1e-15);
  }

  @Test
  void spearman_looksAtTheOrderOnly() {
    // Ranks (1, 2, 3) and (1, 3, 2): as above.
    assertEquals(0.5, Measures.spearman(of(1, 10, 1000), of(-3, 8, 0)), 1e-15);
    // With a tie: ranks (1, 2, 3) and (1.5, 3, 1.5). About 2: (−1, 0, 1) and (−0.5, 1, −0.5).
    // Sum of products 0.5 − 0.5 = 0.
    assertEquals(0, Measures.spearman(of(1, 2, 3), of(4, 9, 4)), 1e-15);
  }

  @Test
  void correlation_ofOnePairOrOfAConstantIsNotDefined() {
    assertEquals(Double.NaN, Measures.spearman(of(1), of(2)));
    assertEquals(Double.NaN, Measures.pearson(of(0.1, 0.1, 0.1), of(1, 2, 3)));
    assertEquals(Double.NaN, Measures.pearson(of(1, 2, 3), of(0, 0, 0)));
    assertEquals(Double.NaN, Measures.slope(of(), of()));
  }

  @Test
  void slope_isTheSizeOfTheTruthForEachUnitOfTheEstimate() {
    // About their means (1, 2): x (−1, 0, 1), y (−2, 0, 2) + 0: Σxy = 4, Σxx = 2.
    assertEquals(2, Measures.slope(of(0, 1, 2), of(0, 2, 4)), 1e-15);
    // The constant does not matter.
    assertEquals(2, Measures.slope(of(0, 1, 2), of(7, 9, 11)), 1e-15);
  }

  @Test
  void relativeError_isTheErrorForEachUnitOfTruth() {
    // |1 − 2| + |−1 − (−1)| + |0 − 1| = 2; |2| + |−1| + |1| = 4.
    assertEquals(0.5, Measures.relativeError(of(1, -1, 0), of(2, -1, 1)), 1e-15);
    assertEquals(Double.NaN, Measures.relativeError(of(1), of(0)));
  }

  @Test
  void signAgreement_leavesOutWhereTheTruthIsZero() {
    // Right, wrong, no sign where there should be one; the last is not counted: 1 of 3.
    assertEquals(1 / 3.0, Measures.signAgreement(of(5, 5, 0, 5), of(1, -1, 1, 0)), 1e-15);
    assertEquals(Double.NaN, Measures.signAgreement(of(1), of(0)));
  }

  @Test
  void topOverlap_countsWhatBothHave() {
    // Top 2 of x: places 3, 2. Top 2 of y: places 0, 3. Common: 3. Half.
    assertEquals(0.5, Measures.topOverlap(of(0, 1, 2, 3), of(9, -9, 0, 8), 2), 1e-15);
    // Equal values: the earlier is larger, so places 0 and 1 of both.
    assertEquals(1, Measures.topOverlap(of(1, 1, 1), of(3, 2, 1), 2), 1e-15);
    // Fewer than k: all.
    assertEquals(1, Measures.topOverlap(of(1, 2), of(2, 1), 5), 1e-15);
    assertEquals(Double.NaN, Measures.topOverlap(of(), of(), 5));
  }

  @Test
  void agreement_isByMagnitude() {
    // Magnitudes 4, 3, 2, 1: places 0, 1, 2 on top. 4, 1, 2, 3: places 0, 3, 2 on top, in that
    // order. Common: 0 and 2, of 3; at the same place: 0 (first) and 2 (third), of 3.
    double[] x = of(-4, 3, 2, -1);
    double[] y = of(4, 1, -2, 3);
    assertEquals(2 / 3.0, Measures.featureAgreement(x, y, 3), 1e-15);
    assertEquals(2 / 3.0, Measures.rankAgreement(x, y, 3), 1e-15);
    // Top 2 are places 0, 1 and 0, 3.
    assertEquals(0.5, Measures.rankAgreement(x, y, 2), 1e-15);
    // The same two on top, in the other order.
    assertEquals(1, Measures.featureAgreement(of(2, 1, 0), of(1, 2, 0), 2), 1e-15);
    assertEquals(0, Measures.rankAgreement(of(2, 1, 0), of(1, 2, 0), 2), 1e-15);
    assertEquals(Double.NaN, Measures.rankAgreement(of(), of(), 2));
  }

  @Test
  void gini_isZeroForEqualAndNearOneForOne() {
    assertEquals(0, Measures.gini(of(2, 2, 2)), 1e-15);
    // One of four has everything: 1 − 1/4.
    assertEquals(0.75, Measures.gini(of(0, 8, 0, 0)), 1e-15);
    // 1, 3: Σ (2j − n − 1) x_j = −1·1 + 1·3 = 2, over n Σx = 2·4 = 8.
    assertEquals(0.25, Measures.gini(of(3, 1)), 1e-15);
    assertEquals(Double.NaN, Measures.gini(of(0, 0)));
  }

  @Test
  void coverage_isTheShareThatOccurs() {
    assertEquals(0.5, Measures.coverage(of(0, 8, 0, 1)), 1e-15);
    assertEquals(Double.NaN, Measures.coverage(of()));
  }

  @Test
  void lengths_mustBeTheSame() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Measures.pearson(of(1, 2), of(1, 2, 3)));
    assertEquals("lists must have the same length, but have 2 and 3 numbers", e.getMessage());
  }

  @Test
  void k_mustBePositive() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Measures.topOverlap(of(1), of(1), 0));
    assertEquals("k must be at least 1, but was 0", e.getMessage());
  }
}
