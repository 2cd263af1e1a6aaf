package io.github.fmexplain;

import io.github.fmexplain.data.Interaction;

/**
 * What one of the user's own ratings has to do with the score of an item. The three quantities
 * answer different questions and are never mixed; all are in score units, and positive means
 * <i>speaks for the item</i>.
 *
 * @param interaction the rating
 * @param title the title of the rated item
 * @param influence ∂s/∂y: how the score would move for each unit that the rating's target moves,
 *     with the user's parameters found again
 * @param impact the additive share: offset, all impacts and the residual make the score
 * @param removalEffect the score minus the score without this rating, with the user's parameters
 *     found again
 */
public record Contribution(
    Interaction interaction, String title, double influence, double impact, double removalEffect) {}
