/**
 * Why a factorization machine recommended an item. {@link io.github.fmexplain.FmExplainer} makes a
 * {@link io.github.fmexplain.UserExplainer} for a history, which gives {@link
 * io.github.fmexplain.Recommendation}s and {@link io.github.fmexplain.Explanation}s. An {@link
 * io.github.fmexplain.Influence} chooses the method; each {@link io.github.fmexplain.Contribution}
 * carries the three quantities of one rating, and {@link io.github.fmexplain.Diagnostics} what they
 * rest on. A {@link io.github.fmexplain.Counterfactual} is the smallest set of ratings without
 * which another item would be recommended.
 */
@NullMarked
package io.github.fmexplain;

import org.jspecify.annotations.NullMarked;
