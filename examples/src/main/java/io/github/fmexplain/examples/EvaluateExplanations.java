package io.github.fmexplain.examples;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Method;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.evaluation.Bootstrap;
import io.github.fmexplain.evaluation.Evaluation;
import io.github.fmexplain.evaluation.EvaluationReport;
import io.github.fmexplain.evaluation.ExplanationMethod;
import io.github.fmexplain.evaluation.ExplanationMethods;
import io.github.fmexplain.evaluation.Fidelity;
import io.github.fmexplain.evaluation.Perturbation;
import io.github.fmexplain.evaluation.retraining.CounterfactualValidity;
import io.github.fmexplain.evaluation.retraining.Progress;
import io.github.fmexplain.evaluation.retraining.RetrainedEffects;
import io.github.fmexplain.evaluation.retraining.Retraining;
import io.github.fmexplain.io.ExplanationDocument;
import io.github.fmexplain.io.ResultsJson;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
        "Trains a factorization machine on MovieLens ratings and measures how well methods predict"
            + " what happens when a rating is taken away.")
public final class EvaluateExplanations implements Callable<Integer> {

  private static final int GROUP_SIZE = 40;
  private static final int CONTROLS = 40;
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

  @Mixin private MovieLensOptions data = new MovieLensOptions();

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
          "Also remove N ratings of each of 40 users, for two groups of them, and train the whole"
              + " model again without. Default: ${DEFAULT-VALUE}.")
  private int retrain;

  @Option(
      names = "--counterfactuals",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Also train the whole model again without the sets that the counterfactual search finds,"
              + " for N users of each group. Default: ${DEFAULT-VALUE}.")
  private int counterfactuals;

  @Option(
      names = "--users-at-once",
      paramLabel = "N",
      defaultValue = "" + Retraining.USERS_AT_ONCE,
      description =
          "How many users lose ratings in the same retraining; many are faster and disturb each"
              + " other, see the noise beside each table. Default: ${DEFAULT-VALUE}.")
  private int usersAtOnce;

  @Mixin private TrainingOptions training = new TrainingOptions();

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text or json; json holds every number. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.TEXT;

  @Option(names = "--out", paramLabel = "FILE", description = "Write to a file, in UTF-8.")
  private @Nullable Path out;

  private final Console console;
  private final MovieLensSource source;

  EvaluateExplanations(Console console, MovieLensSource source) {
    this.console = console;
    this.source = source;
  }

  /**
   * Runs the example.
   *
   * @param args options; see {@code --help}
   */
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    MovieLensSource source = new MovieLensSource(console, null, null);
    int code = ExampleCommand.run(new EvaluateExplanations(console, source), console, args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    // What is wrong with the request is said before the training, not after it.
    ExampleCommand.requireAtLeast("--users", 1, users);
    ExampleCommand.requireAtLeast("--retrain", 0, retrain);
    ExampleCommand.requireAtLeast("--counterfactuals", 0, counterfactuals);
    ExampleCommand.requireAtLeast("--users-at-once", 1, usersAtOnce);
    data.check();
    training.check();
    ExplanationMethods.requireKnown(methods);
    OutputFiles.check(out);
    EvaluationDocument document = measure(data.open(source));
    boolean isJson = format == Format.JSON;
    OutputFiles.write(
        isJson ? ResultsJson.writeReport(document) + "\n" : EvaluationTables.of(document),
        out,
        console.out(),
        isJson);
    return 0;
  }

  private EvaluationDocument measure(MovieLens movies) throws InterruptedException {
    RatingsData ratings = new MovieLensRatings(movies);
    RatingTarget target = ratings.target(training.predictorType());
    FmHyperparameters hyperparameters =
        training.hyperparameters(ratings, target, modelSeed, console);
    TrainingSet set =
        training.rows(ratings, ratings.training(), ratings.encoder(), target, modelSeed, console);
    TrainingResult trained = training.train(set, hyperparameters, modelSeed, true, console);
    FmExplainer explainer = FmExplainer.of(trained.trained(), movies.catalogue());
    List<History> histories = ratings.training();
    ExplanationMethods known = ExplanationMethods.of(explainer, histories, seed);
    List<ExplanationMethod> chosen =
        methods.isEmpty() ? known.all() : methods.stream().map(known::named).toList();

    long start = System.nanoTime();
    EvaluationReport report = evaluate(explainer, chosen, movies);
    double seconds = (System.nanoTime() - start) / 1e9;
    List<EvaluationDocument.Group> groups = new ArrayList<>();
    if (retrain > 0 || counterfactuals > 0) {
      List<ExplanationMethod> withPaths = new ArrayList<>(chosen);
      if (retrain > 0 && methods.isEmpty()) {
        // After the method that the others are held against.
        withPaths.addAll(1, otherPaths(explainer, set));
      }
      Retraining retraining = Retraining.of(explainer, trained, histories, training.threads());
      for (Group group : Group.values()) {
        groups.add(retrain(retraining, group, withPaths, movies));
      }
    }
    return new EvaluationDocument(
        ratings.dataset(),
        ExplanationDocument.Model.of(
            trained.trained(),
            trained.duration().toNanos() / 1e9,
            movies.testHistories().isEmpty()
                ? null
                : trained.trained().evaluate(movies.testHistories()),
            trained.curve()),
        training.text(trained.epochs()),
        seed,
        seconds,
        report,
        groups);
  }

  /** Replays as if training had left no path: one that is retraced from other draws, and none. */
  private List<ExplanationMethod> otherPaths(FmExplainer explainer, TrainingSet set)
      throws InterruptedException {
    TrainedModel assumed = explainer.trained().withPath(null);
    TrainedModel retraced = training.retrace(assumed, set, modelSeed + 1, console);
    return List.of(
        onPath("replay-retraced", retraced, explainer),
        onPath("replay-assumed", assumed, explainer));
  }

  private static ExplanationMethod onPath(
      String name, TrainedModel trained, FmExplainer explainer) {
    return new OnPath(
        name,
        ExplanationMethods.of(FmExplainer.of(trained, explainer.catalogue()), List.of(), 0)
            .of(Method.replay()));
  }

  private record OnPath(String name, ExplanationMethod replay) implements ExplanationMethod {

    @Override
    public double[] attribute(History history, String itemId) {
      return replay.attribute(history, itemId);
    }

    @Override
    public String ran(History history) {
      return replay.ran(history);
    }

    @Override
    public boolean inScoreUnits() {
      return replay.inScoreUnits();
    }
  }

  private EvaluationReport evaluate(
      FmExplainer explainer, List<ExplanationMethod> chosen, MovieLens movies)
      throws InterruptedException {
    List<History> sample =
        Evaluation.sample(movies.users(), users, seed).stream()
            .map(movies::historyOf)
            .filter(history -> history.size() > 0)
            .toList();
    ExecutorService pool = Executors.newFixedThreadPool(training.threads());
    try (ProgressDisplay display = new ProgressDisplay(console, "evaluating")) {
      return Evaluation.of(explainer, chosen, PERTURBATION, seed)
          .run(
              sample,
              pool,
              done ->
                  display.update(done, sample.size(), done + " of " + sample.size() + " users"));
    } finally {
      pool.shutdownNow();
    }
  }

  private EvaluationDocument.Group retrain(
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
      return new EvaluationDocument.Group(group.label, 0, usersAtOnce, null, null);
    }
    List<String> sample = Evaluation.sample(members, GROUP_SIZE, seed);
    EvaluationDocument.Effects effects = null;
    if (retrain > 0) {
      try (ProgressDisplay display =
          new ProgressDisplay(console, "retraining for users with " + group.label + " ratings")) {
        RetrainedEffects removed =
            retraining.run(sample, retrain, usersAtOnce, CONTROLS, seed, to(display));
        Bootstrap bootstrap = Bootstrap.of(removed.effects().size(), Bootstrap.DRAWS, seed);
        effects =
            EvaluationDocument.Effects.of(
                removed, Fidelity.of(removed.effects(), chosen, bootstrap));
      }
    }
    CounterfactualValidity validity = null;
    if (counterfactuals > 0) {
      try (ProgressDisplay display =
          new ProgressDisplay(
              console, "retraining without sets of users with " + group.label + " ratings")) {
        validity =
            CounterfactualValidity.of(
                retraining,
                Evaluation.sample(members, counterfactuals, seed),
                usersAtOnce,
                seed,
                to(display));
      }
    }
    return new EvaluationDocument.Group(group.label, sample.size(), usersAtOnce, effects, validity);
  }

  private static Consumer<Progress> to(ProgressDisplay display) {
    return p ->
        display.update(
            (p.retraining() - 1L) * p.epochs() + p.epoch(),
            (long) p.retrainings() * p.epochs(),
            String.format(
                Locale.ROOT,
                "retraining %d of %d, about %s left",
                p.retraining(),
                p.retrainings(),
                minutes(p.remaining())));
  }

  private static String minutes(Duration duration) {
    return String.format(
        Locale.ROOT, "%d:%02d min", duration.toMinutes(), duration.toSecondsPart());
  }
}
