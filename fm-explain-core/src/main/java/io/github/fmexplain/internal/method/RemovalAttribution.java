package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.linalg.Kernels;
import io.github.fmexplain.internal.user.HistoryBag;
import io.github.fmexplain.internal.user.Spectrum;

/**
 * Ratings that are part of the input: without one the item is scored again, so that all numbers are
 * exact.
 *
 * <pre>
 *   influence_r     = 0                          how high a rating is does not enter
 *   impact_r        = a_i·(share of r in θ(H))
 *   removalEffect_r = a_i·(θ(H) − θ(H without r))
 * </pre>
 *
 * <p>Nothing is solved: rank and dimension are 0 and the condition number is 1.
 */
public final class RemovalAttribution implements Attribution {

  /** [d, m]. */
  private final double[][] shares;

  private final double[][] effects;
  private final int rows;

  /** Takes the user's bag. */
  public RemovalAttribution(HistoryBag bag) {
    int dimension = bag.all().length;
    double[][] shifts = bag.removalShifts();
    rows = shifts.length;
    for (double[] shift : shifts) {
      for (int c = 0; c < shift.length; c++) {
        shift[c] = -shift[c];
      }
    }
    effects = Kernels.transposed(shifts, dimension);
    shares = Kernels.transposed(bag.shares(), dimension);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public Quantities of(double[] target) {
    Quantities quantities = new Quantities(rows);
    Kernels.addRows(shares, target, quantities.impact());
    Kernels.addRows(effects, target, quantities.removalEffect());
    return quantities;
  }

  @Override
  public double[] composedParameters() {
    return ReplayTrack.sums(shares);
  }

  @Override
  public Spectrum spectrum() {
    return new Spectrum(0, 0, 1);
  }
}
