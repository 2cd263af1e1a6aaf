package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.SageMakerTrainingJob.Listener;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.State;
import io.github.fmexplain.sagemaker.log.TrainingLog;
import io.github.fmexplain.train.EpochReport;
import io.github.fmexplain.train.Metric;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingProgress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.StoppingCondition;

/**
 * Follows a training job to its end: states and log lines to a listener, epochs to a progress,
 * whose wish to stop it passes on to the job.
 */
final class JobWatch {

  /**
   * How long a job may wait for instances, load, save and stop, beside the time that it may run.
   */
  private static final Duration BESIDE_RUNNING = Duration.ofHours(6);

  /** SageMaker's own default. */
  private static final Duration RUN_TIME = Duration.ofDays(1);

  private final SageMakerTrainingJob job;
  private final Patience patience;
  private final Listener listener;
  private final TrainingProgress progress;
  private final int epochs;
  private final LogTail logs;
  private final TrainingLog log = new TrainingLog();
  private final Map<Integer, Metrics> curve = new HashMap<>();
  private @Nullable State last;
  private int reported;
  private boolean stopped;

  JobWatch(
      SageMakerTrainingJob job,
      SageMakerClients clients,
      Listener listener,
      TrainingProgress progress,
      int epochs) {
    this.job = job;
    this.patience = new Patience(clients, job.what());
    this.listener = listener;
    this.progress = progress;
    this.epochs = epochs;
    this.logs = new LogTail(clients.logs().orElse(null), "/aws/sagemaker/TrainingJobs", job.name());
  }

  /** Returns the state in which the job has ended. */
  State toEnd() throws InterruptedException {
    Duration runTime = RUN_TIME;
    while (true) {
      DescribeTrainingJobResponse seen = patience.look(job::answer, listener::onWarning);
      if (seen != null) {
        State state = SageMakerTrainingJob.state(seen);
        tell(state);
        readLog(state.isFinal());
        if (state.isFinal()) {
          return state;
        }
        runTime = runTime(seen);
      }
      patience.pause(runTime.plus(BESIDE_RUNNING));
    }
  }

  private static Duration runTime(DescribeTrainingJobResponse job) {
    StoppingCondition condition = job.stoppingCondition();
    if (condition == null || condition.maxRuntimeInSeconds() == null) {
      return RUN_TIME;
    }
    Integer wait = condition.maxWaitTimeInSeconds();
    return Duration.ofSeconds(Math.max(condition.maxRuntimeInSeconds(), wait == null ? 0 : wait));
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
      curve.put(epoch, metrics);
      EpochReport report = new EpochReport(epoch, epochs, metrics, elapsed());
      if (progress.afterEpoch(report) == TrainingProgress.Decision.STOP && epoch < epochs) {
        stopped = true;
        job.stopNow();
      }
    }
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
    return patience.elapsed();
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
    return IntStream.rangeClosed(1, ran)
        .mapToObj(epoch -> curve.getOrDefault(epoch, Metrics.of(Map.of())))
        .toList();
  }

  List<String> logTail() {
    return logs.tail();
  }
}
