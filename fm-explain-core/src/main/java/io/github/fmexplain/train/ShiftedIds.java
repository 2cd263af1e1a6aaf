package io.github.fmexplain.train;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Columns that are off by one, as where a column of padding was left in or taken from the wrong
 * end: neighbours are often alike (by age, by popularity), so that shuffling does not find this.
 *
 * @param what users or items
 * @param own the loss of the rows as they are: cross-entropy, or MSE for a regressor
 * @param shifted the loss with the parameters of the neighbouring column
 */
record ShiftedIds(String what, double own, double shifted) {

  /** The share of its own loss that a model with the right columns never falls below. */
  private static final double CLEARLY = 0.9;

  private static final int MOST_ROWS = 100_000;

  /**
   * {@return the shift that the model predicts clearly better with than with the columns as they
   * are, or null if there is none} Costs at most 500 000 scores.
   *
   * @param set made of histories
   */
  static @Nullable ShiftedIds better(FmModel model, TrainingSet set) {
    double own = loss(model, set, IntStream.range(0, set.numFeatures()).toArray());
    TrainingSet.Origin origin = TrainedModel.originOf(set);
    int[] users =
        origin.users().stream()
            .mapToInt(TrainingSet.UserRows::column)
            .filter(column -> column >= 0)
            .toArray();
    int[] items = items(origin.encoder());
    for (int by : new int[] {1, -1}) {
      double ofUsers = loss(model, set, shift(users, by, set.numFeatures()));
      if (ofUsers < CLEARLY * own) {
        return new ShiftedIds("users", own, ofUsers);
      }
      double ofItems = loss(model, set, shift(items, by, set.numFeatures()));
      if (ofItems < CLEARLY * own) {
        return new ShiftedIds("items", own, ofItems);
      }
    }
    return null;
  }

  /** Returns the columns of the items' own; none of items that have only what describes them. */
  private static int[] items(FeatureEncoder encoder) {
    return encoder.items().ids().stream()
        .filter(id -> encoder.itemFeatures(id).size() > encoder.tagsOf(id).size())
        .mapToInt(id -> encoder.itemFeatures(id).index(0))
        .toArray();
  }

  /** Returns for each column the one to take instead. */
  private static int[] shift(int[] columns, int by, int width) {
    int[] sorted = IntStream.of(columns).distinct().sorted().toArray();
    int[] instead = IntStream.range(0, width).toArray();
    for (int j = 0; j < sorted.length; j++) {
      instead[sorted[j]] = sorted[Math.floorMod(j + by, sorted.length)];
    }
    return instead;
  }

  private static double loss(FmModel model, TrainingSet set, int[] instead) {
    int rows = Math.min(MOST_ROWS, set.numRows());
    double loss = 0;
    for (int j = 0; j < rows; j++) {
      int row = (int) ((long) j * set.numRows() / rows);
      int[] indices = new int[set.rowSize(row)];
      float[] values = new float[indices.length];
      for (int e = 0; e < indices.length; e++) {
        indices[e] = instead[set.index(row, e)];
        values[e] = set.value(row, e);
      }
      loss += ShuffledIds.loss(model, FeatureVector.of(indices, values), set.target(row));
    }
    return loss / rows;
  }
}
