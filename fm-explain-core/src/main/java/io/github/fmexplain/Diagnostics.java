package io.github.fmexplain;

import io.github.fmexplain.internal.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an explanation rests on, and how firmly.
 *
 * @param ratings the number of ratings in the history
 * @param rowsUsed the number of those that carry a contribution
 * @param rank the numerical rank of the matrix of the used rows, with those of sampled items, and
 *     with all items where those count, too; 0 of 0 where nothing is solved, as by {@code removal}
 * @param dimension the number of its columns, which is the highest rank possible
 * @param conditionNumber the 2-norm condition number of the system that is solved; with the paper's
 *     method and λ = 0 that of the matrix of the used rows, over its non-zero singular values; 1
 *     where no row is used
 * @param factorRidge Λ on each factor of the user, or the paper's λ
 * @param linearRidge Λ on the user's linear weight, or the paper's λ
 * @param stationarityGap how far the user's parameters are from the optimum of the user's own loss:
 *     the gradient relative to its two parts, 0 at the optimum and 1 at zero parameters. A large
 *     gap makes a large residual
 * @param foldedIn whether the score comes from parameters that were found from the history, not
 *     from those of the model
 * @param replay how the user's training was done again, or null if the method does not
 * @param warnings what a reader should know before relying on the numbers
 */
public record Diagnostics(
    int ratings,
    int rowsUsed,
    int rank,
    int dimension,
    double conditionNumber,
    double factorRidge,
    double linearRidge,
    double stationarityGap,
    boolean foldedIn,
    @Nullable Replayed replay,
    List<Warning> warnings) {

  public Diagnostics {
    warnings = List.copyOf(warnings);
  }

  /**
   * {@return the warning of a kind, or empty if there is none}
   *
   * @param kind such as {@code Warning.LowRank.class}
   * @param <W> the kind
   */
  public <W extends Warning> Optional<W> warning(Class<W> kind) {
    Objects.requireNonNull(kind, "kind");
    return warnings.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** {@return the ratings, the rank and the number of warnings} */
  @Override
  public String toString() {
    return Text.of(
        "Diagnostics[%s of %s ratings, rank %s of %s, %s warnings]",
        rowsUsed, ratings, rank, dimension, warnings.size());
  }
}
