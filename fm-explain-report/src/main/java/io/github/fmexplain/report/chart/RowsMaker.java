package io.github.fmexplain.report.chart;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.report.internal.Titles;
import io.github.fmexplain.report.internal.Words;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** Makes a chart of rows, as many as there is room for. */
abstract class RowsMaker {

  final Explanation explanation;
  final ChartStyle style;
  final Words words;

  RowsMaker(Explanation explanation, ChartStyle style) {
    this.explanation = explanation;
    this.style = style;
    this.words = Words.in(style.locale(), ExplanationCharts.class);
  }

  /** Returns the plot with some ratings in rows of their own. */
  abstract BarPlot plot(Sheet sheet, int ratings);

  /** Returns what the chart shows, for those who listen. */
  abstract String name();

  Chart chart(int atMost) {
    Sheet sheet = new Sheet(style);
    int ratings = atMost;
    BarPlot plot = plot(sheet, ratings);
    Integer given = style.height();
    while (given != null && ratings > 1 && plot.rowsTooMany(given) > 0) {
      ratings = Math.max(1, ratings - plot.rowsTooMany(given));
      plot = plot(sheet, ratings);
    }
    BarPlot fitting = plot;
    int height = given == null ? plot.neededHeight() : given;
    return new Chart(name(), plot.description(), style, height, () -> fitting.chart(height));
  }

  final String title() {
    return Titles.clean(explanation.title(), explanation.itemId());
  }

  /** Returns the title of a rated item, with a mark where that is the explained one. */
  final String title(Contribution contribution) {
    String itemId = contribution.interaction().itemId();
    String title = Titles.clean(contribution.title(), itemId);
    return itemId.equals(explanation.itemId()) ? words.say("itself", title) : title;
  }

  final Color color(double value) {
    return value < 0 ? style.negative() : value > 0 ? style.positive() : style.neutral();
  }

  /** Returns what the colours mean that are in use. */
  final List<Heading.Key> legend(boolean inFavour, boolean against) {
    List<Heading.Key> legend = new ArrayList<>();
    if (inFavour) {
      legend.add(new Heading.Key(words.say("for"), style.positive()));
    }
    if (against) {
      legend.add(new Heading.Key(words.say("against"), style.negative()));
    }
    return legend;
  }

  final String unit() {
    return words.say("unit." + explanation.unit());
  }
}
