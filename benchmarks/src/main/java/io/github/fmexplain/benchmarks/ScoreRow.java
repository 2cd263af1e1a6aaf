package io.github.fmexplain.benchmarks;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import java.util.SplittableRandom;
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

/** The score of a one-hot row; each time another of a thousand random rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class ScoreRow {

  private static final int ROWS = 1024;

  private final FeatureVector[] rows = new FeatureVector[ROWS];
  private FmModel model;
  private int next;

  /** Draws the rows. */
  @Setup
  public void setUp() throws Exception {
    Workload workload = Workload.load();
    model = workload.model();
    TrainingSet set = workload.rows();
    SplittableRandom random = new SplittableRandom(1);
    for (int j = 0; j < ROWS; j++) {
      rows[j] = set.features(random.nextInt(set.numRows()));
    }
  }

  /** Scores a row. */
  @Benchmark
  public double score() {
    next = (next + 1) % ROWS;
    return model.score(rows[next]);
  }
}
