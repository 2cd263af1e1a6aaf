package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.sagemaker.FakeJobs.Step;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.EpochReport;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingProgress.Decision;
import io.github.fmexplain.train.TrainingResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/** A training job that trains, one epoch per look, and logs in the form of the algorithm. */
final class FakeTraining implements AutoCloseable {

  /** The end of the training; an epoch is a report. */
  private static final Object END = new Object();

  private final SynchronousQueue<Object> toServer = new SynchronousQueue<>();
  private final SynchronousQueue<Decision> toTrainer = new SynchronousQueue<>();
  private final Thread thread;
  private final FmHyperparameters hyperparameters;
  private Decision next = Decision.CONTINUE;
  private boolean waiting;
  private boolean stopping;
  private boolean ended;
  private volatile @Nullable TrainingResult result;
  private volatile @Nullable RuntimeException failure;

  private FakeTraining(TrainingSet set, FmHyperparameters hyperparameters) {
    this.hyperparameters = hyperparameters;
    this.thread = new Thread(() -> train(set), "fake-training");
    thread.setDaemon(true);
  }

  static FakeTraining start(TrainingSet set, FmHyperparameters hyperparameters) {
    FakeTraining training = new FakeTraining(set, hyperparameters);
    training.thread.start();
    return training;
  }

  private void train(TrainingSet set) {
    try {
      result =
          LocalTrainer.builder()
              .seed(1)
              .build()
              .fit(
                  set,
                  hyperparameters,
                  report -> {
                    try {
                      toServer.put(report);
                      return toTrainer.take();
                    } catch (InterruptedException e) {
                      return Decision.STOP;
                    }
                  });
      toServer.put(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
      try {
        toServer.put(END);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets the trainer run to the end of its next epoch, and returns what that logs. */
  List<String> nextEpoch() {
    if (ended) {
      return List.of();
    }
    try {
      if (waiting) {
        toTrainer.put(next);
      }
      Object event = toServer.take();
      waiting = event != END;
      ended = event == END;
      return event instanceof EpochReport report ? lines(report) : List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static List<String> lines(EpochReport report) {
    List<String> lines = new ArrayList<>();
    report
        .train()
        .asMap()
        .forEach(
            (name, value) ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "[11/24/2026 10:00:00 INFO 1] #quality_metric: host=algo-1, epoch=%d, train"
                            + " %s <loss>=%s",
                        report.epoch() - 1,
                        name,
                        value)));
    lines.add(
        String.format(
            Locale.ROOT,
            "[11/24/2026 10:00:00 INFO 1] #progress_metric: host=algo-1, completed %.1f %% of"
                + " epochs",
            100.0 * report.epoch() / report.epochs()));
    return lines;
  }

  Step state() {
    if (failure != null) {
      return Step.of("Failed", "Failed").because("AlgorithmError: " + failure.getMessage());
    }
    if (!ended) {
      return stopping ? Step.of("Stopping", "Stopping") : Step.of("InProgress", "Training");
    }
    return stopping ? Step.of("Stopped", "Stopped") : Step.of("Completed", "Completed");
  }

  void stop() {
    stopping = true;
    next = Decision.STOP;
  }

  boolean isStopping() {
    return stopping;
  }

  byte @Nullable [] artifact() {
    TrainingResult trained = result;
    if (trained == null) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      SageMakerArtifact.write(trained.model(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
