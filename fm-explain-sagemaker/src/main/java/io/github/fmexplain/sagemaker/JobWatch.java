package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.SageMakerTrainingJob.Listener;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.State;
import io.github.fmexplain.sagemaker.log.TrainingLog;
import io.github.fmexplain.train.EpochReport;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows a training job to its end, however long that takes: states and log lines to a listener,
 * epochs to a progress, whose wish to stop it passes on to the job.
 */
final class JobWatch {

  /** Looks that may fail in a row before the job counts as lost from sight. */
  private static final int PASSING_FAILURES = 5;

  private final long began = System.nanoTime();
  private final SageMakerTrainingJob job;
  private final SageMakerClients clients;
  private final Listener listener;
  private final TrainingProgress progress;
  private final int epochs;
  private final LogTail logs;
  private final TrainingLog log = new TrainingLog();
  private final List<Metrics> curve = new ArrayList<>();
  private @Nullable State last;
  private int reported;
  private boolean stopped;
  private int failures;

  JobWatch(
      SageMakerTrainingJob job,
      SageMakerClients clients,
      Listener listener,
      TrainingProgress progress,
      int epochs) {
    this.job = job;
    this.clients = clients;
    this.listener = listener;
    this.progress = progress;
    this.epochs = epochs;
    this.logs = new LogTail(clients.logs().orElse(null), "/aws/sagemaker/TrainingJobs", job.name());
  }

  /** Returns the state in which the job has ended. */
  State toEnd() throws InterruptedException {
    while (true) {
      State state = look();
      if (state != null) {
        tell(state);
        readLog(state.isFinal());
        if (state.isFinal()) {
          return state;
        }
      }
      clients.pause();
    }
  }

  private @Nullable State look() throws InterruptedException {
    try {
      State state = job.look();
      failures = 0;
      return state;
    } catch (SageMakerCallException e) {
      failures++;
      if (!e.isPassing() || failures > PASSING_FAILURES) {
        throw e;
      }
      listener.onWarning(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void tell(State state) {
    if (!state.equals(last)) {
      last = state;
      listener.onState(state);
    }
  }

  private void readLog(boolean toEnd) throws InterruptedException {
    List<String> lines = logs.read();
    for (String line : lines) {
      listener.onLogLine(line);
      log.add(line);
    }
    String warning = logs.takeWarning();
    if (warning != null) {
      listener.onWarning("epochs are not reported: " + warning);
    }
    boolean all = toEnd && last != null && last.status().equals("Completed");
    report(all ? Integer.MAX_VALUE : log.endedEpochs());
  }

  /** Hands on the epochs, counted from 1, that have ended and whose metrics are known. */
  private void report(int ended) throws InterruptedException {
    for (Map.Entry<Integer, Map<String, Double>> entry : log.epochs().entrySet()) {
      int epoch = entry.getKey() + 1;
      if (epoch <= reported || epoch > Math.min(ended, epochs) || stopped) {
        continue;
      }
      reported = epoch;
      Metrics metrics = metrics(entry.getValue());
      curve.addAll(lost(epoch - 1));
      curve.add(metrics);
      EpochReport report = new EpochReport(epoch, epochs, metrics, elapsed());
      if (progress.afterEpoch(report) == TrainingProgress.Decision.STOP && epoch < epochs) {
        stopped = true;
        job.stopNow();
      }
    }
  }

  /** Metrics without values for the epochs after those of the curve, up to a number. */
  private List<Metrics> lost(int upTo) {
    return Collections.nCopies(upTo - curve.size(), Metrics.of(Map.of()));
  }

  /** Names that only SageMaker has, and values that are not finite, are left out. */
  private static Metrics metrics(Map<String, Double> logged) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      Double value = logged.get(metric.metricName());
      if (value != null && Double.isFinite(value)) {
        values.put(metric, value);
      }
    }
    return Metrics.of(values);
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Whether the progress stopped the job. */
  boolean stopped() {
    return stopped;
  }

  /** How many epochs were reported. */
  int reported() {
    return reported;
  }

  /** The metrics of each of the epochs that ran, or empty if the log told of none. */
  List<Metrics> curve(int ran) {
    if (curve.isEmpty()) {
      return List.of();
    }
    List<Metrics> whole = new ArrayList<>(curve);
    whole.addAll(lost(ran));
    return whole;
  }

  List<String> logTail() {
    return logs.tail();
  }
}
