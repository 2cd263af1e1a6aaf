package io.github.fmexplain.report.chart;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.report.internal.Strongest;
import io.github.fmexplain.report.internal.Titles;
import java.util.ArrayList;
import java.util.List;

/** Bars of one quantity of the strongest ratings. */
final class BarsMaker extends RowsMaker {

  private final Quantity quantity;

  BarsMaker(Explanation explanation, Quantity quantity, ChartStyle style) {
    super(explanation, style);
    this.quantity = quantity;
  }

  @Override
  String name() {
    return words.say("name.bars." + quantity, Titles.isolated(title()));
  }

  @Override
  BarPlot plot(Sheet sheet, int ratings) {
    Strongest strongest = Strongest.of(explanation, quantity, ratings);
    List<Contribution> shown = new ArrayList<>(strongest.inFavour());
    shown.addAll(strongest.against());
    int all = explanation.contributions().size();
    if (shown.isEmpty()) {
      shown.addAll(explanation.contributions().subList(0, Math.min(ratings, all)));
    }
    double largest = shown.stream().mapToDouble(c -> Math.abs(quantity.of(c))).max().orElse(0);
    ChartNumbers numbers = new ChartNumbers(words, largest, largest);
    List<Bar> bars = shown.stream().map(c -> bar(c, numbers)).toList();
    List<Heading.Key> legend =
        legend(!strongest.inFavour().isEmpty(), !strongest.against().isEmpty());
    List<String> notes =
        bars.size() == all ? List.of() : List.of(words.say("bars.more", bars.size(), all));
    Heading heading = new Heading(title(), words.say("bars." + quantity, unit()), legend, notes);
    return new BarPlot(sheet, heading, bars, true, true, words.say("bars.none"));
  }

  private Bar bar(Contribution contribution, ChartNumbers numbers) {
    double value = quantity.of(contribution);
    String rating = words.rating(contribution.interaction().rating());
    String title = title(contribution);
    String shown = numbers.signed(value);
    return new Bar(
        title,
        words.say("rated", rating),
        0,
        value,
        color(value),
        shown,
        "",
        words.say("described.rated", Titles.isolated(title), rating, shown));
  }
}
