package io.github.fmexplain.internal.method;

import java.util.Arrays;

/**
 * A user's rows along the path of the item parameters: a_r and o_r at any time, straight between
 * the points of the path. Immutable.
 *
 * <p>Shapes: m rows, k factors, points p. The last entry of every a, that of the linear weight, is
 * the same at all times.
 */
public final class ReplayRows {

  private final double[] epochs;
  private final float[][][] factors;
  private final float[][] offsets;
  private final float linear;

  /**
   * Keeps the rows at the points of a path.
   *
   * @param epochs when each point was, [p]; rises from 0. Not copied.
   * @param factors a_r without its last entry, [p, m, k]. Not copied.
   * @param offsets o_r, [p, m]. Not copied.
   * @param linear the last entry of every a: 1, or 0 without linear weights
   */
  public ReplayRows(double[] epochs, float[][][] factors, float[][] offsets, float linear) {
    this.epochs = epochs;
    this.factors = factors;
    this.offsets = offsets;
    this.linear = linear;
  }

  /**
   * {@return rows whose factors grow to those of the end}
   *
   * @param epochs when each point was, [p]; rises from 0. Not copied.
   * @param growth what the factors at each point are multiplied with, [p]; 1 at the last. Not
   *     modified.
   * @param a the rows at the end, [m, d]. Not modified.
   * @param offsets o at the end, [m]. Not modified.
   */
  public static ReplayRows growing(
      double[] epochs, double[] growth, double[][] a, double[] offsets) {
    int rows = a.length;
    int k = rows == 0 ? 0 : a[0].length - 1;
    float[][][] factors = new float[growth.length][rows][k];
    float[][] sameOffsets = new float[growth.length][rows];
    for (int p = 0; p < growth.length; p++) {
      for (int r = 0; r < rows; r++) {
        sameOffsets[p][r] = (float) offsets[r];
        for (int c = 0; c < k; c++) {
          factors[p][r][c] = (float) (growth[p] * a[r][c]);
        }
      }
    }
    return new ReplayRows(epochs, factors, sameOffsets, rows == 0 ? 1 : (float) a[0][k]);
  }

  float linear() {
    return linear;
  }

  /**
   * {@return some of these rows}
   *
   * @param kept which, in their new order. Not modified.
   */
  public ReplayRows only(int... kept) {
    float[][][] keptFactors = new float[factors.length][kept.length][];
    float[][] keptOffsets = new float[factors.length][kept.length];
    for (int p = 0; p < factors.length; p++) {
      for (int j = 0; j < kept.length; j++) {
        keptFactors[p][j] = factors[p][kept[j]];
        keptOffsets[p][j] = offsets[p][kept[j]];
      }
    }
    return new ReplayRows(epochs, keptFactors, keptOffsets, linear);
  }

  /**
   * {@return these rows and more behind them}
   *
   * @param more along the same path
   */
  public ReplayRows with(ReplayRows more) {
    float[][][] joined = new float[factors.length][][];
    float[][] joinedOffsets = new float[offsets.length][];
    for (int p = 0; p < joined.length; p++) {
      int rows = offsets[p].length;
      int added = more.offsets[p].length;
      joined[p] = Arrays.copyOf(factors[p], rows + added);
      System.arraycopy(more.factors[p], 0, joined[p], rows, added);
      joinedOffsets[p] = Arrays.copyOf(offsets[p], rows + added);
      System.arraycopy(more.offsets[p], 0, joinedOffsets[p], rows, added);
    }
    // Rows that are none do not know whether the model has linear weights.
    float its = offsets[0].length == 0 ? more.linear : linear;
    return new ReplayRows(epochs, joined, joinedOffsets, its);
  }

  /**
   * {@return o_r at a time; a_r without its last entry is filled in}
   *
   * @param point of {@link #point}
   * @param share of {@link #share}
   * @param row r
   * @param a [at least k], is overwritten
   */
  float at(int point, float share, int row, float[] a) {
    float[] from = factors[point][row];
    if (share == 0) {
      System.arraycopy(from, 0, a, 0, from.length);
      return offsets[point][row];
    }
    float[] to = factors[point + 1][row];
    for (int c = 0; c < from.length; c++) {
      a[c] = from[c] + share * (to[c] - from[c]);
    }
    return offsets[point][row] + share * (offsets[point + 1][row] - offsets[point][row]);
  }

  /** {@return the last point that is not after a time, in epochs} */
  int point(double epoch) {
    int found = Arrays.binarySearch(epochs, epoch);
    return found >= 0 ? found : -found - 2;
  }

  /** {@return how far a time is on the way from a point to the next, 0 to 1} */
  float share(int point, double epoch) {
    return point + 1 == epochs.length
        ? 0
        : (float) ((epoch - epochs[point]) / (epochs[point + 1] - epochs[point]));
  }
}
