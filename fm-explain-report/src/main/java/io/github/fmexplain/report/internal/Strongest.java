package io.github.fmexplain.report.internal;

import io.github.fmexplain.Contribution;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.Quantity;
import java.util.List;

/**
 * The strongest ratings of an explanation, as many as there are rows: half of the rows for either
 * side, if there are enough of both.
 *
 * @param inFavour what speaks for the item, strongest first
 * @param against what speaks against it, strongest first
 */
public record Strongest(List<Contribution> inFavour, List<Contribution> against) {

  /**
   * {@return the strongest ratings}
   *
   * @param explanation any explanation
   * @param quantity what makes a rating strong
   * @param rows at least 0
   */
  public static Strongest of(Explanation explanation, Quantity quantity, int rows) {
    List<Contribution> proponents = explanation.proponents(rows, quantity);
    List<Contribution> opponents = explanation.opponents(rows, quantity);
    int against = Math.min(opponents.size(), Math.max(rows / 2, rows - proponents.size()));
    int inFavour = Math.min(proponents.size(), rows - against);
    return new Strongest(proponents.subList(0, inFavour), opponents.subList(0, against));
  }
}
