package io.github.fmexplain.sagemaker.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a training job, collected from the lines of its log. Where several machines train,
 * the numbers are those of the first that logged one. Not thread-safe.
 *
 * <p>Metrics of an epoch are averages over whole mini-batches, taken while the epoch ran, and pad
 * the last batch; they are not those of the finished model.
 */
public final class TrainingLog {

  private final SortedMap<Integer, Map<String, Double>> epochs = new TreeMap<>();
  private final Map<String, Double> train = new LinkedHashMap<>();
  private final Map<String, Double> test = new LinkedHashMap<>();
  private @Nullable String host;
  private @Nullable Double progress;
  private @Nullable Double throughput;
  private int ended;

  /** Makes an empty log. */
  public TrainingLog() {}

  /**
   * Reads a line.
   *
   * @param line any line
   * @return this log
   */
  public TrainingLog add(String line) {
    Objects.requireNonNull(line, "line");
    for (LogMetric metric : LogMetric.parse(line)) {
      if (host == null) {
        host = metric.host();
      }
      if (metric.host().equals(host)) {
        add(metric);
      }
    }
    return this;
  }

  private void add(LogMetric metric) {
    switch (metric.kind()) {
      case TRAIN -> addTrain(metric);
      case TEST -> test.put(metric.name(), metric.value());
      case PROGRESS -> {
        progress = metric.value();
        ended = epochs.isEmpty() ? ended : epochs.lastKey() + 1;
      }
      case THROUGHPUT -> throughput = metric.value();
    }
  }

  private void addTrain(LogMetric metric) {
    if (metric.epoch().isEmpty()) {
      train.put(metric.name(), metric.value());
      ended = epochs.isEmpty() ? ended : epochs.lastKey() + 1;
      return;
    }
    int epoch = metric.epoch().getAsInt();
    ended = Math.max(ended, epoch);
    if (metric.batch().isEmpty()) {
      epochs.computeIfAbsent(epoch, e -> new LinkedHashMap<>()).put(metric.name(), metric.value());
    }
  }

  /** {@return the machine whose numbers these are, or null as long as there are none} */
  public @Nullable String host() {
    return host;
  }

  /**
   * {@return the metrics of each epoch, by the epoch as logged, from 0} An epoch whose lines were
   * lost is left out. Cannot be modified.
   */
  public SortedMap<Integer, Map<String, Double>> epochs() {
    SortedMap<Integer, Map<String, Double>> copy = new TreeMap<>();
    epochs.forEach((epoch, values) -> copy.put(epoch, Map.copyOf(values)));
    return Collections.unmodifiableSortedMap(copy);
  }

  /**
   * {@return how many epochs have ended} An epoch has ended when the log says how far training is,
   * tells the metrics of all of it, or has gone on to the next epoch.
   */
  public int endedEpochs() {
    return ended;
  }

  /** {@return the metrics at the end of training, under SageMaker's names} */
  public Map<String, Double> train() {
    return Map.copyOf(train);
  }

  /** {@return the metrics of the test rows, under SageMaker's names} */
  public Map<String, Double> test() {
    return Map.copyOf(test);
  }

  /** {@return the share of the epochs that have ended, in percent} */
  public OptionalDouble progress() {
    return progress == null ? OptionalDouble.empty() : OptionalDouble.of(progress);
  }

  /** {@return training rows per second, as logged last} */
  public OptionalDouble throughput() {
    return throughput == null ? OptionalDouble.empty() : OptionalDouble.of(throughput);
  }
}
