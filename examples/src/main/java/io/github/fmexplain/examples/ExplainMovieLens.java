package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Influence;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import io.github.fmexplain.train.TrainingTrajectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trains a factorization machine on a MovieLens data set and explains why items were recommended to
 * a user. See {@code --help}.
 */
@Command(
    name = "ExplainMovieLens",
    mixinStandardHelpOptions = true,
    versionProvider = JarVersion.class,
    sortOptions = false,
    description =
        "Trains a factorization machine on MovieLens ratings and tells which of a user's own"
            + " ratings brought a recommendation about.")
public final class ExplainMovieLens implements Callable<Integer> {

  /** The user and the films that the AWS notebook looks at. */
  private static final String NOTEBOOK_USER = "846";

  private static final List<String> NOTEBOOK_ITEMS = List.of("60", "9");

  enum Task {
    BINARY,
    REGRESSION
  }

  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "An unpacked MovieLens folder. Without it: ml-100k from the cache, else from GroupLens,"
              + " else synthetic ratings of its shape.")
  private @Nullable Path data;

  @Option(
      names = "--synthetic",
      description = "Take synthetic ratings, whether there is a network or not.")
  private boolean synthetic;

  @Option(
      names = "--user",
      paramLabel = "ID",
      description =
          "The user. Default: " + NOTEBOOK_USER + " on ml-100k, else one with a typical history.")
  private @Nullable String user;

  @Option(
      names = "--item",
      paramLabel = "ID",
      arity = "1..*",
      description =
          "The items to explain. Default: 60 and 9 for the default user of ml-100k, else the top"
              + " recommendation.")
  private List<String> items = List.of();

  @Option(
      names = "--influence",
      paramLabel = "METHOD",
      arity = "1..*",
      converter = InfluenceConverter.class,
      completionCandidates = InfluenceConverter.class,
      description =
          "One or more of ${COMPLETION-CANDIDATES}. Default: unrolled-trajectory for binary,"
              + " least-squares for regression.")
  private List<Influence> influences = List.of();

  @Option(
      names = "--task",
      defaultValue = "binary",
      description =
          "binary: will the user like it (4 stars or more)? regression: how many stars? Default:"
              + " ${DEFAULT-VALUE}.")
  private Task task = Task.BINARY;

  @Option(
      names = "--factors",
      defaultValue = "64",
      description = "Factors of each feature. Default: ${DEFAULT-VALUE}.")
  private int factors;

  @Option(
      names = "--epochs",
      defaultValue = "200",
      description = "Passes over the training ratings. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Decides the model to the last bit. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--list",
      paramLabel = "N",
      defaultValue = "10",
      description = "Recommendations. Default: ${DEFAULT-VALUE}.")
  private int listLength;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "Contributions shown as text. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text or json; json holds every contribution. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.TEXT;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "Explain this model.tar.gz of SageMaker and train nothing. Its hyperparameters come from"
              + " its meta.json, else from the options.")
  private @Nullable Path modelFile;

  @Option(names = "--save-model", paramLabel = "FILE", description = "Write the model.")
  private @Nullable Path savedModel;

  @Option(names = "--out", paramLabel = "FILE", description = "Write to a file, in UTF-8.")
  private @Nullable Path out;

  @Mixin private Pictures pictures = new Pictures();

  private final PrintStream stdout;
  private final PrintStream stderr;
  private final boolean terminal;
  private final MovieLensSource source;

  ExplainMovieLens(
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
    int code =
        run(
            new ExplainMovieLens(
                System.out,
                System.err,
                terminal,
                new MovieLensSource(System.err, terminal, null, null)),
            args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Returns the exit code: 0, 1 after a failure that one line tells, or 2 for bad options. */
  static int run(ExplainMovieLens command, String... args) {
    return ExampleCommand.run(command, command.stdout, command.stderr, args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    // What is wrong with the request is said before the training, not after it.
    checkOptions();
    GivenModel given = modelFile == null ? null : GivenModel.read(modelFile, hyperparameters());
    FmHyperparameters hyperparameters = given == null ? hyperparameters() : given.hyperparameters();
    MovieLens movies = synthetic ? MovieLensSource.synthetic() : source.open(data);
    boolean notebook = user == null && items.isEmpty() && isNotebookSet(movies);
    String userId =
        user != null ? user : isNotebookSet(movies) ? NOTEBOOK_USER : typicalUser(movies);
    History history = movies.historyOf(userId);
    items.forEach(movies.catalogue()::item);
    if ((pictures.hasPage() || (items.isEmpty() && !notebook)) && hasRatedAll(history, movies)) {
      throw new IllegalArgumentException(
          "user '" + userId + "' has rated every item; give --item, and no --html");
    }

    RatingTarget target = RatingTarget.defaultFor(hyperparameters.predictorType());
    TrainingSet training = TrainingSet.of(movies.encoder(), movies.trainingHistories(), target);
    if (given != null) {
      stderr.println(given.note());
    }
    TrainingResult result =
        given == null ? train(training, hyperparameters) : given.result(training);
    if (savedModel != null) {
      SageMakerArtifact.write(result.model(), hyperparameters, savedModel);
    }

    UserExplainer explainer = explainer(movies, training, result).forHistory(history);
    tell(movies, result, testMetrics(movies, result.model(), target), explainer, notebook);
    return 0;
  }

  private void checkOptions() throws IOException {
    ExampleCommand.requireAtLeast("--list", 1, listLength);
    ExampleCommand.requireAtLeast("--top", 0, top);
    if (synthetic && data != null) {
      throw new IllegalArgumentException("--synthetic and --data exclude each other; give one");
    }
    Set<Influence> distinct = new HashSet<>();
    for (Influence method : influences) {
      if (!distinct.add(method)) {
        throw new IllegalArgumentException(
            "--influence must name a method once, but has '" + method.name() + "' twice");
      }
    }
    OutputFiles.check(savedModel, out);
    pictures.check();
  }

  /** Writes all that was asked for. */
  private void tell(
      MovieLens movies,
      TrainingResult result,
      @Nullable Metrics test,
      UserExplainer explainer,
      boolean notebook)
      throws IOException {
    List<UserExplainer> methods = new ArrayList<>(List.of(explainer));
    influences.stream().skip(1).forEach(method -> methods.add(by(method, explainer)));
    List<Recommendation> recommendations = explainer.recommend(listLength);
    List<String> explained = notebook ? NOTEBOOK_ITEMS : items;
    if (explained.isEmpty()) {
      explained = List.of(recommendations.get(0).itemId());
    }
    List<Explanation> explanations = new ArrayList<>();
    for (UserExplainer method : methods) {
      explanations.addAll(method.explainAll(explained));
    }
    boolean isJson = format == Format.JSON;
    OutputFiles.write(
        isJson
            ? json(ExplanationDocument.of(movies, result, test, explanations))
            : ExplanationText.ofModel(movies, result, origin(result), test)
                + ExplanationText.ofUser(explainer.history(), recommendations, explanations, top),
        out,
        stdout,
        isJson);
    if (influences.isEmpty()) {
      Pictures.besideDefault(result.model().predictorType())
          .forEach(method -> methods.add(by(method, explainer)));
    }
    pictures.write(methods, listLength, explanations.get(0), stderr);
  }

  private static boolean hasRatedAll(History history, MovieLens movies) {
    long rated = history.interactions().stream().map(Interaction::itemId).distinct().count();
    return rated >= movies.catalogue().items().size();
  }

  private FmExplainer explainer(MovieLens movies, TrainingSet training, TrainingResult result) {
    FmExplainer.Builder builder =
        FmExplainer.builder()
            .model(result.model())
            .encoder(movies.encoder())
            .catalogue(movies.catalogue());
    TrainingTrajectory trajectory = result.trajectory();
    if (trajectory == null) {
      builder.trainedWith(result.hyperparameters(), training.numRows());
    } else {
      builder.trainedAlong(trajectory);
    }
    if (!influences.isEmpty()) {
      builder.influence(influences.get(0));
    }
    return builder.build();
  }

  private static UserExplainer by(Influence method, UserExplainer user) {
    return user.explainer().withInfluence(method).forHistory(user.history());
  }

  private FmHyperparameters hyperparameters() {
    return FmHyperparameters.builder()
        .predictorType(
            task == Task.BINARY ? PredictorType.BINARY_CLASSIFIER : PredictorType.REGRESSOR)
        .numFactors(factors)
        .epochs(epochs)
        .build();
  }

  private static boolean isNotebookSet(MovieLens movies) {
    return movies.name().equals("ml-100k");
  }

  /** Returns the user whose number of training ratings is the median. */
  private static String typicalUser(MovieLens movies) {
    List<History> bySize =
        movies.trainingHistories().stream().sorted(Comparator.comparingInt(History::size)).toList();
    String userId = bySize.get(bySize.size() / 2).userId();
    if (userId == null) {
      throw new IllegalStateException("training histories have user ids");
    }
    return userId;
  }

  private TrainingResult train(TrainingSet training, FmHyperparameters hyperparameters)
      throws InterruptedException {
    LocalTrainer trainer =
        LocalTrainer.builder()
            .seed(seed)
            .threads(Runtime.getRuntime().availableProcessors())
            .recordTrajectory()
            .build();
    try (ProgressDisplay display = new ProgressDisplay(stderr, "training", terminal)) {
      return trainer.fit(
          training,
          hyperparameters,
          TrainingProgress.reportTo(
              report ->
                  display.update(
                      report.epoch(),
                      report.epochs(),
                      String.format(
                          Locale.ROOT,
                          "epoch %d, %s",
                          report.epoch(),
                          ExplanationText.of(report.train())))));
    }
  }

  private static @Nullable Metrics testMetrics(
      MovieLens movies, FmModel model, RatingTarget target) {
    List<History> histories = movies.testHistories();
    return histories.isEmpty()
        ? null
        : Metrics.evaluate(model, TrainingSet.of(movies.encoder(), histories, target));
  }

  private String origin(TrainingResult result) {
    return modelFile != null
        ? "read from " + modelFile.getFileName()
        : String.format(Locale.ROOT, "trained in %.1f s", result.duration().toNanos() / 1e9);
  }

  private static String json(ExplanationDocument document) {
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(document)
        + "\n";
  }
}
