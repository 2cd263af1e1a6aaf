/** Charts of explanations, as PNG and as SVG. */
@NullMarked
package io.github.fmexplain.chart;

import org.jspecify.annotations.NullMarked;
