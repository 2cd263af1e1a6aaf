package io.github.fmexplain.benchmarks;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.answer.Answers;
import io.github.fmexplain.data.History;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Measures how the time of an explanation and of a recommendation grows with ratings, factors,
 * items and users, fits an exponent to each, and prints the table of {@code docs/performance.md}.
 */
final class Growth {

  private static final String ITEM = "1";
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 5;

  private final Stopwatch stopwatch = new Stopwatch();
  private final long time;

  /** Makes a call to time for one size. */
  private interface Maker {

    Callable<?> make(int size);
  }

  /**
   * One quantity that grows.
   *
   * @param call what is timed
   * @param against what grows
   * @param expected the exponent that the mathematics says
   * @param maker makes the call of a size
   * @param sizes at least four
   */
  private record Series(
      String call, String against, int expected, Maker maker, List<Integer> sizes) {}

  private Growth(long time) {
    this.time = time;
  }

  /**
   * Prints the tables.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    print(out, TimeUnit.MILLISECONDS.toNanos(250), 1);
  }

  /**
   * Prints the tables.
   *
   * @param out where they go
   * @param time nanoseconds for which each size is timed in each round
   * @param divisor what every size is divided by: 1, or more to run on little
   */
  static void print(PrintStream out, long time, int divisor) throws Exception {
    Growth growth = new Growth(time);
    out.println("| time of | against | sizes | medians, µs | exponent | expected |");
    out.println("|---|---|---|---|---:|---:|");
    for (Series series : series(divisor)) {
      out.println(growth.line(series, divisor));
    }
    out.println();
    MemoryTable.print(out);
  }

  private static List<Series> series(int divisor) {
    int many = 4_096 / divisor;
    return List.of(
        new Series(
            "first explanation",
            "ratings, k = 32",
            1,
            m -> first(new SyntheticModel(1, 2 * many, 32 / divisor), m),
            List.of(512, 1_024, 2_048, 4_096)),
        new Series(
            "first explanation",
            "factors, 4 096 ratings",
            2,
            k -> first(new SyntheticModel(1, 2 * many, k), 4_096 / divisor),
            List.of(128, 256, 512, 768)),
        new Series(
            "each further item",
            "ratings, k = 64",
            1,
            m -> further(new SyntheticModel(1, 4 * many, 64 / divisor), m),
            List.of(1_024, 2_048, 4_096, 8_192)),
        new Series(
            "top 10",
            "items, k = 64",
            1,
            items -> recommend(new SyntheticModel(1, items, 64 / divisor)),
            // None of them fits a cache.
            List.of(125_000, 250_000, 500_000, 1_000_000)),
        new Series(
            "counterfactual, 100 ratings",
            "items, k = 64",
            1,
            items -> counterfactual(new SyntheticModel(1, items, 64 / divisor)),
            List.of(10_000, 100_000, 300_000, 1_000_000)),
        new Series(
            "first explanation, 100 ratings",
            "items, k = 64",
            0,
            items -> first(new SyntheticModel(1, items, 64 / divisor), 100 / divisor),
            List.of(2_000, 8_000, 32_000, 128_000)),
        new Series(
            "first explanation, 100 ratings",
            "users, k = 64",
            0,
            users -> first(new SyntheticModel(users, many, 64 / divisor), 100 / divisor),
            List.of(2_000, 8_000, 32_000, 128_000)),
        new Series(
            "top 10",
            "users, 4 096 items, k = 64",
            0,
            users -> recommend(new SyntheticModel(users, many, 64 / divisor)),
            List.of(2_000, 8_000, 32_000, 128_000)));
  }

  private static Callable<?> first(SyntheticModel model, int ratings) {
    FmExplainer explainer = model.explainer();
    History history = model.history(ratings);
    return () -> explainer.forHistory(history).explain(ITEM);
  }

  private static Callable<?> further(SyntheticModel model, int ratings) {
    UserExplainer user = model.explainer().forHistory(model.history(ratings));
    return () -> user.explain(ITEM);
  }

  private static Callable<?> recommend(SyntheticModel model) {
    UserExplainer user = model.explainer().forHistory(model.history(10));
    return () -> user.recommend(10);
  }

  private static Callable<?> counterfactual(SyntheticModel model) {
    UserExplainer user = model.explainer().forHistory(model.history(100));
    Answers answers = Answers.of(user);
    String itemId = user.recommend(1).get(0).itemId();
    return () -> answers.fewestRemovals(itemId);
  }

  private String line(Series series, int divisor) throws Exception {
    int[] sizes = series.sizes().stream().mapToInt(size -> size / divisor).toArray();
    List<Callable<?>> calls = new ArrayList<>();
    for (int size : sizes) {
      calls.add(series.maker().make(size));
    }
    double[][] rounds = new double[sizes.length][ROUNDS];
    // All sizes in turn, so that what the machine does meanwhile is no growth; the first rounds
    // are for the compiler.
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int j = 0; j < sizes.length; j++) {
        rounds[j][Math.max(0, round)] = stopwatch.median(calls.get(j), time) / 1e3;
      }
    }
    double[] medians = Arrays.stream(rounds).mapToDouble(Stopwatch::median).toArray();
    double exponent = PowerLaw.exponent(Arrays.stream(sizes).asDoubleStream().toArray(), medians);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %.2f | %d |",
        series.call(),
        series.against(),
        Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(", ")),
        Arrays.stream(medians)
            .mapToObj(ResultsTable::significant)
            .collect(Collectors.joining(", ")),
        exponent,
        series.expected());
  }
}
