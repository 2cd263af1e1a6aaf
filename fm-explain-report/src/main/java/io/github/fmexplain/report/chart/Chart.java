package io.github.fmexplain.report.chart;

import io.github.fmexplain.report.internal.NewFile;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jfree.chart.JFreeChart;

/**
 * A picture, as SVG and as PNG. Immutable and thread-safe; made by {@link ExplanationCharts}.
 *
 * <p>The same input gives the same bytes on the same Java runtime with the same fonts. No display
 * is needed. At least one font is, as text has to be measured: where Java finds none, making a
 * chart throws an {@link IllegalStateException}. Letters that no font of the machine has are boxes
 * in the PNG, while the SVG leaves them to the fonts of its reader.
 */
public final class Chart {

  private final String name;
  private final String description;
  private final ChartStyle style;
  private final int height;
  private final Supplier<JFreeChart> drawing;

  /** JFreeChart changes its titles and number formats while it draws. */
  private final Object oneAtATime = new Object();

  Chart(
      String name, String description, ChartStyle style, int height, Supplier<JFreeChart> drawing) {
    this.name = name;
    this.description = description;
    this.style = style;
    this.height = height;
    this.drawing = drawing;
  }

  /** {@return the width in pixels} */
  public int width() {
    return style.width();
  }

  /** {@return the height in pixels} */
  public int height() {
    return height;
  }

  /**
   * {@return the picture as an SVG element of one line, without XML declaration, to be a file or
   * part of a page}
   *
   * <p>Letters are text and rows are rectangles. Its first children are a title and a description
   * that has every row in words, for those who listen; it refers to nothing outside and has no ids,
   * so that several can be part of one page.
   */
  public String toSvg() {
    return SvgWriter.write(name, description, style, height, graphics -> draw(graphics));
  }

  /** {@return the picture as the bytes of a PNG file} */
  public byte[] toPng() {
    BufferedImage image = new BufferedImage(width(), height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    try {
      draw(graphics);
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Not ImageIO.write to the bytes: it may go through a temporary file.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void draw(Graphics2D graphics) {
    synchronized (oneAtATime) {
      drawing.get().draw(graphics, new Rectangle2D.Double(0, 0, width(), height));
    }
  }

  /**
   * Writes the picture as an SVG file, in UTF-8.
   *
   * @param file what is there is replaced when all is written
   * @throws IOException if it cannot be written; an older file is as it was
   */
  public void writeSvg(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    NewFile.write(file, (toSvg() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes the picture as a PNG file.
   *
   * @param file what is there is replaced when all is written
   * @throws IOException if it cannot be written; an older file is as it was
   */
  public void writePng(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    NewFile.write(file, toPng());
  }

  /** {@return the size} */
  @Override
  public String toString() {
    return "Chart[" + width() + " x " + height + " pixels]";
  }
}
