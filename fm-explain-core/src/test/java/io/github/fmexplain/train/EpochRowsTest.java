package io.github.fmexplain.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochRowsTest {

  /** With values that are all 1 and with others, for the former are not copied. */
  @ParameterizedTest
  @CsvSource({"1, EACH_EPOCH", "0.5, EACH_EPOCH", "1, NONE", "0.5, NONE"})
  void fill_takesTheRowsInTheirOrderInEveryEpoch(float value, TrainingMode.Shuffle shuffle) {
    TrainingSet.Builder builder = TrainingSet.builder(30);
    for (int row = 0; row < 20; row++) {
      FeatureVector features =
          row % 3 == 0
              ? FeatureVector.of(new int[] {row}, new float[] {value})
              : FeatureVector.of(new int[] {row, row + 5}, new float[] {1, value});
      builder.add(features, row);
    }
    TrainingSet set = builder.build();
    EpochRows rows = new EpochRows(new TrainingRows(set), new RowOrder(20, 1, shuffle));
    RowOrder order = new RowOrder(20, 1, shuffle);
    for (int epoch = 0; epoch < 3; epoch++) {
      rows.shuffle();
      rows.fill(0, 7);
      rows.fill(7, 20);
      order.shuffle();
      assertTrue(shuffle == TrainingMode.Shuffle.EACH_EPOCH || order.row(5) == 5);
      TrainingSet.Builder shuffled = TrainingSet.builder(30);
      for (int place = 0; place < 20; place++) {
        shuffled.add(set.features(order.row(place)), set.target(order.row(place)));
      }
      TrainingRows expected = new TrainingRows(shuffled.build());
      assertArrayEquals(expected.rowStart, rows.start);
      assertArrayEquals(expected.indices, rows.indices);
      assertArrayEquals(expected.values, rows.values);
      assertArrayEquals(expected.targets, rows.targets);
    }
  }
}
