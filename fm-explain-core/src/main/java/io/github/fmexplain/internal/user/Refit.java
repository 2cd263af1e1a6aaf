package io.github.fmexplain.internal.user;

import io.github.fmexplain.model.FeatureVector;
import java.util.List;

/**
 * How a user's parameters are found again from edited rows, everything else of the model fixed: by
 * doing the user's training again, or by solving for the optimum. It is the same for every question
 * that begins with "what if". Implementations are thread-safe.
 *
 * <p>Shapes: m rows, d parameters. A shift is by how much a single edit moves θ.
 */
public interface Refit {

  /** {@return θ from all rows, [d]. Not to be modified.} */
  double[] all();

  /**
   * {@return θ without some rows, [d]}
   *
   * @param rows from 0. Not modified.
   */
  double[] without(int... rows);

  /**
   * {@return θ with another target of some rows, [d]}
   *
   * @param rows from 0. Not modified.
   * @param label y and c of each
   */
  double[] changed(int[] rows, Label label);

  /**
   * {@return θ with more rows, [d]}
   *
   * @param rows the features of each new row but the user's. Not modified.
   * @param label y and c of each
   */
  double[] with(List<FeatureVector> rows, Label label);

  /** {@return the shift of leaving out each row, [m, d]} */
  double[][] removalShifts();

  /**
   * {@return the shift of changing the target of each of some rows, [rows, d]}
   *
   * @param rows from 0. Not modified.
   * @param label y and c of each
   */
  double[][] changeShifts(int[] rows, Label label);

  /**
   * {@return the shift of each of some new rows, [rows, d]}
   *
   * @param rows the features of each new row but the user's. Not modified.
   * @param label y and c of each
   */
  double[][] additionShifts(List<FeatureVector> rows, Label label);
}
