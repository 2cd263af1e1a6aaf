package io.github.fmexplain.internal.items;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.model.FmModel;
import java.util.List;

/** All items as rows that every user has. */
public final class Background {

  /** Items whose products are taken at a time. */
  private static final int BLOCK = 1024;

  private Background() {}

  /**
   * {@return B = Σ_j a_j a_jᵀ over all items that an encoder knows, [k + 1, k + 1], where a_j is
   * v_j and a 0} O(items · k²).
   *
   * @param encoder has one column per item
   */
  public static double[][] of(FmModel model, FeatureEncoder encoder) {
    int d = model.numFactors() + 1;
    double[][] background = new double[d][d];
    List<String> items = encoder.items().ids();
    for (int from = 0; from < items.size(); from += BLOCK) {
      int size = Math.min(BLOCK, items.size() - from);
      double[][] rows = new double[size][d];
      double[] ones = new double[size];
      for (int j = 0; j < size; j++) {
        float[] factors = model.factors(encoder.itemFeatures(items.get(from + j)).index(0));
        for (int c = 0; c < factors.length; c++) {
          rows[j][c] = factors[c];
        }
        ones[j] = 1;
      }
      Kernels.addGram(rows, ones, background);
    }
    Kernels.mirror(background);
    return background;
  }
}
