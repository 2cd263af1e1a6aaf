package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.FmModel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains on this machine as SageMaker does: mini-batches and Adam as in MXNet, on which SageMaker's
 * algorithm runs. Immutable and thread-safe.
 *
 * <ul>
 *   <li>The loss of a batch is the mean over its rows: log loss for a binary classifier, half the
 *       squared error for a regressor.
 *   <li>The {@link TrainingMode}, by default {@link TrainingMode#sageMaker}: lazy Adam, rows in the
 *       order of the set, the same batches in every epoch, the last one filled up with empty rows
 *       of label 0.
 *   <li>The gradient of the mean is multiplied by {@code rescaleGrad} (1 if not set), increased by
 *       wd·θ, and clipped to {@code clipGradient} if that is set.
 *   <li>{@code eps} is 1e-8 if not set.
 * </ul>
 *
 * <p>Who trains on a set that is sorted by user moves each user once or twice an epoch: shuffle it
 * first ({@link TrainingSet#shuffled}), as a file for SageMaker should be.
 *
 * <p>The same seed, set and hyperparameters give the same model to the last bit, with any number of
 * threads and on any machine.
 *
 * <p>The metrics of an {@link EpochReport} come from the scores before each update, in float32, and
 * have no AUC; those of the {@link TrainingResult} are exact.
 *
 * <p>An epoch costs O(z·k) for z listed features of all rows, and with dense Adam O(b·n·k) more for
 * b batches and n features; memory is four arrays [n, k], one [batch, k] and two copies of the set,
 * in float32.
 */
public final class LocalTrainer implements FmTrainer {

  private final TrainingMode mode;
  private final long seed;
  private final int threads;
  private final boolean recorded;

  private LocalTrainer(TrainingMode mode, long seed, int threads, boolean recorded) {
    this.mode = mode;
    this.seed = seed;
    this.threads = threads;
    this.recorded = recorded;
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return how the training takes its steps} */
  public TrainingMode mode() {
    return mode;
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
   *     {@code eps} is not above 0 in float32, or an array [features, k] would be too large
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
   * {@return a model trained for as many epochs as predict other rows best}
   *
   * <p>After each epoch the validation rows are predicted, by cross-entropy or MSE; training ends
   * when they have not been predicted better for {@code patience} epochs, or after the epochs of
   * the hyperparameters. If the best epoch was not the last, that many are trained again from the
   * beginning, so that the result, its path too, is that of {@link #fit} with the best number of
   * epochs; {@link TrainingResult#validation} has the epochs that were tried.
   *
   * <p>Costs up to twice the epochs, and a score for each validation row in each epoch.
   *
   * @param set the rows to learn from. Not modified.
   * @param hyperparameters what to train, and how; with the most epochs
   * @param validation rows that are not in the set, encoded in the same way, such as each user's
   *     last ratings. Not modified.
   * @param patience for how many epochs nothing may get better, at least 1; 10 is usual, and more
   *     where an epoch has few steps: it takes hundreds until the factors make anything better
   * @param progress is told of every epoch that is tried, and can stop that
   * @throws IllegalArgumentException as {@link #fit}, or if the validation rows have another number
   *     of features or labels that are not allowed, or patience is less than 1
   * @throws IllegalStateException if training diverges
   * @throws InterruptedException if the calling thread is interrupted
   */
  public TrainingResult fitUntilBest(
      TrainingSet set,
      FmHyperparameters hyperparameters,
      TrainingSet validation,
      int patience,
      TrainingProgress progress)
      throws InterruptedException {
    Once.atLeast(1, patience, "patience");
    if (validation.numFeatures() != set.numFeatures()) {
      throw new IllegalArgumentException(
          "validation rows must have "
              + set.numFeatures()
              + " features, as the training set has, but have "
              + validation.numFeatures()
              + "; make both with the same encoder");
    }
    Metrics.requireLabels(hyperparameters.predictorType(), validation);
    Validation judge = new Validation(validation, patience);
    TrainingResult tried = training(new int[0], set, hyperparameters).run(progress, judge);
    if (judge.best() == hyperparameters.epochs()) {
      return tried;
    }
    TrainingResult best = fit(set, hyperparameters.toBuilder().epochs(judge.best()).build());
    return new TrainingResult(
        best.model(),
        best.hyperparameters(),
        set,
        mode,
        best.epochs(),
        false,
        best.trainMetrics(),
        best.curve(),
        judge.curve,
        tried.duration().plus(best.duration()),
        seed,
        best.path());
  }

  /**
   * {@return a model trained without some of the rows, and otherwise as {@link #fit} does}
   *
   * <p>This is how to measure what a rating does to the model: the first parameters, the batches
   * and their order are those of the training with all rows, and a row that is left out keeps its
   * place but counts nothing; lazily, a feature that is in no other row of the batch does not move
   * in that step. The batch's mean still divides by all its rows, so that the balance of loss and
   * weight decay is the same for the other rows. Metrics are over all rows.
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
    return training(leftOut, set, hyperparameters).run(progress);
  }

  private LocalTraining training(
      int[] leftOut, TrainingSet set, FmHyperparameters hyperparameters) {
    Objects.requireNonNull(leftOut, "leftOut");
    Objects.requireNonNull(set, "set");
    Metrics.requireTrainable(hyperparameters.predictorType(), set);
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
    return new LocalTraining(set, hyperparameters, mode, seed, threads, isLeftOut, recorded, null);
  }

  /**
   * {@return a trained model with a training path, found by training again on the same rows}
   *
   * <p>For a model of which only the end is known, such as SageMaker's: the training begins with
   * parameters that point where the model's do, and its path is bent so that it ends at the model.
   * It costs one training, in the mode of the model ({@link TrainedModel#mode}); this trainer gives
   * the seed and the threads.
   *
   * @param trained a model with hyperparameters, trained with Adam
   * @param set the rows that it was trained on; they are taken in the order of the training. Not
   *     modified.
   * @param progress is told of every epoch; stopping it is a failure
   * @throws IllegalArgumentException if the model has no hyperparameters, was trained in another
   *     way, the set was not made of histories or does not fit it, or a user of the one has other
   *     ratings in the other
   * @throws IllegalStateException if training diverges or is stopped
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Retracing retrace(TrainedModel trained, TrainingSet set, TrainingProgress progress)
      throws InterruptedException {
    FmHyperparameters hyperparameters = trained.hyperparameters();
    if (hyperparameters == null) {
      throw new IllegalArgumentException(
          "model must have known hyperparameters to be retraced; give them to TrainedModel.of");
    }
    if (trained.mode().optimizer() == TrainingMode.Optimizer.OTHER) {
      throw new IllegalArgumentException(
          "model must have been trained with Adam to be retraced, but was trained in mode "
              + trained.mode()
              + "; give it the mode with TrainedModel.withMode");
    }
    TrainedModel.requireWidth(trained.model(), set);
    TrainingSet.Origin origin = TrainedModel.originOf(set);
    if (!origin.target().equals(trained.target())) {
      throw new IllegalArgumentException(
          "training set must have the target of the model, '"
              + trained.target()
              + "', but has '"
              + origin.target()
              + "'; make it with TrainedModel.target()");
    }
    Metrics.requireTrainable(hyperparameters.predictorType(), set);
    TrainingSet rows = set.inOrder(trained.summary().histories().rowsIn(origin.histories()));
    TrainingResult again =
        new LocalTraining(
                rows,
                hyperparameters,
                trained.mode(),
                seed,
                threads,
                new boolean[set.numRows()],
                true,
                Parameters.towards(trained.model(), hyperparameters))
            .run(progress);
    TrainingPath path = again.path();
    if (again.stopped() || path == null) {
      throw new IllegalStateException(
          "retracing must train all " + hyperparameters.epochs() + " epochs, but was stopped");
    }
    return retracing(trained, again.model(), path);
  }

  private static Retracing retracing(TrainedModel trained, FmModel end, TrainingPath path) {
    double cosines = 0;
    double difference = 0;
    double size = 0;
    for (int column : path.columns()) {
      float[] v = end.factors(column);
      float[] goal = trained.model().factors(column);
      double vv = 0;
      double gg = 0;
      double vg = 0;
      for (int c = 0; c < v.length; c++) {
        vv += (double) v[c] * v[c];
        gg += (double) goal[c] * goal[c];
        vg += (double) v[c] * goal[c];
      }
      cosines += vv == 0 || gg == 0 ? 0 : vg / Math.sqrt(vv * gg);
      difference += vv - 2 * vg + gg;
      size += gg;
    }
    return new Retracing(
        trained.withPath(path.bentTo(trained.model())),
        cosines / path.columns().length,
        size == 0 ? 0 : Math.sqrt(Math.max(0, difference) / size));
  }

  /** {@return the seed and the number of threads} */
  @Override
  public String toString() {
    return "LocalTrainer[seed " + seed + ", threads " + threads + "]";
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable TrainingMode mode;
    private @Nullable Long seed;
    private @Nullable Integer threads;
    private @Nullable Boolean recorded;

    private Builder() {}

    /**
     * Sets how the training takes its steps; {@link TrainingMode#sageMaker} if it is not set.
     *
     * @param mode any with Adam
     * @throws IllegalArgumentException if the optimizer is another
     * @throws IllegalStateException if it was already set
     */
    public Builder mode(TrainingMode mode) {
      Once.requireUnset(this.mode, "mode");
      if (mode.optimizer() == TrainingMode.Optimizer.OTHER) {
        throw new IllegalArgumentException("mode must have lazy or dense Adam, but is " + mode);
      }
      this.mode = mode;
      return this;
    }

    /**
     * Sets the seed of the first parameters and of the order of the rows.
     *
     * @param seed any
     * @throws IllegalStateException if it was already set
     */
    public Builder seed(long seed) {
      Once.requireUnset(this.seed, "seed");
      this.seed = seed;
      return this;
    }

    /**
     * Sets the number of threads, with the one that calls {@code fit}; 1 if it is not set. The
     * others are daemon threads, which end with {@code fit}.
     *
     * @param threads at least 1; more than there are processors make it slower
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it was already set
     */
    public Builder threads(int threads) {
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1, but was " + threads);
      }
      Once.requireUnset(this.threads, "threads");
      this.threads = threads;
      return this;
    }

    /**
     * Records the training path, which {@link TrainedModel#path} then has. It keeps about 16 models
     * in memory and costs next to no time.
     *
     * @throws IllegalStateException if it was already set
     */
    public Builder recordPath() {
      Once.requireUnset(recorded, "recordPath");
      recorded = true;
      return this;
    }

    /**
     * {@return the trainer}
     *
     * @throws IllegalStateException if the seed was not set
     */
    public LocalTrainer build() {
      Once.requireSet("seed", seed);
      return new LocalTrainer(
          mode == null ? TrainingMode.sageMaker() : mode,
          Objects.requireNonNull(seed),
          threads == null ? 1 : threads,
          recorded != null);
    }
  }
}
