package io.github.fmexplain.report.chart;

import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.answer.DeletionCurve;
import io.github.fmexplain.report.internal.Titles;
import io.github.fmexplain.report.internal.Words;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.Title;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The line of a deletion curve. */
final class CurveMaker {

  /** As high as half its width, if no height is given. */
  private static final double SHAPE = 0.5;

  /** Less than this is no change worth a picture, and would be drawn as a cliff. */
  private static final double LEAST_PROBABILITY_RANGE = 0.05;

  private static final double LEAST_RATING_RANGE = 0.2;

  /** The least range as a part of the numbers in it: below the last digits no axis ends. */
  private static final double LEAST_PART = 1e-9;

  /** What is farther away is drawn here: the length of an axis must be finite. */
  private static final double FARTHEST = 1e300;

  private static final double MARGIN = 0.12;

  /** The first and last dots are whole. */
  private static final double SIDE = 0.02;

  /** Beyond this many points a line is better without dots. */
  private static final int MOST_DOTS = 40;

  private final DeletionCurve curve;
  private final ChartStyle style;
  private final Words words;
  private final Sheet sheet;
  private final NumberFormat numbers;

  CurveMaker(DeletionCurve curve, ChartStyle style) {
    this.curve = curve;
    this.style = style;
    this.words = Words.in(style.locale(), ExplanationCharts.class);
    this.sheet = new Sheet(style);
    this.numbers = curve.unit() == ScoreUnit.LOGIT ? words.percent(0) : words.number("0.00");
  }

  Chart chart() {
    String title = Titles.clean(curve.title(), curve.itemId());
    Heading heading = new Heading(title, words.say("curve." + curve.unit()), List.of(), List.of());
    List<Title> titles = sheet.titles(heading);
    Integer given = style.height();
    int height =
        given == null ? (int) (sheet.height(titles) + Math.max(200, SHAPE * style.width())) : given;
    List<String> spoken = new ArrayList<>();
    for (int n = 0; n < curve.predictions().size(); n++) {
      spoken.add(words.say("described.removed", n, numbers.format(curve.predictions().get(n))));
    }
    return new Chart(
        words.say("name.curve", Titles.isolated(title)),
        String.join("; ", spoken),
        style,
        height,
        () -> draw(titles));
  }

  private JFreeChart draw(List<Title> titles) {
    XYSeries series = new XYSeries(0);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double exact : curve.predictions()) {
      double prediction = Math.max(-FARTHEST, Math.min(FARTHEST, exact));
      series.add(series.getItemCount(), prediction);
      low = Math.min(low, prediction);
      high = Math.max(high, prediction);
    }
    NumberAxis removed = axis(words.number("#,##0"));
    removed.setLabel(words.say("curve.axis"));
    removed.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    double last = Math.max(1, series.getItemCount() - 1);
    removed.setRange(new Range(-SIDE * last, (1 + SIDE) * last));
    NumberAxis prediction = axis(numbers);
    prediction.setRange(range(low, high));
    XYPlot plot = new XYPlot(new XYSeriesCollection(series), removed, prediction, renderer());
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlineStroke(new BasicStroke(0.5f));
    plot.setRangeGridlinePaint(style.neutral());
    JFreeChart chart = sheet.chart(plot, titles);
    // The highest number stands half above the plot.
    plot.setInsets(new RectangleInsets(TextFit.lineHeight(sheet.font), 0, 0, 0));
    return chart;
  }

  private Range range(double low, double high) {
    boolean probability = curve.unit() == ScoreUnit.LOGIT;
    double least =
        probability
            ? LEAST_PROBABILITY_RANGE
            : Math.max(LEAST_RATING_RANGE, LEAST_PART * Math.max(-low, high));
    double length = Math.max(high - low, least);
    double middle = (low + high) / 2;
    double start = middle - (0.5 + MARGIN) * length;
    double end = middle + (0.5 + MARGIN) * length;
    return probability
        ? new Range(Math.max(-SIDE * length, start), Math.min(1 + SIDE * length, end))
        : new Range(start, end);
  }

  private NumberAxis axis(NumberFormat format) {
    Font font = sheet.font;
    NumberAxis axis = new NumberAxis();
    axis.setNumberFormatOverride(format);
    axis.setTickLabelFont(font);
    axis.setTickLabelPaint(style.text());
    axis.setLabelFont(font);
    axis.setLabelPaint(style.text());
    axis.setAxisLinePaint(style.text());
    axis.setTickMarkPaint(style.text());
    axis.setAxisLineStroke(new BasicStroke(1));
    return axis;
  }

  private XYLineAndShapeRenderer renderer() {
    int last = curve.predictions().size() - 1;
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, last <= MOST_DOTS);
    double dot = sheet.font.getSize2D() / 2;
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setSeriesPaint(0, style.positive());
    renderer.setSeriesStroke(0, new BasicStroke(2));
    renderer.setSeriesShape(0, new Ellipse2D.Double(-dot / 2, -dot / 2, dot, dot));
    return renderer;
  }
}
