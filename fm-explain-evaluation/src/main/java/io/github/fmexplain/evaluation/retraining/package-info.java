/**
 * The truth that takes longest: the whole model trained again without ratings. {@link
 * io.github.fmexplain.evaluation.retraining.Retraining} does it for single ratings, whose {@link
 * io.github.fmexplain.evaluation.retraining.RetrainedEffects} {@link
 * io.github.fmexplain.evaluation.Fidelity} holds methods against, and for sets of ratings. {@link
 * io.github.fmexplain.evaluation.retraining.CounterfactualValidity} tells which of the sets that
 * the library finds take the first place from a recommendation.
 */
@NullMarked
package io.github.fmexplain.evaluation.retraining;

import org.jspecify.annotations.NullMarked;
