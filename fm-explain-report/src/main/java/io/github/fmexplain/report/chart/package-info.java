/**
 * Charts of explanations, as PNG and as SVG. {@link
 * io.github.fmexplain.report.chart.ExplanationCharts} draws the three quantities as bars, the steps
 * from offset to score as a waterfall, and a deletion curve as a line; a {@link
 * io.github.fmexplain.report.chart.ChartStyle} decides size, colours and language. Each gives a
 * {@link io.github.fmexplain.report.chart.Chart}.
 */
@NullMarked
package io.github.fmexplain.report.chart;

import org.jspecify.annotations.NullMarked;
