/**
 * Explanations for people. {@link io.github.fmexplain.report.TextReport} makes plain text of what
 * {@link io.github.fmexplain.UserExplainer} gives. It shows numbers and makes none.
 */
@NullMarked
package io.github.fmexplain.report;

import org.jspecify.annotations.NullMarked;
