package io.github.fmexplain.report.chart;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.text.TextBlock;
import org.jfree.chart.text.TextLine;
import org.jfree.chart.title.Title;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.category.DefaultIntervalCategoryDataset;

/** Lays out rows of bars and has JFreeChart draw them. */
final class BarPlot {

  private static final double LABEL_SHARE = 0.45;
  private static final double NARROW_LABEL_SHARE = 0.5;
  private static final int TITLE_LINES = 2;
  private static final double ROW_GAP = 0.8;
  private static final double BAR_SHARE = 0.64;
  private static final double THICKEST_BAR = 2;

  /** Bars keep this share of their plot, however long the numbers at their ends are. */
  private static final double LEAST_BAR_SHARE = 0.2;

  private final Sheet sheet;
  private final List<Bar> bars;
  private final boolean zeroLine;
  private final boolean valuesAtEnds;
  private final String message;
  private final List<Title> titles;
  private final double gap;
  private final double titleRoom;
  private final double labelRoom;
  private final double detailRoom;
  private final double valueRoom;
  private final double totalRoom;
  private final double rowHeight;
  private final List<TextBlock> labels = new ArrayList<>();

  /**
   * @param zeroLine whether a line marks 0
   * @param valuesAtEnds whether values stand at the ends of the bars, if there is room; else they
   *     stand beside the titles
   * @param message what is said if there are no bars
   */
  BarPlot(
      Sheet sheet,
      Heading heading,
      List<Bar> bars,
      boolean zeroLine,
      boolean valuesAtEnds,
      String message) {
    this.sheet = sheet;
    this.bars = drawn(bars, zeroLine);
    this.zeroLine = zeroLine && !bars.isEmpty();
    this.valuesAtEnds = valuesAtEnds && !sheet.narrow;
    this.message = message;
    this.titles = sheet.titles(heading);
    this.gap = Math.ceil(sheet.font.getSize2D() * 0.6);
    double most = sheet.room * (sheet.narrow ? NARROW_LABEL_SHARE : LABEL_SHARE);
    this.detailRoom = widest(Bar::detail);
    this.valueRoom = this.valuesAtEnds ? 0 : widest(Bar::value);
    double beside = withGap(detailRoom) + withGap(valueRoom);
    double title = widest(Bar::title);
    this.titleRoom =
        Math.floor(
            sheet.narrow
                ? Math.min(most, Math.max(title, beside - gap))
                : Math.min(most - beside, title));
    this.labelRoom = sheet.narrow ? titleRoom : titleRoom + beside;
    this.totalRoom = widest(Bar::total);
    int lines = 1;
    for (Bar bar : bars) {
      List<TextLine> label = sheet.narrow ? narrowLabel(bar) : wideLabel(bar);
      lines = Math.max(lines, label.size());
      labels.add(block(label));
    }
    this.rowHeight =
        Math.ceil(lines * TextFit.lineHeight(sheet.font) + ROW_GAP * sheet.font.getSize2D());
  }

  /**
   * Returns the bars over a range of length 1, which keeps 0 if there is a line on it. An axis of
   * JFreeChart does not come to its end over the smallest numbers or the largest.
   */
  private static List<Bar> drawn(List<Bar> bars, boolean zeroLine) {
    double largest = 0;
    for (Bar bar : bars) {
      largest = Math.max(largest, Math.max(size(bar.from()), size(bar.to())));
    }
    // First by the largest, so that neither a difference nor a quotient leaves the doubles.
    double scale = largest == 0 ? 1 : largest;
    double low = zeroLine ? 0 : Double.POSITIVE_INFINITY;
    double high = zeroLine ? 0 : Double.NEGATIVE_INFINITY;
    for (Bar bar : bars) {
      low = Math.min(low, Math.min(bounded(bar.from()) / scale, bounded(bar.to()) / scale));
      high = Math.max(high, Math.max(bounded(bar.from()) / scale, bounded(bar.to()) / scale));
    }
    double zero = zeroLine ? 0 : low;
    double length = high > low ? high - low : 1;
    return bars.stream()
        .map(
            bar ->
                bar.at(
                    (bounded(bar.from()) / scale - zero) / length,
                    (bounded(bar.to()) / scale - zero) / length))
        .toList();
  }

  private static double size(double value) {
    return Math.abs(bounded(value));
  }

