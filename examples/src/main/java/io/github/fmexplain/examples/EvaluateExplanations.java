package io.github.fmexplain.examples;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.evaluation.Bootstrap;
import io.github.fmexplain.evaluation.EvaluatedModel;
import io.github.fmexplain.evaluation.Evaluation;
import io.github.fmexplain.evaluation.EvaluationReport;
import io.github.fmexplain.evaluation.ExplanationMethod;
import io.github.fmexplain.evaluation.ExplanationMethods;
import io.github.fmexplain.evaluation.Fidelity;
import io.github.fmexplain.evaluation.Perturbation;
import io.github.fmexplain.evaluation.Retraining;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how true the explanations of a factorization machine on a MovieLens data set are. See
 * {@code --help} and docs/evaluation.md.
 */
@Command(
    name = "EvaluateExplanations",
    mixinStandardHelpOptions = true,
    versionProvider = JarVersion.class,
    sortOptions = false,
    description =
        "Trains a factorization machine on MovieLens ratings and measures how well methods foretell"
            + " what happens when a rating is taken away.")
public final class EvaluateExplanations implements Callable<Integer> {

  private static final int GROUP_SIZE = 40;
  private static final int CONTROLS = 40;
  private static final int DRAWS = 1000;
  private static final Perturbation PERTURBATION = Perturbation.of(List.of(1, 5, 10, 20), 5, 50);

  enum Format {
    TEXT,
    JSON
  }

  /** Users with so many training ratings are retrained for together. */
  private enum Group {
    SHORT("20-60", 20, 60),
    LONG("61-300", 61, 300);

    private final String label;
    private final int least;
    private final int most;

