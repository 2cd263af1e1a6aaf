package io.github.fmexplain.report.chart;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.answer.DeletionCurve;
import java.util.Locale;

/**
 * Charts of explanations and of what was measured of them.
 *
 * <pre>{@code
 * Chart chart =
 *     ExplanationCharts.bars(why, Quantity.REMOVAL_EFFECT, 10, ChartStyle.standard());
 * chart.writeSvg(Path.of("why.svg"));
 * }</pre>
 *
 * <p>Titles come from data and need not be trusted: they are shown as plain text, cut with … where
 * they have no room, and cannot turn the direction of anything around them. Every method throws an
 * {@link IllegalStateException} where Java has no font at all; see {@link Chart}.
 */
public final class ExplanationCharts {

  private static final int MOST_ROWS = 200;

  private ExplanationCharts() {}

  /**
   * {@return horizontal bars of the ratings with the strongest effect on the score: those that
   * speak for the item, strongest first, then those against it, strongest first}
   *
   * <p>Each bar stands beside the title of the rated item and the user's own rating; the value at
   * its end has a sign. Half of the rows are for either side, if there are enough of both. Where
   * every rating's quantity is 0, the first ratings of the history are shown.
   *
   * @param explanation any explanation with finite numbers
   * @param quantity what the bars show
   * @param atMost the most rows, from 1 to 200; fewer if the style's height has no room for them
   * @param style size, colours and language
   * @throws IllegalArgumentException if the number of rows is out of range or a number that is to
   *     be drawn is not finite
   */
  public static Chart bars(
      Explanation explanation, Quantity quantity, int atMost, ChartStyle style) {
    requireRows(atMost);
    for (Contribution c : explanation.contributions()) {
      requireFinite(quantity, c);
    }
    BarsMaker maker = new BarsMaker(explanation, quantity, style);
    return maker.chart(Math.min(atMost, explanation.contributions().size()));
  }

  /**
   * {@return how the score comes about: from the offset over the strongest impacts, the sum of the
   * others and the residual to the score, with the running totals on the right}
   *
   * <p>The scale leaves out 0 if the steps would be too small to see beside the offset; the chart
   * then says so.
   *
   * @param explanation any explanation with finite numbers
   * @param atMost the most ratings with a row of their own, from 1 to 200; fewer if the style's
   *     height has no room for them
   * @param style size, colours and language
   * @throws IllegalArgumentException if the number of ratings is out of range or a number that is
   *     to be drawn is not finite
   */
  public static Chart waterfall(Explanation explanation, int atMost, ChartStyle style) {
    requireRows(atMost);
    for (Contribution c : explanation.contributions()) {
      requireFinite(Quantity.IMPACT, c);
    }
    requireFinite("offset", explanation.offset());
    requireFinite("residual", explanation.residual());
    requireFinite("score", explanation.score());
    WaterfallMaker maker = new WaterfallMaker(explanation, style);
    return maker.chart(Math.min(atMost, explanation.contributions().size()));
  }

  /**
   * {@return what becomes of an item's prediction as ratings are removed one after the other: the
   * steeper it falls, the more the removed ratings had to do with it}
   *
   * @param curve the probability or the rating after each removal, finite
   * @param style size, colours and language; half as high as wide if no height is set
   * @throws IllegalArgumentException if a prediction is not finite
   */
  public static Chart deletionCurve(DeletionCurve curve, ChartStyle style) {
    curve.predictions().forEach(p -> requireFinite("prediction", p));
    return new CurveMaker(curve, style).chart();
  }

  private static void requireRows(int atMost) {
    if (atMost < 1 || atMost > MOST_ROWS) {
      throw new IllegalArgumentException(
          "number of rows must be from 1 to " + MOST_ROWS + ", but was " + atMost);
    }
  }

  private static void requireFinite(Quantity quantity, Contribution contribution) {
    String name = quantity.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    requireFinite(
        name + " of the rating of item '" + contribution.interaction().itemId() + "'",
        quantity.of(contribution));
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite to be drawn, but was " + value);
    }
  }
}