  /** Sums of finite numbers can be infinite. */
  private static double bounded(double value) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
  }

  private double widest(Function<Bar, String> part) {
    return Math.ceil(
        bars.stream().mapToDouble(b -> TextFit.width(part.apply(b), sheet.font)).max().orElse(0));
  }

  private double withGap(double room) {
    return room == 0 ? 0 : gap + room;
  }

  /** The title, and beside it detail and value in columns of their own. */
  private List<TextLine> wideLabel(Bar bar) {
    List<TextLine> lines = new ArrayList<>();
    for (String words : TextFit.lines(bar.title(), sheet.font, titleRoom, TITLE_LINES)) {
      TextLine line = new TextLine();
      line.addFragment(cell(words, titleRoom, false));
      if (lines.isEmpty()) {
        addBeside(line, bar.detail(), detailRoom, false);
        addBeside(line, bar.value(), valueRoom, true);
      }
      lines.add(line);
    }
    return lines;
  }

  private void addBeside(TextLine line, String text, double room, boolean right) {
    if (room > 0) {
      line.addFragment(cell("", gap, false));
      line.addFragment(cell(text, room, right));
    }
  }

  /** The title, and below it detail and value, for which there is no room elsewhere. */
  private List<TextLine> narrowLabel(Bar bar) {
    List<TextLine> lines = new ArrayList<>();
    for (String words : TextFit.lines(bar.title(), sheet.font, titleRoom, TITLE_LINES)) {
      TextLine line = new TextLine();
      line.addFragment(cell(words, titleRoom, false));
      lines.add(line);
    }
    double room = Math.min(detailRoom, titleRoom - withGap(valueRoom));
    TextLine last = new TextLine();
    if (room > 0) {
      last.addFragment(cell(TextFit.lines(bar.detail(), sheet.font, room, 1).get(0), room, false));
    }
    last.addFragment(cell(bar.value(), titleRoom - room, true));
    lines.add(last);
    return lines;
  }

  private TextCell cell(String text, double width, boolean right) {
    return new TextCell(text, sheet.font, sheet.style.text(), width, right);
  }

  private static TextBlock block(List<TextLine> lines) {
    TextBlock block = new TextBlock();
    block.setLineAlignment(HorizontalAlignment.LEFT);
    lines.forEach(block::addLine);
    return block;
  }

  /** Returns all rows in words. */
  String description() {
    return bars.isEmpty()
        ? message
        : bars.stream().map(Bar::spoken).collect(Collectors.joining("; "));
  }

  /** Returns the height in pixels that all rows and titles need. */
  int neededHeight() {
    return (int)
        Math.ceil(2 * sheet.margin + sheet.height(titles) + Math.max(1, bars.size()) * rowHeight);
  }

  /** Returns how many fewer rows, at least, would have room in a height; 0 if all have. */
  int rowsTooMany(int height) {
    return Math.max(0, (int) Math.ceil((neededHeight() - height) / rowHeight));
  }

  /** Returns a new chart; it shares its titles with those before. */
  JFreeChart chart(int height) {
    double plotHeight = height - 2 * sheet.margin - sheet.height(titles);
    CategoryPlot plot =
        new CategoryPlot(
            bars.isEmpty() ? null : dataset(),
            labelAxis(labels),
            valueAxis(),
            renderer(plotHeight));
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setNoDataMessage(message);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setRangeGridlinesVisible(false);
    plot.setRangeZeroBaselineVisible(zeroLine);
    plot.setRangeZeroBaselinePaint(sheet.style.text());
    plot.setRangeZeroBaselineStroke(new BasicStroke(1));
    AxisSpace space = new AxisSpace();
    space.setLeft(bars.isEmpty() ? 0 : labelRoom + gap);
    space.setRight(withGap(totalRoom));
    plot.setFixedDomainAxisSpace(space);
    plot.setFixedRangeAxisSpace(new AxisSpace());
    if (totalRoom > 0) {
      List<TextBlock> totals = new ArrayList<>();
      for (Bar bar : bars) {
        TextLine line = new TextLine();
        line.addFragment(cell(bar.total(), totalRoom, true));
        totals.add(block(List.of(line)));
      }
      plot.setDomainAxis(1, labelAxis(totals));
      plot.setDomainAxisLocation(1, AxisLocation.TOP_OR_RIGHT);
      plot.mapDatasetToDomainAxes(0, List.of(0, 1));
    }
    return sheet.chart(plot, titles);
  }

  private CategoryAxis labelAxis(List<TextBlock> blocks) {
    return new LabelAxis(blocks, (int) gap);
  }

  private DefaultIntervalCategoryDataset dataset() {
    Integer[] rows = new Integer[bars.size()];
    Double[][] from = new Double[1][bars.size()];
    Double[][] to = new Double[1][bars.size()];
    for (int j = 0; j < rows.length; j++) {
      rows[j] = j;
      from[0][j] = Math.min(bars.get(j).from(), bars.get(j).to());
      to[0][j] = Math.max(bars.get(j).from(), bars.get(j).to());
    }
    return new DefaultIntervalCategoryDataset(new Integer[] {0}, rows, from, to);
  }

  private BarRenderer renderer(double plotHeight) {
    double thickest = THICKEST_BAR * sheet.font.getSize2D() / Math.max(1, plotHeight);
    return new BarRenderer(
        bars, sheet, valuesAtEnds, gap, Math.min(thickest, BAR_SHARE / Math.max(1, bars.size())));
  }

  /** The numbers have room at both ends of the bars. */
  private NumberAxis valueAxis() {
    double low = zeroLine ? 0 : Double.POSITIVE_INFINITY;
    double high = zeroLine ? 0 : Double.NEGATIVE_INFINITY;
    double left = 0;
    double right = 0;
    for (Bar bar : bars) {
      low = Math.min(low, Math.min(bar.from(), bar.to()));
      high = Math.max(high, Math.max(bar.from(), bar.to()));
      double room = valuesAtEnds ? TextFit.width(bar.value(), sheet.font) + gap : 0;
      left = Math.max(left, bar.pointsLeft() ? room : 0);
      right = Math.max(right, bar.pointsLeft() ? 0 : room);
    }
    NumberAxis axis = new NumberAxis();
    axis.setVisible(false);
    if (!bars.isEmpty()) {
      double room = sheet.room - labelRoom - gap - withGap(totalRoom);
      double used = Math.max(LEAST_BAR_SHARE, 1 - (left + right) / room);
      // Bars of no length still need a scale, on which their line stands.
      double length = high > low ? high - low : 1;
      double start = high > low ? low : low - length / 2;
      double unused = (1 - used) / used * length;
      double before = left + right == 0 ? 0 : unused * left / (left + right);
      axis.setRange(new Range(start - before, start + length + unused - before));
    }
    return axis;
  }
}
