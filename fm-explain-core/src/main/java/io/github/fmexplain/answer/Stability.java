package io.github.fmexplain.answer;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Quantity;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How firm the contributions to an item's score are: each is computed again with each other rating
 * left out in turn, the user folded in anew (the jackknife; Efron and Stein, Annals of Statistics
 * 1981). It says how much a number depends on the other ratings, not how near it is to a model
 * trained again. All numbers are those of the user folded in from the history, also for a user whom
 * the model knows: trained parameters have already seen the rating that is left out.
 *
 * @param provenance whose numbers, by which method, in which unit, of which model; those of the
 *     user folded in
 * @param itemId the item
 * @param title its title
 * @param quantity the quantity of the contributions
 * @param spreads one per used rating, in the order of the history; of the only rating, which has no
 *     other to leave out, the deviations are NaN
 */
public record Stability(
    Provenance provenance, String itemId, String title, Quantity quantity, List<Spread> spreads) {

  public Stability {
    spreads = List.copyOf(spreads);
  }

  /**
   * How much a rating's contribution depends on the other ratings. With n = m − 1 values x, one for
   * each other rating left out:
   *
   * @param interaction the rating
   * @param title the title of the rated item
   * @param value the contribution with the whole history
   * @param standardDeviation √(Σ (x − mean)² / n): how far leaving out one rating moves it
   * @param jackknifeError √((n − 1)/n Σ (x − mean)²): the jackknife's standard error, had other
   *     ratings been given; conservative
   * @param lowest the lowest x
   * @param highest the highest x
   * @param sameSign whether value, lowest and highest have one sign: no single other rating decides
   *     whether this one speaks for the item or against it
   */
  public record Spread(
      Interaction interaction,
      String title,
      double value,
      double standardDeviation,
      double jackknifeError,
      double lowest,
      double highest,
      boolean sameSign) {

    /** {@return the rating, the value and its range} */
    @Override
    public String toString() {
      return Text.of("Spread[%s, %.4f, from %.4f to %.4f]", interaction, value, lowest, highest);
    }
  }

  static Stability of(UserExplainer user, String itemId, Quantity quantity) {
    History history = user.history();
    Explanation whole = explain(user, history, itemId);
    Map<Interaction, List<Double>> values = new HashMap<>();
    for (Interaction left : history.interactions()) {
      for (Contribution c : explain(user, history.without(left.itemId()), itemId).contributions()) {
        values.computeIfAbsent(c.interaction(), any -> new ArrayList<>()).add(quantity.of(c));
      }
    }
    List<Spread> spreads =
        whole.contributions().stream()
            .map(c -> spread(c, quantity, values.getOrDefault(c.interaction(), List.of())))
            .toList();
    return new Stability(whole.provenance(), itemId, whole.title(), quantity, spreads);
  }

  private static Explanation explain(UserExplainer user, History history, String itemId) {
    return user.withHistory(history).explain(itemId);
  }

  private static Spread spread(Contribution c, Quantity quantity, List<Double> values) {
    double value = quantity.of(c);
    int n = values.size();
    double mean = values.stream().mapToDouble(x -> x).average().orElse(value);
    double squares = values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    double lowest = values.stream().mapToDouble(x -> x).min().orElse(value);
    double highest = values.stream().mapToDouble(x -> x).max().orElse(value);
    return new Spread(
        c.interaction(),
        c.title(),
        value,
        Math.sqrt(squares / n),
        Math.sqrt((n - 1) * squares / n),
        lowest,
        highest,
        Math.signum(lowest) == Math.signum(value) && Math.signum(highest) == Math.signum(value));
  }

  /** {@return the item, the quantity, the number of ratings and the provenance} */
  @Override
  public String toString() {
    return Text.of(
        "Stability[item '%s', %s, %s ratings, %s]", itemId, quantity, spreads.size(), provenance);
  }
}
