package io.github.fmexplain.answer;

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
    double scoreAfter) {}
