package io.github.fmexplain.train;

import io.github.fmexplain.data.HistoryEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;

/**
 * The products that a factorization machine has among the columns of a history block and with the
 * user's own column, and FISM and SVD++ have not: {@code Σ_{g<h} z_g z_h <v_g, v_h> + Σ_h z_h <v_u,
 * v_h>}.
 */
final class HistoryProducts {

  private HistoryProducts() {}

  /** {@return whether the rows of a set have a history block without them} */
  static boolean areMissing(TrainingSet set) {
    return set.origin()
        .filter(o -> o.encoder() instanceof HistoryEncoder e && !e.block().products())
        .isPresent();
  }

  /** Takes them off the scores of the rows where they are missing. */
  static void takeOff(FmModel model, TrainingSet set, double[] scores) {
    if (!areMissing(set)) {
      return;
    }
    TrainingSet.Origin origin = TrainedModel.originOf(set);
    int first = origin.encoder().numFeatures() - origin.encoder().items().size();
    for (TrainingSet.UserRows user : origin.users()) {
      double[] own = new double[model.numFactors()];
      if (user.column() >= 0) {
        float[] factors = model.factors(user.column());
        for (int c = 0; c < own.length; c++) {
          own[c] = factors[c];
        }
      }
      for (int j = 0; j < user.size(); j++) {
        scores[user.row(j)] -= of(model, set, user.row(j), first, own);
      }
    }
  }

  private static double of(FmModel model, TrainingSet set, int row, int first, double[] own) {
    double[] sums = own.clone();
    double products = 0;
    for (int j = 0; j < set.rowSize(row); j++) {
      if (set.index(row, j) >= first) {
        float[] factors = model.factors(set.index(row, j));
        double z = set.value(row, j);
        for (int c = 0; c < sums.length; c++) {
          products += sums[c] * z * factors[c];
          sums[c] += z * factors[c];
        }
      }
    }
    return products;
  }
}
