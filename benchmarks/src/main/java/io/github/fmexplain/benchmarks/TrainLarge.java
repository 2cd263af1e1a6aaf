package io.github.fmexplain.benchmarks;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingResult;
import java.util.SplittableRandom;
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

/**
 * Ten epochs over a million random ratings of 160 000 users and 60 000 items: a model that is in no
 * cache. With the first parameters and the metrics at the end.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class TrainLarge {

  static final int EPOCHS = 10;

  /** The threads of the trainer. */
  @Param({"1", "2"})
  public int threads;

  private TrainingSet rows;
  private FmHyperparameters hyperparameters;

  /** Makes the rows. */
  @Setup
  public void setUp() {
    Scale scale = Scale.current();
    // Of 160 000, 60 000 and 1 000 000.
    int users = 4 * scale.manyItems() / 25;
    int items = 3 * scale.manyItems() / 50;
    SplittableRandom random = new SplittableRandom(1);
    TrainingSet.Builder builder = TrainingSet.builder(users + items);
    for (int row = 0; row < scale.manyItems(); row++) {
      builder.add(
          FeatureVector.of(
              new int[] {random.nextInt(users), users + random.nextInt(items)}, new float[] {1, 1}),
          random.nextInt(2));
    }
    rows = builder.build();
    hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(scale.factors())
            .epochs(EPOCHS)
            .build();
  }

  /** Trains. */
  @Benchmark
  public TrainingResult fit() throws InterruptedException {
    return LocalTrainer.builder().seed(1).threads(threads).build().fit(rows, hyperparameters);
  }
}
