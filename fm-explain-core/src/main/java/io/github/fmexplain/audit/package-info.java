/**
 * Explanations for those who have to account for a recommender: {@link
 * io.github.fmexplain.audit.CaseFile} has all that stands behind one score of one user, {@link
 * io.github.fmexplain.audit.ParameterReport} what drives the scores of a model in general. {@code
 * fm-explain-io} writes both as JSON, {@code fm-explain-report} as pages to print.
 */
@NullMarked
package io.github.fmexplain.audit;

import org.jspecify.annotations.NullMarked;
