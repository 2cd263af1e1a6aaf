/**
 * Why a factorization machine recommended an item. {@link io.github.fmexplain.FmExplainer} makes a
 * {@link io.github.fmexplain.UserExplainer} for a history, which gives {@link
 * io.github.fmexplain.Recommendation}s and {@link io.github.fmexplain.Explanation}s. A {@link
 * io.github.fmexplain.Method} attributes a score to ratings; each {@link
 * io.github.fmexplain.Contribution} carries the three quantities of one rating, and {@link
 * io.github.fmexplain.Provenance} with its {@link io.github.fmexplain.Diagnostics} and {@link
 * io.github.fmexplain.Warning}s what they rest on.
 */
@NullMarked
package io.github.fmexplain;

import org.jspecify.annotations.NullMarked;
