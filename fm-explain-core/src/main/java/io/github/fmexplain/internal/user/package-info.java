/**
 * One user as numbers: the rows (A, o, y), the ridge Λ, the parameters θ, and how to solve for
 * them. Knows no id, item or catalogue.
 */
@NullMarked
package io.github.fmexplain.internal.user;

import org.jspecify.annotations.NullMarked;
