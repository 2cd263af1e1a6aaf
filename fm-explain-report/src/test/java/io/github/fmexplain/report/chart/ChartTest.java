package io.github.fmexplain.report.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ChartTest {

  private static final Explanation EXPLANATION = Made.ofImpacts(4, -3, 2, 1, -1).build();

  private static Chart chart(ChartStyle style) {
    return ExplanationCharts.bars(EXPLANATION, Quantity.IMPACT, 10, style);
  }

  private static BufferedImage image(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertTrue(image != null, "a PNG");
    return image;
  }

  @Test
  void svg_isSpokenAndSelfContained() {
    Svg svg = Svg.of(chart(ChartStyle.standard()), ChartStyle.standard());
    assertEquals("svg", svg.root.getTagName());
    assertEquals("http://www.w3.org/2000/svg", svg.root.getNamespaceURI());
    assertEquals("img", svg.root.getAttribute("role"));
    assertEquals("title", svg.elements().get(0).getTagName());
    assertEquals("desc", svg.elements().get(1).getTagName());
    assertEquals("\u2068Thorn\u2069: impact of your ratings", svg.name());
    assertEquals(
        "\u2068A\u2069, rated 1: +4.00; \u2068C\u2069, rated 3: +2.00; \u2068D\u2069, rated 4:"
            + " +1.00; \u2068B\u2069, rated 2: −3.00; \u2068E\u2069, rated 5: −1.00",
        svg.description());
    for (Element element : svg.elements()) {
      for (String attribute : List.of("id", "href", "xlink:href", "style", "clip-path", "class")) {
        assertFalse(element.hasAttribute(attribute), attribute);
      }
    }
    String text = chart(ChartStyle.standard()).toSvg();
    assertFalse(text.contains("url("));
    assertFalse(text.contains("<?"));
    assertFalse(text.contains("\n"));
  }

  @Test
  void svg_hasTheSizeOfThePicture() {
    ChartStyle style = ChartStyle.builder().width(360).height(500).build();
    Chart chart = chart(style);
    Element root = Svg.of(chart, style).root;
    assertEquals("360", root.getAttribute("width"));
    assertEquals("500", root.getAttribute("height"));
    assertEquals("0 0 360 500", root.getAttribute("viewBox"));
    assertEquals("Chart[360 x 500 pixels]", chart.toString());
    assertEquals(360, chart.width());
    assertEquals(500, chart.height());
  }

  @Test
  void tenRowsOfLongTitles_areASmallSvg() {
    Made made = Made.explanation().titled("x".repeat(400));
    for (int j = 0; j < 50; j++) {
      made.rated("A title of usual length that is a bit longer, number (19" + j + ")", 4, j - 25);
    }
    for (int width : new int[] {360, 800, 1600}) {
      Chart chart =
          ExplanationCharts.bars(
              made.build(), Quantity.IMPACT, 10, ChartStyle.builder().width(width).build());
      int bytes = chart.toSvg().getBytes(StandardCharsets.UTF_8).length;
      assertTrue(bytes <= 12_000, width + ": " + bytes);
    }
  }

  @Test
  void givenHeight_takesWhatHasRoom() {
    Made made = Made.explanation();
    for (int j = 0; j < 100; j++) {
      made.rated("Title " + j, 4, j + 1);
    }
    ChartStyle style = ChartStyle.builder().height(480).build();
    Chart chart = ExplanationCharts.bars(made.build(), Quantity.IMPACT, 100, style);
    assertEquals(480, chart.height());
    Svg svg = Svg.of(chart, style);
    assertTrue(svg.bars.size() > 5 && svg.bars.size() < 30, "bars: " + svg.bars.size());
    assertTrue(
        svg.words().contains(svg.bars.size() + " of 100 ratings, the strongest ones."),
        svg.words().toString());
    assertEquals("Title 99", svg.row(svg.bars.get(0)).get(0));
    Pictures.assertNothingOverlaps(svg, style);
    // And a chart that needs less keeps its height too.
    assertEquals(480, chart(style).height());
  }

  @Test
  void files_holdTheSame(@TempDir Path folder) throws IOException {
    Chart chart = chart(ChartStyle.standard());
    Path svg = folder.resolve("why.svg");
    Path png = folder.resolve("why.png");
    chart.writeSvg(svg);
    chart.writePng(png);
    assertEquals(chart.toSvg() + "\n", Files.readString(svg, StandardCharsets.UTF_8));
    assertArrayEquals(chart.toPng(), Files.readAllBytes(png));
    BufferedImage image = image(Files.readAllBytes(png));
    assertEquals(800, image.getWidth());
    assertEquals(chart.height(), image.getHeight());
  }

  @Test
  void background_canBeLeftOut() throws IOException {
    ChartStyle transparent = ChartStyle.builder().background(new Color(0, true)).build();
    assertEquals(0, image(chart(transparent).toPng()).getRGB(1, 1));
    assertEquals(5, Svg.parse(chart(transparent).toSvg()).getElementsByTagName("rect").getLength());
    assertEquals(0xffffffff, image(chart(ChartStyle.standard()).toPng()).getRGB(1, 1));
    assertEquals(
        6,
        Svg.parse(chart(ChartStyle.standard()).toSvg()).getElementsByTagName("rect").getLength());
  }

  @Test
  void colours_areThoseOfTheStyle() {
    ChartStyle style =
        ChartStyle.builder()
            .positive(new Color(1, 2, 3))
            .negative(new Color(4, 5, 6))
            .neutral(new Color(7, 8, 9))
            .text(new Color(10, 11, 12))
            .background(new Color(13, 14, 15, 128))
            .build();
    String svg = ExplanationCharts.waterfall(EXPLANATION, 5, style).toSvg();
    for (String color : List.of("#010203", "#040506", "#070809", "#0a0b0c", "#0d0e0f")) {
      assertTrue(svg.contains("\"" + color + "\""), color);
    }
    assertTrue(svg.contains("fill-opacity=\"0.5"), svg);
  }

  /**
   * The same picture on every platform: fonts decide how long a unit is and how high a row, but
   * only letters, which have neither of the two colours, look different. What is left is cut to the
   * bars and divided into rows and units.
   */
  @Test
  void picture_ofTheBars() throws IOException {
    ChartStyle style = ChartStyle.standard();
    BufferedImage image = image(chart(style).toPng());
    List<String> expected =
        List.of(
            "   ++++", //
            "   ++  ", "   +   ", "---    ", "  -    ");
    Svg svg = Svg.of(chart(style), style);
    Rectangle2D bars = svg.bars.get(0).box().getBounds2D();
    svg.bars.forEach(bar -> bars.add(bar.box()));
    int columns = 70;
    int rowsEach = 10;
    int different = 0;
    for (int row = 0; row < expected.size() * rowsEach; row++) {
      // Rows have gaps between them; only the bars' own height is looked at.
      var box = svg.bars.get(row / rowsEach).box();
      double y = box.getY() + (row % rowsEach + 0.5) / rowsEach * box.getHeight();
      for (int column = 0; column < columns; column++) {
        double x = bars.getX() + (column + 0.5) / columns * bars.getWidth();
        int rgb = image.getRGB((int) x, (int) y);
        char seen = rgb == 0xff0072b2 ? '+' : rgb == 0xffd55e00 ? '-' : ' ';
        different += seen == expected.get(row / rowsEach).charAt(column * 7 / columns) ? 0 : 1;
      }
    }
    // The edges of bars and the line at zero are less than a hundredth of the picture.
    assertTrue(different <= columns * expected.size() * rowsEach / 50, "different: " + different);
  }

  @Test
  void noDisplay_isNeeded() {
    assertTrue(GraphicsEnvironment.isHeadless(), "surefire sets java.awt.headless");
    assertTrue(chart(ChartStyle.standard()).toPng().length > 1000);
  }

  @Test
  void files_areWholeOrNotThere(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("why.svg");
    Files.writeString(file, "older");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    chart(ChartStyle.standard()).writeSvg(link);
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.readString(file).startsWith("<svg"));
    assertEquals(
        "writing '" + folder + "/none/why.png' failed: there is no such folder",
        assertThrows(
                IOException.class,
                () -> chart(ChartStyle.standard()).writePng(folder.resolve("none/why.png")))
            .getMessage());
    try (FileSystem disk =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder()
                .setWorkingDirectory("/disk")
                .setBlockSize(64)
                .setMaxSize(256)
                .build())) {
      Path small = disk.getPath("/disk/why.svg");
      Files.writeString(small, "older");
      assertEquals(
          "writing '/disk/why.svg' failed: out of disk space",
          assertThrows(IOException.class, () -> chart(ChartStyle.standard()).writeSvg(small))
              .getMessage());
      assertEquals("older", Files.readString(small));
      try (Stream<Path> left = Files.list(small.getParent())) {
        assertEquals(List.of(small), left.toList());
      }
    }
  }
}
