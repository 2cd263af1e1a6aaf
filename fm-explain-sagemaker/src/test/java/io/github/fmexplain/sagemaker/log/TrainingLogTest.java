package io.github.fmexplain.sagemaker.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.sagemaker.log.LogMetric.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLogTest {

  /** Logs of real jobs, which are not in this repository. */
  private static final Path LOGS = Path.of("../../shared/golden/logs");

  private static LogMetric only(String line) {
    List<LogMetric> metrics = LogMetric.parse(line);
    assertEquals(1, metrics.size(), line);
    return metrics.get(0);
  }

  @Test
  void parse_readsEveryForm() {
    assertEquals(
        new LogMetric(Kind.TRAIN, "algo-1", OptionalInt.of(3), OptionalInt.of(500), "rmse", 12.25),
        only(
            "[01/02/2026 03:04:05 INFO 1] #quality_metric: host=algo-1, epoch=3, batch=500 train"
                + " rmse <loss>=12.25"));
    assertEquals(
        new LogMetric(
            Kind.TRAIN, "algo-1", OptionalInt.of(3), OptionalInt.empty(), "binary_f_1.000", 0.5),
        only("#quality_metric: host=algo-1, epoch=3, train binary_f_1.000 <score>=0.5"));
    assertEquals(
        new LogMetric(Kind.TEST, "algo-2", OptionalInt.empty(), OptionalInt.empty(), "mse", 1e-5),
        only("#quality_metric: host=algo-2, test mse <loss>=1e-05"));
    assertEquals(
        new LogMetric(Kind.TEST, "algo-1", OptionalInt.empty(), OptionalInt.empty(), "rmse", 6.5),
        only("#test_score (algo-1) : ('rmse', 6.5)"));
    assertEquals(
        new LogMetric(
            Kind.PROGRESS, "algo-1", OptionalInt.empty(), OptionalInt.empty(), "progress", 7.5),
        only("#progress_metric: host=algo-1, completed 7.5 % of epochs"));
    assertEquals(
        new LogMetric(
            Kind.THROUGHPUT,
            "algo-1",
            OptionalInt.empty(),
            OptionalInt.empty(),
            "throughput",
            99.5),
        only("#throughput_metric: host=algo-1, train throughput=99.5 records/second"));
  }

  @ParameterizedTest
  @CsvSource({"nan,NaN", "inf,Infinity", "-inf,-Infinity", "1e+20,1e20", "-0.5,-0.5", "7,7"})
  void parse_readsPythonsNumbers(String logged, double value) {
    assertEquals(
        value, only("#quality_metric: host=algo-1, epoch=0, train mse <loss>=" + logged).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#quality_metric: host=algo-1, epoch=0, train mse <loss>=",
        "#quality_metric: host=algo-1, epoch=0, train mse <loss>=1e",
        "#quality_metric: host=algo-1, epoch=0, train mse <loss>=1e-",
        "#quality_metric: host=algo-1, epoch=0, train mse <loss>=na",
        "#quality_metric: host=algo-1, epoch=0, train m",
        "#quality_metric: host=algo-1, epoch=99999999999, train mse <loss>=1",
        "#progress_metric: host=algo-1, completed 7",
        "#throughput_metric: host=algo-1, train throughput=99.5",
        "#test_score (algo-1) : ('rmse', 6.5",
        "epoch_stats={\"epoch\": 2, \"num_examples\": 220}",
      })
  void parse_leavesOutWhatWasCutOff(String line) {
    assertEquals(List.of(), LogMetric.parse(line));
  }

  @Test
  void parse_findsGluedLines() {
    List<LogMetric> metrics =
        LogMetric.parse(
            "Training in progress.[x] #quality_metric: host=algo-1, epoch=0, train mse"
                + " <loss>=2.5[x] #quality_metric: host=algo-1, epoch=0, train rmse"
                + " <loss>=1.5#progress_metric: host=algo-1, completed 50 % of epochs");
    assertEquals(List.of(2.5, 1.5, 50.0), metrics.stream().map(LogMetric::value).toList());
  }

  @Test
  void log_collectsEpochsOfTheFirstHost() {
    TrainingLog log = new TrainingLog();
    assertNull(log.host());
    assertEquals(OptionalDouble.empty(), log.progress());
    log.add("#quality_metric: host=algo-2, epoch=0, batch=0 train mse <loss>=9")
        .add("#quality_metric: host=algo-2, epoch=0, train mse <loss>=4")
        .add("#quality_metric: host=algo-1, epoch=0, train mse <loss>=5");
    assertEquals("algo-2", log.host());
    assertEquals(Map.of(0, Map.of("mse", 4.0)), log.epochs());
    assertEquals(0, log.endedEpochs());
    log.add("#progress_metric: host=algo-2, completed 50 % of epochs");
    assertEquals(1, log.endedEpochs());
    log.add("#quality_metric: host=algo-2, epoch=2, batch=0 train mse <loss>=3");
    assertEquals(2, log.endedEpochs());
    log.add("#quality_metric: host=algo-2, train mse <loss>=2")
        .add("#quality_metric: host=algo-2, test mse <loss>=6")
        .add("#throughput_metric: host=algo-2, train throughput=10 records/second");
    assertEquals(Map.of("mse", 2.0), log.train());
    assertEquals(Map.of("mse", 6.0), log.test());
    assertEquals(OptionalDouble.of(50), log.progress());
    assertEquals(OptionalDouble.of(10), log.throughput());
  }

  private static Map<String, Double> epoch(TrainingLog log, int epoch) {
    return log.epochs().getOrDefault(epoch, Map.of());
  }

  private static TrainingLog real(String name) throws IOException {
    Path file = LOGS.resolve(name);
    Assumptions.assumeTrue(Files.exists(file), "logs of real jobs are not there: " + file);
    TrainingLog log = new TrainingLog();
    Files.readString(file, StandardCharsets.UTF_8).lines().forEach(log::add);
    return log;
  }

  @Test
  void realLog_ofARegressor() throws IOException {
    TrainingLog log = real("fm-regressor-2023-05-19.log");
    assertEquals(
        List.of("absolute_loss", "mse", "rmse"), epoch(log, 0).keySet().stream().sorted().toList());
    assertEquals(91.21372962998149, epoch(log, 0).get("rmse"));
    assertEquals(89.13766491838494, log.train().get("rmse"));
    assertEquals(68.73201116365345, log.test().get("rmse"));
    assertEquals(105657.8710505651, log.throughput().orElseThrow(), 200_000);
    assertTrue(log.progress().isPresent());
  }

  @Test
  void realLog_ofABinaryClassifier() throws IOException {
    TrainingLog log = real("fm-binary-classifier-2020-11-08.log");
    assertEquals(
        Map.of(
            "binary_classification_accuracy", 0.720879120879,
            "binary_classification_cross_entropy", 0.592996871781,
            "binary_f_1.000", 0.76650548804),
        epoch(log, 14));
  }

  @Test
  void realLogs_haveEveryQualityLine() throws IOException {
    real("fm-regressor-2023-05-19.log");
    assertEquals(39, qualityLines("fm-regressor-2023-05-19.log"));
    assertEquals(33, qualityLines("fm-binary-classifier-2020-11-08.log"));
  }

  private static long qualityLines(String name) throws IOException {
    return Files.readString(LOGS.resolve(name), StandardCharsets.UTF_8)
        .lines()
        .flatMap(
            line ->
                LogMetric.parse(line).stream()
                    .filter(m -> m.kind() == Kind.TRAIN || m.kind() == Kind.TEST)
                    .filter(m -> line.contains("#quality_metric")))
        .count();
  }
}
