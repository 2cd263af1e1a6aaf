package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.sagemaker.FaultProxy.Rule;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import java.io.ByteArrayOutputStream;
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

  /** What is in the caller's own bucket. */
  private final byte[] rows;

  FlowBench() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RecordIoWriter.shards(TestData.rows(9), 1).get(0).writeTo(bytes);
    rows = bytes.toByteArray();
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
    return FakeAws.impatient(SageMakerClients.builder(), callTimeout)
        .region(Region.EU_WEST_1)
        .endpoint(proxy.uri())
        .credentials(FakeAws.CREDENTIALS)
        .pollInterval(pollInterval)
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
      if (isOfWhatWasStarted(name)) {
        return true;
      }
      if (thing.startsWith("tuning job ")) {
        return told.contains("tuning job '" + name + "' may still run");
      }
      if (thing.startsWith("job ")) {
        return told.contains("training job '" + name + "' may still run");
      }
      if (thing.startsWith("transform job ")) {
        return told.contains("transform job '" + name + "' may still run");
      }
      if (thing.startsWith("object ")) {
        return told.contains("s3://" + name);
      }
      if (thing.startsWith("endpoint without ")) {
        return false; // that must never be
      }
      return told.contains("'" + name + "' could not be deleted whole")
          || (told.contains("has something left of an update; delete")
              && told.contains("'" + name + "'"))
          || told.contains("may go over to configuration and model '" + name + "'")
          || told.contains("it has configuration and model '" + name + "' now");
    }

    /** Whether it is a job that was to run on, or its rows. */
    private boolean isOfWhatWasStarted(String name) {
      return told.lines()
          .filter(line -> line.startsWith("started '"))
          .map(line -> line.substring("started '".length(), line.length() - 1))
          .anyMatch(job -> name.equals(job) || name.contains("/" + job + "/"));
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
    aws.s3.buckets.put("data", FakeAws.ACCOUNT);
    aws.s3.objects.put("data/in/rows.pbr", rows);
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
