package io.github.fmexplain.report.chart;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.report.internal.Titles;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps from the offset to the score. */
final class WaterfallMaker extends RowsMaker {

  /** 0 is left out of the scale if it is farther away than all steps together, this often. */
  private static final double FAR = 1;

  private static final double CUT = 0.15;

  private final List<Contribution> strongestFirst;

  WaterfallMaker(Explanation explanation, ChartStyle style) {
    super(explanation, style);
    this.strongestFirst =
        explanation.contributions().stream()
            .sorted(Comparator.comparingDouble((Contribution c) -> -Math.abs(c.impact())))
            .toList();
  }

  @Override
  String name() {
    return words.say("name.waterfall", Titles.isolated(title()));
  }

  @Override
  BarPlot plot(Sheet sheet, int ratings) {
    List<Step> steps = steps(ratings);
    double low = explanation.score();
    double high = explanation.score();
    double total = 0;
    for (Step step : steps) {
      total += step.value();
      low = Math.min(low, total);
      high = Math.max(high, total);
    }
    double ground = ground(low, high);
    ChartNumbers numbers = numbers(steps, Math.max(-low, high));
    List<Bar> bars = new ArrayList<>();
    total = 0;
    for (Step step : steps) {
      double from = bars.isEmpty() ? ground : total;
      total += step.value();
      bars.add(bar(step, from, total, numbers));
    }
    String score = numbers.plain(explanation.score());
    bars.add(
        new Bar(
            words.say("score"),
            "",
            ground,
            explanation.score(),
            style.neutral(),
            "",
            score,
            words.say("described", words.say("score"), score)));
    return new BarPlot(sheet, heading(steps, ground), bars, ground == 0, false, "");
  }

  /** The steps are compared with each other, not with the offset. */
  private ChartNumbers numbers(List<Step> steps, double largestTotal) {
    double largest = 0;
    for (Step step : steps.subList(1, steps.size())) {
      largest = Math.max(largest, Math.abs(step.value()));
    }
    return new ChartNumbers(words, largest, Math.max(largest, largestTotal));
  }

  /** Returns where the bars of offset and score begin: at 0, if that is anywhere near. */
  private static double ground(double low, double high) {
    double length = high - low;
    if (length == 0 || (low <= FAR * length && high >= -FAR * length)) {
      return 0;
    }
    return low > 0 ? low - CUT * length : high + CUT * length;
  }

  private List<Step> steps(int ratings) {
    int all = strongestFirst.size();
    // One that is left over needs a row in any case.
    int shown = ratings == all - 1 ? all : ratings;
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(words.say("offset"), null, explanation.offset(), style.neutral()));
    for (Contribution c : strongestFirst.subList(0, shown)) {
      steps.add(new Step(title(c), c, c.impact(), color(c.impact())));
    }
    if (shown < all) {
      double rest = 0;
      for (Contribution c : strongestFirst.subList(shown, all)) {
        rest += c.impact();
      }
      steps.add(new Step(words.say("more", all - shown), null, rest, color(rest)));
    }
    steps.add(new Step(words.say("residual"), null, explanation.residual(), style.neutral()));
    return steps;
  }

  private Heading heading(List<Step> steps, double ground) {
    List<Heading.Key> legend =
        legend(
            steps.stream().anyMatch(s -> s.color().equals(style.positive())),
            steps.stream().anyMatch(s -> s.color().equals(style.negative())));
    List<String> notes = new ArrayList<>();
    Double probability = explanation.probability();
    if (probability != null) {
      notes.add(words.say("waterfall.probability", words.percent(0).format(probability)));
    }
    if (ground != 0) {
      notes.add(words.say("waterfall.cut"));
    }
    return new Heading(title(), words.say("waterfall", unit()), legend, notes);
  }

  private Bar bar(Step step, double from, double to, ChartNumbers numbers) {
    Contribution rated = step.contribution();
    String value = numbers.signed(step.value());
    String rating = rated == null ? "" : words.rating(rated.interaction().rating());
    return new Bar(
        step.title(),
        rated == null ? "" : words.say("rated", rating),
        from,
        to,
        step.color(),
        value,
        numbers.plain(to),
        rated == null
            ? words.say("described", step.title(), value)
            : words.say("described.rated", Titles.isolated(step.title()), rating, value));
  }

  private record Step(
      String title, @Nullable Contribution contribution, double value, Color color) {}
}
