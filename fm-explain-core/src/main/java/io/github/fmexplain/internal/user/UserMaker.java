package io.github.fmexplain.internal.user;

import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of all users of a model have in common: whether users have linear weights, Λ,
 * and the background. Immutable.
 */
public final class UserMaker {

  private final FmModel model;
  private final boolean linear;
  private final double factorRidge;
  private final double linearRidge;
  private final boolean perRow;
  private final double @Nullable [][] background;

  /**
   * Keeps what users share.
   *
   * @param userColumns the columns of users; without a linear weight in any of them users have
   *     none, whatever the items have. Read up to the first that has one
   * @param factorRidge Λ on each factor, or its part for each row
   * @param linearRidge Λ on the linear weight, or its part for each row
   * @param perRow whether Λ is so much for each row
   * @param background B, [d, d], or null. Not copied.
   */
  public UserMaker(
      FmModel model,
      IntStream userColumns,
      double factorRidge,
      double linearRidge,
      boolean perRow,
      double @Nullable [][] background) {
    this.model = model;
    this.linear = model.hasLinearWeights() && anyWeight(model, userColumns);
    this.factorRidge = factorRidge;
    this.linearRidge = linearRidge;
    this.perRow = perRow;
    this.background = background;
  }

  private static boolean anyWeight(FmModel model, IntStream columns) {
    PrimitiveIterator.OfInt each = columns.iterator();
    // Of a model without known users nothing is known.
    boolean any = !each.hasNext();
    while (!any && each.hasNext()) {
      any = model.linearWeight(each.nextInt()) != 0;
    }
    return any;
  }

  /** {@return the linear form of a user with these side features} */
  public LinearForm form(FeatureVector side) {
    return new LinearForm(model, side, linear);
  }

  /**
   * {@return the problem of a user's rows}
   *
   * @param a A, m rows of d entries, at least one. Not copied.
   * @param offsets o, [m]. Not copied.
   * @param targets y, [m]. Not copied.
   * @param weights c, [m]; does not matter without a background. Not copied.
   */
  public UserProblem problem(double[][] a, double[] offsets, double[] targets, double[] weights) {
    UserProblem problem =
        UserProblem.of(
            model.predictorType(), a, offsets, targets, factorRidge, linearRidge, perRow);
    return background == null ? problem : problem.weighted(weights, background);
  }
}
