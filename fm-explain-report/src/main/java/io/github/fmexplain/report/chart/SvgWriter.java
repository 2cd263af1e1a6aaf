package io.github.fmexplain.report.chart;

import io.github.fmexplain.report.internal.Words;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.io.StringWriter;
import java.text.Bidi;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.DefaultExtensionHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGPaintDescriptor;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Has Batik turn a drawing into SVG, and keeps of it what a reader needs.
 *
 * <p>Batik writes the state of the graphics into nested groups, with a clip for each element and
 * the identifiers of clips, which would collide where several pictures are part of one page. What
 * is drawn here does not leave its area, so that the elements alone, each with the attributes that
 * differ from the picture's, show the same.
 */
final class SvgWriter {

  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** What elements inherit, with the value that need not be said. */
  private static final Map<String, String> INHERITED =
      new TreeMap<>(
          Map.of(
              "stroke", "none",
              "fill-opacity", "1",
              "stroke-opacity", "1",
              "stroke-width", "1",
              "stroke-dasharray", "none",
              "font-weight", "normal"));

  private static final List<String> GEOMETRY =
      List.of(
          "x", "y", "width", "height", "d", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry",
          "points");

  private final Document document;
  private final Element picture;
  private final String fill;
  private final String fontSize;

  private SvgWriter(Document document, Element picture, ChartStyle style, float fontSize) {
    this.document = document;
    this.picture = picture;
    this.fill = hex(style.text());
    this.fontSize = number(fontSize);
    picture.setAttribute("fill", fill);
    picture.setAttribute("font-family", "sans-serif");
    picture.setAttribute("font-size", this.fontSize);
  }

  /**
   * @param drawing draws the picture
   */
  static String write(
      String name, String description, ChartStyle style, int height, Consumer<Graphics2D> drawing) {
    Document document = emptyDocument();
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setPrecision(1);
    context.setExtensionHandler(new Colors());
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    drawing.accept(graphics);
    Element picture = document.createElementNS(NAMESPACE, "svg");
    picture.setAttribute("xmlns", NAMESPACE);
    picture.setAttribute("role", "img");
    picture.setAttribute(
        "xml:lang", Words.in(style.locale(), ExplanationCharts.class).locale().toLanguageTag());
    picture.setAttribute("width", String.valueOf(style.width()));
    picture.setAttribute("height", String.valueOf(height));
    picture.setAttribute("viewBox", "0 0 " + style.width() + " " + height);
    SvgWriter writer = new SvgWriter(document, picture, style, new Sheet(style).font.getSize2D());
    picture.appendChild(writer.words("title", name));
    picture.appendChild(writer.words("desc", description));
    writer.addLeaves(graphics.getRoot());
    return text(picture);
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Element element) {
    try {
      Transformer transformer = TransformerFactory.newInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(element), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }

  private Element words(String tag, String words) {
    Element element = document.createElementNS(NAMESPACE, tag);
    element.setTextContent(words);
    return element;
  }

  private void addLeaves(Element drawn) {
    for (Node node = drawn.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        switch (element.getTagName()) {
          case "g" -> addLeaves(element);
          case "defs" -> {}
          default -> picture.appendChild(leaf(element));
        }
      }
    }
  }

  private Element leaf(Element drawn) {
    Element leaf = document.createElementNS(NAMESPACE, drawn.getTagName());
    for (String attribute : GEOMETRY) {
      if (drawn.hasAttribute(attribute)) {
        leaf.setAttribute(attribute, drawn.getAttribute(attribute));
      }
    }
    set(leaf, "fill", inherited(drawn, "fill"), fill);
    if (drawn.getTagName().equals("text")) {
      set(leaf, "font-size", inherited(drawn, "font-size").replace("px", ""), fontSize);
      leaf.setTextContent(drawn.getTextContent());
      turn(leaf);
    }
    INHERITED.forEach(
        (attribute, plain) -> set(leaf, attribute, inherited(drawn, attribute), plain));
    String transform = transforms(drawn);
    set(leaf, "transform", transform, "");
    return leaf;
  }

  private static void set(Element element, String attribute, String value, String plain) {
    if (!value.isEmpty() && !value.equals(plain)) {
      element.setAttribute(attribute, value);
    }
  }

  /** Text of a script from right to left keeps its left end in place, as Java draws it. */
  private static void turn(Element text) {
    String words = text.getTextContent();
    if (!new Bidi(words, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight()) {
      text.setAttribute("direction", "rtl");
      text.setAttribute("text-anchor", "end");
    }
  }

  private static String inherited(Element element, String attribute) {
    for (Node node = element; node instanceof Element e; node = node.getParentNode()) {
      if (e.hasAttribute(attribute)) {
        return e.getAttribute(attribute);
      }
    }
    return "";
  }

  private static String transforms(Element element) {
    StringBuilder transforms = new StringBuilder();
    for (Node node = element; node instanceof Element e; node = node.getParentNode()) {
      transforms.insert(0, e.getAttribute("transform"));
    }
    return transforms.toString();
  }

  private static String hex(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }

  private static String number(float value) {
    return value == Math.rint(value) ? String.valueOf((int) value) : String.valueOf(value);
  }

  /** One way of writing colours, where Batik has names for some. */
  private static final class Colors extends DefaultExtensionHandler {

    @Override
    public @Nullable SVGPaintDescriptor handlePaint(Paint paint, SVGGeneratorContext context) {
      return paint instanceof Color color
          ? new SVGPaintDescriptor(hex(color), context.doubleString(color.getAlpha() / 255.0))
          : super.handlePaint(paint, context);
    }
  }
}
