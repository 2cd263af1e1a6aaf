/**
 * The numerical core of the explanations, on plain arrays. It is nobody else's: names and
 * signatures change without notice. {@link io.github.fmexplain.internal.UserProblem} is the user's
 * ridge regression, {@link io.github.fmexplain.internal.Attribution} what a method makes of it;
 * {@link io.github.fmexplain.internal.UserSpace} sets it beside all items, for {@link
 * io.github.fmexplain.internal.EditSearch} to search what an edit would change.
 */
@NullMarked
package io.github.fmexplain.internal;

import org.jspecify.annotations.NullMarked;
