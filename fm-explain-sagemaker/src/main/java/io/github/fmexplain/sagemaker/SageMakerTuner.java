package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Metric;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CategoricalParameterRange;
import software.amazon.awssdk.services.sagemaker.model.ContinuousParameterRange;
import software.amazon.awssdk.services.sagemaker.model.IntegerParameterRange;
import software.amazon.awssdk.services.sagemaker.model.ParameterRanges;

/**
 * Has SageMaker look for good hyperparameters: many training jobs, of which the best one's model is
 * taken. Immutable and thread-safe.
 *
 * <p>SageMaker judges by the rows of the test channel, so that the trainer needs a test set;
 * ratings that it chose by are no measure of the model any more. {@code num_factors} is not among
 * what AWS documents as tunable for this algorithm.
 */
public final class SageMakerTuner {

  private final SageMakerTrainer trainer;
  private final Metric objective;
  private final int maximumJobs;
  private final int parallelJobs;
  private final ParameterRanges ranges;

  private SageMakerTuner(Builder builder) {
    trainer = Objects.requireNonNull(builder.trainer);
    objective = Objects.requireNonNull(builder.objective);
    maximumJobs = builder.maximumJobs;
    parallelJobs = builder.parallelJobs;
    ranges =
        ParameterRanges.builder()
            .integerParameterRanges(builder.integers)
            .continuousParameterRanges(builder.reals)
            .categoricalParameterRanges(builder.choices)
            .build();
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return a tuning job on the rows, which runs on when this method returns} Its name is all that
   * another process needs to {@linkplain SageMakerTuningJob#attach attach} to it. The uploaded rows
   * stay until {@link SageMakerTuningJob#deleteData} is called.
   *
   * @param set the rows; labels 0 and 1 for a binary classifier. Not modified.
   * @param hyperparameters what is the same for all jobs; none that has a range
   * @throws IllegalArgumentException as {@link SageMakerTrainer#fit}, or if the trainer has no test
   *     set, the objective is of another type of model, or a hyperparameter has a range too
   * @throws SageMakerCallException if a call of AWS fails; the rows were deleted then, and the job
   *     stopped if there is one, or a suppressed exception says what may be left
   * @throws InterruptedException if the thread is interrupted; then the same holds
   */
  public SageMakerTuningJob start(TrainingSet set, FmHyperparameters hyperparameters)
      throws InterruptedException {
    Objects.requireNonNull(hyperparameters, "hyperparameters");
    return start(TrainingInput.of(trainer, set, hyperparameters), hyperparameters);
  }

  /**
   * {@return a tuning job on rows that are in S3} See {@link #start(TrainingSet,
   * FmHyperparameters)}.
   *
   * @param data where the rows are, those of the test too
   * @param hyperparameters what is the same for all jobs; none that has a range
   * @throws IllegalArgumentException if the data has no test rows, the objective is of another type
   *     of model, a hyperparameter has a range too, or no image is known in the region
   * @throws SageMakerCallException if a call of AWS fails; the job was stopped if there is one, or
   *     a suppressed exception says that it may run
   * @throws InterruptedException if the thread is interrupted; then the same holds
   */
  public SageMakerTuningJob start(S3TrainingData data, FmHyperparameters hyperparameters)
      throws InterruptedException {
    Objects.requireNonNull(hyperparameters, "hyperparameters");
    return start(TrainingInput.of(trainer, data), hyperparameters);
  }

  private SageMakerTuningJob start(TrainingInput input, FmHyperparameters hyperparameters)
      throws InterruptedException {
    if (!input.hasTest()) {
      throw new IllegalArgumentException(
          "tuning must have test rows to judge by; give them to the trainer with testSet(…), or"
              + " with S3TrainingData");
    }
    if (objective.predictorType() != hyperparameters.predictorType()) {
      throw new IllegalArgumentException(
          "objective "
              + objective
              + " must be one of a "
              + hyperparameters.predictorType().hyperparameterValue()
              + ", but is one of a "
              + objective.predictorType().hyperparameterValue());
    }
    return new TuningRun(this, input, hyperparameters).start();
  }

  SageMakerTrainer trainer() {
    return trainer;
  }

  /** {@return the objective under the name of the algorithm's metric} */
  String objectiveName() {
    return "test:" + (objective == Metric.F1 ? "binary_f_beta" : objective.metricName());
  }

  boolean isMaximized() {
    return objective == Metric.ACCURACY || objective == Metric.F1;
  }

  int maximumJobs() {
    return maximumJobs;
  }

  int parallelJobs() {
    return parallelJobs;
  }

  ParameterRanges ranges() {
    return ranges;
  }

  /** {@return the objective and the number of jobs} */
  @Override
  public String toString() {
    return "SageMakerTuner[" + objectiveName() + ", at most " + maximumJobs + " jobs]";
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable SageMakerTrainer trainer;
    private @Nullable Metric objective;
    private int maximumJobs;
    private int parallelJobs;
    private final List<String> names = new ArrayList<>();
    private final List<IntegerParameterRange> integers = new ArrayList<>();
    private final List<ContinuousParameterRange> reals = new ArrayList<>();
    private final List<CategoricalParameterRange> choices = new ArrayList<>();

    private Builder() {}

    /**
     * Sets what each job is trained with. Required.
     *
     * @param trainer its job name is not used
     * @throws IllegalStateException if it was already set
     */
    public Builder trainer(SageMakerTrainer trainer) {
      Objects.requireNonNull(trainer, "trainer");
      Once.requireUnset(this.trainer, "trainer");
      this.trainer = trainer;
      return this;
    }

    /**
     * Sets what decides which job is the best, measured on the test rows. Required.
     *
     * @param metric RMSE, accuracy, cross-entropy or F1: what AWS documents for this algorithm
     * @throws IllegalArgumentException if it is another
     * @throws IllegalStateException if it was already set
     */
    public Builder objective(Metric metric) {
      Objects.requireNonNull(metric, "metric");
      if (metric != Metric.RMSE
          && metric != Metric.ACCURACY
          && metric != Metric.CROSS_ENTROPY
          && metric != Metric.F1) {
        throw new IllegalArgumentException(
            "objective must be RMSE, ACCURACY, CROSS_ENTROPY or F1, but was " + metric);
      }
      Once.requireUnset(objective, "objective");
      objective = metric;
      return this;
    }

    /**
     * Sets how many jobs there are. Required; each costs money.
     *
     * @param maximum at least 1
     * @param parallel how many of them at a time, at least 1 and not more than there are
     * @throws IllegalArgumentException if a number is not in its range
     * @throws IllegalStateException if they were already set
     */
    public Builder jobs(int maximum, int parallel) {
      Once.atLeast(1, maximum, "maximum");
      Once.atLeast(1, parallel, "parallel");
      if (parallel > maximum) {
        throw new IllegalArgumentException(
            "parallel must be at most maximum, " + maximum + ", but was " + parallel);
      }
      Once.requireUnset(maximumJobs == 0 ? null : maximumJobs, "jobs");
      maximumJobs = maximum;
      parallelJobs = parallel;
      return this;
    }

    /**
     * Adds a hyperparameter with a range of integers.
     *
     * @param name its name in SageMaker, such as {@code mini_batch_size}
     * @param least the least value
     * @param most the greatest value, more than the least
     * @throws IllegalArgumentException if the range is empty, or the name unknown
     * @throws IllegalStateException if it has a range already
     */
    public Builder integers(String name, int least, int most) {
      Objects.requireNonNull(name, "name");
      requireRange(name, least < most, least + " to " + most);
      add(name);
      integers.add(
          IntegerParameterRange.builder()
              .name(name)
              .minValue(Integer.toString(least))
              .maxValue(Integer.toString(most))
              .build());
      return this;
    }

    /**
     * Adds a hyperparameter with a range of real numbers, which SageMaker searches on a scale that
     * it chooses.
     *
     * @param name its name in SageMaker, such as {@code factors_lr}
     * @param least the least value
     * @param most the greatest value, more than the least
     * @throws IllegalArgumentException if the range is empty or not finite, or the name unknown
     * @throws IllegalStateException if it has a range already
     */
    public Builder reals(String name, double least, double most) {
      Objects.requireNonNull(name, "name");
      requireRange(
          name,
          Double.isFinite(least) && Double.isFinite(most) && least < most,
          least + " to " + most);
      add(name);
      reals.add(
          ContinuousParameterRange.builder()
              .name(name)
              .minValue(BigDecimal.valueOf(least).toPlainString())
              .maxValue(BigDecimal.valueOf(most).toPlainString())
              .build());
      return this;
    }

    /**
     * Adds a hyperparameter with a choice of values.
     *
     * @param name its name in SageMaker, such as {@code factors_init_method}
     * @param values at least one. Not modified.
     * @throws IllegalArgumentException if there is no value, or the name is unknown
     * @throws IllegalStateException if it has a range already
     */
    public Builder choices(String name, List<String> values) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(values, "values");
      List<String> all = List.copyOf(values);
      requireRange(name, !all.isEmpty(), "empty");
      add(name);
      choices.add(CategoricalParameterRange.builder().name(name).values(all).build());
      return this;
    }

    private static void requireRange(String name, boolean holds, String found) {
      if (!FmHyperparameters.names().contains(name)) {
        throw new IllegalArgumentException(
            "unknown hyperparameter '"
                + name
                + "'; known are "
                + String.join(", ", FmHyperparameters.names()));
      }
      if (!holds) {
        throw new IllegalArgumentException(
            "range of " + name + " must have more than one value, but was " + found);
      }
    }

    private void add(String name) {
      Once.requireUnset(names.contains(name) ? name : null, "range of " + name);
      names.add(name);
    }

    /**
     * {@return the tuner}
     *
     * @throws IllegalStateException if a required setting is missing; the message names it
     */
    public SageMakerTuner build() {
      Once.requireSet(
          "trainer",
          trainer,
          "objective",
          objective,
          "jobs",
          maximumJobs == 0 ? null : maximumJobs,
          "integers, reals or choices",
          names.isEmpty() ? null : names);
      return new SageMakerTuner(this);
    }
  }
}
