package io.github.fmexplain.report.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.block.LengthConstraintType;
import org.jfree.chart.block.RectangleConstraint;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.title.Title;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.VerticalAlignment;
import org.jfree.data.Range;

/** Fonts and margins of a width, and what stands above and below a plot. */
final class Sheet {

  private static final double SMALLEST = 12;
  private static final double LARGEST = 18;

  /** From this width on letters grow. */
  private static final double GROWS_FROM = 800;

  private static final double GROWTH = 1 / 200.0;

  /** A given height has room for this many lines, whatever the width. */
  private static final double LINES = 40;

  private static final double TITLE = 1.25;
  private static final int TITLE_LINES = 2;
  private static final int WORD_LINES = 5;

  /** Below this many ems a chart is for a phone. */
  private static final double NARROW = 46;

  final ChartStyle style;
  final Font font;
  final double margin;
  final double room;
  final boolean narrow;

  Sheet(ChartStyle style) {
    this.style = style;
    double byWidth = Math.min(LARGEST, SMALLEST + Math.max(0, style.width() - GROWS_FROM) * GROWTH);
    Integer height = style.height();
    double size = height == null ? byWidth : Math.min(byWidth, Math.max(SMALLEST, height / LINES));
    this.font = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size);
    TextFit.requireFont(() -> TextFit.lineHeight(font));
    this.margin = size;
    this.room = style.width() - 2 * margin;
    this.narrow = style.width() < NARROW * size;
  }

  /** Returns the titles from top to bottom, then those at the bottom from below. */
  List<Title> titles(Heading heading) {
    List<Title> titles = new ArrayList<>();
    Font bold = font.deriveFont(Font.BOLD, (float) (TITLE * font.getSize2D()));
    double gap = font.getSize2D() / 2;
    for (String line : TextFit.lines(heading.title(), bold, room, TITLE_LINES)) {
      titles.add(text(line, bold, RectangleEdge.TOP, 0, 0));
    }
    double above = gap / 2;
    for (String line : TextFit.lines(heading.subtitle(), font, room, WORD_LINES)) {
      titles.add(text(line, font, RectangleEdge.TOP, above, 0));
      above = 0;
    }
    if (!heading.legend().isEmpty()) {
      titles.add(legend(heading.legend(), gap));
    }
    List<Title> bottom = new ArrayList<>();
    double before = gap;
    for (String note : heading.notes()) {
      for (String line : TextFit.lines(note, font, room, WORD_LINES)) {
        bottom.add(text(line, font, RectangleEdge.BOTTOM, before, 0));
        before = 0;
      }
    }
    Collections.reverse(bottom);
    titles.addAll(bottom);
    return titles;
  }

  private TextTitle text(
      String line, Font lineFont, RectangleEdge edge, double above, double below) {
    return new TextTitle(
        line,
        lineFont,
        style.text(),
        edge,
        HorizontalAlignment.LEFT,
        VerticalAlignment.TOP,
        new RectangleInsets(above, 0, below, 0));
  }

  private LegendTitle legend(List<Heading.Key> keys, double gap) {
    double square = font.getSize2D() * 0.8;
    LegendItemCollection items = new LegendItemCollection();
    for (Heading.Key key : keys) {
      LegendItem item =
          new LegendItem(
              key.words(),
              null,
              null,
              null,
              new Rectangle2D.Double(-square / 2, -square / 2, square, square),
              key.color());
      item.setOutlinePaint(key.color());
      items.add(item);
    }
    LegendTitle legend = new LegendTitle(() -> items);
    legend.setItemFont(font);
    legend.setItemPaint(style.text());
    legend.setFrame(BlockBorder.NONE);
    legend.setPosition(RectangleEdge.TOP);
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
    legend.setMargin(new RectangleInsets(gap, 0, 0, 0));
    legend.setPadding(RectangleInsets.ZERO_INSETS);
    legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 2 * gap));
    legend.setLegendItemGraphicPadding(RectangleInsets.ZERO_INSETS);
    return legend;
  }

  /** Returns the height that titles take, in pixels. */
  double height(List<Title> titles) {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB).createGraphics();
    try {
      double height = 0;
      for (Title title : titles) {
        height +=
            title
                .arrange(
                    graphics,
                    new RectangleConstraint(
                        room,
                        new Range(0, room),
                        LengthConstraintType.RANGE,
                        room,
                        new Range(0, 100 * room),
                        LengthConstraintType.RANGE))
                .getHeight();
      }
      return height;
    } finally {
      graphics.dispose();
    }
  }

  /** Returns a chart of a plot with its titles. */
  JFreeChart chart(Plot plot, List<Title> titles) {
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setNoDataMessageFont(font);
    plot.setNoDataMessagePaint(style.text());
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    Color background = style.background();
    chart.setBackgroundPaint(background.getAlpha() == 0 ? null : background);
    chart.setPadding(new RectangleInsets(margin, margin, margin, margin));
    titles.forEach(chart::addSubtitle);
    return chart;
  }
}
