package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.Listener;
import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.FmTrainer;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains in Amazon SageMaker with the factorization machines algorithm, from the same
 * hyperparameters as {@link io.github.fmexplain.train.LocalTrainer}. Immutable and thread-safe,
 * except that a job name that was given can be used once.
 *
 * <ul>
 *   <li>The rows are uploaded as RecordIO-protobuf, in one object per instance, and deleted when
 *       the job has ended, unless the storage keeps data.
 *   <li>Only hyperparameters that were set are sent, and {@code feature_dim}.
 *   <li>Epochs are read from the job's log, where it can be read; without it, none are reported.
 *       They have the metrics that SageMaker logs.
 *   <li>The metrics of the {@link TrainingResult} are computed here, over all rows. Its curve has
 *       the metrics of the log, none for an epoch whose lines were lost, and is empty without a
 *       log. Its mode is what the artifact tells; it holds for one instance, as each of several
 *       makes batches of its own rows.
 *   <li>{@link #start} does not wait for the job, and takes rows that are in S3 already.
 *   <li>SageMaker takes no seed: two trainings give two models.
 * </ul>
 *
 * <p>Interrupting the thread stops the job. So does a progress that says so, but the algorithm
 * keeps no checkpoints: if a stopped job leaves no model, {@code fit} throws a {@link
 * TrainingJobException}.
 */
public final class SageMakerTrainer implements FmTrainer {

  private final SageMakerClients clients;
  private final String role;
  private final TrainingInfrastructure infrastructure;
  private final SageMakerStorage storage;
  private final SageMakerSetup setup;
  private final @Nullable String jobName;
  private final @Nullable TrainingSet testSet;
  private final Map<String, String> extra;
  private final Listener listener;

  private SageMakerTrainer(Builder builder) {
    clients = Objects.requireNonNull(builder.clients);
    role = Objects.requireNonNull(builder.role);
    infrastructure =
        builder.infrastructure == null ? TrainingInfrastructure.defaults() : builder.infrastructure;
    storage = builder.storage == null ? SageMakerStorage.defaultBucket() : builder.storage;
    setup = builder.setup == null ? SageMakerSetup.none() : builder.setup;
    jobName = builder.jobName;
    testSet = builder.testSet;
    extra = Map.copyOf(builder.extra);
    listener = builder.listener == null ? Listener.none() : builder.listener;
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the set has a label that the predictor type does not allow,
   *     the test set has another width, there are fewer rows than instances, or no image is known
   *     in the region
   * @throws TrainingJobException if the job gives no model
   * @throws SageMakerCallException if a call of AWS fails, or the job has not ended in the longest
   *     wait ({@link SageMakerClients.Builder#maximumWait}); the job was stopped then, or a
   *     suppressed exception says that it may still run
   */
  @Override
  public TrainingResult fit(
      TrainingSet set, FmHyperparameters hyperparameters, TrainingProgress progress)
      throws InterruptedException {
    Objects.requireNonNull(progress, "progress");
    TrainingInput input = TrainingInput.of(this, set, hyperparameters);
    TrainingRun run = new TrainingRun(this, input, hyperparameters);
    run.start();
    JobWatch watch = run.await(progress);
    return run.result(set, run.job().read(watch.logTail()), watch);
  }

  /**
   * {@return a training job on the rows, which runs on when this method returns and when the
   * process ends} Its name is all that another process needs to {@linkplain
   * SageMakerTrainingJob#attach attach} to it, to {@linkplain SageMakerTrainingJob#await wait} for
   * it and to take {@linkplain SageMakerTrainingJob#trainedOn its model}. The uploaded rows stay
   * until {@link SageMakerTrainingJob#deleteData} is called.
   *
   * @param set the rows; labels 0 and 1 for a binary classifier. Not modified.
   * @param hyperparameters what to train, and how
   * @throws IllegalArgumentException as {@link #fit}
   * @throws SageMakerCallException if a call of AWS fails; the rows were deleted then, and the job
   *     stopped if there is one, or a suppressed exception says what may be left
   * @throws InterruptedException if the thread is interrupted; then the same holds
   */
  public SageMakerTrainingJob start(TrainingSet set, FmHyperparameters hyperparameters)
      throws InterruptedException {
    return start(TrainingInput.of(this, set, hyperparameters), hyperparameters);
  }

  /**
   * {@return a training job on rows that are in S3} See {@link #start(TrainingSet,
   * FmHyperparameters)}. Nothing is uploaded, and the rows are not looked at; with several
   * instances there must be as many objects at least.
   *
   * @param data where the rows are
   * @param hyperparameters what to train, and how
   * @throws IllegalArgumentException if this trainer has a test set, which would have to be
   *     uploaded, or no image is known in the region
   * @throws SageMakerCallException if a call of AWS fails; the job was stopped if there is one, or
   *     a suppressed exception says that it may run
   * @throws InterruptedException if the thread is interrupted; then the same holds
   */
  public SageMakerTrainingJob start(S3TrainingData data, FmHyperparameters hyperparameters)
      throws InterruptedException {
    return start(TrainingInput.of(this, data), hyperparameters);
  }

  private SageMakerTrainingJob start(TrainingInput input, FmHyperparameters hyperparameters)
      throws InterruptedException {
    TrainingRun run = new TrainingRun(this, input, hyperparameters);
    run.start();
    return run.job();
  }

  SageMakerClients clients() {
    return clients;
  }

  String role() {
    return role;
  }

  TrainingInfrastructure infrastructure() {
    return infrastructure;
  }

  SageMakerStorage storage() {
    return storage;
  }

  SageMakerSetup setup() {
    return setup;
  }

  Optional<String> jobName() {
    return Optional.ofNullable(jobName);
  }

  Optional<TrainingSet> testSet() {
    return Optional.ofNullable(testSet);
  }

  Map<String, String> extra() {
    return extra;
  }

  Listener listener() {
    return listener;
  }

  /** {@return the region, the infrastructure and the storage} */
  @Override
  public String toString() {
    return "SageMakerTrainer[" + clients + ", " + infrastructure + ", " + storage + "]";
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable SageMakerClients clients;
    private @Nullable String role;
    private @Nullable TrainingInfrastructure infrastructure;
    private @Nullable SageMakerStorage storage;
    private @Nullable SageMakerSetup setup;
    private @Nullable String jobName;
    private @Nullable TrainingSet testSet;
    private final Map<String, String> extra = new LinkedHashMap<>();
    private @Nullable Listener listener;

    private Builder() {}

    /**
     * Sets the clients. Required.
     *
     * @param clients not closed here
     * @throws IllegalStateException if they were already set
     */
    public Builder clients(SageMakerClients clients) {
      Objects.requireNonNull(clients, "clients");
      Once.requireUnset(this.clients, "clients");
      this.clients = clients;
      return this;
    }

    /**
     * Sets the role that SageMaker takes to read the data and write the model. Required.
     *
     * @param arn the ARN of a role that trusts SageMaker
     * @throws IllegalArgumentException if it is not the ARN of a role
     * @throws IllegalStateException if it was already set
     */
    public Builder role(String arn) {
      Objects.requireNonNull(arn, "arn");
      Once.requireUnset(role, "role");
      role = Names.requireRole(arn);
      return this;
    }

    /**
     * Sets what the job runs on; one ml.m5.xlarge if it is not set.
     *
     * @param infrastructure any
     * @throws IllegalStateException if it was already set
     */
    public Builder infrastructure(TrainingInfrastructure infrastructure) {
      Objects.requireNonNull(infrastructure, "infrastructure");
      Once.requireUnset(this.infrastructure, "infrastructure");
      this.infrastructure = infrastructure;
      return this;
    }

    /**
     * Sets where data and model go; the default bucket if it is not set.
     *
     * @param storage any
     * @throws IllegalStateException if it was already set
     */
    public Builder storage(SageMakerStorage storage) {
      Objects.requireNonNull(storage, "storage");
      Once.requireUnset(this.storage, "storage");
      this.storage = storage;
      return this;
    }

    /**
     * Sets network, keys, tags and variables of the job; none if it is not set.
     *
     * @param setup any
     * @throws IllegalStateException if it was already set
     */
    public Builder setup(SageMakerSetup setup) {
      Objects.requireNonNull(setup, "setup");
      Once.requireUnset(this.setup, "setup");
      this.setup = setup;
      return this;
    }

    /**
     * Sets the name of the job; one with the time in it if it is not set. An account can use a name
     * once in a region, ever.
     *
     * @param name 1 to 63 letters, digits and inner hyphens
     * @throws IllegalArgumentException if it is something else
     * @throws IllegalStateException if it was already set
     */
    public Builder jobName(String name) {
      Once.requireUnset(jobName, "jobName");
      jobName = Names.require("job name", name);
      return this;
    }

    /**
     * Sets rows that the finished model is measured on in SageMaker; their metrics are in the log
     * and in {@link SageMakerTrainingJob#finalMetrics()}. None if it is not set.
     *
     * @param set rows of the same width as the training set
     * @throws IllegalStateException if it was already set
     */
    public Builder testSet(TrainingSet set) {
      Objects.requireNonNull(set, "set");
      Once.requireUnset(testSet, "testSet");
      testSet = set;
      return this;
    }

    /**
     * Sets a hyperparameter that {@link FmHyperparameters} does not have, such as {@code
     * use_linear}. It is sent as it is; a job fails if the algorithm does not know it.
     *
     * @param name its name in SageMaker
     * @param value its value
     * @throws IllegalArgumentException if the name or the value is longer than SageMaker allows
     * @throws IllegalStateException if it was already set
     */
    public Builder extraHyperparameter(String name, String value) {
      if (name.isEmpty() || name.length() > 256 || value.length() > 2500) {
        throw new IllegalArgumentException(
            "extra hyperparameter must have a name of 1 to 256 and a value of at most 2500"
                + " characters, but has "
                + name.length()
                + " and "
                + value.length());
      }
      Once.requireUnset(extra.get(name), "extra hyperparameter '" + name + "'");
      extra.put(name, value);
      return this;
    }

    /**
     * Sets who is told of the job's states and log lines; nobody if it is not set.
     *
     * @param listener called by the thread that calls {@code fit}; what it throws stops the job and
     *     comes out of {@code fit}
     * @throws IllegalStateException if it was already set
     */
    public Builder listener(Listener listener) {
      Objects.requireNonNull(listener, "listener");
      Once.requireUnset(this.listener, "listener");
      this.listener = listener;
      return this;
    }

    /**
     * {@return the trainer}
     *
     * @throws IllegalStateException if the clients or the role are missing
     */
    public SageMakerTrainer build() {
      Once.requireSet("clients", clients, "role", role);
      return new SageMakerTrainer(this);
    }
  }
}
