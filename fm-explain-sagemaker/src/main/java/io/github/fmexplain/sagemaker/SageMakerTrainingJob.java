package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.artifact.ArtifactReader;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.internal.Redaction;
import io.github.fmexplain.sagemaker.internal.Settings;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingProgress;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.MetricData;

/**
 * A training job in SageMaker, by its name. It may be one that {@link SageMakerTrainer} started, or
 * any other of the factorization machines algorithm, running or ended. Every question asks
 * SageMaker anew. Thread-safe.
 */
public final class SageMakerTrainingJob {

  private static final String PREDICTOR_TYPE = "predictor_type";

  private final SageMakerClients clients;
  private final String name;

  private SageMakerTrainingJob(SageMakerClients clients, String name) {
    this.clients = clients;
    this.name = name;
  }

  /**
   * {@return the job with a name} SageMaker is not asked yet.
   *
   * @param clients the clients; not closed here
   * @param name the name of a training job
   * @throws IllegalArgumentException if it cannot be a name
   */
  public static SageMakerTrainingJob attach(SageMakerClients clients, String name) {
    Objects.requireNonNull(clients, "clients");
    return new SageMakerTrainingJob(clients, Names.require("job name", name));
  }

  /**
   * How a job stands. New values come up now and then, so these are SageMaker's words.
   *
   * @param status {@code InProgress}, {@code Completed}, {@code Failed}, {@code Stopping} or {@code
   *     Stopped}
   * @param secondaryStatus what it is doing, such as {@code Downloading}, or why it has ended, such
   *     as {@code MaxRuntimeExceeded}
   * @param failureReason why it failed, or empty
   */
  public record State(String status, String secondaryStatus, Optional<String> failureReason) {

    /** {@return whether the job has ended; one that is stopping has not} */
    public boolean isFinal() {
      return SageMakerTrainingJob.isFinal(status);
    }
  }

  /** Is told what happens to a job, by the thread that waits for it. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Is told of each new state.
     *
     * @param state how the job stands now
     */
    void onState(State state);

    /**
     * Is told of each line of the log.
     *
     * @param line the line as logged
     */
    default void onLogLine(String line) {}

    /**
     * Is told of what went wrong without hindering the job, such as a log that cannot be read.
     *
     * @param warning one line
     */
    default void onWarning(String warning) {}

    /** {@return a listener that does nothing} */
    static Listener none() {
      return state -> {};
    }
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /**
   * {@return how the job stands now}
   *
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public State state() {
    return state(describe());
  }

  private DescribeTrainingJobResponse describe() {
    return Calls.uninterruptibly(describing(), this::answer);
  }

  DescribeTrainingJobResponse description() throws InterruptedException {
    return Calls.run(describing(), this::answer);
  }

  DescribeTrainingJobResponse answer() {
    DescribeTrainingJobResponse answer =
        clients.sageMaker().describeTrainingJob(b -> b.trainingJobName(name));
    Patience.requireStatus(what(), answer.trainingJobStatusAsString());
    return answer;
  }

  String what() {
    return "training job '" + name + "'";
  }

  private String describing() {
    return "describe " + what() + clients.inRegion();
  }

  static State state(DescribeTrainingJobResponse job) {
    return new State(
        Redaction.of(job.trainingJobStatusAsString()),
        Redaction.of(String.valueOf(job.secondaryStatusAsString())),
        Optional.ofNullable(job.failureReason()).map(Redaction::of));
  }

  /** Whose a job is. */
  enum Owner {
    THIS_RUN,
    ANOTHER,
    UNKNOWN
  }

  /**
   * Returns whether SageMaker has a job of this name that reads data from below a folder, or writes
   * its model there. It adds defaults to what it was sent, so that nothing but an address tells.
   */
  Owner owner(String folder) {
    DescribeTrainingJobResponse job = describe();
    List<String> uris = new ArrayList<>(uris(job.inputDataConfig()));
    if (uris.isEmpty()) {
      return Owner.UNKNOWN;
    }
    if (job.outputDataConfig() != null && job.outputDataConfig().s3OutputPath() != null) {
      uris.add(job.outputDataConfig().s3OutputPath());
    }
    return uris.stream().anyMatch(uri -> uri.startsWith(folder)) ? Owner.THIS_RUN : Owner.ANOTHER;
  }

