/**
 * The factorization machine: parameters, scores and losses. {@link
 * io.github.fmexplain.model.FmModel} holds the parameters and scores a {@link
 * io.github.fmexplain.model.FeatureVector}. It knows nothing of users, items or ratings: that is
 * what an encoder is for.
 */
@NullMarked
package io.github.fmexplain.model;

import org.jspecify.annotations.NullMarked;
