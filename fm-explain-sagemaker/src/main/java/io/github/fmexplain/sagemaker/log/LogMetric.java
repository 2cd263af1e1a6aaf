package io.github.fmexplain.sagemaker.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number in the log of a training job.
 *
 * @param kind what it measures
 * @param host the machine that wrote it, such as {@code algo-1}
 * @param epoch the epoch as logged, from 0; empty for a number of the whole training
 * @param batch the mini-batch; empty for a number of a whole epoch or training
 * @param name the name of the metric, such as {@code rmse}; {@code progress} and {@code throughput}
 *     for those kinds
 * @param value the value; may be NaN or infinite, which a diverged training logs
 */
public record LogMetric(
    Kind kind, String host, OptionalInt epoch, OptionalInt batch, String name, double value) {

  /** What a number measures. */
  public enum Kind {
    /** The fit of the model to the training rows. */
    TRAIN,

    /** The fit of the finished model to the test rows. */
    TEST,

    /** The share of the epochs that have ended, in percent. */
    PROGRESS,

    /** Training rows per second. */
    THROUGHPUT
  }

  // A value must end where its number ends: half of "1e-05" is another number.
  private static final String NUMBER =
      "([-+]?(?:nan|inf(?:inity)?|\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?))(?![\\w.])";
  private static final Pattern QUALITY =
      Pattern.compile(
          "#quality_metric: host=([^,\\s]+),(?: epoch=(\\d{1,9}),)?(?: batch=(\\d{1,9}))?"
              + " (train|test) (\\S+) <(?:score|loss)>="
              + NUMBER);
  private static final Pattern PROGRESS =
      Pattern.compile("#progress_metric: host=([^,\\s]+), completed (\\d+(?:\\.\\d+)?) ?%");
  private static final Pattern THROUGHPUT =
      Pattern.compile(
          "#throughput_metric: host=([^,\\s]+), train throughput=" + NUMBER + " records/second");
  private static final Pattern TEST_SCORE =
      Pattern.compile("#test_score \\(([^)\\s]+)\\) : \\('([^']+)', " + NUMBER + "\\)");

  /**
   * {@return the numbers in a line} They are found behind other text, and behind each other, since
   * the container's processes write into each other's lines. A number that was cut off is left out.
   *
   * @param line any line
   */
  public static List<LogMetric> parse(String line) {
    Objects.requireNonNull(line, "line");
    List<LogMetric> metrics = new ArrayList<>();
    Matcher quality = QUALITY.matcher(line);
    while (quality.find()) {
      metrics.add(
          new LogMetric(
              quality.group(4).equals("train") ? Kind.TRAIN : Kind.TEST,
              quality.group(1),
              number(quality.group(2)),
              number(quality.group(3)),
              quality.group(5),
              value(quality.group(6))));
    }
    Matcher score = TEST_SCORE.matcher(line);
    while (score.find()) {
      metrics.add(ofTraining(Kind.TEST, score.group(1), score.group(2), value(score.group(3))));
    }
    Matcher progress = PROGRESS.matcher(line);
    while (progress.find()) {
      metrics.add(
          ofTraining(Kind.PROGRESS, progress.group(1), "progress", value(progress.group(2))));
    }
    Matcher throughput = THROUGHPUT.matcher(line);
    while (throughput.find()) {
      metrics.add(
          ofTraining(
              Kind.THROUGHPUT, throughput.group(1), "throughput", value(throughput.group(2))));
    }
    return List.copyOf(metrics);
  }

  private static LogMetric ofTraining(Kind kind, String host, String name, double value) {
    return new LogMetric(kind, host, OptionalInt.empty(), OptionalInt.empty(), name, value);
  }

  private static OptionalInt number(@Nullable String text) {
    return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  /** The spellings of Python. */
  private static double value(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.endsWith("nan")) {
      return Double.NaN;
    }
    if (lower.contains("inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(text);
  }
}