  /** {@return where the channels read} */
  static List<String> uris(List<Channel> channels) {
    return channels.stream()
        .map(Channel::dataSource)
        .map(source -> source == null ? null : source.s3DataSource())
        .map(source -> source == null ? null : source.s3Uri())
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Deletes the rows that this library uploaded for the job, where {@link SageMakerTrainer#start}
   * left them; the model stays. Rows at any other address are left as they are.
   *
   * @return the addresses of the objects that were deleted
   * @throws IllegalStateException if the job has not ended, and so may still read them
   * @throws SageMakerCallException if there is no such job, or SageMaker or S3 cannot be asked;
   *     suppressed exceptions name each object that is left
   * @throws InterruptedException if the thread is interrupted
   */
  public List<String> deleteData() throws InterruptedException {
    DescribeTrainingJobResponse job = description();
    State state = state(job);
    if (!state.isFinal()) {
      throw new IllegalStateException(
          what() + " must have ended before its rows are deleted, but is " + state.status());
    }
    return S3Objects.deleteUploads(clients.s3(), name, uris(job.inputDataConfig()));
  }

  /**
   * {@return the state in which the job has ended} Waits for it, at most as long as {@link
   * SageMakerClients.Builder#maximumWait} says. Interrupting the thread ends the waiting, not the
   * job.
   *
   * @param listener is told of states and log lines
   * @throws InterruptedException if the thread is interrupted
   * @throws SageMakerCallException if there is no such job, SageMaker cannot be asked, or the job
   *     has not ended in the longest wait
   */
  public State await(Listener listener) throws InterruptedException {
    Objects.requireNonNull(listener, "listener");
    return new JobWatch(this, clients, listener, TrainingProgress.none(), Integer.MAX_VALUE)
        .toEnd();
  }

  /**
   * Asks SageMaker to stop the job, and does not wait until it has. A job that has ended is left as
   * it is. The algorithm keeps no checkpoints: do not count on a model afterwards.
   *
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public void stop() {
    stop(
        what(),
        () -> clients.sageMaker().stopTrainingJob(b -> b.trainingJobName(name)),
        () -> state().status());
  }

  /** Stops a job of any kind; one that has ended, or is ending, is left as it is. */
  static void stop(String what, Supplier<?> stop, Supplier<String> status) {
    try {
      Calls.uninterruptibly("stop " + what, stop);
    } catch (SageMakerCallException e) {
      if (e.isMissing()) {
        throw e;
      }
      String now = null;
      try {
        now = status.get();
      } catch (SageMakerCallException more) {
        e.addSuppressed(more);
      }
      if (now == null || !(now.equals("Stopping") || isFinal(now))) {
        throw e;
      }
    }
  }

  static boolean isFinal(String status) {
    return status.equals("Completed") || status.equals("Failed") || status.equals("Stopped");
  }

  void stopNow() throws InterruptedException {
    Calls.run(
        "stop " + what(),
        () -> {
          stop();
          return name;
        });
  }

  /**
   * {@return all hyperparameters that the job was sent, undocumented ones and {@code feature_dim}
   * too, in the order of their names}
   *
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public Map<String, String> hyperparameterMap() {
    return Collections.unmodifiableMap(new TreeMap<>(describe().hyperParameters()));
  }

  /**
   * {@return those of the hyperparameters that the job was sent that this library has; {@link
   * #otherHyperparameters} are the rest}
   *
   * @throws IllegalArgumentException if they are not those of factorization machines
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public FmHyperparameters hyperparameters() {
    return hyperparameters(hyperparameterMap());
  }

  private static FmHyperparameters hyperparameters(Map<String, String> all) {
    return FmHyperparameters.ofMap(Settings.of(all).known());
  }

  /**
   * {@return the hyperparameters that the job was sent and {@link FmHyperparameters} does not have,
   * undocumented ones and those of a newer algorithm, in the order of their names}
   *
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public Map<String, String> otherHyperparameters() {
    return Settings.of(hyperparameterMap()).others();
  }

  /**
   * {@return what the model predicts}
   *
   * @throws IllegalArgumentException if the hyperparameters are not those of factorization machines
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public PredictorType predictorType() {
    return PredictorType.ofHyperparameterValue(
        hyperparameterMap().getOrDefault(PREDICTOR_TYPE, ""));
  }

  /**
   * {@return the metrics that SageMaker keeps of the job, such as {@code train:rmse:epoch}} Which
   * there are is SageMaker's choice.
   *
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public Map<String, Double> finalMetrics() {
    Map<String, Double> metrics = new TreeMap<>();
    for (MetricData metric : describe().finalMetricDataList()) {
      if (metric.metricName() != null && metric.value() != null) {
        metrics.put(metric.metricName(), metric.value().doubleValue());
      }
    }
    return Collections.unmodifiableMap(metrics);
  }

  /**
   * {@return the address of {@code model.tar.gz} in S3, or empty as long as there is none}
   *
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public Optional<String> artifact() {
    return artifact(describe());
  }

  private static Optional<String> artifact(DescribeTrainingJobResponse job) {
    return job.modelArtifacts() == null
        ? Optional.empty()
        : Optional.ofNullable(job.modelArtifacts().s3ModelArtifacts());
  }

  /**
   * Downloads {@code model.tar.gz}.
   *
   * @param file the file to make or to replace
   * @throws TrainingJobException if the job has no artifact
   * @throws SageMakerCallException if SageMaker or S3 cannot be asked
   * @throws IOException if the file cannot be written
   * @throws InterruptedException if the thread is interrupted
   */
  public void downloadTo(Path file) throws IOException, InterruptedException {
    Objects.requireNonNull(file, "file");
    DescribeTrainingJobResponse job = description();
    S3Objects.download(clients.s3(), requireArtifact(job, List.of()), file);
  }

  private String requireArtifact(DescribeTrainingJobResponse job, List<String> logTail) {
    return artifact(job)
        .orElseThrow(
            () -> {
              State state = state(job);
              return failure("has no artifact", state, logTail, null);
            });
  }

  /**
   * {@return the model}
   *
   * @throws TrainingJobException if the job has no artifact, or it cannot be read
   * @throws SageMakerCallException if SageMaker or S3 cannot be asked
   * @throws InterruptedException if the thread is interrupted
   */
  public FmModel model() throws InterruptedException {
    return read(description(), List.of()).model();
  }

  /**
   * {@return the model with the rows that the job was trained on, and the hyperparameters that it
   * was sent}
   *
   * @param set the rows of the job, made of histories, in the order of its file
   * @throws IllegalArgumentException if the set was not made of histories, does not fit the model,
   *     or a weight decay is zero
   * @throws io.github.fmexplain.train.UntrainedRowsException if the model predicts these rows no
   *     better than a constant does
   * @throws TrainingJobException if the job has no artifact, or it cannot be read
   * @throws SageMakerCallException if SageMaker or S3 cannot be asked
   * @throws InterruptedException if the thread is interrupted
   */
  public TrainedModel trainedOn(TrainingSet set) throws InterruptedException {
    Objects.requireNonNull(set, "set");
    DescribeTrainingJobResponse job = description();
    return read(job, List.of()).trainedOn(set, hyperparameters(job.hyperParameters()));
  }

  SageMakerArtifact read(List<String> logTail) throws InterruptedException {
    return read(description(), logTail);
  }

  private SageMakerArtifact read(DescribeTrainingJobResponse job, List<String> logTail)
      throws InterruptedException {
    String uri = requireArtifact(job, logTail);
    ArtifactReader reader = SageMakerArtifact.reader();
    // Of what the job was sent, no more is believed than is needed: it was paid for.
    String type = job.hyperParameters().get(PREDICTOR_TYPE);
    for (PredictorType known : PredictorType.values()) {
      if (known.hyperparameterValue().equals(type)) {
        reader.predictorType(known);
      }
    }
    Path file = null;
    try {
      file = Files.createTempFile("fm-explain-", ".tar.gz");
      S3Objects.download(clients.s3(), uri, file);
      return reader.read(file);
    } catch (ClosedByInterruptException e) {
      // How files tell of an interruption; they leave the thread's flag set.
      Thread.interrupted();
      InterruptedException interruption =
          new InterruptedException("interrupted while reading " + uri);
      interruption.initCause(e);
      throw interruption;
    } catch (IOException e) {
      throw failure(
          "left an artifact that cannot be read, " + uri + ": " + e.getMessage(),
          state(job),
          logTail,
          e);
    } finally {
      delete(file);
    }
  }

  private static void delete(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }

  TrainingJobException failure(
      String what, State state, List<String> logTail, @Nullable Throwable cause) {
    StringBuilder message = new StringBuilder(what() + " " + what);
    message.append(" (").append(state.status()).append('/').append(state.secondaryStatus());
    message.append(')');
    state.failureReason().ifPresent(reason -> message.append(": ").append(reason));
    if (!logTail.isEmpty()) {
      message.append("; last log line: ").append(logTail.get(logTail.size() - 1));
    }
    return new TrainingJobException(message.toString(), name, state, logTail, cause);
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return "SageMakerTrainingJob[" + name + "]";
  }
}
