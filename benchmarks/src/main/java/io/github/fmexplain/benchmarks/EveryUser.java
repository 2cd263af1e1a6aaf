package io.github.fmexplain.benchmarks;

import io.github.fmexplain.BatchResult;
import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
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

/** The ten items recommended to every user, all explained; all explanations are kept. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 4)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class EveryUser {

  private static final int LIST = 10;

  /** The threads of the pool. */
  @Param({"1", "2"})
  public int threads;

  /** The method. */
  @Param({"hessian"})
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

  static List<Explanation> explanations(UserExplainer user) {
    return user.explainAll(user.recommend(LIST).stream().map(Recommendation::itemId).toList());
  }
}
