package io.github.fmexplain.sagemaker;

import org.jspecify.annotations.Nullable;

/** A transform job that gave no predictions. The message has SageMaker's reason. */
public final class TransformJobException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The name of the job. */
  private final String jobName;

  TransformJobException(String jobName, String what, @Nullable Throwable cause) {
    super("transform job '" + jobName + "' " + what, cause);
    this.jobName = jobName;
  }

  /** {@return the name of the job} */
  public String jobName() {
    return jobName;
  }
}
