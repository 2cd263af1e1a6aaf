package io.github.fmexplain.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.report.internal.Titles;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Titles are data: whatever they are, the picture stays whole. */
class HostileTitlesProperties {

  private static final String[] PIECES = {
    "a",
    "W",
    " ",
    "  ",
    "Der ",
    "Zug (1999)",
    "<",
    ">",
    "&",
    "\"",
    "'",
    "]]>",
    "<!--",
    "</svg>",
    "<script>alert(1)</script>",
    "&#0;",
    "\u0000",
    "\u0007",
    "\u001b",
    "\n",
    "\r",
    "\t",
    "\u0085",
    "\u2028",
    "\u2029",
    "\ufffe",
    "\uffff",
    "\ud800",
    "\udc00",
    "\u202a",
    "\u202b",
    "\u202d",
    "\u202e",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u200e",
    "\u200f",
    "\u061c",
    "\u00ad",
    "\ufeff",
    "\u200b",
    "שלום ",
    "مرحبا",
    "千と千尋の神隠し",
    "한국어",
    "ไทย",
    "नमस्ते",
    "😀",
    "👨\u200d👩\u200d👧",
    "e\u0301",
    "\u0301\u0302\u0303\u0304\u0305",
    "ﷺ",
    "Donaudampfschifffahrtsgesellschaft",
    "{0}",
    "%s",
    "…",
    "−",
    "0",
    "\\u0041",
    "\u200c",
    "I\u0307"
  };

  /** Those that keep their effect beyond the text they stand in. */
  private static final Set<Integer> DIRECTIONS =
      "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067"
          .codePoints()
          .boxed()
          .collect(Collectors.toSet());

  @Provide
  Arbitrary<String> titles() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMinSize(0)
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<ChartStyle> styles() {
    return Arbitraries.of(
        ChartStyle.standard(),
        ChartStyle.builder().width(320).locale(Locale.GERMAN).build(),
        ChartStyle.builder().width(360).build(),
        ChartStyle.builder().width(360).height(480).locale(Locale.GERMAN).build(),
        ChartStyle.builder().width(560).build(),
        ChartStyle.builder().width(1600).build(),
        ChartStyle.builder().width(1600).height(480).build(),
        ChartStyle.builder().width(10_000).build());
  }

  private static Explanation explanation(String title, String rated, String other) {
    return Made.explanation()
        .titled(title)
        .rated(rated, 4.5, 0.75)
        .rated(other, 1, -0.5)
        .rated("Heat", 3, 0.125)
        .rated(rated, 12345.678, 0.0625)
        .around(-0.25, 0.5)
        .logits()
        .build();
  }

  @Property(seed = "1", tries = 60)
  void bars_stayWhole(
      @ForAll("titles") String title,
      @ForAll("titles") String rated,
      @ForAll("titles") String other,
      @ForAll("styles") ChartStyle style) {
    Explanation explanation = explanation(title, rated, other);
    Chart chart = ExplanationCharts.bars(explanation, Quantity.INFLUENCE, 10, style);
    assertWhole(Svg.of(chart, style), style, 4);
  }

  @Property(seed = "1", tries = 60)
  void waterfalls_stayWhole(
      @ForAll("titles") String title,
      @ForAll("titles") String rated,
      @ForAll("titles") String other,
      @ForAll("styles") ChartStyle style) {
    Explanation explanation = explanation(title, rated, other);
    assertWhole(Svg.of(ExplanationCharts.waterfall(explanation, 10, style), style), style, 7);
    assertWhole(Svg.of(ExplanationCharts.waterfall(explanation, 1, style), style), style, 5);
  }

  private static void assertWhole(Svg svg, ChartStyle style, int bars) {
    assertTrue(
        style.height() == null ? svg.bars.size() == bars : svg.bars.size() <= bars,
        () -> svg.bars.toString());
    assertFalse(svg.bars.isEmpty());
    assertEquals(
        Set.of("title", "desc", "rect", "path", "line", "text"),
        svg.elements().stream().map(e -> e.getTagName()).collect(Collectors.toSet()));
    for (String words : svg.words()) {
      assertTrue(
          words.codePoints().noneMatch(c -> DIRECTIONS.contains(c) || c == 0x2068 || c == 0x2069),
          words);
    }
    for (String spoken : List.of(svg.name(), svg.description())) {
      assertTrue(spoken.codePoints().noneMatch(DIRECTIONS::contains), spoken);
      assertTrue(isolatesAreBalanced(spoken), spoken);
    }
    Pictures.assertNothingOverlaps(svg, style);
  }

  private static boolean isolatesAreBalanced(String text) {
    int open = 0;
    for (int j = 0; j < text.length(); j++) {
      char c = text.charAt(j);
      open += c == '\u2068' ? 1 : c == '\u2069' ? -1 : 0;
      if (open < 0 || open > 1) {
        return false;
      }
    }
    return open == 0;
  }

  @Property(seed = "1")
  void cleanTitles_areOneLineOfXml(@ForAll("titles") String title) {
    String clean = Titles.clean(title, "17");
    assertFalse(clean.isBlank());
    assertEquals(clean, clean.strip());
    assertTrue(
        clean
            .codePoints()
            .allMatch(
                c ->
                    c >= 0x20
                        && !Character.isISOControl(c)
                        && !(c >= 0xd800 && c <= 0xdfff)
                        && c != 0xfffe
                        && c != 0xffff),
        clean);
    assertEquals(clean, Titles.clean(clean, "17"));
  }

  @Property(seed = "1")
  void lines_haveRoomAndLoseOnlyWhatIsCut(@ForAll("titles") String title) {
    Sheet sheet = new Sheet(ChartStyle.standard());
    String clean = Titles.clean(title, "17");
    List<String> lines = TextFit.lines(clean, sheet.font, 150, 2);
    assertTrue(lines.size() <= 2);
    for (String line : lines) {
      assertTrue(TextFit.width(line, sheet.font) <= 150, line);
    }
    String shown = String.join("", lines).replace(" ", "").replace("…", "");
    assertTrue(clean.replace(" ", "").replace("…", "").startsWith(shown), shown);
  }
}
