package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Redaction;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A call of AWS that failed. The message has what was tried, AWS's error code and its text; what
 * must not be shown was taken out of the text, and out of the texts of all causes.
 */
public final class SageMakerCallException extends SageMakerFailureException {

  private static final long serialVersionUID = 1L;

  /** As the runtime says it, for which it has a code that it has for much else. */
  private static final Pattern MISSING_ENDPOINT =
      Pattern.compile("Endpoint .{1,200} of account .{1,20} not found\\.");

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
        + bucketRegion(e)
            .map(
                region ->
                    "the bucket is in region '"
                        + region
                        + "', and the clients are for another; give them that region, or use a"
                        + " bucket of theirs")
            .orElseGet(() -> text(e))
        + " (HTTP "
        + e.statusCode()
        + (e.requestId() == null ? "" : ", request " + Redaction.of(e.requestId()))
        + ")";
  }

  /** S3 answers 301, or 400 where the signature tells, with the right region in a header. */
  private static Optional<String> bucketRegion(AwsServiceException e) {
    String code = code(e);
    // Asked for the head of a bucket alone, S3 has no body that could hold a code.
    boolean elsewhere =
        e.statusCode() == 301
            || (e.statusCode() == 400
                && (code == null || code.equals("AuthorizationHeaderMalformed")));
    return !elsewhere || e.awsErrorDetails() == null
        ? Optional.empty()
        : Optional.ofNullable(e.awsErrorDetails().sdkHttpResponse())
            .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
            .map(Redaction::of);
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
        || text.startsWith("Requested resource not found")
        || MISSING_ENDPOINT.matcher(text).matches();
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
