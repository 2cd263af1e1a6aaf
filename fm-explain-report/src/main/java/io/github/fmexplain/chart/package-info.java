/**
 * Charts of explanations, as PNG and as SVG. {@link io.github.fmexplain.chart.ExplanationCharts}
 * draws the three quantities as bars, the way from offset to score as a waterfall, and a deletion
 * curve as a line; a {@link io.github.fmexplain.chart.ChartStyle} decides size, colours and
 * language. Each gives a {@link io.github.fmexplain.chart.Chart}.
 */
@NullMarked
package io.github.fmexplain.chart;

import org.jspecify.annotations.NullMarked;
