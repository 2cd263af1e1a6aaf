package io.github.fmexplain.train;

import java.util.Objects;

/**
 * How a training took its steps: optimizer, order of the rows, padding. SageMaker's sparse network
 * trains with {@link #sageMaker}, which two real jobs on MovieLens 100K were seen to do.
 *
 * @param optimizer what moved the parameters
 * @param shuffle in which order each epoch took the rows
 * @param padded whether the last batch of an epoch was filled up with empty rows of label 0, which
 *     train the bias and count in the mean of the batch
 */
public record TrainingMode(Optimizer optimizer, Shuffle shuffle, boolean padded) {

  /** Checks that nothing is null. */
  public TrainingMode {
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(shuffle, "shuffle");
  }

  /** What moved the parameters. */
  public enum Optimizer {
    /** Adam, in each step of which only the features of the batch move: MXNet's lazy update. */
    LAZY_ADAM,
    /** Adam, in each step of which every parameter moves. */
    DENSE_ADAM,
    /** Something else, or unknown. */
    OTHER
  }

  /** In which order an epoch takes the rows. */
  public enum Shuffle {
    /** In the order of the training set, so that every epoch has the same batches. */
    NONE,
    /** In an order of its own for each epoch. */
    EACH_EPOCH
  }

  /** {@return SageMaker's mode for sparse tensors: lazy Adam, no shuffling, padded} */
  public static TrainingMode sageMaker() {
    return new TrainingMode(Optimizer.LAZY_ADAM, Shuffle.NONE, true);
  }

  /** {@return SageMaker's mode for dense tensors: dense Adam, no shuffling, padded} */
  public static TrainingMode sageMakerDense() {
    return new TrainingMode(Optimizer.DENSE_ADAM, Shuffle.NONE, true);
  }

  /** {@return the mode of a training that is not of this kind, such as ALS or SGD, or not known} */
  public static TrainingMode other() {
    return new TrainingMode(Optimizer.OTHER, Shuffle.NONE, false);
  }

  /**
   * {@return this mode with another optimizer}
   *
   * @param other what moves the parameters
   */
  public TrainingMode withOptimizer(Optimizer other) {
    Objects.requireNonNull(other, "other");
    return new TrainingMode(other, shuffle, padded);
  }

  /**
   * {@return this mode with rows in another order}
   *
   * @param other in which order each epoch takes the rows
   */
  public TrainingMode withShuffle(Shuffle other) {
    Objects.requireNonNull(other, "other");
    return new TrainingMode(optimizer, other, padded);
  }
}
