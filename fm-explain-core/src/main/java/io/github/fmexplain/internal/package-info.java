/**
 * What the modules of this project share and nobody else should use: helpers of builders, and the
 * door through which {@code answer} reaches what an explainer holds.
 */
@NullMarked
package io.github.fmexplain.internal;

import org.jspecify.annotations.NullMarked;
