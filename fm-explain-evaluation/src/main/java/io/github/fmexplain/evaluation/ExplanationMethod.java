package io.github.fmexplain.evaluation;

import io.github.fmexplain.data.History;
import java.util.Optional;

/**
 * Says how much each of a user's ratings speaks for an item. {@link ExplanationMethods} has those
 * of this library and the baselines; your own is one class. Implementations are thread-safe and
 * give the same numbers for the same arguments.
 */
public interface ExplanationMethod {

  /** {@return what the method is called in reports} */
  String name();

  /**
   * {@return one finite number per rating, in the order of the history: the larger, the more the
   * rating speaks for the item; negative if it speaks against it}
   *
   * @param history at least one rating
   * @param itemId an item of the catalogue
   */
  double[] attribute(History history, String itemId);

  /**
   * {@return the name of the method that runs for a user, where this one may not} The method's own
   * name, unless overridden.
   *
   * @param history at least one rating
   */
  default String ran(History history) {
    return name();
  }

  /**
   * {@return whether the numbers estimate removal effects in score units, so that their size can be
   * held against the truth and not only their order} No, unless overridden.
   */
  default boolean inScoreUnits() {
    return false;
  }

  /**
   * {@return ∂s/∂y of each rating, in the order of the history, or empty if the method has no such
   * thing} Empty, unless overridden.
   *
   * @param history at least one rating
   * @param itemId an item of the catalogue
   */
  default Optional<double[]> influence(History history, String itemId) {
    return Optional.empty();
  }
}
