package io.github.fmexplain;

import java.util.List;

/**
 * The way on which {@link Influence.Unrolled} follows training, for one user.
 *
 * @param recorded true if the way was recorded while training; false if it is the gradient flow
 *     that leads to the trained parameters
 * @param time how long the way is: the optimizer steps of a recorded one, else τ, where the flow
 *     has reached the trained length, in units in which D has mean 1 over the factors
 * @param preconditioner the diagonal of D, one value a factor, then that of the linear weight; at
 *     the end of a recorded way
 * @param cosine of the angle between the factors where the way ends, as the method follows it, and
 *     the trained ones: near 1 if it went where training went; 0 if either is zero
 */
public record Unrolling(boolean recorded, double time, List<Double> preconditioner, double cosine) {

  /**
   * Copies the preconditioner.
   *
   * @param recorded whether the way was recorded
   * @param time the length of the way
   * @param preconditioner the diagonal of D. Not modified.
   * @param cosine between −1 and 1
   */
  public Unrolling {
    preconditioner = List.copyOf(preconditioner);
  }
}
