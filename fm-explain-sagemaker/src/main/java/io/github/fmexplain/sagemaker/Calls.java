package io.github.fmexplain.sagemaker;

import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;

/** Calls AWS and turns what comes out of the SDK into what this library throws. */
final class Calls {

  private Calls() {}

  /**
   * {@return what the call returns}
   *
   * @param action what is tried, after "could not"
   * @param call calls the SDK
   * @throws SageMakerCallException if it fails, whatever it throws: credentials that cannot be read
   *     and clients that are closed are no exceptions of the SDK
   * @throws InterruptedException if the thread is interrupted
   */
  static <T> T run(String action, Supplier<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (EndpointException | TransformJobException e) {
      throw e;
    } catch (Exception e) {
      // The SDK sets the flag again; the exception says it now.
      if (Thread.interrupted() || isInterruption(e)) {
        InterruptedException interrupted =
            new InterruptedException("interrupted, so could not " + action);
        interrupted.initCause(failure(action, e));
        throw interrupted;
      }
      throw failure(action, e);
    }
  }

  /**
   * {@return what the call returns} For callers that cannot throw an {@link InterruptedException}:
   * an interrupted thread stays so, and the call fails.
   *
   * @param action what is tried, after "could not"
   * @param call calls the SDK
   * @throws SageMakerCallException if it fails, whatever it throws
   */
  static <T> T uninterruptibly(String action, Supplier<T> call) {
    try {
      return call.get();
    } catch (EndpointException | TransformJobException e) {
      throw e;
    } catch (Exception e) {
      if (isInterruption(e)) {
        Thread.currentThread().interrupt();
      }
      throw failure(action, e);
    }
  }

  private static boolean isInterruption(Exception e) {
    return e instanceof AbortedException || e instanceof InterruptedException;
  }

  private static SageMakerCallException failure(String action, Exception e) {
    return e instanceof SageMakerCallException own ? own : new SageMakerCallException(action, e);
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

  /**
   * Cleans up after a failure, even if the thread was interrupted. What goes wrong is suppressed by
   * the failure, which is never lost.
   *
   * @param failure why there is something to clean up
   * @param cleanup does it
   */
  static void cleanUp(Throwable failure, Runnable cleanup) {
    try {
      evenIfInterrupted(cleanup);
    } catch (Throwable more) {
      if (more != failure) {
        failure.addSuppressed(more);
      }
    }
  }
}
