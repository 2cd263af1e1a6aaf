package io.github.fmexplain.report.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import org.jfree.chart.text.TextFragment;
import org.jfree.chart.ui.Size2D;
import org.jfree.chart.ui.TextAnchor;

/**
 * Text in a cell of its own width, so that what follows does not depend on the width of its letters
 * in the reader's font, nor on the direction of its script.
 */
final class TextCell extends TextFragment {

  private static final long serialVersionUID = 1L;

  private final double width;
  private final boolean right;

  TextCell(String text, Font font, Color color, double width, boolean right) {
    super(text, font, color);
    this.width = width;
    this.right = right;
  }

  @Override
  public void draw(
      Graphics2D g2,
      float anchorX,
      float anchorY,
      TextAnchor anchor,
      float rotateX,
      float rotateY,
      double angle) {
    double free =
        right ? width - getFont().getStringBounds(getText(), TextFit.CONTEXT).getWidth() : 0;
    super.draw(g2, (float) (anchorX + free), anchorY, anchor, rotateX, rotateY, angle);
  }

  @Override
  public Size2D calculateDimensions(Graphics2D g2) {
    return new Size2D(width, TextFit.lineHeight(getFont()));
  }

  // Two cells in two lines are two things, whatever they say.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
