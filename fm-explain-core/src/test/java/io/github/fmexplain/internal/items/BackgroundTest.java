package io.github.fmexplain.internal.items;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.fmexplain.data.OneHotEncoder;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  /** Catalogues of less than a block, of whole blocks, and of more. */
  @Test
  void background_isTheSumOverAllItems() {
    for (int items : new int[] {3, 1024, 2500}) {
      List<String> ids = IntStream.range(0, items).mapToObj(j -> "i" + j).toList();
      OneHotEncoder encoder = OneHotEncoder.of(List.of("u"), ids);
      Random random = new Random(items);
      float[] factors = new float[3 * (items + 1)];
      for (int f = 0; f < factors.length; f++) {
        factors[f] = (float) random.nextGaussian();
      }
      FmModel model = FmModel.of(PredictorType.REGRESSOR, 3, 0, new float[items + 1], factors);
      double[][] expected = new double[4][4];
      for (String id : ids) {
        float[] v = model.factors(encoder.itemFeatures(id).index(0));
        for (int c = 0; c < 3; c++) {
          for (int e = 0; e < 3; e++) {
            expected[c][e] += (double) v[c] * v[e];
          }
        }
      }
      double[][] background = Background.of(model, encoder);
      for (int c = 0; c < 4; c++) {
        assertArrayEquals(expected[c], background[c], 1e-9);
      }
    }
  }
}
