package io.github.fmexplain;

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
    int rank, String itemId, String title, double score, @Nullable Double probability) {}
