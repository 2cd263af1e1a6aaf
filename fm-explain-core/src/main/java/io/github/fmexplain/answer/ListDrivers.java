package io.github.fmexplain.answer;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Provenance;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which ratings drive a whole list of recommendations. A rating's numbers are sums over the items
 * of the list, so that offset + Σ impact + residual = Σ score.
 *
 * @param provenance whose numbers, by which method, in which unit, of which model
 * @param items the list
 * @param score the sum of the items' scores
 * @param offset the sum of the items' offsets
 * @param residual the sum of the items' residuals
 * @param drivers one per used rating, largest sum of removal effects first
 */
public record ListDrivers(
    Provenance provenance,
    List<Recommendation> items,
    double score,
    double offset,
    double residual,
    List<Driver> drivers) {

  public ListDrivers {
    items = List.copyOf(items);
    drivers = List.copyOf(drivers);
  }

  /**
   * A rating and what it has to do with the list.
   *
   * @param interaction the rating
   * @param title the title of the rated item
   * @param influence the sum of its influences
   * @param impact the sum of its impacts
   * @param removalEffect the sum of its removal effects: what the items' scores would lose together
   * @param proponentOf how many of the items it speaks for, by removal effect
   */
  public record Driver(
      Interaction interaction,
      String title,
      double influence,
      double impact,
      double removalEffect,
      int proponentOf) {}

  static ListDrivers of(UserExplainer user, int listLength) {
    List<Recommendation> items = user.recommend(listLength);
    List<Explanation> explanations =
        user.explainAll(items.stream().map(Recommendation::itemId).toList());
    return new ListDrivers(
        user.provenance(),
        items,
        explanations.stream().mapToDouble(Explanation::score).sum(),
        explanations.stream().mapToDouble(Explanation::offset).sum(),
        explanations.stream().mapToDouble(Explanation::residual).sum(),
        drivers(explanations));
  }

  private static List<Driver> drivers(List<Explanation> explanations) {
    List<Driver> drivers = new ArrayList<>();
    int rows = explanations.isEmpty() ? 0 : explanations.get(0).contributions().size();
    for (int r = 0; r < rows; r++) {
      int row = r;
      drivers.add(driver(explanations.stream().map(e -> e.contributions().get(row)).toList()));
    }
    drivers.sort(Comparator.comparingDouble(driver -> -driver.removalEffect()));
    return drivers;
  }

  private static Driver driver(List<Contribution> ofOneRating) {
    return new Driver(
        ofOneRating.get(0).interaction(),
        ofOneRating.get(0).title(),
        ofOneRating.stream().mapToDouble(Contribution::influence).sum(),
        ofOneRating.stream().mapToDouble(Contribution::impact).sum(),
        ofOneRating.stream().mapToDouble(Contribution::removalEffect).sum(),
        (int) ofOneRating.stream().filter(c -> c.removalEffect() > 0).count());
  }

  /** {@return the length of the list, the number of ratings and the provenance} */
  @Override
  public String toString() {
    return Text.of(
        "ListDrivers[%s items, %s ratings, %s]", items.size(), drivers.size(), provenance);
  }
}
