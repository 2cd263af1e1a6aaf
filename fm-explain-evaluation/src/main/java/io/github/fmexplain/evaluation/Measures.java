package io.github.fmexplain.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures of agreement between two lists of numbers, one per rating, and of how evenly
 * explanations draw on items. What cannot be defined is NaN: a correlation with fewer than two
 * numbers or with a constant, a ratio to zero.
 */
public final class Measures {

  private Measures() {}

  /**
   * {@return the ranks of the values, from 1 for the least; equal values share the mean of their
   * ranks}
   *
   * @param values none NaN. Not modified.
   */
  public static double[] ranks(double[] values) {
    Objects.requireNonNull(values, "values");
    int[] order = ascending(values);
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int j = from; j < to; j++) {
        ranks[order[j]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  /**
   * {@return Pearson's correlation}
   *
   * @param x any numbers. Not modified.
   * @param y as many. Not modified.
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double pearson(double[] x, double[] y) {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
    return Moments.of(x, y).correlation();
  }

  /**
   * {@return Spearman's rank correlation; equal values share the mean of their ranks}
   *
   * @param x any numbers. Not modified.
   * @param y as many. Not modified.
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double spearman(double[] x, double[] y) {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
    return Moments.of(ranks(x), ranks(y)).correlation();
  }

  /**
   * {@return the slope of the least squares line of the truth on the estimate; 1 if the size of the
   * estimate is right, above 1 if it is too small}
   *
   * @param estimate any numbers. Not modified.
   * @param truth as many. Not modified.
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double slope(double[] estimate, double[] truth) {
    Objects.requireNonNull(estimate, "estimate");
    Objects.requireNonNull(truth, "truth");
    return Moments.of(estimate, truth).slope();
  }

  /**
   * {@return Σ |estimate − truth| / Σ |truth|}
   *
   * @param estimate any numbers. Not modified.
   * @param truth as many. Not modified.
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double relativeError(double[] estimate, double[] truth) {
    Objects.requireNonNull(estimate, "estimate");
    Objects.requireNonNull(truth, "truth");
    return Moments.of(estimate, truth).relativeError();
  }

  /**
   * {@return the share of the numbers whose sign is that of the truth, among those where the truth
   * is not 0}
   *
   * @param estimate any numbers; 0 has no sign, and is wrong. Not modified.
   * @param truth as many. Not modified.
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double signAgreement(double[] estimate, double[] truth) {
    Objects.requireNonNull(estimate, "estimate");
    Objects.requireNonNull(truth, "truth");
    return Moments.of(estimate, truth).signAgreement();
  }

  /**
   * {@return the share that the k largest of the one and the k largest of the other have in common}
   * Of equal values the earlier counts as larger. With fewer than k numbers all are taken: 1.
   *
   * @param x any numbers. Not modified.
   * @param y as many. Not modified.
   * @param k at least 1
   * @throws IllegalArgumentException if the lengths differ or k is less than 1
   */
  public static double topOverlap(double[] x, double[] y, int k) {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
    Moments.requireSameLength(x, y);
    return common(largest(x, k), largest(y, k));
  }

  /**
   * {@return the feature agreement of Krishna et al. (2022): the share that the k largest of the
   * one and of the other have in common, by magnitude}
   *
   * @param x any numbers. Not modified.
   * @param y as many. Not modified.
   * @param k at least 1
   * @throws IllegalArgumentException if the lengths differ or k is less than 1
   */
  public static double featureAgreement(double[] x, double[] y, int k) {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
    return topOverlap(magnitudes(x), magnitudes(y), k);
  }

  /**
   * {@return the rank agreement of Krishna et al. (2022): the share of the k largest by magnitude
   * that are the same at the same place}
   *
   * @param x any numbers. Not modified.
   * @param y as many. Not modified.
   * @param k at least 1
   * @throws IllegalArgumentException if the lengths differ or k is less than 1
   */
  public static double rankAgreement(double[] x, double[] y, int k) {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
    Moments.requireSameLength(x, y);
    int[] topX = largest(magnitudes(x), k);
    int[] topY = largest(magnitudes(y), k);
    int same = 0;
    for (int j = 0; j < topX.length; j++) {
      same += topX[j] == topY[j] ? 1 : 0;
    }
    return topX.length == 0 ? Double.NaN : same / (double) topX.length;
  }

  /**
   * {@return the Gini coefficient: 0 if all counts are equal, 1 − 1/n if one has everything}
   *
   * @param counts not negative. Not modified.
   */
  public static double gini(double[] counts) {
    Objects.requireNonNull(counts, "counts");
    double[] sorted = counts.clone();
    Arrays.sort(sorted);
    double weighted = 0;
    double total = 0;
    for (int j = 0; j < sorted.length; j++) {
      weighted += (2.0 * (j + 1) - sorted.length - 1) * sorted[j];
      total += sorted[j];
    }
    return total == 0 ? Double.NaN : weighted / (sorted.length * total);
  }

  /**
   * {@return the share of the counts that are not 0}
   *
   * @param counts not negative. Not modified.
   */
  public static double coverage(double[] counts) {
    Objects.requireNonNull(counts, "counts");
    return Arrays.stream(counts).map(count -> count > 0 ? 1 : 0).average().orElse(Double.NaN);
  }

  /** {@return the indices of the values, largest first; equal values keep their order} */
  static int[] descending(double[] values) {
    return sorted(values.length, Comparator.comparingDouble((Integer j) -> -values[j]));
  }

  private static int[] ascending(double[] values) {
    return sorted(values.length, Comparator.comparingDouble((Integer j) -> values[j]));
  }

  private static int[] sorted(int length, Comparator<Integer> order) {
    return IntStream.range(0, length).boxed().sorted(order).mapToInt(Integer::intValue).toArray();
  }

  private static double[] magnitudes(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  private static int[] largest(double[] values, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, but was " + k);
    }
    return Arrays.copyOf(descending(values), Math.min(k, values.length));
  }

  private static double common(int[] x, int[] y) {
    Set<Integer> inX = new HashSet<>();
    for (int j : x) {
      inX.add(j);
    }
    return Arrays.stream(y).mapToDouble(j -> inX.contains(j) ? 1 : 0).average().orElse(Double.NaN);
  }

  /** {@return the mean of those values that are not NaN; NaN if there are none} */
  static double mean(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
  }
}
