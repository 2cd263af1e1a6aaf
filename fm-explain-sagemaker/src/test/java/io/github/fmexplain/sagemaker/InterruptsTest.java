package io.github.fmexplain.sagemaker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.sagemaker.FaultProxy.Fault;
import io.github.fmexplain.sagemaker.FlowBench.End;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Interrupts at random moments: while a call hangs before, during and after what it does at AWS, or
 * between two looks. Nothing waits for the end of the call, whose longest time is far longer than a
 * flow may hang here, and nothing is left without being named. {@code -Dfmexplain.interrupts=10000}
 * takes more than 100.
 */
class InterruptsTest {

  private static final int COUNT = Integer.getInteger("fmexplain.interrupts", 100);

  private final List<String> wrong = new ArrayList<>();
  private int interrupted;
  private int named;
  private long longestNanos;

  @Test
  void interrupts_endCallsAndWaitsAndLeaveNothingUnnamed()
      throws IOException, InterruptedException {
    Random random = new Random(20261126);
    List<Flow> flows = List.of(Flow.values());
    try (FlowBench bench = new FlowBench();
        SageMakerClients clients =
            bench.clients(Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO)) {
      for (int j = 0; j < COUNT; j++) {
        Flow flow = flows.get(random.nextInt(flows.size()));
        bench.run(flow, clients, (operation, nth) -> null, thread -> {});
        int calls = bench.proxy.seen.values().stream().mapToInt(Integer::intValue).sum();
        interrupt(bench, clients, flow, 1 + random.nextInt(calls), random);
      }
    }
    String figures =
        String.format(
            Locale.ROOT,
            "AWS interrupts: %d, of which %d ended the flow and %d left something, named; longest"
                + " %d ms; wrong %d",
            COUNT,
            interrupted,
            named,
            longestNanos / 1_000_000,
            wrong.size());
    System.out.println(figures);
    assertEquals(List.of(), wrong, figures);
    assertTrue(interrupted > COUNT / 3, figures);
  }

  @Test
  void interrupts_endDownloadsAndLeaveNoFile(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<String> lines =
        OtherJvm.lines(DownloadInterrupts.class, 256, folder, "-Dfmexplain.interrupts=" + COUNT);
    String figures = lines.get(lines.size() - 1);
    System.out.println(figures);
    assertTrue(figures.startsWith("artifact interrupts: "), figures);
  }

  private void interrupt(
      FlowBench bench, SageMakerClients clients, Flow flow, int moment, Random random)
      throws InterruptedException {
    AtomicReference<Thread> thread = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    AtomicLong at = new AtomicLong();
    int how = random.nextInt(4);
    Fault hanging = List.of(Fault.SILENT_BEFORE, Fault.SILENT, Fault.DRIPPING).get(how % 3);
    End end =
        bench.run(
            flow,
            clients.withPause(
                interval -> {
                  if (how == 3 && calls.get() >= moment && at.get() == 0) {
                    at.set(System.nanoTime());
                    requireNonNull(thread.get()).interrupt();
                    Pause.SLEEP.pause(Duration.ofHours(1));
                  }
                  Pause.SLEEP.pause(interval);
                }),
            (operation, nth) -> {
              if (calls.incrementAndGet() != moment || how == 3) {
                return null;
              }
              at.set(System.nanoTime());
              requireNonNull(thread.get()).interrupt();
              return hanging;
            },
            thread::set);
    longestNanos = Math.max(longestNanos, at.get() == 0 ? 0 : System.nanoTime() - at.get());
    Throwable thrown = end.thrown();
    interrupted += thrown instanceof InterruptedException || end.interrupted() ? 1 : 0;
    named += end.left().isEmpty() ? 0 : 1;
    boolean told = at.get() == 0 || thrown != null || end.interrupted();
    if (!told || !end.unnamed().isEmpty()) {
      wrong.add(
          flow
              + " call "
              + moment
              + " how "
              + how
              + ": left "
              + end.unnamed()
              + ", told "
              + end.told());
    }
  }
}
