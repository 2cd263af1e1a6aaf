package io.github.fmexplain.report.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.answer.DeletionCurve;
import io.github.fmexplain.data.Interaction;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ExplanationChartsTest {

  private static final ChartStyle STANDARD = ChartStyle.standard();
  private static final String BLUE = "#0072b2";
  private static final String VERMILLION = "#d55e00";
  private static final String GREY = "#808080";

  private static Svg bars(Explanation explanation, Quantity quantity, int atMost) {
    return Svg.of(ExplanationCharts.bars(explanation, quantity, atMost, STANDARD), STANDARD);
  }

  private static Svg waterfall(Explanation explanation, int atMost) {
    return Svg.of(ExplanationCharts.waterfall(explanation, atMost, STANDARD), STANDARD);
  }

  private static List<List<String>> rows(Svg svg) {
    return svg.bars.stream().map(svg::row).toList();
  }

  private static List<String> fills(Svg svg) {
    return svg.bars.stream().map(Svg.Bar::fill).toList();
  }

  @Test
  void bars_sayTitleRatingAndValue_strongestFirst() {
    Svg svg = bars(Made.ofImpacts(0.5, -2, 4, 1, -1, 0).build(), Quantity.IMPACT, 10);
    assertEquals(
        List.of(
            List.of("C", "rated 3", "+4.00"),
            List.of("D", "rated 4", "+1.00"),
            List.of("A", "rated 1", "+0.50"),
            List.of("B", "rated 2", "−2.00"),
            List.of("E", "rated 5", "−1.00")),
        rows(svg));
    assertEquals(List.of(BLUE, BLUE, BLUE, VERMILLION, VERMILLION), fills(svg));
    assertTrue(svg.words().contains("Thorn"));
    assertTrue(
        svg.words()
            .contains(
                "Impact of your ratings, in rating points: each rating's share of the score"));
    assertTrue(svg.words().containsAll(List.of("speaks for it", "speaks against it")));
    assertTrue(svg.words().contains("5 of 6 ratings, the strongest ones."));
  }

  @Test
  void bars_areAsLongAsTheirValues_onBothSidesOfZero() {
    Svg svg = bars(Made.ofImpacts(4, 1, -2).build(), Quantity.IMPACT, 10);
    Rectangle2D four = svg.bars.get(0).box();
    Rectangle2D one = svg.bars.get(1).box();
    Rectangle2D minusTwo = svg.bars.get(2).box();
    assertEquals(4, four.getWidth() / one.getWidth(), 0.02);
    assertEquals(2, minusTwo.getWidth() / one.getWidth(), 0.02);
    assertEquals(four.getMinX(), one.getMinX(), 0.02);
    assertEquals(four.getMinX(), minusTwo.getMaxX(), 0.02);
    assertTrue(four.getMaxY() < one.getMinY() && one.getMaxY() < minusTwo.getMinY());
  }

  @Test
  void bars_showTheQuantityThatIsAskedFor() {
    Explanation explanation = Made.ofImpacts(0.25).logits().build();
    assertEquals("+2.50", rows(bars(explanation, Quantity.INFLUENCE, 1)).get(0).get(2));
    assertEquals("+0.250", rows(bars(explanation, Quantity.IMPACT, 1)).get(0).get(2));
    assertEquals("+0.125", rows(bars(explanation, Quantity.REMOVAL_EFFECT, 1)).get(0).get(2));
    assertTrue(
        bars(explanation, Quantity.REMOVAL_EFFECT, 1)
            .words()
            .contains(
                "Removal effect of your ratings, in logits: what the score would lose without"
                    + " each"));
  }

  @Test
  void bars_giveHalfOfTheRowsToEitherSide() {
    Explanation both = Made.ofImpacts(5, 4, 3, -1, -2, -3).build();
    Svg svg = bars(both, Quantity.IMPACT, 4);
    assertEquals(List.of("A", "B", "F", "E"), rows(svg).stream().map(row -> row.get(0)).toList());
    // There is one against it only: the other rows are for it.
    Svg oneAgainst = bars(Made.ofImpacts(5, 4, 3, 2, -1).build(), Quantity.IMPACT, 4);
    assertEquals(List.of(BLUE, BLUE, BLUE, VERMILLION), fills(oneAgainst));
  }

  @Test
  void waterfall_goesFromOffsetToScore() {
    Svg svg = waterfall(Made.ofImpacts(0.5, -2, 4).around(1, 0.25).build(), 10);
    assertEquals(
        List.of(
            List.of("Offset: without the user", "+1.00", "1.00"),
            List.of("C", "rated 3", "+4.00", "5.00"),
            List.of("B", "rated 2", "−2.00", "3.00"),
            List.of("A", "rated 1", "+0.50", "3.50"),
            List.of("Residual: not explained", "+0.25", "3.75"),
            List.of("Score", "3.75")),
        rows(svg));
    assertEquals(List.of(GREY, BLUE, VERMILLION, BLUE, GREY, GREY), fills(svg));
    List<Rectangle2D> bars = svg.bars.stream().map(Svg.Bar::box).toList();
    double unit = bars.get(0).getWidth();
    double zero = bars.get(0).getMinX();
    double[] from = {0, 1, 3, 3, 3.5, 0};
    double[] to = {1, 5, 5, 3.5, 3.75, 3.75};
    for (int j = 0; j < from.length; j++) {
      assertEquals(zero + from[j] * unit, bars.get(j).getMinX(), 0.1, "from " + j);
      assertEquals(zero + to[j] * unit, bars.get(j).getMaxX(), 0.1, "to " + j);
    }
  }

  @Test
  void waterfall_sumsUpTheRest() {
    Svg svg = waterfall(Made.ofImpacts(4, 0.5, 0.25, -1).around(1, 0).build(), 1);
    assertEquals(List.of("A", "rated 1", "+4.00", "5.00"), rows(svg).get(1));
    assertEquals(List.of("3 more ratings", "−0.25", "4.75"), rows(svg).get(2));
    // One that is left over is shown: its row is there in any case.
    assertFalse(
        waterfall(Made.ofImpacts(4, 0.5).build(), 1).words().stream()
            .anyMatch(words -> words.contains("more")));
  }

  @Test
  void waterfall_ofAClassifier_tellsTheProbability() {
    Svg svg = waterfall(Made.ofImpacts(1, -0.5).around(0.5, 0).logits().build(), 5);
    assertTrue(svg.words().contains("The score is a probability of a like of 73.1%."));
  }

  @Test
  void waterfall_leavesZeroOut_ifItIsFar() {
    Svg svg = waterfall(Made.ofImpacts(0.02, -0.01).around(3.5, 0.01).build(), 5);
    assertTrue(svg.words().contains("The scale does not begin at 0."));
    Rectangle2D step = svg.bars.get(1).box();
    assertEquals(2, step.getWidth() / svg.bars.get(2).box().getWidth(), 0.02);
    assertTrue(step.getWidth() > 100, "the steps fill the plot: " + step);
    // Below 0 as above it.
    Svg below = waterfall(Made.ofImpacts(-0.02, 0.01).around(-3.5, -0.01).build(), 5);
    assertEquals(step.getWidth(), below.bars.get(1).box().getWidth(), 20);
    assertEquals(below.bars.get(0).box().getMaxX(), below.bars.get(4).box().getMaxX(), 0.1);
  }

  @Test
  void noRating_isSaid() {
    Explanation nothing = Made.explanation().around(3, 1).build();
    Svg svg = bars(nothing, Quantity.IMPACT, 10);
    assertTrue(svg.words().contains("No rating has a part in this score."));
    assertEquals(List.of(), svg.bars);
    assertEquals("No rating has a part in this score.", svg.description());
    assertEquals(3, waterfall(nothing, 10).bars.size());
  }

  @Test
  void fiveThousandRatings_giveTheRowsAskedFor() {
    Explanation many =
        Made.ofImpacts(IntStream.range(0, 5000).mapToDouble(j -> Math.sin(j)).toArray())
            .around(1, 1)
            .build();
    Svg svg = bars(many, Quantity.IMPACT, 20);
    assertEquals(20, svg.bars.size());
    assertTrue(svg.words().contains("20 of 5,000 ratings, the strongest ones."));
    Svg steps = waterfall(many, 20);
    assertEquals(24, steps.bars.size());
    assertTrue(steps.words().contains("4,980 more ratings"));
  }

  @Test
  void equalValues_giveEqualBars() {
    Svg svg = bars(Made.ofImpacts(0.2, 0.2, 0.2).build(), Quantity.IMPACT, 10);
    assertEquals(3, svg.bars.size());
    svg.bars.forEach(
        bar -> assertEquals(svg.bars.get(0).box().getWidth(), bar.box().getWidth(), 0.02));
    assertTrue(svg.bars.get(0).box().getWidth() > 100);
    assertFalse(svg.words().contains("speaks against it"));
  }

  @Test
  void zeros_areShownAsSuch() {
    Explanation zeros = Made.ofImpacts(0, -0.0, 0).build();
    Svg svg = bars(zeros, Quantity.IMPACT, 2);
    assertEquals(2, svg.words().stream().filter("0.00"::equals).count());
    assertFalse(svg.words().contains("speaks for it"));
    assertTrue(svg.words().contains("2 of 3 ratings, the strongest ones."));
    Svg steps = waterfall(zeros, 3);
    assertEquals(11, steps.words().stream().filter("0.00"::equals).count());
  }

  @Test
  void whatIsRoundedToZero_hasNoSign() {
    Svg svg = bars(Made.ofImpacts(2, 1e-6, -1e-6).build(), Quantity.IMPACT, 10);
    assertEquals(
        List.of("+2.00", "0.00", "0.00"), rows(svg).stream().map(row -> row.get(2)).toList());
  }

  @Test
  void ownRating_isMarked() {
    Contribution own = new Contribution(Interaction.of("t", 5), "Title", 0.5, 0.5, 0.5);
    Explanation made = Made.explanation().titled("Title").rated("A", 4, 0.25).build();
    Explanation explanation =
        new Explanation(
            made.provenance(),
            "t",
            "Title",
            made.score() + 0.5,
            null,
            made.offset(),
            List.of(),
            made.residual(),
            List.of(made.contributions().get(0), own));
    List<String> marks = new ArrayList<>();
    for (String language : List.of("en", "de", "fr", "es", "it")) {
      ChartStyle style = ChartStyle.builder().locale(Locale.forLanguageTag(language)).build();
      String bars = ExplanationCharts.bars(explanation, Quantity.REMOVAL_EFFECT, 10, style).toSvg();
      String waterfall = ExplanationCharts.waterfall(explanation, 10, style).toSvg();
      String mark = bars.replaceAll("(?s).*>([^<>]*[: ]Title)</text>.*", "$1");
      assertTrue(waterfall.contains(">" + mark + "<"), mark);
      marks.add(mark);
    }
    assertEquals(
        List.of(
            "this item: Title",
            "dieser Titel: Title",
            "ce titre\u202f: Title",
            "este título: Title",
            "questo titolo: Title"),
        marks);
  }

  @Test
  void oneSide_standsAtTheEdge() {
    Svg svg = bars(Made.ofImpacts(-1, -2).build(), Quantity.IMPACT, 10);
    assertEquals(List.of(VERMILLION, VERMILLION), fills(svg));
    assertEquals(List.of("B", "rated 2", "−2.00"), rows(svg).get(0));
    assertEquals(List.of("A", "rated 1", "−1.00"), rows(svg).get(1));
    assertFalse(svg.words().contains("speaks for it"));
  }

  @Test
  void extremeNumbers_areShort() {
    Svg huge = bars(Made.ofImpacts(1e300, -2e299).build(), Quantity.IMPACT, 10);
    assertEquals("+1.00E300", rows(huge).get(0).get(2));
    Svg tiny = bars(Made.ofImpacts(2e-300).build(), Quantity.IMPACT, 10);
    assertEquals("+2.00E−300", rows(tiny).get(0).get(2));
    Svg small = bars(Made.ofImpacts(0.00123).build(), Quantity.IMPACT, 10);
    assertEquals("+0.00123", rows(small).get(0).get(2));
  }

  @Test
  void deletionCurve_isALineThroughThePredictions() {
    DeletionCurve curve =
        new DeletionCurve(
            "t", "Thorn", ScoreUnit.LOGIT, List.of("a", "b", "c"), List.of(0.9, 0.7, 0.3, 0.3));
    Svg svg = Svg.of(ExplanationCharts.deletionCurve(curve, STANDARD), STANDARD);
    Element line =
        svg.elements().stream()
            .filter(e -> e.getAttribute("stroke").equals(BLUE) && e.hasAttribute("d"))
            .findFirst()
            .orElseThrow();
    double[] points =
        DoubleStream.of(
                java.util.regex.Pattern.compile("[^0-9.]+")
                    .splitAsStream(line.getAttribute("d"))
                    .filter(s -> !s.isEmpty())
                    .mapToDouble(Double::parseDouble)
                    .toArray())
            .toArray();
    assertEquals(8, points.length, line.getAttribute("d"));
    double step = points[2] - points[0];
    assertEquals(points[0] + 3 * step, points[6], 0.3);
    double tenPercent = (points[3] - points[1]) / 2;
    assertTrue(tenPercent > 10, "it falls: down is larger y");
    assertEquals(points[1] + 6 * tenPercent, points[5], 0.3);
    assertEquals(points[5], points[7], 0.01);
    assertEquals(
        "0 removed: 90%; 1 removed: 70%; 2 removed: 30%; 3 removed: 30%", svg.description());
    assertTrue(svg.words().contains("ratings removed"));
    assertTrue(
        svg.words()
            .contains("Probability of a like as your ratings are removed, one after the other"));
  }

  @Test
  void deletionCurve_ofNothingOrOfMany_isAPicture() {
    for (int removed : new int[] {0, 5000}) {
      DeletionCurve curve =
          new DeletionCurve(
              "t",
              "Thorn",
              ScoreUnit.RATING,
              Collections.nCopies(removed, "a"),
              Collections.nCopies(removed + 1, 3.5));
      Svg svg = Svg.of(ExplanationCharts.deletionCurve(curve, STANDARD), STANDARD);
      assertTrue(svg.words().contains("3.50"), svg.words().toString());
      assertTrue(
          svg.words()
              .contains("Predicted rating as your ratings are removed, one after the other"));
      Pictures.assertNothingOverlaps(svg, STANDARD);
    }
  }

  @Test
  void german_hasItsWordsAndNumbers() {
    ChartStyle german = ChartStyle.builder().locale(Locale.GERMANY).build();
    Explanation explanation = Made.ofImpacts(1.5, -0.5, 0.25).around(0.5, 0).logits().build();
    Svg svg = Svg.of(ExplanationCharts.waterfall(explanation, 1, german), german);
    assertEquals("de-DE", svg.root.getAttribute("xml:lang"));
    assertTrue(svg.words().contains("bewertet: 1"));
    assertTrue(svg.words().contains("+1,50"));
    assertTrue(svg.words().contains("2 weitere Bewertungen"));
    assertEquals("\u2068Thorn\u2069: wie der Wert zustande kommt", svg.name());
  }

  @Test
  void otherLanguages_giveEnglish_whateverTheDefaultIs() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      ChartStyle finnish = ChartStyle.builder().locale(Locale.forLanguageTag("fi")).build();
      Explanation explanation = Made.ofImpacts(1.5).build();
      Svg svg = Svg.of(ExplanationCharts.bars(explanation, Quantity.IMPACT, 1, finnish), finnish);
      assertEquals(List.of("A", "rated 1", "+1.50"), rows(svg).get(0));
      assertEquals("en", svg.root.getAttribute("xml:lang"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void sameInput_givesTheSameBytes() {
    Explanation explanation = Made.ofImpacts(4, 1, -2).build();
    Chart first = ExplanationCharts.waterfall(explanation, 5, STANDARD);
    Chart second = ExplanationCharts.waterfall(explanation, 5, ChartStyle.standard());
    assertEquals(first.toSvg(), second.toSvg());
    assertEquals(first.toSvg(), first.toSvg());
    assertArrayEquals(first.toPng(), second.toPng());
  }

  @Test
  void oneChart_isDrawnByManyThreads() {
    DeletionCurve falling =
        new DeletionCurve(
            "t", "Thorn", ScoreUnit.LOGIT, List.of("a", "b", "c"), List.of(0.9, 0.7, 0.3, 0.3));
    Explanation explanation = Made.ofImpacts(4, 1, -2).build();
    for (Chart chart :
        List.of(
            ExplanationCharts.waterfall(explanation, 5, STANDARD),
            ExplanationCharts.bars(explanation, Quantity.IMPACT, 5, STANDARD),
            ExplanationCharts.deletionCurve(falling, STANDARD))) {
      List<String> fromThreads =
          IntStream.range(0, 200).parallel().mapToObj(j -> chart.toSvg()).distinct().toList();
      assertEquals(List.of(chart.toSvg()), fromThreads);
    }
  }

  private static String message(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void badInput_isRefused() {
    Explanation fine = Made.ofImpacts(1).build();
    assertEquals(
        "number of rows must be from 1 to 200, but was 0",
        message(() -> ExplanationCharts.bars(fine, Quantity.IMPACT, 0, STANDARD)));
    assertEquals(
        "number of rows must be from 1 to 200, but was 201",
        message(() -> ExplanationCharts.waterfall(fine, 201, STANDARD)));
    Explanation infinite = Made.ofImpacts(1, Double.POSITIVE_INFINITY).build();
    assertEquals(
        "removal effect of the rating of item 'item 1' must be finite to be drawn, but was"
            + " Infinity",
        message(() -> ExplanationCharts.bars(infinite, Quantity.REMOVAL_EFFECT, 5, STANDARD)));
    assertEquals(
        "offset must be finite to be drawn, but was NaN",
        message(
            () ->
                ExplanationCharts.waterfall(
                    Made.ofImpacts(1).around(Double.NaN, 0).build(), 5, STANDARD)));
    assertEquals(
        "prediction must be finite to be drawn, but was NaN",
        message(
            () ->
                ExplanationCharts.deletionCurve(
                    new DeletionCurve(
                        "t", "Thorn", ScoreUnit.RATING, List.of(), List.of(Double.NaN)),
                    STANDARD)));
  }
}
