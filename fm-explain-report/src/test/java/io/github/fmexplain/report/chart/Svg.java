package io.github.fmexplain.report.chart;

import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** An SVG as a reader sees it, read by an XML parser. */
final class Svg {

  final Element root;
  final List<Text> texts = new ArrayList<>();
  final List<Bar> bars = new ArrayList<>();

  private Svg(Element root, ChartStyle style) {
    this.root = root;
    for (Element element : elements()) {
      if (element.getTagName().equals("text")) {
        texts.add(text(element));
      } else if (element.getTagName().equals("rect") && number(element, "width") < style.width()) {
        bars.add(
            new Bar(
                new Rectangle2D.Double(
                    number(element, "x"),
                    number(element, "y"),
                    number(element, "width"),
                    number(element, "height")),
                element.getAttribute("fill")));
      }
    }
  }

  static Svg of(Chart chart, ChartStyle style) {
    return new Svg(parse(chart.toSvg()), style);
  }

  static Element parse(String svg) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      Document document =
          factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
      return document.getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError("not XML: " + svg, e);
    }
  }

  List<Element> elements() {
    List<Element> elements = new ArrayList<>();
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      elements.add((Element) node);
    }
    return elements;
  }

  private Text text(Element element) {
    Font font =
        new Font(
                Font.SANS_SERIF,
                element.getAttribute("font-weight").equals("bold") ? Font.BOLD : Font.PLAIN,
                1)
            .deriveFont(
                Float.parseFloat(
                    element.hasAttribute("font-size")
                        ? element.getAttribute("font-size")
                        : root.getAttribute("font-size")));
    String words = element.getTextContent();
    double width = Math.max(1, font.getStringBounds(words, TextFit.CONTEXT).getWidth());
    double size = font.getSize2D();
    return new Text(
        words,
        new Rectangle2D.Double(
            number(element, "x"), number(element, "y") - 0.75 * size, width, 0.9 * size));
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  String name() {
    return elements().get(0).getTextContent();
  }

  String description() {
    return elements().get(1).getTextContent();
  }

  List<String> words() {
    return texts.stream().map(Text::words).toList();
  }

  /** Returns what stands in the row of a bar, from left to right. */
  List<String> row(Bar bar) {
    return texts.stream()
        .filter(
            t ->
                t.box().getCenterY() > bar.box().getMinY() - 1
                    && t.box().getCenterY() < bar.box().getMaxY() + 1)
        .sorted((s, t) -> Double.compare(s.box().getX(), t.box().getX()))
        .map(Text::words)
        .toList();
  }

  /** Text, and the box of its letters in this machine's font. */
  record Text(String words, Rectangle2D box) {}

  /** A filled rectangle. */
  record Bar(Rectangle2D box, String fill) {}
}
