package io.github.fmexplain.evaluation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured for one user; the lists have one entry per method.
 *
 * @param truth exact removal effects on the target
 * @param ran the names of the methods that ran
 * @param attributions the methods' numbers for the target
 * @param perturbations measures
 * @param stability rank correlations
 * @param exactEdits exact changes of the score by edited ratings
 * @param estimatedEdits the same by influence; empty for a method without
 * @param found the set of the library's search, or null if it found none
 */
record UserMeasures(
    RemovalEffects truth,
    List<String> ran,
    List<double[]> attributions,
    List<Map<Measure, Double>> perturbations,
    List<Double> stability,
    List<Double> exactEdits,
    List<double[]> estimatedEdits,
    @Nullable FoundSet found) {

  /**
   * A set of ratings that was found to take the first place from the target.
   *
   * @param size the number of ratings
   * @param holds whether the user refitted without them has another first place
   */
  record FoundSet(int size, boolean holds) {}
}
