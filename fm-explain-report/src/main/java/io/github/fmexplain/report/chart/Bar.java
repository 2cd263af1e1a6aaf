package io.github.fmexplain.report.chart;

import java.awt.Color;

/**
 * A row of a chart.
 *
 * @param title cleaned
 * @param detail what stands beside the title, or empty
 * @param from where the bar begins, in the unit of the score
 * @param to where it ends
 * @param color its colour
 * @param value what stands at its end
 * @param total what stands at the right of the chart, or empty
 * @param spoken the row for those who listen
 */
record Bar(
    String title,
    String detail,
    double from,
    double to,
    Color color,
    String value,
    String total,
    String spoken) {

  /** Returns the same row with its bar elsewhere. */
  Bar at(double newFrom, double newTo) {
    return new Bar(title, detail, newFrom, newTo, color, value, total, spoken);
  }

  /** Returns whether the value stands to the left of the bar. */
  boolean pointsLeft() {
    return to < from;
  }
}
