package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.sagemaker.FaultProxy.Rule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/** The fake of AWS behind the proxy that spoils answers, and how a flow ends there. */
final class FlowBench implements AutoCloseable {

  /** Longer than anything takes that has an end. */
  private static final long HANGING_MILLIS = 60_000;

  final FakeAws aws = new FakeAws();
  final FaultProxy proxy;

  FlowBench() throws IOException {
    proxy = new FaultProxy(aws.uri());
    aws.jobs.artifact = TestData.binaryArtifact();
    aws.runtime.model = TestData.binaryModel();
    aws.jobs.transformScript =
        List.of(
            FakeJobs.Step.of("InProgress", ""),
            FakeJobs.Step.of("InProgress", ""),
            FakeJobs.Step.of("InProgress", ""),
            FakeJobs.Step.of("Completed", ""));
  }

  SageMakerClients clients(Duration callTimeout, Duration maximumWait, Duration pollInterval) {
    return SageMakerClients.builder()
        .region(Region.EU_WEST_1)
        .endpoint(proxy.uri())
        .credentials(FakeAws.CREDENTIALS)
        .retryStrategy(FakeAws.retries())
        .pollInterval(pollInterval)
        .callTimeout(callTimeout)
        .maximumWait(maximumWait)
        .build();
  }

  /**
   * How a flow has ended.
   *
   * @param thrown what came out, or null
   * @param told all that the caller was told, by exceptions and warnings
   * @param left what is left at AWS
   * @param interrupted whether the thread was still interrupted
   */
  record End(@Nullable Throwable thrown, String told, List<String> left, boolean interrupted) {

    /** What is left, and the caller was not told. */
    List<String> unnamed() {
      return left.stream().filter(thing -> !isNamed(thing)).toList();
    }

    private boolean isNamed(String thing) {
      String name = thing.substring(thing.lastIndexOf(' ') + 1);
      if (thing.startsWith("job ")) {
        return told.contains("training job '" + name + "' may still run");
      }
      if (thing.startsWith("transform job ")) {
        return told.contains("transform job '" + name + "' may still run");
      }
      if (thing.startsWith("object ")) {
        return told.contains("s3://" + name);
      }
      return told.contains("'" + name + "' could not be deleted whole");
    }

    /** Whether the caller was told of something that costs money and is not there. */
    boolean isFalseAlarm() {
      return left.isEmpty()
          && (told.contains("may still run") || told.contains("could not be deleted whole"));
    }
  }

  /** Runs a flow with a clean fake, in a thread of its own. */
  End run(Flow flow, SageMakerClients clients, Rule rule, Consumer<Thread> begun)
      throws InterruptedException {
    proxy.awaitQuiet();
    aws.reset();
    if (flow == Flow.DOWNLOAD) {
      aws.jobs.addEnded(Flow.ENDED_JOB);
    }
    proxy.seen.clear();
    proxy.rule = rule;
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    boolean[] interrupted = new boolean[1];
    Thread thread =
        new Thread(
            () -> {
              try {
                flow.run(clients, told::add);
              } catch (Throwable e) {
                thrown.add(e);
              }
              interrupted[0] = Thread.interrupted();
            },
            "flow");
    thread.setDaemon(true);
    begun.accept(thread);
    thread.start();
    thread.join(HANGING_MILLIS);
    StackTraceElement[] at = thread.getStackTrace();
    assertEquals(
        Thread.State.TERMINATED,
        thread.getState(),
        () -> flow + " hangs; calls " + new TreeMap<>(proxy.seen) + " at " + List.of(at));
    proxy.awaitQuiet();
    Throwable first = thrown.isEmpty() ? null : thrown.get(0);
    if (first != null) {
      tell(first, told);
    }
    return new End(first, String.join("\n", told), aws.left(), interrupted[0]);
  }

  private static void tell(Throwable thrown, List<String> told) {
    told.add(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
    for (Throwable suppressed : thrown.getSuppressed()) {
      tell(suppressed, told);
    }
    if (thrown.getCause() != null) {
      tell(thrown.getCause(), told);
    }
  }

  @Override
  public void close() {
    proxy.close();
    aws.close();
  }
}
