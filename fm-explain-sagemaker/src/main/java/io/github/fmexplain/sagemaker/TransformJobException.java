package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transform job that gave no predictions, or left something behind. The message has SageMaker's
 * reason, or names what is left.
 */
public final class TransformJobException extends SageMakerFailureException {

  private static final long serialVersionUID = 1L;

  /** The name of the job. */
  private final String jobName;

  /** Not serializable, and of no use elsewhere. */
  private final transient @Nullable List<?> results;

  TransformJobException(String jobName, String what) {
    this(jobName, what, (Throwable) null);
  }

  TransformJobException(String jobName, String what, @Nullable Throwable cause) {
    super("transform job '" + jobName + "' " + what, cause);
    this.jobName = jobName;
    this.results = null;
  }

  TransformJobException(String jobName, String what, List<?> results) {
    super("transform job '" + jobName + "' " + what, null);
    this.jobName = jobName;
    this.results = results;
  }

  /** {@return the name of the job} */
  public String jobName() {
    return jobName;
  }

  /**
   * {@return one prediction per row, in the order of the rows, if all that failed is to delete what
   * the job needed; otherwise, after serialization, and where they are in S3, none}
   */
  public List<Prediction> predictions() {
    return results(Prediction.class);
  }

  /**
   * {@return the addresses of the predictions of {@link BatchTransform#run(String, String)}, if all
   * that failed is to delete what the job needed; otherwise, and after serialization, none}
   */
  public List<String> addresses() {
    return results(String.class);
  }

  private <T> List<T> results(Class<T> type) {
    return results == null
        ? List.of()
        : results.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
