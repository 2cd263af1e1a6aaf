package io.github.fmexplain.evaluation;

import java.util.List;
import java.util.Map;

/**
 * What was measured for one user; the lists have one entry a method.
 *
 * @param truth exact removal effects on the target
 * @param attributions the methods' numbers for the target
 * @param perturbations measures by name
 * @param stability rank correlations
 * @param exactEdits exact changes of the score by edited ratings
 * @param estimatedEdits the same by influence; empty for a method without
 * @param counterfactualSize of the library's search, NaN if it found none, −1 if that is not valid
 */
record UserMeasures(
    RemovalEffects truth,
    List<double[]> attributions,
    List<Map<String, Double>> perturbations,
    List<Double> stability,
    List<Double> exactEdits,
    List<double[]> estimatedEdits,
    double counterfactualSize) {}
