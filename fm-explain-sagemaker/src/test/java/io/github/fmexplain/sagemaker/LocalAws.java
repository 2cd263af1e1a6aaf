package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.FakeJobs.Step;
import java.net.URI;
import java.util.List;

/**
 * The fake of AWS for the tests of other modules: jobs really train, endpoints score with the model
 * that they were given.
 */
public final class LocalAws implements AutoCloseable {

  private final FakeAws aws = new FakeAws();

  /** Starts it, on a free port. */
  public LocalAws() {
    aws.jobs.train = true;
  }

  public URI uri() {
    return aws.uri();
  }

  /** What the best job of a tuning leaves, as tuning jobs train nothing. */
  public void leaveAfterTuning(byte[] artifact) {
    aws.jobs.artifact = artifact;
  }

  /** The next jobs fail while they train. */
  public void failTraining(String reason) {
    aws.jobs.train = false;
    aws.jobs.script =
        List.of(Step.of("InProgress", "Training"), Step.of("Failed", "Failed").because(reason));
  }

  /** The next endpoints fail while they are made. */
  public void failEndpoints(String reason) {
    aws.hosting.script = List.of("Creating", "Failed");
    aws.hosting.failureReason = reason;
  }

  /** Every call of an operation, such as {@code Runtime.InvokeEndpoint}, is refused. */
  public void refuse(String operation, String code, String message) {
    aws.failAlways(operation, FakeAws.Fault.of(400, code, message));
  }

  public long count(String operation) {
    return aws.count(operation);
  }

  /** What costs money and was not ended, and data that was not taken away. */
  public List<String> left() {
    return aws.left();
  }

  public List<String> endpoints() {
    return List.copyOf(aws.hosting.endpoints.keySet());
  }

  @Override
  public void close() {
    aws.close();
  }
}
