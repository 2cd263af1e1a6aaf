package io.github.fmexplain.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * A row of the table.
 *
 * @param label what is measured
 * @param benchmark class and method
 * @param params the parameters of the benchmark
 * @param goal what is wanted, empty for nothing
 * @param amount how much an operation goes through, in units of the rate; 0 where a rate says
 *     nothing
 * @param rate unit of the amount a second
 */
record ResultsRow(
    String label,
    String benchmark,
    Map<String, String> params,
    String goal,
    double amount,
    String rate) {

  /** Weights and factors of {@link ReadArtifact} in float32. */
  private static final double ARTIFACT = 10_000_000 * (16 + 1) * 4 / 1e6;

  /** The factors of {@link MillionItems} in float32. */
  private static final double MATRIX = 1_000_000 * 64 * 4 / 1e6;

  private static final String MEGABYTES = "MB/s";
  private static final String HESSIAN = "hessian";
  private static final String REPLAY = "replay";
  private static final String FIRST_ORDER = "replay-first-order";
  private static final String FORTY = Workload.FORTY_PASSES;

  private ResultsRow(String label, String benchmark, Map<String, String> params, String goal) {
    this(label, benchmark, params, goal, 0, "");
  }

  /** How one row compares with another: the first one's time divided by the second one's. */
  record Ratio(String label, ResultsRow numerator, ResultsRow denominator, String goal) {}

  static List<ResultsRow> all() {
    return List.of(
        first(395, HESSIAN, "≤ 400 µs"),
        first(33, HESSIAN, "≤ 60 µs"),
        first(100, HESSIAN, ""),
        first(395, FORTY, "≤ 300 ms"),
        first(100, FORTY, "≤ 40 ms"),
        first(33, FORTY, "≤ 8 ms"),
        first(395, REPLAY, ""),
        first(100, REPLAY, ""),
        first(33, REPLAY, ""),
        first(395, FIRST_ORDER, ""),
        first(100, FIRST_ORDER, ""),
        first(33, FIRST_ORDER, ""),
        further(395, HESSIAN, "≤ 20 µs"),
        further(100, HESSIAN, ""),
        further(33, HESSIAN, ""),
        further(395, REPLAY, "≤ 15 µs"),
        further(100, REPLAY, "≤ 15 µs"),
        further(33, REPLAY, "≤ 15 µs"),
        further(395, FIRST_ORDER, ""),
        further(100, FIRST_ORDER, "≤ 5 ms"),
        further(33, FIRST_ORDER, ""),
        row("one replay, 100 ratings", "OneReplay.replay", "≤ 1.5 ms"),
        notebook(),
        everyUser(1, HESSIAN, "≤ 0.6 s"),
        everyUser(2, HESSIAN, ""),
        everyUserReplayed(REPLAY, "≤ 60 s"),
        everyUserReplayed(FIRST_ORDER, "≤ 10 s"),
        row("top 10 of 1 000 000 items", "MillionItems.recommend", "≤ 40 ms"),
        read(),
        counterfactual("solved", "solved again", "≤ 5 ms"),
        counterfactual("replay", "replayed", ""),
        row("counterfactual, 100 ratings, 1 000 000 items", "MillionItems.counterfactual", ""),
        train(1, "≤ 3 s"),
        train(2, "≤ 2 s"),
        retrace(1),
        retrace(2),
        trainLarge(1, ""),
        trainLarge(2, "≥ 700 000 rows/s"),
        row("`TrainedModelFile`, write", "ModelFile.write", ""),
        row("`TrainedModelFile`, read", "ModelFile.read", ""),
        row("RecordIO, write", "RecordIo.write", "≥ 150 MB/s"),
        row("RecordIO, read", "RecordIo.read", "≥ 150 MB/s"),
        artifact(),
        inflate(),
        score(),
        machine());
  }

  static List<Ratio> ratios() {
    return List.of(
        new Ratio(
            "the notebook's way ÷ first explanation, 395 ratings, `hessian`",
            notebook(),
            first(395, HESSIAN, ""),
            "≥ 500"),
        new Ratio(
            "every user, `hessian`: one thread ÷ two",
            everyUser(1, HESSIAN, ""),
            everyUser(2, HESSIAN, ""),
            "≥ 1.8"),
        new Ratio("retracing ÷ training, one thread", retrace(1), train(1), ""),
        new Ratio("`LocalTrainer`: one thread ÷ two", train(1), train(2), ""),
        new Ratio(
            "top 10 of 1 000 000 items ÷ reading as many factors once",
            row("", "MillionItems.recommend", ""),
            read(),
            "≤ 2"),
        new Ratio("`model.tar.gz`: read ÷ inflate", artifact(), inflate(), "≤ 1"));
  }

  private static ResultsRow row(String label, String benchmark, String goal) {
    return new ResultsRow(label, benchmark, Map.of(), goal);
  }

  private static ResultsRow first(int ratings, String method, String goal) {
    return new ResultsRow(
        "first explanation, " + ratings + " ratings, `" + method + "`",
        "FirstExplanation.explain",
        Map.of("ratings", Integer.toString(ratings), "method", method),
        goal);
  }

  private static ResultsRow further(int ratings, String method, String goal) {
    return new ResultsRow(
        "each further item, " + ratings + " ratings, `" + method + "`",
        "FurtherItem.explain",
        Map.of("ratings", Integer.toString(ratings), "method", method),
        goal);
  }

  /** The row of {@code hessian}. */
  static ResultsRow first(int ratings) {
    return first(ratings, HESSIAN, "");
  }

  /** The row of {@code hessian}. */
  static ResultsRow further(int ratings) {
    return further(ratings, HESSIAN, "");
  }

  /** The row of {@code hessian}. */
  static ResultsRow everyUser(int threads) {
    return everyUser(threads, HESSIAN, "");
  }

  static ResultsRow train(int threads) {
    return train(threads, "");
  }

  static ResultsRow score() {
    return row("score of a one-hot row", "ScoreRow.score", "≤ 100 ns");
  }

  static ResultsRow machine() {
    return new ResultsRow(
        "multiplying and adding doubles in the first cache",
        "MachineLimits.multiplyAndAdd",
        Map.of(),
        "",
        MachineLimits.MULTIPLY_ADDS / 1e9,
        "10⁹/s");
  }

  static ResultsRow notebook() {
    return row("the notebook's way, 395 ratings", "NotebookMatrix.influences", "");
  }

  private static ResultsRow everyUser(int threads, String method, String goal) {
    return new ResultsRow(
        "top 10 and ten explanations, every user, `" + method + "`, " + threads(threads),
        "EveryUser.explain",
        Map.of("threads", Integer.toString(threads), "method", method),
        goal);
  }

  private static ResultsRow everyUserReplayed(String method, String goal) {
    return new ResultsRow(
        "top 10 and ten explanations, every user, `" + method + "`, " + threads(2),
        "EveryUserReplayed.explain",
        Map.of("threads", "2", "method", method),
        goal);
  }

  private static ResultsRow counterfactual(String found, String words, String goal) {
    return new ResultsRow(
        "counterfactual, about 100 ratings, " + words,
        "CounterfactualSet.search",
        Map.of("found", found),
        goal);
  }

  private static ResultsRow retrace(int threads) {
    return new ResultsRow(
        "`LocalTrainer`, retracing them, " + threads(threads),
        "TrainModel.retrace",
        Map.of("threads", Integer.toString(threads)),
        "");
  }

  private static ResultsRow trainLarge(int threads, String goal) {
    return new ResultsRow(
        "`LocalTrainer`, 160 000 users, 60 000 items, " + threads(threads),
        "TrainLarge.fit",
        Map.of("threads", Integer.toString(threads)),
        goal,
        TrainLarge.EPOCHS * 1e6,
        "rows/s");
  }

  private static ResultsRow read() {
    return new ResultsRow(
        "… reading as many factors once", "MillionItems.read", Map.of(), "", MATRIX, MEGABYTES);
  }

  private static ResultsRow train(int threads, String goal) {
    return new ResultsRow(
        "`LocalTrainer`, 200 epochs, " + threads(threads),
        "TrainModel.fit",
        Map.of("threads", Integer.toString(threads)),
        goal);
  }

  private static String threads(int threads) {
    return threads == 1 ? "one thread" : "two threads";
  }

  private static ResultsRow artifact() {
    return new ResultsRow(
        "`model.tar.gz`, 10 000 000 × 16, read",
        "ReadArtifact.read",
        Map.of(),
        "",
        ARTIFACT,
        MEGABYTES);
  }

  private static ResultsRow inflate() {
    return new ResultsRow(
        "… inflated by `java.util.zip` alone",
        "ReadArtifact.inflate",
        Map.of(),
        "",
        ARTIFACT,
        MEGABYTES);
  }

  boolean measures(String otherBenchmark, Map<String, String> otherParams) {
    return benchmark.equals(otherBenchmark) && params.equals(otherParams);
  }
}
