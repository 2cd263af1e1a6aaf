/** A page of a user's explanations: one HTML file. */
@NullMarked
package io.github.fmexplain.report.page;

import org.jspecify.annotations.NullMarked;
