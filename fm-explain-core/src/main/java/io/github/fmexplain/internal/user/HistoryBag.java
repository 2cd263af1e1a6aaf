package io.github.fmexplain.internal.user;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import java.util.Arrays;
import java.util.List;

/**
 * A user who is a bag of the rows H of a history: θ is a function of H, and to edit H is to take
 * the function again. With n rows that count, z = 1/n^e, and v_r, w_r those of a row's own columns:
 *
 * <pre>
 *   θ(H) = (p, β)      p = z Σ_r v_r      β = z Σ_r w_r + ½(‖p‖² − z² Σ_r ‖v_r‖²)
 *                                        β = z Σ_r w_r − v_u·p           without products
 *   share of row r     (z v_r, z w_r + ½ z v_r·(p − z v_r))              of θ(H), which they add up to
 *                      (z v_r, z w_r − z v_u·v_r)                        without products
 * </pre>
 *
 * <p>so that s = o + a·θ(H) with the last entry of a at 1. Without products the columns of the rows
 * have none among themselves and with the user's own column u. The latest rows count, up to a
 * number of them. An edit of e rows costs O(m + e d). Immutable.
 */
public final class HistoryBag implements Refit {

  private final FmModel model;
  private final double exponent;
  private final boolean products;
  private final int last;

  /** v_u, or 0, [k]. */
  private final double[] own;

  /** (v_r, w_r, ‖v_r‖²) of each row, [m, k + 2]. */
  private final double[][] rows;

  /** The rows from the first to the latest. */
  private final int[] oldestFirst;

  /** Sum of all rows, whether they count or not. */
  private final double[] sums;

  private final double[] all;

  /**
   * Makes the bag.
   *
   * @param exponent e
   * @param products whether the columns of the rows have products like any others
   * @param last the most rows that count
   * @param own v_u, or 0, [k]. Not copied.
   * @param rows the columns of each row
   * @param oldestFirst the rows from the first to the latest. Not copied.
   */
  public HistoryBag(
      FmModel model,
      double exponent,
      boolean products,
      int last,
      double[] own,
      List<FeatureVector> rows,
      int[] oldestFirst) {
    this.model = model;
    this.exponent = exponent;
    this.products = products;
    this.last = last;
    this.own = own;
    this.rows = rows.stream().map(this::row).toArray(double[][]::new);
    this.oldestFirst = oldestFirst;
    this.sums = new double[own.length + 2];
    for (double[] row : this.rows) {
      add(row, 1, sums);
    }
    this.all = edited(new int[0], new double[0][]);
  }

  private double[] row(FeatureVector features) {
    double[] row = new double[own.length + 2];
    for (int j = 0; j < features.size(); j++) {
      float[] factors = model.factors(features.index(j));
      for (int c = 0; c < own.length; c++) {
        row[c] += features.value(j) * factors[c];
      }
      row[own.length] += features.value(j) * model.linearWeight(features.index(j));
    }
    row[own.length + 1] = Kernels.dot(row, row, 0, own.length);
    return row;
  }

  private static void add(double[] row, double times, double[] sum) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += times * row[c];
    }
  }

  private double scale(int count) {
    return count == 0 ? 0 : (float) StrictMath.pow(count, -exponent);
  }

  /** Returns θ without some rows and with others, which are later than all. */
  private double[] edited(int[] gone, double[][] more) {
    int kept = rows.length - gone.length + more.length;
    if (kept > last) {
      return ofLatest(gone, more);
    }
    double[] sum = sums.clone();
    for (int row : gone) {
      add(rows[row], -1, sum);
    }
    for (double[] row : more) {
      add(row, 1, sum);
    }
    return theta(sum, kept);
  }

  private double[] ofLatest(int[] gone, double[][] more) {
    boolean[] isGone = new boolean[rows.length];
    for (int row : gone) {
      isGone[row] = true;
    }
    double[] sum = new double[sums.length];
    int count = 0;
    for (int j = more.length - 1; j >= 0 && count < last; j--, count++) {
      add(more[j], 1, sum);
    }
    for (int j = oldestFirst.length - 1; j >= 0 && count < last; j--) {
      if (!isGone[oldestFirst[j]]) {
        add(rows[oldestFirst[j]], 1, sum);
        count++;
      }
    }
    return theta(sum, count);
  }

  private double[] theta(double[] sum, int count) {
    int k = own.length;
    double[] theta = new double[k + 1];
    double z = scale(count);
    for (int c = 0; c < k; c++) {
      theta[c] = z * sum[c];
    }
    double rest =
        products
            ? 0.5 * (Kernels.dot(theta, theta, 0, k) - z * z * sum[k + 1])
            : -Kernels.dot(own, theta);
    theta[k] = z * sum[k] + rest;
    return theta;
  }

  /** {@return the share of each row in θ, [m, d]} */
  public double[][] shares() {
    int k = own.length;
    int count = Math.min(last, rows.length);
    double z = scale(count);
    double[][] shares = new double[rows.length][k + 1];
    for (int j = rows.length - count; j < rows.length; j++) {
      double[] row = rows[oldestFirst[j]];
      double[] share = shares[oldestFirst[j]];
      for (int c = 0; c < k; c++) {
        share[c] = z * row[c];
      }
      double rest =
          products
              ? 0.5 * (Kernels.dot(share, all, 0, k) - z * z * row[k + 1])
              : -Kernels.dot(own, share);
      share[k] = z * row[k] + rest;
    }
    return shares;
  }

  @Override
  public double[] all() {
    return all;
  }

  @Override
  public double[] without(int... gone) {
    return edited(gone, new double[0][]);
  }

  /** {@inheritDoc} What a row is to be fitted to does not matter. */
  @Override
  public double[] changed(int[] changed, Label label) {
    return all;
  }

  @Override
  public double[] with(List<FeatureVector> more, Label label) {
    return edited(new int[0], more.stream().map(this::row).toArray(double[][]::new));
  }

  @Override
  public double[][] removalShifts() {
    double[][] shifts = new double[rows.length][];
    for (int r = 0; r < shifts.length; r++) {
      shifts[r] = minusAll(without(r));
    }
    return shifts;
  }

  @Override
  public double[][] changeShifts(int[] changed, Label label) {
    return new double[changed.length][all.length];
  }

  @Override
  public double[][] additionShifts(List<FeatureVector> more, Label label) {
    return more.stream().map(row -> minusAll(with(List.of(row), label))).toArray(double[][]::new);
  }

  private double[] minusAll(double[] theta) {
    double[] shift = theta.clone();
    Arrays.setAll(shift, c -> theta[c] - all[c]);
    return shift;
  }
}
