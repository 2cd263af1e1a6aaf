package io.github.fmexplain.internal.method;

import io.github.fmexplain.internal.user.Spectrum;

/** A user without a rating to attribute anything to, under any method. Immutable. */
public final class NoAttribution implements Attribution {

  private final int dimension;

  /**
   * Makes the attribution.
   *
   * @param dimension d
   */
  public NoAttribution(int dimension) {
    this.dimension = dimension;
  }

  @Override
  public int rows() {
    return 0;
  }

  @Override
  public Quantities of(double[] target) {
    return new Quantities(0);
  }

  @Override
  public double[] composedParameters() {
    return new double[dimension];
  }

  @Override
  public Spectrum spectrum() {
    return new Spectrum(0, dimension, 1);
  }
}
