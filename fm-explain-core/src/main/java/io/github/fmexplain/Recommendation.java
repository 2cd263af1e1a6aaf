package io.github.fmexplain;

import io.github.fmexplain.data.CatalogueItem;
import org.jspecify.annotations.Nullable;

/**
 * An item recommended to a user.
 *
 * @param rank the place in the list, from 1
 * @param itemId the item
 * @param title the item's title
 * @param score the model's score, in the unit of its predictor type
 * @param probability the probability of a like, or null for a regressor
 */
public record Recommendation(
    int rank, String itemId, String title, double score, @Nullable Double probability) {

  /**
   * {@return the recommendation of an item}
   *
   * @param rank the place in the list, from 1
   * @param item the item
   * @param score the model's score
   * @param unit its unit
   */
  public static Recommendation of(int rank, CatalogueItem item, double score, ScoreUnit unit) {
    return new Recommendation(rank, item.id(), item.title(), score, unit.probability(score));
  }
}
