package io.github.fmexplain.chart;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import java.awt.Color;

/** Makes a chart of rows, as many as there is room for. */
abstract class RowsMaker {

  final Explanation explanation;
  final ChartStyle style;
  final ChartWords words;

  RowsMaker(Explanation explanation, ChartStyle style) {
    this.explanation = explanation;
    this.style = style;
    this.words = ChartWords.in(style.locale());
  }

  /** Returns the plot with some ratings in rows of their own. */
  abstract BarPlot plot(Page page, int ratings);

  /** Returns what the chart shows, for those who listen. */
  abstract String name();

  Chart chart(int atMost) {
    Page page = new Page(style);
    int ratings = atMost;
    BarPlot plot = plot(page, ratings);
    Integer given = style.height();
    while (given != null && ratings > 1 && plot.rowsTooMany(given) > 0) {
      ratings = Math.max(1, ratings - plot.rowsTooMany(given));
      plot = plot(page, ratings);
    }
    BarPlot fitting = plot;
    int height = given == null ? plot.neededHeight() : given;
    return new Chart(name(), plot.description(), style, height, () -> fitting.chart(height));
  }

  final String title() {
    return Titles.clean(explanation.title(), explanation.itemId());
  }

  static String title(Contribution contribution) {
    return Titles.clean(contribution.title(), contribution.interaction().itemId());
  }

  final Color color(double value) {
    return value < 0 ? style.negative() : value > 0 ? style.positive() : style.neutral();
  }

  final String unit() {
    return words.say("unit." + explanation.unit());
  }
}
