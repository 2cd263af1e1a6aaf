package io.github.fmexplain.examples;

import io.github.fmexplain.data.FeatureEncoder;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.Retracing;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingMode;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is trained. */
final class TrainingOptions {

  /**
   * For how many epochs held-out ratings may be predicted no better, and for how many steps: the
   * bias is learnt in a few, and it takes hundreds until the factors make anything better.
   */
  private static final int PATIENCE = 10;

  private static final int PATIENCE_STEPS = 1000;

  /** With less of {@link TrainingResult#personalSpread} per rating there is little to explain. */
  private static final double LEAST_SPREAD = 0.004;

  enum Task {
    BINARY,
    REGRESSION
  }

  enum Shuffle {
    NONE,
    ONCE,
    EACH
  }

  enum Optimizer {
    LAZY,
    DENSE
  }

  @Option(
      names = "--task",
      description = "binary: will the user like it? regression: which rating? Default: binary.")
  private @Nullable Task task;

  @Option(
      names = "--factors",
      paramLabel = "N",
      description = "Factors of each feature. Default: 64.")
  private @Nullable Integer factors;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training ratings. Default: 200.")
  private @Nullable Integer epochs;

  @Option(
      names = "--until-best",
      paramLabel = "N",
      description =
          "Take as many epochs, at most --epochs, as predict the last N ratings of each user best"
              + " while these are held out; then train on all ratings. Default: train --epochs.")
  private @Nullable Integer untilBest;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Ratings between two steps. Default: 1000.")
  private @Nullable Integer batch;

