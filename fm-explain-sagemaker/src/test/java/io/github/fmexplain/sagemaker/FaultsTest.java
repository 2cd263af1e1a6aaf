package io.github.fmexplain.sagemaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.sagemaker.FaultProxy.Fault;
import io.github.fmexplain.sagemaker.FlowBench.End;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Every operation × every fault × every flow, at its first call and at every call: whatever fails,
 * nothing is left running without being named, and nothing but documented exceptions comes out.
 */
class FaultsTest {

  private static final Set<Class<?>> DOCUMENTED =
      Set.of(
          SageMakerCallException.class,
          TrainingJobException.class,
          EndpointException.class,
          TransformJobException.class);

  private final Map<String, Integer> ends = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int operations;
  private int cases;
  private int named;
  private int falseAlarms;

  @Test
  void whateverFails_nothingIsLeftUnnamed() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(16); // most of the time is waiting
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Flow flow : Flow.values()) {
        running.add(threads.submit(() -> spoil(flow)));
      }
      for (Future<?> flow : running) {
        flow.get();
      }
    } finally {
      threads.shutdownNow();
    }
    String figures =
        String.format(
            Locale.ROOT,
            "AWS faults: %d cases, %d operations of %d flows; ends %s; left and named in %d, named"
                + " and not left in %d, left unnamed or otherwise wrong in %d",
            cases,
            operations,
            Flow.values().length,
            ends,
            named,
            falseAlarms,
            wrong.size());
    System.out.println(figures);
    assertEquals(List.of(), wrong, figures);
    assertTrue(operations >= 100 && cases > 20 * operations, figures);
    assertTrue(named > 0, "a fault of a deletion leaves something");
  }

  private Void spoil(Flow flow) throws IOException, InterruptedException {
    try (FlowBench bench = new FlowBench();
        SageMakerClients patient =
            bench.clients(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ZERO)) {
      SageMakerClients hasty =
          bench.clients(Duration.ofMillis(250), Duration.ofMillis(1000), Duration.ZERO);
      End clean = bench.run(flow, patient, (operation, nth) -> null, thread -> {});
      if (flow.stops()) {
        assertTrue(clean.thrown() instanceof Flow.StopError, clean.told());
      } else {
        assertNull(clean.thrown(), clean.told());
      }
      assertEquals(List.of(), clean.unnamed());
      List<String> called = List.copyOf(bench.proxy.seen.keySet());
      synchronized (this) {
        operations += called.size();
      }
      for (String operation : called) {
        for (Fault fault : Fault.values()) {
          SageMakerClients clients = isEndless(fault) ? hasty : patient;
          for (int upTo : canPass(fault) ? new int[] {1, Integer.MAX_VALUE} : new int[] {1000}) {
            End end =
                bench.run(
                    flow,
                    clients,
                    (asked, nth) -> asked.equals(operation) && nth <= upTo ? fault : null,
                    thread -> {});
            judge(flow, operation + (upTo == 1 ? " once " : " always ") + fault, end);
          }
        }
        cutSomewhere(flow, operation, bench, patient);
        if (operation.startsWith("SageMaker.Describe")) {
          spoilEachState(flow, operation, bench, patient);
        }
      }
      bench.proxy.rule = (operation, nth) -> null;
      close(hasty);
    }
    return null;
  }

  /** Cuts the answer at bytes that a seed chooses, from the first to the last. */
  private void cutSomewhere(Flow flow, String operation, FlowBench bench, SageMakerClients clients)
      throws InterruptedException {
    Random random = new Random(operation.hashCode());
    for (int j = 0; j < 6; j++) {
      double at = j == 0 ? 0 : j == 1 ? 1 : random.nextDouble();
      int upTo = j % 2 == 0 ? Integer.MAX_VALUE : 1;
      bench.proxy.cutAt = at;
      End end =
          bench.run(
              flow,
              clients,
              (asked, nth) -> asked.equals(operation) && nth <= upTo ? Fault.HALF : null,
              thread -> {});
      judge(flow, operation + " cut at " + at + " up to " + upTo, end);
    }
    bench.proxy.cutAt = 0.5;
  }

  /** Spoils one description only, as the job or the endpoint goes from state to state. */
  private void spoilEachState(
      Flow flow, String operation, FlowBench bench, SageMakerClients clients)
      throws InterruptedException {
    for (int state = 2; state <= 5; state++) {
      int only = state;
      for (Fault fault : List.of(Fault.REFUSED, Fault.FAILED, Fault.CUT, Fault.WRONG_JSON)) {
        End end =
            bench.run(
                flow,
                clients,
                (asked, nth) -> asked.equals(operation) && nth == only ? fault : null,
                thread -> {});
        judge(flow, operation + " in state " + state + " " + fault, end);
      }
    }
  }

  /** Endpoints of cases that were judged are gone, but a quarter of a second can be too short. */
  private static void close(SageMakerClients hasty) {
    try {
      hasty.close();
    } catch (EndpointException e) {
      assertTrue(
          String.valueOf(e.getMessage()).contains("could not be deleted whole"), e::toString);
    }
  }

  /** Whether a second attempt of the same call is worth it. */
  private static boolean canPass(Fault fault) {
    return switch (fault) {
      case REFUSED, EXPIRED_CREDENTIALS, WRONG_TYPE, WRONG_JSON, EMPTY -> false;
      default -> true;
    };
  }

  private static boolean isEndless(Fault fault) {
    return switch (fault) {
      case DRIPPING, SILENT, SILENT_BEFORE, UNKNOWN_ENUM -> true;
      default -> false;
    };
  }

  private synchronized void judge(Flow flow, String what, End end) {
    cases++;
    Throwable thrown = end.thrown();
    ends.merge(thrown == null ? "right" : thrown.getClass().getSimpleName(), 1, Integer::sum);
    boolean documented =
        thrown == null
            || DOCUMENTED.contains(thrown.getClass())
            || (flow.stops() && thrown instanceof Flow.StopError)
            || (flow == Flow.DOWNLOAD && thrown instanceof IOException);
    // The caller of such a flow throws at a state, which it does not see if that is the one spoilt.
    boolean stopped = thrown != null || !flow.stops() || what.contains(" in state ");
    if (!documented || !stopped || !end.unnamed().isEmpty() || end.interrupted()) {
      wrong.add(flow + " " + what + ": left " + end.unnamed() + ", told " + end.told());
    }
    named += end.left().isEmpty() ? 0 : 1;
    falseAlarms += end.isFalseAlarm() ? 1 : 0;
  }
}
