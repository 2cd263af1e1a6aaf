package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import org.junit.jupiter.api.Test;

class TrainingRowsTest {

  /**
   * With one batch the work of the features is 2 + 6, 2, 2, 2: half of 14 is reached by the first.
   */
  @Test
  void cutFeatures_cutsTheWork() {
    TrainingSet.Builder builder = TrainingSet.builder(4);
    for (int row = 0; row < 6; row++) {
      builder.add(FeatureVector.ones(0), 1);
    }
    TrainingRows rows = new TrainingRows(builder.build());
    assertArrayEquals(new int[] {0, 1, 4}, rows.cutFeatures(2, 1, true));
    assertArrayEquals(new int[] {0, 4}, rows.cutFeatures(1, 1, true));
  }

  /** Lazily a feature costs nothing in a batch that does not have it: 2·1 + 2, 2·3 + 6, 0, 0. */
  @Test
  void cutFeatures_countsNoStepsThatAreNotTaken() {
    TrainingSet.Builder builder = TrainingSet.builder(4).add(FeatureVector.ones(0), 1);
    for (int row = 0; row < 3; row++) {
      builder.add(FeatureVector.ones(1), 1);
    }
    TrainingRows rows = new TrainingRows(builder.build());
    assertArrayEquals(new int[] {0, 2, 4}, rows.cutFeatures(2, 100, false));
  }

  @Test
  void cutFeatures_intoMoreSlicesThanFeatures() {
    TrainingRows rows =
        new TrainingRows(TrainingSet.builder(2).add(FeatureVector.ones(0, 1), 1).build());
    assertArrayEquals(new int[] {0, 1, 1, 2, 2}, rows.cutFeatures(4, 1, true));
  }
}
