package io.github.fmexplain.benchmarks;

import io.github.fmexplain.BatchResult;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.data.History;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** As {@link EveryUser}, each time in one go: by replays it takes a minute. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class EveryUserReplayed {

  /** The threads of the pool. */
  @Param({"2"})
  public int threads;

  /** The method. */
  @Param({"replay", "replay-first-order"})
  public String method;

  private FmExplainer explainer;
  private List<History> histories;
  private ExecutorService pool;

  /** Makes the histories and the pool. */
  @Setup
  public void setUp() throws Exception {
    Workload workload = Workload.load();
    explainer = workload.explainer(method);
    histories = List.copyOf(workload.movies().trainingHistories());
    pool = Executors.newFixedThreadPool(threads);
  }

  /** Ends the pool. */
  @TearDown
  public void tearDown() {
    pool.shutdown();
  }

  /** Recommends to and explains for every user. */
  @Benchmark
  public List<List<Explanation>> explain() throws InterruptedException {
    return explainer.forHistories(histories, EveryUser::explanations, pool).stream()
        .map(BatchResult::get)
        .toList();
  }
}
