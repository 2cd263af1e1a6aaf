package io.github.fmexplain.report.chart;

import java.util.List;

/**
 * The words around a chart.
 *
 * @param title the item, cleaned
 * @param subtitle what is shown, and in which unit
 * @param legend the colours in use
 * @param notes sentences below the chart
 */
record Heading(String title, String subtitle, List<Key> legend, List<String> notes) {

  /** What a colour means. */
  record Key(String words, java.awt.Color color) {}
}
