package io.github.fmexplain.benchmarks;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** Times a call that takes a microsecond or more. */
final class Stopwatch {

  private static final int FEWEST = 3;

  /** Takes results, so that no compiler can leave the work out. */
  @SuppressWarnings("unused")
  private volatile Object sink = "";

  /**
   * Returns the median time of a call in nanoseconds.
   *
   * @param call what to time
   * @param nanoseconds how long to repeat it
   */
  double median(Callable<?> call, long nanoseconds) throws Exception {
    long[] times = new long[1 << 10];
    int count = 0;
    long end = System.nanoTime() + nanoseconds;
    long before = System.nanoTime();
    while (before < end || count < FEWEST) {
      sink = call.call();
      long after = System.nanoTime();
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = after - before;
      before = System.nanoTime();
    }
    return median(Arrays.stream(times, 0, count).asDoubleStream().toArray());
  }

  /**
   * Returns the median of some numbers.
   *
   * @param numbers at least one. Not modified.
   */
  static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
