package io.github.fmexplain.report.page;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.report.chart.Chart;
import io.github.fmexplain.report.chart.ChartStyle;
import io.github.fmexplain.report.chart.ExplanationCharts;
import io.github.fmexplain.report.internal.Words;
import java.awt.Color;
import java.util.List;

/**
 * The charts of a page. They are drawn for a phone, and beside one another on a wide window. Their
 * colours are those of {@code page.css}, which finds them by their values to change them in the
 * dark.
 */
final class PageCharts {

  private static final int WIDTH = 340;
  private static final int BARS = 8;
  private static final int STEPS = 5;

  private final ChartStyle style;

  PageCharts(Words words) {
    this.style =
        ChartStyle.builder()
            .width(WIDTH)
            .background(new Color(0, true))
            .locale(words.locale())
            .build();
  }

  List<String> of(Explanation explanation) {
    return List.of(
        svg(ExplanationCharts.bars(explanation, Quantity.REMOVAL_EFFECT, BARS, style)),
        svg(ExplanationCharts.waterfall(explanation, STEPS, style)));
  }

  /** Without its rows in words, which the page has in its table, and what HTML knows. */
  private static String svg(Chart chart) {
    return chart
        .toSvg()
        .replaceFirst(" xmlns=\"[^\"]*\"", "")
        .replaceFirst("<desc>[^<]*</desc>", "");
  }
}
