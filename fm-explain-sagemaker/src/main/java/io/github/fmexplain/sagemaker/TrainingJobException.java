package io.github.fmexplain.sagemaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training job that gave no model: it failed, was stopped, took too long, or its artifact cannot
 * be read. The message names the job and has SageMaker's reason; the end of the log comes with it.
 */
public final class TrainingJobException extends SageMakerFailureException {

  private static final long serialVersionUID = 1L;

  /** The name of the job. */
  private final String jobName;

  /** SageMaker's secondary status, or null if it is not known. */
  private final @Nullable String secondaryStatus;

  /** SageMaker's reason, or null if it gives none. */
  private final @Nullable String failureReason;

  /** The last lines of the log. */
  private final ArrayList<String> logTail;

  TrainingJobException(
      String message,
      String jobName,
      SageMakerTrainingJob.@Nullable State state,
      List<String> logTail,
      @Nullable Throwable cause) {
    super(message, cause);
    this.jobName = jobName;
    this.secondaryStatus = state == null ? null : state.secondaryStatus();
    this.failureReason = state == null ? null : state.failureReason().orElse(null);
    this.logTail = new ArrayList<>(logTail);
  }

  /** {@return the name of the job, to attach to it} */
  public String jobName() {
    return jobName;
  }

  /** {@return SageMaker's secondary status, such as {@code MaxRuntimeExceeded}} */
  public Optional<String> secondaryStatus() {
    return Optional.ofNullable(secondaryStatus);
  }

  /** {@return why the job failed, in SageMaker's words} */
  public Optional<String> failureReason() {
    return Optional.ofNullable(failureReason);
  }

  /** {@return the last lines of the log, oldest first; empty if logs are not read} */
  public List<String> logTail() {
    return List.copyOf(logTail);
  }
}
