package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import org.jspecify.annotations.Nullable;

/**
 * Trains on this machine, with mini-batches and Adam as in MXNet, on which SageMaker's algorithm
 * runs. Immutable and thread-safe.
 *
 * <ul>
 *   <li>The loss of a batch is the mean over its rows: log loss for a binary classifier, half the
 *       squared error for a regressor. The rows are shuffled for every epoch; the last batch may be
 *       smaller, and its mean is over its own rows.
 *   <li>The gradient of that mean is multiplied by {@code rescaleGrad} (1 if not set), increased by
 *       wd·θ, and clipped to {@code clipGradient} if that is set.
 *   <li>Every parameter moves in every step. Training therefore comes to rest where {@code Σ_r (p_r
 *       − y_r) ∂s_r/∂θ + N·wd·θ = 0} over all N rows (s_r instead of p_r for a regressor), which is
 *       what explanations lean on.
 *   <li>{@code eps} is 1e-8 if not set.
 * </ul>
 *
 * <p>The same seed, set and hyperparameters give the same model to the last bit, with any number of
 * threads and on any machine.
 *
 * <p>The metrics of an {@link EpochReport} come from the scores before each update, in float32, and
 * have no AUC; those of the {@link TrainingResult} are exact.
 *
 * <p>An epoch costs O(z·k + b·n·k) for z listed features of all rows, b batches and n features;
 * memory is four arrays [n, k], one [batch, k] and two copies of the set, in float32.
 */
public final class LocalTrainer implements FmTrainer {

  private final long seed;
  private final int threads;
  private final boolean recorded;

  private LocalTrainer(long seed, int threads, boolean recorded) {
    this.seed = seed;
    this.threads = threads;
    this.recorded = recorded;
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the seed of the first parameters and of the order of the rows} */
  public long seed() {
    return seed;
  }

  /** {@return the number of threads, with the one that calls {@code fit}} */
  public int threads() {
    return threads;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the set has a label that the predictor type does not allow,
   *     {@code eps} is not above 0 in float32, or an array [features, k] or [batch, k] would be too
   *     large
   * @throws IllegalStateException if training diverges; the message has the epoch, the first
   *     parameter that is not finite and what to lower
   */
  @Override
  public TrainingResult fit(
      TrainingSet set, FmHyperparameters hyperparameters, TrainingProgress progress)
      throws InterruptedException {
    return fitWithout(new int[0], set, hyperparameters, progress);
  }

  /**
   * {@return a model trained without some of the rows, and otherwise as {@link #fit} does}
   *
   * <p>This is how to measure what a rating does to the model: the first parameters, the batches
   * and their order are those of the training with all rows, and a row that is left out keeps its
   * place but counts nothing. The batch's mean still divides by all its rows, so that the balance
   * of loss and weight decay is the same for the other rows. Metrics are over all rows.
   *
   * @param leftOut the rows to leave out, from 0. Not modified.
   * @param set the rows; labels 0 and 1 for a binary classifier. Not modified.
   * @param hyperparameters what to train, and how
   * @param progress is told of every epoch and can stop the training
   * @throws IllegalArgumentException as {@link #fit}, or if there is no such row
   * @throws IllegalStateException if training diverges
   * @throws InterruptedException if the calling thread is interrupted
   */
  public TrainingResult fitWithout(
      int[] leftOut, TrainingSet set, FmHyperparameters hyperparameters, TrainingProgress progress)
      throws InterruptedException {
    Metrics.requireLabels(hyperparameters.predictorType(), set);
    boolean[] isLeftOut = new boolean[set.numRows()];
    for (int row : leftOut) {
      if (row < 0 || row >= isLeftOut.length) {
        throw new IllegalArgumentException(
            "row to leave out must be from 0 to " + (isLeftOut.length - 1) + ", but was " + row);
      }
      isLeftOut[row] = true;
    }
    double eps = hyperparameters.eps().orElse(1);
    if (!((float) eps > 0)) {
      throw new IllegalArgumentException("eps must be above 0 in float32, but was " + eps);
    }
    return new LocalTraining(set, hyperparameters, seed, threads, isLeftOut, recorded)
        .run(progress);
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable Long seed;
    private @Nullable Integer threads;
    private @Nullable Boolean recorded;

    private Builder() {}

    /**
     * Sets the seed of the first parameters and of the order of the rows.
     *
     * @param seed any
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder seed(long seed) {
      requireUnset(this.seed, "seed");
      this.seed = seed;
      return this;
    }

    /**
     * Sets the number of threads, with the one that calls {@code fit}; 1 if it is not set. The
     * others are daemon threads, which end with {@code fit}.
     *
     * @param threads at least 1; more than there are processors make it slower
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it was already set
     */
    public Builder threads(int threads) {
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1, but was " + threads);
      }
      requireUnset(this.threads, "threads");
      this.threads = threads;
      return this;
    }

    /**
     * Records the way that training takes: {@link TrainingResult#trajectory} is then there. It
     * keeps about 16 models in memory and costs next to no time.
     *
     * @return this builder
     * @throws IllegalStateException if it was already set
     */
    public Builder recordTrajectory() {
      requireUnset(recorded, "recordTrajectory");
      recorded = true;
      return this;
    }

    private static void requireUnset(@Nullable Object value, String name) {
      if (value != null) {
        throw new IllegalStateException(name + " was already set");
      }
    }

    /**
     * {@return the trainer}
     *
     * @throws IllegalStateException if the seed was not set
     */
    public LocalTrainer build() {
      if (seed == null) {
        throw new IllegalStateException("missing settings: seed");
      }
      return new LocalTrainer(seed, threads == null ? 1 : threads, recorded != null);
    }
  }
}
