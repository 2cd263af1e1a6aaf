package io.github.fmexplain.train;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final TrainingMode mode;
  private final long seed;
  private final int threads;

  private final @Nullable PathRecorder recorder;

  private final boolean classifier;
  private final int batchSize;
  private final int batches;
  private final Parameters parameters;

  /** How many empty rows the last batch had, and their score before it moved the bias. */
  private int emptyRows;

  private double emptyScore;
  private final EpochRows epochRows;
  private final BatchScorer scorer;
  private final ScoreBlock[] blocks;
  private final FeatureSlice[] slices;
  private final Adam bias;
  private final Adam linear;
  private final Adam factors;

  /**
   * For a run that learns from every row but those that are left out, [rows].
   *
   * @param first where to begin, or null to draw it by the seed. Is trained.
   */
  LocalTraining(
      TrainingSet set,
      FmHyperparameters hyperparameters,
      TrainingMode mode,
      long seed,
      int threads,
      boolean[] leftOut,
      boolean recorded,
      @Nullable Parameters first) {
    this.set = set;
    this.hyperparameters = hyperparameters;
    this.mode = mode;
    this.seed = seed;
    this.threads = threads;
    this.recorder = recorded ? new PathRecorder(hyperparameters, set, seed) : null;
    classifier = hyperparameters.predictorType() == PredictorType.BINARY_CLASSIFIER;
    TrainingRows rows = new TrainingRows(set);
    batchSize = Math.min(hyperparameters.miniBatchSize(), rows.numRows);
    batches = (rows.numRows - 1) / batchSize + 1;
    // Two generators: the order of the rows does not depend on how many parameters were drawn.
    parameters =
        first == null ? Parameters.random(rows.numFeatures, hyperparameters, ~seed) : first;
    epochRows = new EpochRows(rows, new RowOrder(rows.numRows, seed, mode.shuffle()));
    scorer = new BatchScorer(epochRows, hyperparameters, leftOut);
    blocks = new ScoreBlock[threads];
    slices = new FeatureSlice[threads];
    boolean dense = mode.optimizer() != TrainingMode.Optimizer.LAZY_ADAM;
    int[] cuts = rows.cutFeatures(threads, batches, dense);
    for (int member = 0; member < threads; member++) {
      blocks[member] = new ScoreBlock(epochRows, parameters);
      slices[member] =
          new FeatureSlice(epochRows, parameters, scorer, cuts[member], cuts[member + 1], dense);
    }
    bias = new Adam(parameters.bias, hyperparameters.bias(), hyperparameters);
    linear = new Adam(parameters.linear, hyperparameters.linear(), hyperparameters);
    factors = new Adam(parameters.factors, hyperparameters.factors(), hyperparameters);
  }

  TrainingResult run(TrainingProgress progress) throws InterruptedException {
    return run(progress, null);
  }

  TrainingResult run(TrainingProgress progress, @Nullable Validation validation)
      throws InterruptedException {
    int epochs = hyperparameters.epochs();
    int epoch = 0;
    boolean stopped = false;
    List<Metrics> curve = new ArrayList<>();
    epochRows.shuffle();
    if (recorder != null) {
      recorder.record(0, parameters);
    }
    try (TrainingTeam team = new TrainingTeam(threads)) {
      while (epoch < epochs && !stopped) {
        long stepsBefore = (long) epoch * batches;
        team.run(member -> runEpoch(team, member, stepsBefore));
        epoch++;
        requireFinite(epoch);
        curve.add(epochMetrics());
        EpochReport report = new EpochReport(epoch, epochs, curve.get(curve.size() - 1), elapsed());
        boolean stop = progress.afterEpoch(report) == TrainingProgress.Decision.STOP;
        if (validation != null) {
          FmModel model = parameters.toModel(hyperparameters);
          stop |= !validation.add(metrics(team, model, validation.rows));
        }
        stopped = stop && epoch < epochs;
        if (recorder != null && (stopped || recorder.wants(epoch))) {
          recorder.record(epoch, parameters);
        }
      }
      FmModel model = parameters.toModel(hyperparameters);
      return new TrainingResult(
          model,
          hyperparameters,
          set,
          mode,
          epoch,
          stopped,
          metrics(team, model, set),
          curve,
          validation == null ? List.of() : validation.curve,
          elapsed(),
          seed,
          recorder == null ? null : recorder.path());
    }
  }

  private void runEpoch(TrainingTeam team, int member, long stepsBefore)
      throws InterruptedException {
    epochRows.fill(part(set.numRows(), member), part(set.numRows(), member + 1));
    if (!team.await()) {
      return;
    }
    for (int batch = 0; batch < batches; batch++) {
      int start = batch * batchSize;
      int size = Math.min(batchSize, set.numRows() - start);
      int empty = mode.padded() ? batchSize - size : 0;
      float scale = (float) (hyperparameters.rescaleGrad().orElse(1) / (size + empty));
      ScoreBlock block = blocks[member];
      int blocksOfBatch = (size - 1) / block.capacity + 1;
      scorer.score(
          start,
          part(blocksOfBatch, member) * block.capacity,
          Math.min(size, part(blocksOfBatch, member + 1) * block.capacity),
          scale,
          block);
      if (!team.await()) {
        return;
      }
      double correction = Adam.correction(stepsBefore + batch + 1);
      slices[member].update(start, size, linear, factors, correction);
      if (member == 0) {
        updateBias(size, empty, scale, correction);
      }
      if (!team.await()) {
        return;
      }
    }
    if (member == 0) {
      epochRows.shuffle();
    }
  }

  /**
   * The metrics of the scores of the epoch, without AUC, which needs a sort and is computed on
   * request only.
   */
  private Metrics epochMetrics() {
    double[] scores = scorer.scores();
    return Metrics.of(
        classifier
            ? ScoreMetrics.ofLogits(scores, scorer.loss(), set, emptyRows, emptyScore)
            : ScoreMetrics.ofRatings(scores, set, emptyRows, emptyScore));
  }

  private Metrics metrics(TrainingTeam team, FmModel model, TrainingSet rows)
      throws InterruptedException {
    double[] scores = new double[rows.numRows()];
    team.run(
        member -> {
          for (int row = part(scores.length, member);
              row < part(scores.length, member + 1);
              row++) {
            scores[row] = model.score(rows.features(row));
          }
        });
    return Metrics.ofScores(hyperparameters.predictorType(), scores, rows);
  }

  /** {@return where the part of a member starts, and that of the member before it ends} */
  private int part(int size, int member) {
    return (int) ((long) size * member / threads);
  }

  /** Empty rows have label 0 and nothing but the bias. */
  private void updateBias(int size, int empty, float scale, double correction) {
    emptyRows = empty;
    emptyScore = parameters.bias[0];
    double predicted = classifier ? FmModel.sigmoid(emptyScore) : emptyScore;
    float sum = empty == 0 ? 0 : scale * (float) (empty * predicted);
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
