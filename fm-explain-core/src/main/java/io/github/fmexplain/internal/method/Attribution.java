package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.user.Spectrum;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One user's factorised system under one method: everything that an explanation of any item needs.
 * Implementations are immutable and thread-safe.
 */
public interface Attribution {

  /**
   * The three quantities of every row for one item, in score units, [m] each.
   *
   * @param influence ∂s/∂y
   * @param impact the additive share
   * @param removalEffect the score minus the score without the row
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared: three answers at once.
  record Quantities(double[] influence, double[] impact, double[] removalEffect) {

    Quantities(int rows) {
      this(new double[rows], new double[rows], new double[rows]);
    }
  }

  /** {@return m, the number of rows that carry a contribution} */
  int rows();

  /**
   * {@return the three quantities of every row for an item}
   *
   * @param target the item's vector in the method's own space: a_i [k + 1], or q_i for the paper's
   *     method. Not modified.
   */
  Quantities of(double[] target);

  /**
   * {@return the three quantities of every row for each of several items}
   *
   * @param targets as for {@link #of}. Not modified.
   */
  default List<Quantities> ofAll(List<double[]> targets) {
    return targets.stream().map(this::of).toList();
  }

  /**
   * {@return the user's parameters that the impacts add up to, [k + 1], or null if the method has
   * none to compare with the trained ones}
   */
  double @Nullable [] composedParameters();

  /** {@return rank and condition number of the system} */
  Spectrum spectrum();
}