    Group(String label, int least, int most) {
      this.label = label;
      this.least = least;
      this.most = most;
    }
  }

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "An unpacked MovieLens folder. Without it: ml-100k from the cache, else from GroupLens,"
              + " else synthetic ratings of its shape.")
  private @Nullable Path data;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "198",
      description = "Users whose every rating is removed in turn. Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--seed",
      defaultValue = "2026",
      description =
          "Decides which users and ratings are sampled; the model does not depend on it. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--model-seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Decides how the model is trained. Default: ${DEFAULT-VALUE}.")
  private long modelSeed;

  @Option(
      names = "--methods",
      paramLabel = "NAME",
      split = ",",
      description = "Methods to evaluate, the one to hold the others against first. Default: all.")
  private List<String> methods = List.of();

  @Option(
      names = "--retrain",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Also train the whole model again N times for each of two groups of 40 users. Default:"
              + " ${DEFAULT-VALUE}.")
  private int retrain;

  @Option(
      names = "--epochs",
      defaultValue = "200",
      description = "Passes over the training ratings. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--factors",
      defaultValue = "64",
      description = "Factors of each feature. Default: ${DEFAULT-VALUE}.")
  private int factors;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads; they do not change the result. Default: one a processor.")
  private @Nullable Integer threads;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text or json; json holds every number. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.TEXT;

  @Option(names = "--out", paramLabel = "FILE", description = "Write to a file, in UTF-8.")
  private @Nullable Path out;

  private final PrintStream stdout;
  private final PrintStream stderr;
  private final boolean terminal;
  private final MovieLensSource source;

  EvaluateExplanations(
      PrintStream stdout, PrintStream stderr, boolean terminal, MovieLensSource source) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.terminal = terminal;
    this.source = source;
  }

  /**
   * Runs the example.
   *
   * @param args options; see {@code --help}
   */
  public static void main(String[] args) {
    boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    MovieLensSource source = new MovieLensSource(System.err, terminal, null, null);
    int code = run(new EvaluateExplanations(System.out, System.err, terminal, source), args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Returns the exit code: 0, 1 after a failure that one line tells, or 2 for bad options. */
  static int run(EvaluateExplanations command, String... args) {
    return ExampleCommand.run(command, command.stdout, command.stderr, args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    // What is wrong with the request is said before the training, not after it.
    ExampleCommand.requireAtLeast("--users", 1, users);
    ExampleCommand.requireAtLeast("--retrain", 0, retrain);
    int usedThreads = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    ExampleCommand.requireAtLeast("--threads", 1, usedThreads);
    ExplanationMethods.requireKnown(methods);
    OutputFiles.check(out);
    FmHyperparameters hyperparameters =
        FmHyperparameters.builder()
            .predictorType(PredictorType.BINARY_CLASSIFIER)
            .numFactors(factors)
            .epochs(epochs)
            .build();
    EvaluationDocument document = measure(source.open(data), hyperparameters, usedThreads);
    boolean isJson = format == Format.JSON;
    OutputFiles.write(
        isJson ? document.json() : EvaluationTables.of(document), out, stdout, isJson);
    return 0;
  }

  private EvaluationDocument measure(
      MovieLens movies, FmHyperparameters hyperparameters, int usedThreads)
      throws InterruptedException {
    List<History> histories = movies.trainingHistories();
    RatingTarget target = RatingTarget.defaultFor(hyperparameters.predictorType());
    TrainingSet training = TrainingSet.of(movies.encoder(), histories, target);
    TrainingResult trained = train(training, hyperparameters, usedThreads);
    EvaluatedModel model =
        EvaluatedModel.of(
                trained.model(),
                movies.encoder(),
                movies.catalogue(),
                hyperparameters,
                training.numRows())
            .withTrajectory(Objects.requireNonNull(trained.trajectory()));
    ExplanationMethods known = ExplanationMethods.of(model, histories, seed);
    List<ExplanationMethod> chosen =
        methods.isEmpty() ? known.all() : methods.stream().map(known::named).toList();

    long start = System.nanoTime();
    EvaluationReport report = evaluate(model, chosen, movies, usedThreads);
    double seconds = (System.nanoTime() - start) / 1e9;
    List<EvaluationDocument.Retrained> retrained = new ArrayList<>();
    if (retrain > 0) {
      Retraining retraining = Retraining.of(model, trained, histories, usedThreads);
      for (Group group : Group.values()) {
        retrained.add(retrain(retraining, group, chosen, movies));
      }
    }
    return EvaluationDocument.of(movies, trained, seed, seconds, report, retrained);
  }

  private TrainingResult train(
      TrainingSet training, FmHyperparameters hyperparameters, int usedThreads)
      throws InterruptedException {
    LocalTrainer trainer =
        LocalTrainer.builder().seed(modelSeed).threads(usedThreads).recordTrajectory().build();
    try (ProgressDisplay display = new ProgressDisplay(stderr, "training", terminal)) {
      return trainer.fit(
          training,
          hyperparameters,
          TrainingProgress.reportTo(
              epoch -> display.update(epoch.epoch(), epoch.epochs(), "epoch " + epoch.epoch())));
    }
  }

  private EvaluationReport evaluate(
      EvaluatedModel model, List<ExplanationMethod> chosen, MovieLens movies, int usedThreads)
      throws InterruptedException {
    List<History> sample =
        Evaluation.sample(movies.users(), users, seed).stream()
            .map(movies::historyOf)
            .filter(history -> history.size() > 0)
            .toList();
    ExecutorService pool = Executors.newFixedThreadPool(usedThreads);
    try (ProgressDisplay display = new ProgressDisplay(stderr, "evaluating", terminal)) {
      return Evaluation.of(model, chosen, PERTURBATION, seed)
          .run(
              sample,
              pool,
              done ->
                  display.update(done, sample.size(), done + " of " + sample.size() + " users"));
    } finally {
      pool.shutdownNow();
    }
  }

  private EvaluationDocument.Retrained retrain(
      Retraining retraining, Group group, List<ExplanationMethod> chosen, MovieLens movies)
      throws InterruptedException {
    List<String> members =
        movies.users().stream()
            .filter(
                user -> {
                  int size = movies.historyOf(user).size();
                  return size >= group.least && size <= group.most;
                })
            .toList();
    if (members.isEmpty()) {
      return EvaluationDocument.Retrained.none(group.label);
    }
    try (ProgressDisplay display =
        new ProgressDisplay(
            stderr, "retraining for users with " + group.label + " ratings", terminal)) {
      Retraining.Result result =
          retraining.run(
              Evaluation.sample(members, GROUP_SIZE, seed),
              retrain,
              CONTROLS,
              seed,
              p ->
                  display.update(
                      (p.retraining() - 1L) * p.epochs() + p.epoch(),
                      (long) p.retrainings() * p.epochs(),
                      String.format(
                          Locale.ROOT,
                          "retraining %d of %d, about %s left",
                          p.retraining(),
                          p.retrainings(),
                          minutes(p.remaining()))));
      List<Fidelity> fidelity =
          Fidelity.of(result.effects(), chosen, Bootstrap.of(result.effects().size(), DRAWS, seed));
      return EvaluationDocument.Retrained.of(group.label, retrain, result, fidelity);
    }
  }

  private static String minutes(Duration duration) {
    return String.format(
        Locale.ROOT, "%d:%02d min", duration.toMinutes(), duration.toSecondsPart());
  }
}
