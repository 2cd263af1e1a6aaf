/**
 * Trainers and what they make. A {@link io.github.fmexplain.train.FmTrainer} turns a training set
 * and {@link io.github.fmexplain.train.FmHyperparameters} into a {@link
 * io.github.fmexplain.train.TrainingResult}; {@link io.github.fmexplain.train.LocalTrainer} does it
 * on this machine. Hyperparameters and {@link io.github.fmexplain.train.Metrics} have the names
 * that Amazon SageMaker gives them.
 */
@NullMarked
package io.github.fmexplain.train;

import org.jspecify.annotations.NullMarked;
