package io.github.fmexplain.benchmarks;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.IdIndex;
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

/** Another item of a user who was explained before; each time the next item of the catalogue. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class FurtherItem {

  /** The number of the user's ratings. */
  @Param({"395", "100", "33"})
  public int ratings;

  /** The method. */
  @Param({"hessian", "replay", "replay-first-order"})
  public String method;

  private UserExplainer user;
  private IdIndex items;
  private int next;

  /** Makes the user's system, or the replays. */
  @Setup
  public void setUp() throws Exception {
    Workload workload = Workload.load();
    user = workload.explainer(method).forHistory(workload.historyOf(ratings));
    items = workload.movies().encoder().items();
  }

  /** Explains an item. */
  @Benchmark
  public Explanation explain() {
    next = next + 1 < items.size() ? next + 1 : 0;
    return user.explain(items.ids().get(next));
  }
}
