package io.github.fmexplain.answer;

import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What becomes of an item's prediction as ratings are removed one after the other: the steeper it
 * falls, the more the removed ratings had to do with it.
 *
 * @param itemId the item
 * @param title its title
 * @param unit the unit of the model's score: P is a probability if it is a logit, else the score
 * @param removedItemIds the items whose ratings were removed, in this order
 * @param predictions P(n), n from 0: one more than the removed ratings
 */
public record DeletionCurve(
    String itemId,
    String title,
    ScoreUnit unit,
    List<String> removedItemIds,
    List<Double> predictions) {

  /**
   * Checks and copies the lists.
   *
   * @throws IllegalArgumentException if there is not one prediction more than removed ratings
   */
  public DeletionCurve {
    removedItemIds = List.copyOf(removedItemIds);
    predictions = List.copyOf(predictions);
    if (predictions.size() != removedItemIds.size() + 1) {
      throw new IllegalArgumentException(
          Text.of(
              "predictions must be one more than removed ratings, but there are %d for %d",
              predictions.size(), removedItemIds.size()));
    }
  }

  static DeletionCurve of(Ablation user, CatalogueItem item, double[] attribution, int atMost) {
    int ratings = user.history().size();
    if (attribution.length != ratings) {
      throw new IllegalArgumentException(
          Text.of(
              "attribution must have one number per rating, but has %d for %d ratings",
              attribution.length, ratings));
    }
    if (atMost < 0) {
      throw new IllegalArgumentException(
          "number of removals must not be negative, but was " + atMost);
    }
    int[] order =
        IntStream.range(0, ratings)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer r) -> -attribution[r]))
            .mapToInt(Integer::intValue)
            .limit(atMost)
            .toArray();
    ScoreUnit unit = user.unit();
    boolean[] kept = new boolean[ratings];
    Arrays.fill(kept, true);

    List<String> removed = new ArrayList<>();
    List<Double> predictions = new ArrayList<>();
    predictions.add(prediction(unit, user.full().score(item.id())));
    for (int row : order) {
      kept[row] = false;
      Ablation.State state = user.keeping(kept);
      removed.add(user.history().interactions().get(row).itemId());
      predictions.add(prediction(unit, state.score(item.id())));
    }
    return new DeletionCurve(item.id(), item.title(), unit, removed, predictions);
  }

  private static double prediction(ScoreUnit unit, double score) {
    Double probability = unit.probability(score);
    return probability == null ? score : probability;
  }

  /** {@return the item and the number of removals} */
  @Override
  public String toString() {
    return "DeletionCurve[item '" + itemId + "', " + removedItemIds.size() + " removals]";
  }
}
