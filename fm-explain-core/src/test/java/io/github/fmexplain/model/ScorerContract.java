package io.github.fmexplain.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Scorer} does. A test of a scorer extends it. */
public abstract class ScorerContract {

  /** The model that the scorer scores with. */
  protected abstract FmModel model();

  protected abstract Scorer scorer();

  /** How far a score may be from the model's own. */
  protected double tolerance() {
    return 0;
  }

  private List<FeatureVector> rows() {
    int n = model().numFeatures();
    List<FeatureVector> rows = new ArrayList<>();
    for (int f = 0; f < n; f++) {
      rows.add(FeatureVector.ones(f));
      rows.add(FeatureVector.of(new int[] {(f + 1) % n, f}, new float[] {-1.5f, 0.25f}));
    }
    rows.add(FeatureVector.ones(IntStream.range(0, n).toArray()));
    rows.add(FeatureVector.empty());
    return rows;
  }

  private double[] expected(List<FeatureVector> rows) {
    return rows.stream().mapToDouble(model()::score).toArray();
  }

  @Test
  void scores_areTheModelsInTheOrderOfTheRows() {
    List<FeatureVector> rows = rows();
    assertArrayEquals(expected(rows), scorer().scores(rows), tolerance());
    Collections.reverse(rows);
    assertArrayEquals(expected(rows), scorer().scores(rows), tolerance());
  }

  @Test
  void scores_ofTheSameRowTwiceAreTheSame() {
    FeatureVector row = FeatureVector.ones(0);
    double[] scores = scorer().scores(List.of(row, row));
    assertEquals(scores[0], scores[1]);
  }

  @Test
  void scores_ofNoRowsAreNone() {
    assertEquals(0, scorer().scores(List.of()).length);
  }

  @Test
  void scores_areANewArray() {
    Scorer scorer = scorer();
    List<FeatureVector> rows = List.of(FeatureVector.ones(0));
    assertNotSame(scorer.scores(rows), scorer.scores(rows));
  }

  @Test
  void scores_ofAWiderVectorAreRefused() {
    FeatureVector wide = FeatureVector.ones(model().numFeatures());
    assertThrows(
        IllegalArgumentException.class,
        () -> scorer().scores(List.of(FeatureVector.ones(0), wide)));
  }
}
