package io.github.fmexplain.evaluation;

import io.github.fmexplain.data.History;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What really happens to the score of an item when ratings are taken away one at a time: the score
 * with the rating minus the score without it.
 *
 * @param history the user's ratings
 * @param itemId the item
 * @param rows which ratings of the history were taken away, from 0
 * @param effects one per row of {@code rows}, in score units
 */
public record RemovalEffects(
    History history, String itemId, List<Integer> rows, List<Double> effects) {

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException if there are not as many effects as rows, or a row is not in
   *     the history
   */
  public RemovalEffects {
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(effects, "effects");
    rows = List.copyOf(rows);
    effects = List.copyOf(effects);
    if (rows.size() != effects.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "effects must be one per row, but there are %d effects and %d rows",
              effects.size(),
              rows.size()));
    }
    for (int row : rows) {
      if (row < 0 || row >= history.size()) {
        throw new IllegalArgumentException(
            "row must be from 0 to " + (history.size() - 1) + ", but was " + row);
      }
    }
  }

  /** {@return the effects of all ratings, one number per rating} */
  static RemovalEffects ofAll(History history, String itemId, double[] effects) {
    return new RemovalEffects(
        history,
        itemId,
        IntStream.range(0, effects.length).boxed().toList(),
        DoubleStream.of(effects).boxed().toList());
  }

  /** {@return the effects as an array} */
  double[] values() {
    return effects.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** {@return those numbers that belong to the rows, of one number per rating of the history} */
  double[] select(double[] attribution) {
    return rows.stream().mapToDouble(row -> attribution[row]).toArray();
  }

  /** {@return whose ratings, how many of them, and the item} */
  @Override
  public String toString() {
    return "RemovalEffects[" + history + ", removed " + rows.size() + ", item '" + itemId + "']";
  }
}
