package io.github.fmexplain.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints what JMH wrote with {@code -rf json} as the tables of {@code docs/performance.md}. Where
 * several files have a row, the last one counts.
 */
final class ResultsTable {

  private static final String NOTHING = "—";
  private static final String MEGABYTES = "MB/s";

  private final List<Result> results = new ArrayList<>();

  /**
   * A result of JMH.
   *
   * @param benchmark class and method
   * @param params the parameters
   * @param median the median of the samples or iterations, in the unit
   * @param error half of the 99.9 % interval of the mean, in the unit
   * @param unit such as µs or MB/s
   * @param allocated bytes an operation, NaN if it was not measured
   * @param machine what it ran on
   */
  private record Result(
      String benchmark,
      Map<String, String> params,
      double median,
      double error,
      String unit,
      double allocated,
      String machine) {

    private static Result of(JsonNode json) {
      Map<String, String> params = new TreeMap<>();
      json.path("params")
          .properties()
          .forEach(entry -> params.put(entry.getKey(), entry.getValue().asString()));
      String benchmark = json.path("benchmark").asString();
      benchmark =
          benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
      JsonNode secondary = json.path("secondaryMetrics");
      JsonNode volume = secondary.path("megabytes");
      JsonNode metric = volume.isMissingNode() ? json.path("primaryMetric") : volume;
      return new Result(
          benchmark,
          params,
          number(metric.path("scorePercentiles").path("50.0")),
          number(metric.path("scoreError")),
          volume.isMissingNode() ? unit(metric.path("scoreUnit").asString()) : MEGABYTES,
          number(secondary.path("gc.alloc.rate.norm").path("score")),
          "JDK "
              + json.path("jdkVersion").asString()
              + ", "
              + json.path("vmName").asString()
              + " "
              + json.path("vmVersion").asString()
              + ", JMH "
              + json.path("jmhVersion").asString());
    }

    /** JMH writes numbers that are none as text. */
    private static double number(JsonNode node) {
      return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    private static String unit(String jmh) {
      String time = jmh.replace("/op", "");
      return time.equals("us") ? "µs" : time;
    }
  }

  private ResultsTable() {}

  /**
   * Prints the tables.
   *
   * @param args files of JMH's results as JSON
   */
  public static void main(String[] args) {
    if (args.length == 0) {
      System.err.println("give at least one file that JMH wrote with -rf json -rff FILE");
      System.exit(2);
    }
    ResultsTable table = new ResultsTable();
    for (String file : args) {
      table.add(Path.of(file));
    }
    new PrintStream(System.out, true, StandardCharsets.UTF_8).print(table.markdown());
  }

  /** Returns the tables of the results in a file. */
  static String of(Path file) {
    ResultsTable table = new ResultsTable();
    table.add(file);
    return table.markdown();
  }

  private void add(Path file) {
    for (JsonNode json : JsonMapper.shared().readTree(file)) {
      results.add(Result.of(json));
    }
  }

  private Optional<Result> find(ResultsRow row) {
    return results.stream()
        .filter(result -> row.measures(result.benchmark(), result.params()))
        .reduce((earlier, later) -> later);
  }

  private String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("| row | goal | median | error | allocated |\n|---|---:|---:|---:|---:|\n");
    for (ResultsRow row : ResultsRow.all()) {
      Optional<Result> found = find(row);
      line(
          text,
          row.label(),
          row.goal(),
          found.map(r -> median(r, row)).orElse(NOTHING),
          found.map(r -> error(r)).orElse(NOTHING),
          found.map(r -> bytes(r.allocated())).orElse(NOTHING));
    }
    text.append("\n| ratio of medians | goal | measured |\n|---|---:|---:|\n");
    for (ResultsRow.Ratio ratio : ResultsRow.ratios()) {
      line(text, ratio.label(), ratio.goal(), measured(ratio));
    }
    limits(text);
    text.append('\n');
    results.stream()
        .map(Result::machine)
        .distinct()
        .forEach(machine -> text.append(machine).append('\n'));
    return text.toString();
  }

  private void limits(StringBuilder text) {
    text.append("\n| row | multiply-adds | | at the machine's rate | median ÷ that |\n");
    text.append("|---|---|---:|---:|---:|\n");
    Optional<Result> machine = find(ResultsRow.machine());
    for (ResultsLimit limit : ResultsLimit.all()) {
      Optional<Result> found = find(limit.row());
      double least =
          machine
              .map(r -> limit.amount() * seconds(r) / ResultsRow.machine().amount())
              .orElse(Double.NaN);
      line(
          text,
          limit.row().label(),
          limit.what(),
          millions(limit.amount()),
          machine.isEmpty() ? NOTHING : time(least),
          machine.isEmpty() || found.isEmpty()
              ? NOTHING
              : significant(seconds(found.get()) / least));
    }
  }

  private static String millions(double giga) {
    return significant(giga * 1e3) + " · 10⁶";
  }

  private static String time(double seconds) {
    if (seconds < 1e-6) {
      return significant(seconds * 1e9) + " ns";
    }
    if (seconds < 1e-3) {
      return significant(seconds * 1e6) + " µs";
    }
    return seconds < 1 ? significant(seconds * 1e3) + " ms" : significant(seconds) + " s";
  }

  private static void line(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private String measured(ResultsRow.Ratio ratio) {
    Optional<Result> numerator = find(ratio.numerator());
    Optional<Result> denominator = find(ratio.denominator());
    return numerator.isEmpty() || denominator.isEmpty()
        ? NOTHING
        : significant(seconds(numerator.get()) / seconds(denominator.get()));
  }

  private static String median(Result result, ResultsRow row) {
    String median = amount(result.median(), result.unit());
    return row.amount() == 0
        ? median
        : median + " (" + significant(row.amount() / seconds(result)) + " " + row.rate() + ")";
  }

  /** Times in the unit in which they are read best. */
  private static String amount(double value, String unit) {
    return unit.equals(MEGABYTES) ? significant(value) + " " + unit : time(seconds(value, unit));
  }

  private static double seconds(Result result) {
    return seconds(result.median(), result.unit());
  }

  private static double seconds(double value, String unit) {
    return value
        * switch (unit) {
          case "ns" -> 1e-9;
          case "µs" -> 1e-6;
          case "ms" -> 1e-3;
          case "s" -> 1;
          default -> throw new IllegalStateException("no time is in " + unit);
        };
  }

  private static String error(Result result) {
    return Double.isNaN(result.error()) ? NOTHING : "± " + amount(result.error(), result.unit());
  }

  static String bytes(double bytes) {
    if (Double.isNaN(bytes)) {
      return NOTHING;
    }
    if (bytes < 1) {
      return "0 B";
    }
    if (bytes < 1e3) {
      return significant(bytes) + " B";
    }
    return bytes < 1e6 ? significant(bytes / 1e3) + " kB" : significant(bytes / 1e6) + " MB";
  }

  /** Three digits, without an exponent. */
  static String significant(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value))));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
