package io.github.fmexplain.sagemaker;

import java.net.SocketTimeoutException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * Retries as another strategy does, but a call whose answer did not come in time once more only: a
 * model that has said nothing for a minute twice is not about to.
 */
final class ImpatientRetries implements RetryStrategy {

  private static final int SILENT_ATTEMPTS = 2;

  private final RetryStrategy strategy;

  ImpatientRetries(RetryStrategy strategy) {
    this.strategy = strategy;
  }

  /** A token of the strategy, and how many attempts have had no answer. */
  private record Token(RetryToken inner, int silent) implements RetryToken {}

  private static Token own(RetryToken token) {
    if (token instanceof Token own) {
      return own;
    }
    throw new IllegalArgumentException("token must be of this strategy, but is " + token);
  }

  @Override
  public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
    AcquireInitialTokenResponse response = strategy.acquireInitialToken(request);
    return AcquireInitialTokenResponse.create(new Token(response.token(), 0), response.delay());
  }

  @Override
  public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
    Token token = own(request.token());
    int silent = token.silent() + (isSilence(request.failure()) ? 1 : 0);
    if (silent >= SILENT_ATTEMPTS) {
      throw new TokenAcquisitionFailedException(
          "no answer to " + silent + " attempts", token, request.failure());
    }
    RefreshRetryTokenResponse response =
        strategy.refreshRetryToken(request.toBuilder().token(token.inner()).build());
    return RefreshRetryTokenResponse.create(new Token(response.token(), silent), response.delay());
  }

  /** Apache's client tells a connection that was not made in time by a class of its own. */
  private static boolean isSilence(Throwable failure) {
    boolean silence = false;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t.getClass().getSimpleName().equals("ConnectTimeoutException")) {
        return false;
      }
      silence |= t instanceof SocketTimeoutException;
    }
    return silence;
  }

  @Override
  public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
    return strategy.recordSuccess(RecordSuccessRequest.create(own(request.token()).inner()));
  }

  @Override
  public int maxAttempts() {
    return strategy.maxAttempts();
  }

  @Override
  public boolean useClientDefaults() {
    return strategy.useClientDefaults();
  }

  /** {@return a builder of the other strategy} */
  @Override
  public Builder<?, ?> toBuilder() {
    return strategy.toBuilder();
  }
}
