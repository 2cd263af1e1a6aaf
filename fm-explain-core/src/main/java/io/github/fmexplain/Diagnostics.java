package io.github.fmexplain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an explanation rests on, and how firmly.
 *
 * @param ratings the number of ratings in the history
 * @param rowsUsed the number of those that carry a contribution
 * @param rank the numerical rank of the matrix of the used rows
 * @param dimension the number of its columns, which is the highest rank possible
 * @param conditionNumber the 2-norm condition number of the system that is solved; with the paper's
 *     method and λ = 0 that of the matrix of the used rows, over its non-zero singular values; 1
 *     where no row is used
 * @param factorRidge Λ on each factor of the user: weight decay × training rows, or the paper's λ
 * @param linearRidge Λ on the user's linear weight: the same, or the paper's λ
 * @param stationarityGap how far the user's parameters are from the optimum of the user's own loss:
 *     the gradient relative to its two parts, 0 at the optimum and 1 at zero parameters. A large
 *     gap makes a large residual
 * @param resolved true if the score comes from parameters re-solved from the history, since the
 *     model does not know the user
 * @param unrolling the way that training is taken to have gone, or null if the method follows none
 * @param warnings what a reader should know before relying on the numbers, in plain words
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
    boolean resolved,
    @Nullable Unrolling unrolling,
    List<String> warnings) {

  /**
   * Copies the warnings.
   *
   * @param ratings ratings in the history
   * @param rowsUsed ratings with a contribution
   * @param rank rank of the used rows
   * @param dimension columns of the used rows
   * @param conditionNumber condition of the system
   * @param factorRidge Λ on each factor
   * @param linearRidge Λ on the linear weight
   * @param stationarityGap distance from the optimum, 0 to 1
   * @param resolved whether the parameters were re-solved for want of trained ones
   * @param unrolling the way of training, or null
   * @param warnings plain words. Not modified.
   */
  public Diagnostics {
    warnings = List.copyOf(warnings);
  }
}
