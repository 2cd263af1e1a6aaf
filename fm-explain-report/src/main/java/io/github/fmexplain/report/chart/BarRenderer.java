package io.github.fmexplain.report.chart;

import java.awt.Paint;
import java.util.List;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.renderer.category.IntervalBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;

/** Draws each bar in its own colour, with its value at the end to which it points. */
final class BarRenderer extends IntervalBarRenderer {

  private static final long serialVersionUID = 1L;

  private static final ItemLabelPosition RIGHT =
      new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT);
  private static final ItemLabelPosition LEFT =
      new ItemLabelPosition(ItemLabelAnchor.OUTSIDE9, TextAnchor.CENTER_RIGHT);

  private final transient List<Bar> bars;

  BarRenderer(List<Bar> bars, Sheet sheet, boolean values, double gap, double largestShare) {
    this.bars = bars;
    setBarPainter(new StandardBarPainter());
    setShadowVisible(false);
    setDrawBarOutline(false);
    setMaximumBarWidth(largestShare);
    setItemLabelInsets(new RectangleInsets(0, gap / 2, 0, gap / 2));
    setDefaultItemLabelsVisible(values);
    setDefaultItemLabelFont(sheet.font);
    setDefaultItemLabelPaint(sheet.style.text());
    setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator() {
          private static final long serialVersionUID = 1L;

          @Override
          public String generateLabel(CategoryDataset dataset, int row, int column) {
            return bars.get(column).value();
          }
        });
  }

  @Override
  public Paint getItemPaint(int row, int column) {
    return bars.get(column).color();
  }

  @Override
  public ItemLabelPosition getPositiveItemLabelPosition(int row, int column) {
    return bars.get(column).pointsLeft() ? LEFT : RIGHT;
  }

  // A renderer is the renderer of one plot.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
