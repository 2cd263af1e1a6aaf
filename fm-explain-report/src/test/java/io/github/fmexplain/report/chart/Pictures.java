package io.github.fmexplain.report.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Rectangle2D;

/** What holds for every picture. */
final class Pictures {

  private Pictures() {}

  /** Text does not touch text or bars, and all is inside of the picture. */
  static void assertNothingOverlaps(Svg svg, ChartStyle style) {
    double height = Double.parseDouble(svg.root.getAttribute("height"));
    Rectangle2D picture = new Rectangle2D.Double(0, 0, style.width(), height);
    for (int j = 0; j < svg.texts.size(); j++) {
      Svg.Text text = svg.texts.get(j);
      assertTrue(picture.contains(text.box()), "outside: " + text);
      for (Svg.Text other : svg.texts.subList(j + 1, svg.texts.size())) {
        assertFalse(text.box().intersects(other.box()), text + " on " + other);
      }
      for (Svg.Bar bar : svg.bars) {
        assertFalse(text.box().intersects(bar.box()), text + " on " + bar);
      }
    }
    for (Svg.Bar bar : svg.bars) {
      assertTrue(picture.contains(bar.box()), "outside: " + bar);
    }
  }
}
