package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Redaction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A call of AWS that failed. The message has what was tried, AWS's error code and its text; what
 * must not be shown was taken out of the text, and out of the texts of all causes.
 */
public final class SageMakerCallException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** AWS's error code, or null if no answer came. */
  private final @Nullable String errorCode;

  /** The HTTP status, or 0 if no answer came. */
  private final int statusCode;

  /** AWS's text, without secrets. */
  private final String text;

  SageMakerCallException(String action, Throwable cause) {
    super("could not " + action + ": " + describe(cause), new Cause(cause, 0));
    AwsServiceException answer = cause instanceof AwsServiceException e ? e : null;
    errorCode = answer == null ? null : code(answer);
    statusCode = answer == null ? 0 : answer.statusCode();
    text = answer == null ? Redaction.of(String.valueOf(cause.getMessage())) : text(answer);
  }

  SageMakerCallException(String message) {
    this(message, (SageMakerCallException) null);
  }

  SageMakerCallException(String message, @Nullable SageMakerCallException cause) {
    super(message, cause);
    errorCode = null;
    statusCode = 0;
    text = message;
  }

  private static @Nullable String code(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    return code == null ? null : Redaction.of(code);
  }

  private static String text(AwsServiceException e) {
    String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return Redaction.of(message == null ? "no message" : message);
  }

  private static String describe(Throwable cause) {
    if (!(cause instanceof AwsServiceException e)) {
      return Redaction.of(String.valueOf(cause.getMessage()));
    }
    String code = code(e);
    return (code == null ? "" : code + ", ")
        + text(e)
        + " (HTTP "
        + e.statusCode()
        + (e.requestId() == null ? "" : ", request " + Redaction.of(e.requestId()))
        + ")";
  }

  /** {@return AWS's error code, such as {@code ThrottlingException}, or empty if none came} */
  public Optional<String> errorCode() {
    return Optional.ofNullable(errorCode);
  }

  /** {@return the HTTP status, or 0 if no answer came} */
  public int statusCode() {
    return statusCode;
  }

  /** Whether the service said anything: if not, it may have done what it was asked. */
  boolean isAnswered() {
    return statusCode != 0;
  }

  /** Whether the same call can succeed later. */
  boolean isPassing() {
    return !isAnswered()
        || statusCode >= 500
        || statusCode == 429
        || (errorCode != null && errorCode.startsWith("Throttl"));
  }

  /** Whether AWS says that there is no such thing. It has no error code of its own for that. */
  boolean isMissing() {
    return statusCode == 404
        || "ResourceNotFound".equals(errorCode)
        || "ResourceNotFoundException".equals(errorCode)
        || text.startsWith("Could not find")
        || text.startsWith("Requested resource not found");
  }

  /** Whether the thing cannot be deleted or changed before AWS is done with it. */
  boolean isInProgress() {
    return text.contains("in-progress");
  }

  boolean isDuplicate() {
    return "ResourceInUse".equals(errorCode) || text.startsWith("Cannot create already existing");
  }

  /** The cause with its class's name, its stack trace and a message without secrets. */
  private static final class Cause extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MAXIMUM_DEPTH = 10;

    Cause(Throwable original, int depth) {
      super(
          original.getClass().getName()
              + ": "
              + Redaction.of(String.valueOf(original.getMessage())),
          original.getCause() == null || depth >= MAXIMUM_DEPTH
              ? null
              : new Cause(original.getCause(), depth + 1));
      setStackTrace(original.getStackTrace());
    }
  }
}
