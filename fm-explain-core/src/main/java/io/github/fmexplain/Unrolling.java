package io.github.fmexplain;

import java.util.List;

/**
 * The way on which {@link Influence.Unrolled} follows training, for one user.
 *
 * @param time τ, where the flow has reached the trained length, in units in which D has mean 1 over
 *     the factors; 0 if the trained factors are zero
 * @param preconditioner the diagonal of D, one value a factor, then that of the linear weight
 * @param cosine of the angle between the flow's factors at τ and the trained ones: near 1 if the
 *     flow went where training went; 0 if either is zero
 */
public record Unrolling(double time, List<Double> preconditioner, double cosine) {

  /**
   * Copies the preconditioner.
   *
   * @param time τ
   * @param preconditioner the diagonal of D. Not modified.
   * @param cosine between −1 and 1
   */
  public Unrolling {
    preconditioner = List.copyOf(preconditioner);
  }
}
