package io.github.fmexplain.benchmarks;

import io.github.fmexplain.answer.Ablation;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The training of a user with 100 ratings done again without one, each time without the next. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class OneReplay {

  private static final int RATINGS = 100;

  private Ablation ablation;
  private boolean[] kept;
  private int next;

  /** Makes the user. */
  @Setup
  public void setUp() throws Exception {
    Workload workload = Workload.load();
    ablation = Ablation.of(workload.explainer("replay").forHistory(workload.historyOf(RATINGS)));
    kept = new boolean[ablation.history().size()];
    Arrays.fill(kept, true);
  }

  /** Replays. */
  @Benchmark
  public Ablation.State replay() {
    kept[next] = true;
    next = next + 1 < kept.length ? next + 1 : 0;
    kept[next] = false;
    return ablation.keeping(kept);
  }
}
