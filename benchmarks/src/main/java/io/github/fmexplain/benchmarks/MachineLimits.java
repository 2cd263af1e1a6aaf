package io.github.fmexplain.benchmarks;

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
 * How fast one thread multiplies and adds doubles in plain Java, all of them in the first cache:
 * what the rows that are arithmetic cannot be faster than. {@link MillionItems#read} is the same
 * for the rows that read memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class MachineLimits {

  private static final int LENGTH = 64;

  /** Vectors that are added up in one pass over the sum. */
  private static final int TOGETHER = 4;

  private static final int PASSES = 16;

  /** Multiplications and additions of a call. */
  static final int MULTIPLY_ADDS = LENGTH * TOGETHER * PASSES;

  private final double[] sum = new double[LENGTH];
  private final double[] vectors = new double[TOGETHER * LENGTH];
  private double factor;

  /** Fills the vectors. */
  @Setup
  public void setUp() {
    for (int j = 0; j < vectors.length; j++) {
      vectors[j] = 1.0 / (1 + j);
    }
    factor = 1e-3;
  }

  /** Adds multiples of four vectors to a sum. */
  @Benchmark
  public double[] multiplyAndAdd() {
    for (int pass = 0; pass < PASSES; pass++) {
      add(sum, vectors, factor, -factor, factor, -factor);
    }
    return sum;
  }

  private static void add(double[] sum, double[] x, double a, double b, double c, double d) {
    for (int j = 0; j < LENGTH; j++) {
      sum[j] += a * x[j] + b * x[LENGTH + j] + c * x[2 * LENGTH + j] + d * x[3 * LENGTH + j];
    }
  }
}
