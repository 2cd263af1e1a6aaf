package io.github.fmexplain.sagemaker;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint that could not be made, does not work, gave an answer that makes no sense, or could
 * not be deleted. The message names the endpoint; where something that costs money may be left, it
 * says so.
 */
public final class EndpointException extends SageMakerFailureException {

  private static final long serialVersionUID = 1L;

  /** The name of the endpoint. */
  private final String endpointName;

  EndpointException(String endpointName, String what, @Nullable Throwable cause) {
    super("endpoint '" + endpointName + "' " + what, cause);
    this.endpointName = endpointName;
  }

  /** {@return the name of the endpoint} */
  public String endpointName() {
    return endpointName;
  }
}
