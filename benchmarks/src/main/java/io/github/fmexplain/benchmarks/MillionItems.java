package io.github.fmexplain.benchmarks;

import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.answer.RatingEdits;
import java.util.List;
import java.util.Optional;
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

/**
 * Ten of a million items for one user, the fewest ratings without which the first would be another,
 * and what it takes to read as many factors once.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class MillionItems {

  /** A user of a made-up model. */
  @State(Scope.Benchmark)
  public static class User {

    private UserExplainer explainer;
    private Answers answers;
    private String itemId;

    /** Makes the model and factorises the user's system. */
    @Setup
    public void setUp() {
      Scale scale = Scale.current();
      SyntheticModel model = new SyntheticModel(1, scale.manyItems(), scale.factors());
      explainer = model.explainer().forHistory(model.history(100));
      answers = Answers.of(explainer);
      itemId = explainer.recommend(1).get(0).itemId();
    }
  }

  /** A matrix [items, k] of float32, as a model holds it. */
  @State(Scope.Benchmark)
  public static class Matrix {

    private float[] values;
    private int factors;

    /** Fills the matrix. */
    @Setup
    public void setUp() {
      Scale scale = Scale.current();
      factors = scale.factors();
      values = new float[scale.manyItems() * factors];
      SplittableRandom random = new SplittableRandom(1);
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) random.nextDouble();
      }
    }
  }

  /** Recommends. */
  @Benchmark
  public List<Recommendation> recommend(User user) {
    return user.explainer.recommend(10);
  }

  /** Searches a counterfactual. */
  @Benchmark
  public Optional<RatingEdits> counterfactual(User user) {
    return user.answers.fewestRemovals(user.itemId);
  }

  /**
   * Adds up the columns: reads every value once, with next to nothing to compute and no sum that
   * has to wait for the one before.
   */
  @Benchmark
  public float[] read(Matrix matrix) {
    float[] values = matrix.values;
    float[] sums = new float[matrix.factors];
    for (int row = 0; row < values.length; row += sums.length) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += values[row + c];
      }
    }
    return sums;
  }
}
