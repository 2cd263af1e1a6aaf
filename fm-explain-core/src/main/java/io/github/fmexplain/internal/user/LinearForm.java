package io.github.fmexplain.internal.user;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;

/**
 * The score of a row as a linear function of its user's parameters θ = (v_u, w_u): {@code s = o +
 * a·θ} with {@code a = (Σ_{f≠u} x_f v_f, 1)}, or 0 in place of 1 where users have no linear
 * weights, and o everything that does not hold the user. The features that all rows of a user share
 * are added up once. Immutable.
 */
public final class LinearForm {

  private final FmModel model;
  private final double[] sums;
  private final double rest;

  /** 1, or 0 if users have no linear weights. */
  private final double linear;

  /** Whether there are no shared features. */
  private final boolean bare;

  /**
   * Makes the form with the features that every row of the user has, without the user's own.
   *
   * @param model the model
   * @param shared the user's side features
   */
  public LinearForm(FmModel model, FeatureVector shared) {
    this(model, shared, model.hasLinearWeights());
  }

  /**
   * Makes the form with the features that every row of the user has, without the user's own.
   *
   * @param model the model
   * @param shared the user's side features
   * @param weights whether users have linear weights
   */
  public LinearForm(FmModel model, FeatureVector shared, boolean weights) {
    this.model = model;
    this.sums = new double[model.numFactors()];
    this.rest = model.bias() + model.addTo(sums, shared);
    this.linear = weights ? 1 : 0;
    this.bare = shared.isEmpty();
  }

  private LinearForm(LinearForm base, FeatureVector more) {
    this.model = base.model;
    this.sums = base.sums.clone();
    this.rest = base.rest + model.addTo(sums, more);
    this.linear = base.linear;
    this.bare = false;
  }

  /**
   * {@return the form with more features that every row has}
   *
   * @param more shares no column with those before
   */
  public LinearForm and(FeatureVector more) {
    return more.isEmpty() ? this : new LinearForm(this, more);
  }

  /** {@return the last entry of every a: 1, or 0 if users have no linear weights} */
  public double linear() {
    return linear;
  }

  /** {@return what the shared features alone score, with the bias} */
  public double rest() {
    return rest;
  }

  /** {@return Σ_f x_f v_f over the shared features, [k], a copy} */
  public double[] sharedFactors() {
    return sums.clone();
  }

  /**
   * {@return o of a row that has these features besides the shared ones; its a is filled in}
   *
   * @param features the item's features. Not modified.
   * @param a [k + 1], is overwritten
   */
  public double fill(FeatureVector features, double[] a) {
    int k = sums.length;
    if (bare && features.size() == 1 && features.width() <= model.numFeatures()) {
      return fillAlone(features.index(0), features.value(0), a);
    }
    double[] total = sums.clone();
    double offset = rest + model.addTo(total, features);
    System.arraycopy(total, 0, a, 0, k);
    a[k] = linear;
    return offset;
  }

  /** One feature has no product with another: a one-hot row. */
  private double fillAlone(int feature, double value, double[] a) {
    float[] factors = model.factors(feature);
    for (int c = 0; c < factors.length; c++) {
      a[c] = value * factors[c];
    }
    a[factors.length] = linear;
    return rest + value * model.linearWeight(feature);
  }
}