  @Option(
      names = "--shuffle",
      paramLabel = "WHEN",
      description =
          "none: take the ratings in the order of their file, as SageMaker does. once: in an order"
              + " of the seed, the same in every epoch, as the AWS notebook does. each: in another"
              + " order in each epoch. Default: once.")
  private @Nullable Shuffle shuffle;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "lazy: Adam that moves only what is in the batch, as SageMaker's. dense: Adam that moves"
              + " everything. Default: lazy.")
  private @Nullable Optimizer optimizer;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads; they do not change the result. Default: one per processor.")
  private @Nullable Integer threads;

  /** Says what is wrong with the options. */
  void check() {
    ExampleCommand.requireAtLeast("--threads", 1, threads());
    ExampleCommand.requireAtLeast("--factors", 1, factors());
    ExampleCommand.requireAtLeast("--epochs", 1, epochs());
    ExampleCommand.requireAtLeast("--batch", 1, batch());
    ExampleCommand.requireAtLeast("--until-best", 1, untilBest == null ? 1 : untilBest);
    hyperparameters();
  }

  int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  FmHyperparameters hyperparameters() {
    return FmHyperparameters.builder()
        .predictorType(predictorType())
        .numFactors(factors())
        .epochs(epochs())
        .miniBatchSize(batch())
        .build();
  }

  PredictorType predictorType() {
    return task != Task.REGRESSION ? PredictorType.BINARY_CLASSIFIER : PredictorType.REGRESSOR;
  }

  private int factors() {
    return factors == null ? 64 : factors;
  }

  private Shuffle shuffle() {
    return shuffle == null ? Shuffle.ONCE : shuffle;
  }

  private int epochs() {
    return epochs == null ? 200 : epochs;
  }

  private int batch() {
    return batch == null ? 1000 : batch;
  }

  /**
   * Refuses options that say something else than a model that is read.
   *
   * @param known what the model was trained with, or null if that is not known
   * @param mode how it took its steps, or null if that is not known
   * @throws IllegalArgumentException if an option was given and differs
   */
  void requireAgree(FmModel model, @Nullable FmHyperparameters known, @Nullable TrainingMode mode) {
    requireUnset("--until-best", untilBest);
    boolean classifier = model.predictorType() == PredictorType.BINARY_CLASSIFIER;
    agree("--task", task, classifier ? Task.BINARY : Task.REGRESSION);
    agree("--factors", factors, model.numFactors());
    if (known != null && known.toMap().containsKey("epochs")) {
      agree("--epochs", epochs, known.epochs());
    }
    if (known != null && known.toMap().containsKey("mini_batch_size")) {
      agree("--batch", batch, known.miniBatchSize());
    }
    if (mode != null && mode.optimizer() != TrainingMode.Optimizer.OTHER) {
      boolean dense = mode.optimizer() == TrainingMode.Optimizer.DENSE_ADAM;
      agree("--optimizer", optimizer, dense ? Optimizer.DENSE : Optimizer.LAZY);
    }
  }

  /**
   * Refuses options that nothing reads, as a model of another trainer is not trained again.
   *
   * @param told whether the file tells what the model predicts
   */
  void requireNoTraining(FmModel model, boolean told) {
    agree("--factors", factors, model.numFactors());
    if (told) {
      boolean classifier = model.predictorType() == PredictorType.BINARY_CLASSIFIER;
      agree("--task", task, classifier ? Task.BINARY : Task.REGRESSION);
    }
    requireUnset("--until-best", untilBest);
    requireUnset("--epochs", epochs);
    requireUnset("--batch", batch);
    requireUnset("--optimizer", optimizer);
    requireNoShuffle();
  }

  /** Refuses an order of the ratings that nothing reads. */
  void requireNoShuffle() {
    requireUnset("--shuffle", shuffle);
  }

  /** Says that an option is for a training, if it is given. */
  static void requireUnset(String option, @Nullable Object given) {
    if (given != null) {
      throw new IllegalArgumentException(
          option + " must be of a training here, but --model gives a model; leave it out");
    }
  }

  private static <T> void agree(String option, @Nullable T given, T known) {
    if (given != null && !given.equals(known)) {
      throw new IllegalArgumentException(
          option
              + " must be as the model of --model was trained, "
              + text(known)
              + ", but is "
              + text(given)
              + "; leave it out");
    }
  }

  private static String text(Object value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }

  private TrainingMode mode() {
    return shuffled(
        optimizer != Optimizer.DENSE ? TrainingMode.sageMaker() : TrainingMode.sageMakerDense());
  }

  /** {@return a mode with the shuffling of the options} */
  TrainingMode shuffled(TrainingMode mode) {
    return shuffle() == Shuffle.EACH ? mode.withShuffle(TrainingMode.Shuffle.EACH_EPOCH) : mode;
  }

  /** {@return training rows in the order in which training takes them} */
  TrainingSet rows(
      RatingsData data,
      List<History> histories,
      FeatureEncoder encoder,
      RatingTarget target,
      long seed,
      Console console) {
    TrainingSet set =
        shuffle() == Shuffle.NONE
            ? data.inFileOrder(encoder, histories, target)
            : TrainingSet.of(encoder, histories, target);
    if (shuffle() == Shuffle.ONCE) {
      return set.shuffled(seed);
    }
    if (shuffle() == Shuffle.NONE && set.isSortedByUser()) {
      console.note(
          "the ratings are sorted by user and not shuffled, so that each user is trained in one or"
              + " two steps per epoch; use --shuffle once, and shuffle a file for SageMaker");
    }
    return set;
  }

  /** {@return the hyperparameters of the options, with the epochs that were found if asked for} */
  FmHyperparameters hyperparameters(
      RatingsData data, RatingTarget target, long seed, Console console)
      throws InterruptedException {
    FmHyperparameters given = hyperparameters();
    if (untilBest == null) {
      return given;
    }
    List<History> kept = new ArrayList<>();
    List<History> held = new ArrayList<>();
    for (History history : data.training()) {
      boolean split = history.size() >= 2 * untilBest;
      kept.add(split ? part(history, untilBest, false) : history);
      if (split) {
        held.add(part(history, untilBest, true));
      }
    }
    if (held.isEmpty()) {
      throw new IllegalArgumentException(
          "--until-best must leave half of a user's ratings to train on, but no user has "
              + 2 * untilBest
              + "; hold out fewer");
    }
    TrainingSet set = rows(data, kept, data.encoder(), target, seed, console);
    TrainingSet validation = TrainingSet.of(data.encoder(), held, target);
    LocalTrainer trainer =
        LocalTrainer.builder().mode(mode()).seed(seed).threads(threads()).build();
    int steps = (set.numRows() - 1) / batch() + 1;
    int patience = Math.max(PATIENCE, PATIENCE_STEPS / steps);
    try (ProgressDisplay display = new ProgressDisplay(console, "finding the epochs")) {
      TrainingResult found =
          trainer.fitUntilBest(set, given, validation, patience, progress(display));
      console.note(
          String.format(
              Locale.ROOT,
              "held out, %s predicted best after %d of %d epochs: %s",
              validation.numRows() == 1 ? "1 rating is" : validation.numRows() + " ratings are",
              found.epochs(),
              given.epochs(),
              text(found.validation().get(found.epochs() - 1))));
      return given.toBuilder().epochs(found.epochs()).build();
    }
  }

  /** Returns the last ratings and sampled items of a user, or all but these. */
  private static History part(History history, int last, boolean isHeld) {
    List<Interaction> ratings = new ArrayList<>(history.interactions());
    if (ratings.stream().allMatch(rating -> rating.time() != null)) {
      ratings.sort(Comparator.comparing(rating -> Objects.requireNonNull(rating.time())));
    }
    int ofRatings = ratings.size() - last;
    List<String> sampled = history.sampled();
    int ofSampled = Math.max(sampled.size() - last, sampled.size() / 2);
    Set<String> held = new HashSet<>(sampled.subList(ofSampled, sampled.size()));
    ratings.subList(ofRatings, ratings.size()).forEach(rating -> held.add(rating.itemId()));
    return new History(
        history.userId(),
        history.userTags(),
        history.interactions().stream()
            .filter(rating -> held.contains(rating.itemId()) == isHeld)
            .toList(),
        sampled.stream().filter(item -> held.contains(item) == isHeld).toList());
  }

  /**
   * {@return what a training makes}
   *
   * @param recorded whether its path is recorded
   */
  TrainingResult train(
      TrainingSet set,
      FmHyperparameters hyperparameters,
      long seed,
      boolean recorded,
      Console console)
      throws InterruptedException {
    console.note(
        "training on "
            + ExampleCommand.count(set.numRows(), "rating")
            + ", "
            + text(hyperparameters.epochs()));
    int batches = (set.numRows() - 1) / batch() + 1;
    int empty = batches == 1 ? 0 : batches * batch() - set.numRows();
    if (empty > 0.05 * set.numRows()) {
      int even = (set.numRows() - 1) / batches + 1;
      console.note(
          String.format(
              Locale.ROOT,
              "the last batch of each epoch is filled up with %d empty rows of label 0, as"
                  + " SageMaker does, which lowers all scores; --batch %d leaves %d",
              empty,
              even,
              batches * even - set.numRows()));
    }
    LocalTrainer.Builder trainer =
        LocalTrainer.builder().mode(mode()).seed(seed).threads(threads());
    try (ProgressDisplay display = new ProgressDisplay(console, "training")) {
      TrainingResult result =
          (recorded ? trainer.recordPath() : trainer)
              .build()
              .fit(set, hyperparameters, progress(display));
      double spread = result.personalSpread();
      double ratings = (double) set.numRows() / users(set);
      if (spread < LEAST_SPREAD * ratings) {
        console.note(
            String.format(
                Locale.ROOT,
                "the users' own factors move scores by %.2f only, shared by %s each, so that"
                    + " hardly any rating counts; train longer or with more factors",
                spread,
                ExampleCommand.count(Math.round(ratings), "rating")));
      }
      return result;
    }
  }

  private static int users(TrainingSet set) {
    return set.origin().map(origin -> origin.users().size()).orElse(1);
  }

  /** {@return a model with a path that was found by training again on its rows} */
  TrainedModel retrace(TrainedModel trained, TrainingSet set, long seed, Console console)
      throws InterruptedException {
    try (ProgressDisplay display = new ProgressDisplay(console, "retracing")) {
      Retracing retracing =
          LocalTrainer.builder()
              .seed(seed)
              .threads(threads())
              .build()
              .retrace(trained, set, progress(display));
      console.note(
          String.format(
              Locale.ROOT,
              "retraced; the items came to a mean cosine of %.3f with the model's",
              retracing.meanCosine()));
      return retracing.trained();
    }
  }

  /** {@return how training takes its steps} */
  String text(int epochs) {
    return ExampleCommand.count(epochs, "epoch")
        + ", batches of "
        + batch()
        + ", "
        + (optimizer == Optimizer.DENSE ? "dense" : "lazy")
        + " Adam, "
        + switch (shuffle()) {
          case NONE -> "in the order of the file";
          case ONCE -> "shuffled once";
          case EACH -> "shuffled in each epoch";
        };
  }

  private static TrainingProgress progress(ProgressDisplay display) {
    return TrainingProgress.reportTo(
        report ->
            display.update(
                report.epoch(),
                report.epochs(),
                "epoch " + report.epoch() + ", " + text(report.train())));
  }

  static String text(Metrics metrics) {
    return metrics.asMap().entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
