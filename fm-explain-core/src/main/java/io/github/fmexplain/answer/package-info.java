/**
 * Answers to act on: what an edited history would change, why one item rather than another, what a
 * group of ratings or a household adds up to, and how firm a number is. {@link
 * io.github.fmexplain.answer.Answers} answers for one user, {@link
 * io.github.fmexplain.answer.Audience} for several, {@link io.github.fmexplain.answer.ModelView}
 * for a whole model; {@link io.github.fmexplain.answer.Ablation} tells what becomes of a user as
 * ratings go. Each answer is a record that carries the provenance of its numbers; its scores after
 * an edit are the scores now, moved as far as they move when the user's parameters are found again.
 */
@NullMarked
package io.github.fmexplain.answer;

import org.jspecify.annotations.NullMarked;
