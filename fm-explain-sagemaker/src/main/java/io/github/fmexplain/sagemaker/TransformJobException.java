package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.recordio.Prediction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transform job that gave no predictions, or left something behind. The message has SageMaker's
 * reason, or names what is left.
 */
public final class TransformJobException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The name of the job. */
  private final String jobName;

  /** Not serializable, and of no use elsewhere. */
  private final transient @Nullable List<Prediction> predictions;

  TransformJobException(String jobName, String what, @Nullable Throwable cause) {
    super("transform job '" + jobName + "' " + what, cause);
    this.jobName = jobName;
    this.predictions = null;
  }

  TransformJobException(String jobName, String what, List<Prediction> predictions) {
    super("transform job '" + jobName + "' " + what);
    this.jobName = jobName;
    this.predictions = predictions;
  }

  /** {@return the name of the job} */
  public String jobName() {
    return jobName;
  }

  /**
   * {@return one prediction per row, in the order of the rows, if all that failed is to delete what
   * the job needed; otherwise, and after serialization, none}
   */
  public List<Prediction> predictions() {
    return predictions == null ? List.of() : predictions;
  }
}
