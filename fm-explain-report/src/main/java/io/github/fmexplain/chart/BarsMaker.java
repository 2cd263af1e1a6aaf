package io.github.fmexplain.chart;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
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
    return words.say("name.bars." + quantity, ChartWords.isolated(title()));
  }

  @Override
  BarPlot plot(Page page, int ratings) {
    List<Contribution> inFavour = explanation.proponents(ratings, quantity);
    List<Contribution> against = explanation.opponents(ratings, quantity);
    int opponents = Math.min(against.size(), Math.max(ratings / 2, ratings - inFavour.size()));
    List<Contribution> shown =
        new ArrayList<>(inFavour.subList(0, Math.min(inFavour.size(), ratings - opponents)));
    shown.addAll(against.subList(0, opponents));
    int all = explanation.contributions().size();
    if (shown.isEmpty()) {
      shown.addAll(explanation.contributions().subList(0, Math.min(ratings, all)));
    }
    double largest = shown.stream().mapToDouble(c -> Math.abs(quantity.of(c))).max().orElse(0);
    ChartWords.Numbers numbers = words.numbers(largest, largest);
    List<Bar> bars = shown.stream().map(c -> bar(c, numbers)).toList();
    List<Heading.Key> legend = new ArrayList<>();
    if (!inFavour.isEmpty()) {
      legend.add(new Heading.Key(words.say("for"), style.positive()));
    }
    if (opponents > 0) {
      legend.add(new Heading.Key(words.say("against"), style.negative()));
    }
    List<String> notes =
        bars.size() == all ? List.of() : List.of(words.say("bars.more", bars.size(), all));
    Heading heading = new Heading(title(), words.say("bars." + quantity, unit()), legend, notes);
    return new BarPlot(page, heading, bars, true, true, words.say("bars.none"));
  }

  private Bar bar(Contribution contribution, ChartWords.Numbers numbers) {
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
        words.say("described.rated", ChartWords.isolated(title), rating, shown));
  }
}
