/** Linear algebra on arrays of rows: kernels, Cholesky and symmetric eigen decompositions. */
@NullMarked
package io.github.fmexplain.internal.linalg;

import org.jspecify.annotations.NullMarked;
