package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@link LocalTrainer}.
 *
 * <p>A mini-batch has two halves, and all threads wait for each other after each of them. First
 * every row of the batch is scored (rows are split between the threads), then every feature is
 * updated (features are split between the threads). No number is summed across threads.
 */
final class LocalTraining {

  private final long began = System.nanoTime();
  private final TrainingSet set;
  private final FmHyperparameters hyperparameters;
  private final long seed;
  private final int threads;

  private final @Nullable TrajectoryRecorder recorder;

  private final int batchSize;
  private final int batches;
  private final Parameters parameters;
  private final RowOrder order;
  private final BatchScorer scorer;
  private final FeatureSlice[] slices;
  private final Adam bias;
  private final Adam linear;
  private final Adam factors;

  /** For a run that learns from every row but those that are left out, [rows]. */
  LocalTraining(
      TrainingSet set,
      FmHyperparameters hyperparameters,
      long seed,
      int threads,
      boolean[] leftOut,
      boolean recorded) {
    this.set = set;
    this.hyperparameters = hyperparameters;
    this.seed = seed;
    this.threads = threads;
    this.recorder = recorded ? new TrajectoryRecorder(hyperparameters, set.numRows()) : null;
    TrainingRows rows = new TrainingRows(set);
    batchSize = Math.min(hyperparameters.miniBatchSize(), rows.numRows);
    batches = (rows.numRows - 1) / batchSize + 1;
    // Two generators: the order of the rows does not depend on how many parameters were drawn.
    parameters = Parameters.random(rows.numFeatures, hyperparameters, ~seed);
    order = new RowOrder(rows.numRows, seed);
    scorer = new BatchScorer(rows, parameters, order, hyperparameters, leftOut);
    slices = new FeatureSlice[threads];
    int[] cuts = rows.cutFeatures(threads, batches);
    for (int member = 0; member < threads; member++) {
      slices[member] =
          new FeatureSlice(rows, parameters, order, scorer, cuts[member], cuts[member + 1]);
    }
    bias = new Adam(parameters.bias, hyperparameters.bias(), hyperparameters);
    linear = new Adam(parameters.linear, hyperparameters.linear(), hyperparameters);
    factors = new Adam(parameters.factors, hyperparameters.factors(), hyperparameters);
  }

  TrainingResult run(TrainingProgress progress) throws InterruptedException {
    int epochs = hyperparameters.epochs();
    int epoch = 0;
    boolean stopped = false;
    try (TrainingTeam team = new TrainingTeam(threads)) {
      while (epoch < epochs && !stopped) {
        order.shuffle();
        long stepsBefore = (long) epoch * batches;
        team.run(member -> runEpoch(team, member, stepsBefore));
        epoch++;
        requireFinite(epoch);
        Metrics metrics =
            Metrics.ofScores(hyperparameters.predictorType(), scorer.scores(), set, false);
        EpochReport report = new EpochReport(epoch, epochs, metrics, elapsed());
        stopped = progress.afterEpoch(report) == TrainingProgress.Decision.STOP && epoch < epochs;
        if (recorder != null && (stopped || recorder.wants(epoch))) {
          recorder.record((long) epoch * batches, parameters.toModel(hyperparameters));
        }
      }
    }
    FmModel model = parameters.toModel(hyperparameters);
    Metrics metrics = Metrics.evaluate(model, set);
    return new TrainingResult(
        model,
        hyperparameters,
        epoch,
        stopped,
        metrics,
        elapsed(),
        seed,
        recorder == null ? null : recorder.trajectory());
  }

  private void runEpoch(TrainingTeam team, int member, long stepsBefore)
      throws InterruptedException {
    for (int batch = 0; batch < batches; batch++) {
      int start = batch * batchSize;
      int size = Math.min(batchSize, set.numRows() - start);
      float scale = (float) (hyperparameters.rescaleGrad().orElse(1) / size);
      int from = (int) ((long) size * member / threads);
      int to = (int) ((long) size * (member + 1) / threads);
      scorer.score(start, from, to, scale);
      if (!team.await()) {
        return;
      }
      double correction = Adam.correction(stepsBefore + batch + 1);
      slices[member].update(start, size, linear, factors, correction);
      if (member == 0) {
        updateBias(size, correction);
      }
      if (!team.await()) {
        return;
      }
    }
  }

  private void updateBias(int size, double correction) {
    float sum = 0;
    for (int j = 0; j < size; j++) {
      sum += scorer.residuals[j];
    }
    bias.gradient()[0] = sum;
    bias.update(0, 1, correction);
  }

  private void requireFinite(int epoch) {
    String parameter = parameters.notFinite().orElse(null);
    if (parameter != null) {
      throw diverged(epoch, parameter);
    }
    for (int row = 0; row < set.numRows(); row++) {
      if (!Double.isFinite(scorer.scores()[row])) {
        throw diverged(epoch, "the score of row " + (row + 1) + " is " + scorer.scores()[row]);
      }
    }
  }

  private static IllegalStateException diverged(int epoch, String what) {
    return new IllegalStateException(
        String.format(
            Locale.ROOT,
            "training diverged in epoch %d: %s; lower biasLr, linearLr or factorsLr",
            epoch,
            what));
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
