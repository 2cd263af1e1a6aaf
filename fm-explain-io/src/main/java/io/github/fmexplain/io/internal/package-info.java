/**
 * What the packages of this module share: {@link io.github.fmexplain.io.internal.AtomicFile}, how
 * files are written, and what to say where memory does not do. Not for others.
 */
@NullMarked
package io.github.fmexplain.io.internal;

import org.jspecify.annotations.NullMarked;
