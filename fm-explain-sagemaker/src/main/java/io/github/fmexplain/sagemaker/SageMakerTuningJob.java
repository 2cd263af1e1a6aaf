package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.internal.Redaction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;

/**
 * A tuning job in SageMaker, by its name, running or ended. Every question asks SageMaker anew.
 * Thread-safe.
 */
public final class SageMakerTuningJob {

  /** AWS lets a tuning job run for 30 days. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(31);

  private final SageMakerClients clients;
  private final String name;

  private SageMakerTuningJob(SageMakerClients clients, String name) {
    this.clients = clients;
    this.name = name;
  }

  /**
   * {@return the tuning job with a name} SageMaker is not asked yet.
   *
   * @param clients the clients; not closed here
   * @param name the name of a tuning job
   * @throws IllegalArgumentException if it cannot be a name
   */
  public static SageMakerTuningJob attach(SageMakerClients clients, String name) {
    Objects.requireNonNull(clients, "clients");
    return new SageMakerTuningJob(clients, Names.require("tuning job name", name));
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  String what() {
    return "tuning job '" + name + "'";
  }

  private DescribeHyperParameterTuningJobResponse answer() {
    DescribeHyperParameterTuningJobResponse answer =
        clients
            .sageMaker()
            .describeHyperParameterTuningJob(b -> b.hyperParameterTuningJobName(name));
    Patience.requireStatus(what(), answer.hyperParameterTuningJobStatusAsString());
    return answer;
  }

  /**
   * {@return SageMaker's status: {@code InProgress}, {@code Completed}, {@code Failed}, {@code
   * Stopping} or {@code Stopped}}
   *
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public String status() {
    return Redaction.of(
        Calls.uninterruptibly("describe " + what() + clients.inRegion(), this::answer)
            .hyperParameterTuningJobStatusAsString());
  }

  /**
   * Waits until the job has ended, at most as long as {@link SageMakerClients.Builder#maximumWait}
   * says, and otherwise 31 days. Interrupting the thread ends the waiting, not the job.
   *
   * @return the training job that is the best of all; its model is taken from it with {@link
   *     SageMakerTrainingJob#trainedOn}
   * @throws TrainingJobException if no training job gave a model
   * @throws SageMakerCallException if there is no such job, SageMaker cannot be asked, or the job
   *     has not ended in the longest wait
   * @throws InterruptedException if the thread is interrupted
   */
  public SageMakerTrainingJob await() throws InterruptedException {
    Patience patience = new Patience(clients, what());
    while (true) {
      DescribeHyperParameterTuningJobResponse seen = patience.look(this::answer, warning -> {});
      if (seen != null
          && SageMakerTrainingJob.isFinal(seen.hyperParameterTuningJobStatusAsString())) {
        return best(seen)
            .orElseThrow(
                () ->
                    new TrainingJobException(
                        what()
                            + " has no best training job ("
                            + Redaction.of(seen.hyperParameterTuningJobStatusAsString())
                            + ")"
                            + (seen.failureReason() == null
                                ? ""
                                : ": " + Redaction.of(seen.failureReason())),
                        name,
                        null,
                        List.of(),
                        null));
      }
      patience.pause(LONGEST_WAIT);
    }
  }

  /**
   * {@return the training job that is the best so far, or empty if none has ended}
   *
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public Optional<SageMakerTrainingJob> best() {
    return best(Calls.uninterruptibly("describe " + what() + clients.inRegion(), this::answer));
  }

  private Optional<SageMakerTrainingJob> best(DescribeHyperParameterTuningJobResponse job) {
    HyperParameterTrainingJobSummary best = job.bestTrainingJob();
    @Nullable String bestName = best == null ? null : best.trainingJobName();
    return bestName == null
        ? Optional.empty()
        : Optional.of(SageMakerTrainingJob.attach(clients, bestName));
  }

  /**
   * Asks SageMaker to stop the job and its training jobs, and does not wait until it has. A job
   * that has ended is left as it is.
   *
   * @throws SageMakerCallException if there is no such job, or SageMaker cannot be asked
   */
  public void stop() {
    SageMakerTrainingJob.stop(
        what(),
        () ->
            clients
                .sageMaker()
                .stopHyperParameterTuningJob(b -> b.hyperParameterTuningJobName(name)),
        this::status);
  }

  /**
   * Deletes the rows that this library uploaded for the job. Rows at any other address are left as
   * they are.
   *
   * @return the addresses of the objects that were deleted
   * @throws IllegalStateException if the job has not ended, and so may still read them
   * @throws SageMakerCallException if there is no such job, or SageMaker or S3 cannot be asked;
   *     suppressed exceptions name each object that is left
   * @throws InterruptedException if the thread is interrupted
   */
  public List<String> deleteData() throws InterruptedException {
    DescribeHyperParameterTuningJobResponse job =
        Calls.run("describe " + what() + clients.inRegion(), this::answer);
    String status = Redaction.of(job.hyperParameterTuningJobStatusAsString());
    if (!SageMakerTrainingJob.isFinal(status)) {
      throw new IllegalStateException(
          what() + " must have ended before its rows are deleted, but is " + status);
    }
    return job.trainingJobDefinition() == null
        ? List.of()
        : S3Objects.deleteUploads(
            clients.s3(),
            name,
            SageMakerTrainingJob.uris(job.trainingJobDefinition().inputDataConfig()));
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return "SageMakerTuningJob[" + name + "]";
  }
}
