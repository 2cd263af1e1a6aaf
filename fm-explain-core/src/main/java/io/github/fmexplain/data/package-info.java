/**
 * Ratings and how they become features. {@link io.github.fmexplain.data.Histories} makes histories
 * of rows of people's data, with {@link io.github.fmexplain.data.NegativeSampling} where the rows
 * say only what was chosen. A {@link io.github.fmexplain.data.History} holds what a user rated, a
 * {@link io.github.fmexplain.data.Catalogue} what can be recommended; a {@link
 * io.github.fmexplain.data.FeatureEncoder} turns both into columns and a {@link
 * io.github.fmexplain.data.RatingTarget} into the target. A {@link
 * io.github.fmexplain.data.TrainingSet} is the encoded whole.
 */
@NullMarked
package io.github.fmexplain.data;

import org.jspecify.annotations.NullMarked;
