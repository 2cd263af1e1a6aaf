package io.github.fmexplain.answer;

import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.internal.items.Leaders;

/**
 * Where an item stands before and after an edit of the ratings. Ranks count from 1 among the items
 * that the user has not rated.
 *
 * @param itemId the item
 * @param title its title
 * @param rankBefore the rank now
 * @param rankAfter the rank after the edit
 * @param scoreBefore the score now, as the model recommends
 * @param scoreAfter the score after the edit, with the user's parameters found again
 */
public record Standing(
    String itemId,
    String title,
    int rankBefore,
    int rankAfter,
    double scoreBefore,
    double scoreAfter) {

  /** {@return how an item stands for a user before and after an edit} */
  static Standing of(int item, CatalogueItem entry, Leaders before, Leaders after) {
    return new Standing(
        entry.id(),
        entry.title(),
        before.rank(item),
        after.rank(item),
        before.score(item),
        after.score(item));
  }
}
