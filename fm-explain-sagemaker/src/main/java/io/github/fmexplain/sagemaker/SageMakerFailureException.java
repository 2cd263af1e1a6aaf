package io.github.fmexplain.sagemaker;

import org.jspecify.annotations.Nullable;

/**
 * Anything that fails at AWS: a call ({@link SageMakerCallException}), a training job or its tuning
 * ({@link TrainingJobException}), an endpoint ({@link EndpointException}) or a transform job
 * ({@link TransformJobException}). No message has credentials. What could not be cleaned up
 * afterwards is named by suppressed exceptions.
 */
public abstract sealed class SageMakerFailureException extends RuntimeException
    permits SageMakerCallException, TrainingJobException, EndpointException, TransformJobException {

  private static final long serialVersionUID = 1L;

  SageMakerFailureException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
