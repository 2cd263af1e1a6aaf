package io.github.fmexplain.model;

import java.util.List;

/**
 * Scores rows: a model here, or one that is hosted elsewhere.
 *
 * <p>The unit is that of {@link FmModel#score}: the logit of a binary classifier, the rating of a
 * regressor. A scorer that is told probabilities turns them into logits, {@code ln(p / (1 − p))};
 * where a probability was rounded to 0 or 1 on its way, the logit is infinite, and the order of the
 * rows is still right.
 */
@FunctionalInterface
public interface Scorer {

  /**
   * {@return one score a row, in the order of the rows, a new array}
   *
   * @param rows vectors of at most as many features as the model has; may be empty. Not modified.
   * @throws IllegalArgumentException if a row has a feature that the model does not have; no row is
   *     scored then
   */
  double[] scores(List<FeatureVector> rows);
}
