package io.github.fmexplain.benchmarks;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.movielens.SyntheticMovieLens;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingProgress;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Interrupts training, retracing and batches of replays at random moments, and tells how long it
 * takes until the call has ended with all its threads: {@code Interrupts [COUNT]}.
 */
final class Interrupts {

  /** What is interrupted. */
  enum Kind {
    /** A training with two threads. */
    TRAINING,
    /** A retracing with two threads. */
    RETRACING,
    /** A batch of explanations by replay, with two threads. */
    REPLAYS
  }

  /**
   * How often what happened.
   *
   * @param interrupted calls that ended in {@code InterruptedException}
   * @param done calls that were done before
   * @param faults calls that ended otherwise, or that left a thread
   * @param longestMillis from the interrupt until the call and its threads had ended
   */
  record Outcome(int interrupted, int done, int faults, double longestMillis) {}

  private final MovieLens movies =
      SyntheticMovieLens.builder().users(200).items(400).ratings(12_000).seed(1).build();
  private final TrainingSet rows =
      TrainingSet.of(movies.encoder(), movies.trainingHistories(), RatingTarget.likeFrom(4))
          .shuffled(1);
  private final LocalTrainer trainer = LocalTrainer.builder().seed(1).threads(2).build();
  private final FmHyperparameters settings =
      FmHyperparameters.builder()
          .predictorType(PredictorType.BINARY_CLASSIFIER)
          .numFactors(16)
          .miniBatchSize(100)
          .epochs(40)
          .build();
  private final TrainedModel trained = trainer.fit(rows, settings).trained();
  private final FmExplainer explainer = FmExplainer.of(trained, movies.catalogue());

  Interrupts() throws InterruptedException {}

  /**
   * Prints a table.
   *
   * @param args how many interrupts, 600 if empty
   */
  public static void main(String[] args) throws InterruptedException {
    int count = args.length == 0 ? 600 : Integer.parseInt(args[0]);
    Interrupts interrupts = new Interrupts();
    System.out.println("| interrupted | in time | done before | faults | longest, ms |");
    System.out.println("|---|---:|---:|---:|---:|");
    int faults = 0;
    for (Kind kind : Kind.values()) {
      Outcome outcome = interrupts.run(kind, count / Kind.values().length);
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %d | %.0f |%n",
          kind.name().toLowerCase(Locale.ROOT),
          outcome.interrupted(),
          outcome.done(),
          outcome.faults(),
          outcome.longestMillis());
      faults += outcome.faults();
    }
    System.exit(faults == 0 ? 0 : 1);
  }

  /** Returns what happened at so many interrupts, at moments that the seed of the kind gives. */
  Outcome run(Kind kind, int count) throws InterruptedException {
    Random random = new Random(kind.name().hashCode());
    long whole = System.nanoTime();
    call(kind);
    whole = System.nanoTime() - whole;
    int interrupted = 0;
    int done = 0;
    double longest = 0;
    for (int j = 0; j < count; j++) {
      AtomicBoolean ended = new AtomicBoolean();
      AtomicBoolean wasInterrupted = new AtomicBoolean();
      Thread caller =
          new Thread(
              () -> {
                wasInterrupted.set(isInterrupted(kind));
                ended.set(true);
              },
              "caller");
      caller.start();
      LockSupport.parkNanos((long) (whole * random.nextDouble()));
      caller.interrupt();
      long from = System.nanoTime();
      caller.join();
      boolean right = threadsEnd() && ended.get();
      longest = Math.max(longest, (System.nanoTime() - from) / 1e6);
      interrupted += right && wasInterrupted.get() ? 1 : 0;
      done += right && !wasInterrupted.get() ? 1 : 0;
    }
    return new Outcome(interrupted, done, count - interrupted - done, longest);
  }

  private boolean isInterrupted(Kind kind) {
    try {
      call(kind);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void call(Kind kind) throws InterruptedException {
    switch (kind) {
      case TRAINING -> trainer.fit(rows, settings);
      case RETRACING -> trainer.retrace(trained, rows, TrainingProgress.none());
      case REPLAYS -> replays();
    }
  }

  private void replays() throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, "fm-explain"));
    try {
      explainer.forHistories(
          movies.trainingHistories(),
          user -> user.explain(movies.catalogue().items().get(0).id()),
          pool);
    } finally {
      pool.shutdown();
    }
  }

  /** Waits for the threads that work for a call, but not for ever. */
  private static boolean threadsEnd() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("fm-explain")) {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
        if (thread.isAlive()) {
          return false;
        }
      }
    }
    return true;
  }
}
