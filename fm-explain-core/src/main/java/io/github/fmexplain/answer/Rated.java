package io.github.fmexplain.answer;

import io.github.fmexplain.data.Interaction;

/**
 * One of the user's ratings.
 *
 * @param interaction the rating
 * @param title the title of the rated item
 */
public record Rated(Interaction interaction, String title) {}
