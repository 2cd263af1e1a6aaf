package io.github.fmexplain.benchmarks;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.data.History;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a history to the explanation of one item, with influence, impact and removal effect. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class FirstExplanation {

  /** The number of the user's ratings. */
  @Param({"395", "100", "33"})
  public int ratings;

  /** The method. */
  @Param({"hessian", Workload.FORTY_PASSES, "replay", "replay-first-order"})
  public String method;

  private FmExplainer explainer;
  private History history;
  private String itemId;

  /** Chooses the user, and the item that is recommended first. */
  @Setup
  public void setUp() throws Exception {
    Workload workload = Workload.load();
    explainer = workload.explainer(method);
    history = workload.historyOf(ratings);
    itemId = explainer.forHistory(history).recommend(1).get(0).itemId();
  }

  /** Makes the user's system, or the replays, and explains the item. */
  @Benchmark
  public Explanation explain() {
    return explainer.forHistory(history).explain(itemId);
  }
}
