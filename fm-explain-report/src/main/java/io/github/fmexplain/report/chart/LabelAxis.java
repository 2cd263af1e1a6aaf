package io.github.fmexplain.report.chart;

import java.awt.Graphics2D;
import java.util.List;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPosition;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.CategoryLabelWidthType;
import org.jfree.chart.text.TextBlock;
import org.jfree.chart.text.TextBlockAnchor;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** Shows blocks of text, the category j being the j-th. */
final class LabelAxis extends CategoryAxis {

  private static final long serialVersionUID = 1L;

  private final transient List<TextBlock> blocks;

  LabelAxis(List<TextBlock> blocks, int offset) {
    this.blocks = blocks;
    CategoryLabelPosition position =
        new CategoryLabelPosition(
            RectangleAnchor.LEFT,
            TextBlockAnchor.CENTER_LEFT,
            TextAnchor.CENTER_LEFT,
            0,
            CategoryLabelWidthType.RANGE,
            1);
    setCategoryLabelPositions(new CategoryLabelPositions(position, position, position, position));
    setCategoryLabelPositionOffset(offset);
    setTickLabelInsets(RectangleInsets.ZERO_INSETS);
    setLowerMargin(0);
    setUpperMargin(0);
    setCategoryMargin(0);
    setAxisLineVisible(false);
    setTickMarksVisible(false);
  }

  @Override
  @SuppressWarnings("rawtypes")
  protected TextBlock createLabel(
      Comparable category, float width, RectangleEdge edge, Graphics2D g2) {
    return blocks.get((Integer) category);
  }

  // An axis is the axis of one plot.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
