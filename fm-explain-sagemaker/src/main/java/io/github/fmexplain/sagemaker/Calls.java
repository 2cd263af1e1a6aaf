package io.github.fmexplain.sagemaker;

import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Calls AWS and turns what the SDK throws into what this library throws. */
final class Calls {

  private Calls() {}

  /**
   * {@return what the call returns}
   *
   * @param action what is tried, after "could not"
   * @param call calls the SDK
   * @throws SageMakerCallException if it fails
   * @throws InterruptedException if the thread is interrupted
   */
  static <T> T run(String action, Supplier<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (AbortedException e) {
      Thread.interrupted(); // the SDK has set it again; the exception says it now
      InterruptedException interrupted =
          new InterruptedException("interrupted, so could not " + action);
      interrupted.initCause(new SageMakerCallException(action, e));
      throw interrupted;
    } catch (SdkException e) {
      if (Thread.interrupted()) {
        InterruptedException interrupted =
            new InterruptedException("interrupted, so could not " + action);
        interrupted.initCause(new SageMakerCallException(action, e));
        throw interrupted;
      }
      throw new SageMakerCallException(action, e);
    }
  }

  /**
   * {@return what the call returns} For callers that cannot throw an {@link InterruptedException}:
   * an interrupted thread stays so, and the call fails.
   *
   * @param action what is tried, after "could not"
   * @param call calls the SDK
   * @throws SageMakerCallException if it fails
   */
  static <T> T uninterruptibly(String action, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new SageMakerCallException(action, e);
    }
  }

  /**
   * Does what must be done even by a thread that was interrupted, such as stopping what costs
   * money. The thread is interrupted again afterwards.
   *
   * @param cleanup does it
   */
  static void evenIfInterrupted(Runnable cleanup) {
    boolean interrupted = Thread.interrupted();
    try {
      cleanup.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
