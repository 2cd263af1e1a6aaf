package io.github.fmexplain.report.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.ScoreUnit;
import io.github.fmexplain.answer.DeletionCurve;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Charts of any finite numbers are drawn, to their end. */
class MagnitudesProperties {

  /** Far more than any needs: a loop that never ends must not keep the build waiting. */
  private static final Duration FOR_EVER = Duration.ofMinutes(2);

  @Provide
  Arbitrary<Double> numbers() {
    Arbitrary<Double> edges =
        Arbitraries.of(
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            1e-320,
            Double.MIN_NORMAL,
            1e-300,
            -1e-18,
            1.0,
            1 + Math.ulp(1.0),
            1.2e8,
            1e16,
            1e300,
            Double.MAX_VALUE,
            -Double.MAX_VALUE);
    return Arbitraries.oneOf(edges, Arbitraries.doubles());
  }

  private static void assertDrawn(Supplier<Chart> chart) {
    String svg = assertTimeoutPreemptively(FOR_EVER, () -> chart.get().toSvg());
    assertFalse(svg.contains("NaN"), svg);
  }

  @Property(tries = 50, seed = "1")
  void bars_areDrawn(@ForAll("numbers") double one, @ForAll("numbers") double other) {
    Explanation explanation = Made.ofImpacts(one, other).build();
    for (int width : new int[] {320, 800}) {
      ChartStyle style = ChartStyle.builder().width(width).build();
      assertDrawn(() -> ExplanationCharts.bars(explanation, Quantity.IMPACT, 2, style));
      if (Double.isFinite(explanation.score())) {
        assertDrawn(() -> ExplanationCharts.waterfall(explanation, 2, style));
      }
    }
  }

  @Property(tries = 50, seed = "1")
  void curves_areDrawn(@ForAll("numbers") double one, @ForAll("numbers") double other) {
    DeletionCurve curve =
        new DeletionCurve("i", "I", ScoreUnit.RATING, List.of("a"), List.of(one, other));
    assertDrawn(() -> ExplanationCharts.deletionCurve(curve, ChartStyle.standard()));
  }
}
