/**
 * What the packages of this module share and nobody else should use: clean titles, the words and
 * numbers of a language, and sentences in parts.
 */
@NullMarked
package io.github.fmexplain.report.internal;

import org.jspecify.annotations.NullMarked;
