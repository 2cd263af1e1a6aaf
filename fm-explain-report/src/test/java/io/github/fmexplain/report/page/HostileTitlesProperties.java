package io.github.fmexplain.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.report.internal.Titles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

class HostileTitlesProperties {

  private static final List<String> NASTY =
      List.of(
          "<script>alert(1)</script>",
          "</title>",
          "</style>",
          "</script>",
          "<!--",
          "-->",
          "]]>",
          "<![CDATA[",
          "\"'`=><&",
          "&lt;&#0;&amp",
          "{{title}}",
          "{{{style.css}}}",
          "' onmouseover='alert(1)",
          "\u202Eevil\u202C",
          "\u2067\u2069\u2069",
          "\u200F\u061C\u05D0",
          "\u0000",
          "\u001B[31m",
          "\uD800",
          "\uDC00",
          "\uFFFE",
          "\u2028\u2029\r\n\t",
          "\uE0000\uE001",
          "{0}",
          "$1\\0",
          "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
          "𝔘🧑‍🚀");

  private static final int RATINGS = 13;
  private static final int ITEMS = 2;
  private static final String HARMLESS = structure(page(List.of("Title")));

  @Provide
  Arbitrary<List<String>> titles() {
    Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(30);
    Arbitrary<String> pieces = Arbitraries.of(NASTY);
    Arbitrary<String> mixed =
        Arbitraries.oneOf(pieces, any).list().ofMaxSize(4).map(list -> String.join("", list));
    Arbitrary<String> longOnes = mixed.map(piece -> (piece + "x").repeat(200));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, mixed), net.jqwik.api.Tuple.of(1, longOnes))
        .list()
        .ofSize(RATINGS + ITEMS);
  }

  private static Document page(List<String> titles) {
    Pages pages = new Pages(RATINGS, ITEMS, n -> titles.get(n % titles.size()));
    String html =
        pages
            .builder()
            .counterfactuals(List.of(pages.counterfactual()))
            .locale(Locale.GERMAN)
            .build()
            .toHtml();
    // As it is written and read: what UTF-8 cannot hold would show here.
    return Jsoup.parse(new String(html.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }

  /** Elements and attributes, without texts, titles and what is in charts. */
  private static String structure(Document page) {
    Document copy = page.clone();
    copy.select("svg").forEach(Element::empty);
    StringBuilder structure = new StringBuilder();
    for (Element element : copy.getAllElements()) {
      structure.append("  ".repeat(element.parents().size())).append(element.tagName());
      for (Attribute attribute : element.attributes()) {
        structure.append(' ').append(attribute.getKey());
        if (!attribute.getKey().equals("aria-label") && element.closest("svg") == null) {
          structure.append('=').append(attribute.getValue());
        }
      }
      structure.append('\n');
    }
    return structure.toString();
  }

  @Property(tries = 40, seed = "1")
  void titles_neverChangeTheStructure(@ForAll("titles") List<String> titles) {
    assertHarmless(page(titles));
  }

  /** Each alone, as the title of a rating and as that of a recommendation. */
  @Example
  void everyNastyTitle_leavesTheStructure() {
    for (int first = 0; first < NASTY.size(); first += ITEMS) {
      List<String> titles = new ArrayList<>(NASTY);
      Collections.rotate(titles, first);
      assertHarmless(page(titles));
    }
  }

  private static void assertHarmless(Document page) {
    assertEquals(HARMLESS, structure(page));
    for (Element inChart : page.select("svg *")) {
      assertFalse(
          List.of("script", "a", "image", "foreignobject", "use", "style")
              .contains(inChart.normalName()),
          inChart.tagName());
      for (Attribute attribute : inChart.attributes()) {
        assertFalse(attribute.getKey().startsWith("on"), attribute.getKey());
      }
    }
    List<String> shown = page.select("#ratings bdi").eachText();
    assertEquals(RATINGS, shown.size());
    for (String title : shown) {
      assertFalse(title.isEmpty());
      assertTrue(title.codePointCount(0, title.length()) <= Titles.LONGEST, title);
    }
    assertFalse(page.outerHtml().contains("\u202E"));
    assertFalse(page.text().contains("\u0000"));
  }

  @Example
  void titles_appearAsText() {
    List<String> titles = new ArrayList<>();
    titles.add("<script>alert(\"x\")</script> & 'co' </title>");
    Document page = page(titles);
    for (String where : List.of("#ratings bdi", "tbody bdi", "h3 bdi", ".sentence bdi")) {
      assertEquals(titles.get(0), page.expectFirst(where).text(), where);
    }
  }
}
