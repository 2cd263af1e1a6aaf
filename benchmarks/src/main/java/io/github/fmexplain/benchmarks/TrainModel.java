package io.github.fmexplain.benchmarks;

import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Retracing;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
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

/** A whole training, 200 epochs, and the same to retrace a path; each time in one go. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class TrainModel {

  /** The threads of the trainer. */
  @Param({"1", "2"})
  public int threads;

  private Workload workload;
  private TrainedModel trained;

  /** Makes the rows and the model. */
  @Setup
  public void setUp() throws Exception {
    workload = Workload.load();
    trained = workload.trained();
  }

  /** Trains. */
  @Benchmark
  public TrainingResult fit() throws InterruptedException {
    return LocalTrainer.builder()
        .seed(1)
        .threads(threads)
        .build()
        .fit(workload.rows(), workload.hyperparameters());
  }

  /** Trains again, for the path of a model of which the end alone is known. */
  @Benchmark
  public Retracing retrace() throws InterruptedException {
    return LocalTrainer.builder()
        .seed(2)
        .threads(threads)
        .build()
        .retrace(trained, workload.rows(), TrainingProgress.none());
  }
}
