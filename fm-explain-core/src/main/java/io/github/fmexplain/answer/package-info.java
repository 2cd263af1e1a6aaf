/**
 * Answers to act on: what an edited history would change, why one item rather than another, what a
 * group of ratings or a household adds up to, and how firm a number is. {@link
 * io.github.fmexplain.answer.Answers} answers for one user, {@link
 * io.github.fmexplain.answer.Audience} for several, {@link io.github.fmexplain.answer.ModelView}
 * for a whole model, and {@link io.github.fmexplain.answer.Sentences} puts explanations into words.
 * Each answer is a record that carries the diagnostics of what it rests on; its scores after an
 * edit are the scores now, moved as far as the exactly re-solved user's scores move.
 */
@NullMarked
package io.github.fmexplain.answer;

import org.jspecify.annotations.NullMarked;
