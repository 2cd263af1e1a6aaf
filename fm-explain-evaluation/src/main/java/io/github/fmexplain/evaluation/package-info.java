/**
 * Measures how true explanations are, on anybody's model and data. An {@link
 * io.github.fmexplain.evaluation.ExplanationMethod} gives one number per rating; {@link
 * io.github.fmexplain.answer.Ablation} and {@link
 * io.github.fmexplain.evaluation.retraining.Retraining} give the truth, {@link
 * io.github.fmexplain.evaluation.Fidelity} and {@link io.github.fmexplain.evaluation.Perturbation}
 * hold the one against the other. {@link io.github.fmexplain.evaluation.Evaluation} does all of it
 * for many users and gives an {@link io.github.fmexplain.evaluation.EvaluationReport}.
 */
@NullMarked
package io.github.fmexplain.evaluation;

import org.jspecify.annotations.NullMarked;
