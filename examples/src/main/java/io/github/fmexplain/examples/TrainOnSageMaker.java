package io.github.fmexplain.examples;

import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.report.TextReport;
import io.github.fmexplain.sagemaker.KnnExport;
import io.github.fmexplain.sagemaker.SageMakerClients;
import io.github.fmexplain.sagemaker.SageMakerEndpoint;
import io.github.fmexplain.sagemaker.SageMakerStorage;
import io.github.fmexplain.sagemaker.SageMakerTrainer;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob;
import io.github.fmexplain.sagemaker.recordio.RecordIoPrediction;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingProgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.regions.Region;

/**
 * Trains on MovieLens ratings in Amazon SageMaker, takes the model back, hosts it, asks it and
 * finds neighbours, the four parts of AWS's notebook, and tells why an item is recommended. See
 * {@code --help}.
 */
@Command(
    name = "TrainOnSageMaker",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Trains a factorization machine on MovieLens ratings in Amazon SageMaker, hosts it and"
            + " compares its answers with the model's own. Costs money, and asks before it does.")
public final class TrainOnSageMaker implements Callable<Integer> {

  @Option(
      names = "--role",
      paramLabel = "ARN",
      description = "The role that SageMaker takes. Needed to train and to host.")
  private @Nullable String role;

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      description = "Default: sagemaker-<region>-<account>, made if it is missing.")
  private @Nullable String bucket;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "An unpacked MovieLens folder. Without it: ml-100k from the cache, else from GroupLens,"
              + " else synthetic ratings of its shape.")
  private @Nullable Path data;

  @Option(names = "--job-name", paramLabel = "NAME", description = "Default: one with the time.")
  private @Nullable String jobName;

  @Option(
      names = "--attach-job",
      paramLabel = "NAME",
      description = "Take the model of this training job and train nothing.")
  private @Nullable String attachedJob;

  @Option(
      names = "--attach-endpoint",
      paramLabel = "NAME",
      description = "Ask this endpoint and deploy none. It is left as it is.")
  private @Nullable String attachedEndpoint;

  @Option(names = "--serverless", description = "Host without instances.")
  private boolean serverless;

  @Option(names = "--keep", description = "Leave the endpoint, which goes on costing money.")
  private boolean keep;

  @Option(names = "--yes", description = "Do not ask before money is spent.")
  private boolean yes;

  @Option(names = "--factors", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
  private int factors;

  @Option(names = "--epochs", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(names = "--region", paramLabel = "ID", description = "Default: what the AWS SDK finds.")
  private @Nullable String region;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description = "Where AWS's services are replaced, such as http://localhost:5000.")
  private @Nullable URI endpointUrl;

  @Option(
      names = "--poll-seconds",
      defaultValue = "30",
      description = "Between two looks at a job. Default: ${DEFAULT-VALUE}.")
  private int pollSeconds;

  private final InputStream stdin;
  private final PrintStream stdout;
  private final PrintStream stderr;
  private final MovieLensSource source;

  TrainOnSageMaker(
      InputStream stdin, PrintStream stdout, PrintStream stderr, MovieLensSource source) {
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
    this.source = source;
  }

  /**
   * Runs the example.
   *
   * @param args options; see {@code --help}
   */
  public static void main(String[] args) {
    boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    TrainOnSageMaker command =
        new TrainOnSageMaker(
            System.in,
            System.out,
            System.err,
            new MovieLensSource(System.err, terminal, null, null));
    int code = runUntilInterrupted(command, args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * Ctrl-C interrupts the thread that works, and the process stays until that thread has stopped
   * the job and deleted the endpoint.
   */
  private static int runUntilInterrupted(TrainOnSageMaker command, String... args) {
    Thread worker = Thread.currentThread();
    Thread hook = hook(worker);
    Runtime.getRuntime().addShutdownHook(hook);
    int code = run(command, args);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      hook.interrupt(); // everything is released: the process may end
    }
    return code;
  }

  private static Thread hook(Thread worker) {
    return new Thread(
        () -> {
          worker.interrupt();
          try {
            worker.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "release");
  }

  /** Returns the exit code: 0, 1 after a failure that one line tells, or 2 for bad options. */
  static int run(TrainOnSageMaker command, String... args) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (exception, line, parsed) -> {
              command.stderr.println(
                  "error: "
                      + (exception instanceof InterruptedException
                          ? "interrupted; everything that was made is released"
                          : exception.getMessage()));
              for (Throwable left : exception.getSuppressed()) {
                command.stderr.println("error: " + left.getMessage());
              }
              return 1;
            })
        .execute(args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (role == null && (attachedJob == null || attachedEndpoint == null)) {
      throw new IllegalArgumentException(
          "--role is needed, unless both --attach-job and --attach-endpoint are given");
    }
    MovieLens movies = source.open(data);
    if (!confirmed()) {
      stdout.println("Nothing was started.");
      return 0;
    }
    try (SageMakerClients clients = clients()) {
      stdout.println("1. Data: " + movies);
      SageMakerTrainingJob job =
          attachedJob != null
              ? SageMakerTrainingJob.attach(clients, attachedJob)
              : train(clients, rows(movies, PredictorType.BINARY_CLASSIFIER), hyperparameters());
      FmModel model = job.model();
      TrainingSet training = rows(movies, model.predictorType());
      stdout.println("2. Model of job " + job.name() + ": " + model);
      stdout.println("   train: " + Metrics.evaluate(model, training).asMap());
      host(clients, job, model, movies);
      neighbours(model, movies);
      explain(model, job.hyperparameters(), training, movies);
    }
    return 0;
  }

  private static TrainingSet rows(MovieLens movies, PredictorType type) {
    return TrainingSet.of(
        movies.encoder(), movies.trainingHistories(), RatingTarget.defaultFor(type));
  }

  private boolean confirmed() throws IOException {
    List<String> costs = new ArrayList<>();
    if (attachedJob == null) {
      costs.add("a training job on one ml.m5.xlarge");
    }
    if (attachedEndpoint == null) {
      costs.add(serverless ? "a serverless endpoint" : "an endpoint on one ml.m5.large");
    }
    if (yes || costs.isEmpty()) {
      return true;
    }
    stdout.print(
        "This starts " + String.join(" and ", costs) + ", which cost money. Go on? [y/N] ");
    stdout.flush();
    String answer =
        new BufferedReader(new InputStreamReader(stdin, Charset.defaultCharset())).readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  private SageMakerClients clients() {
    SageMakerClients.Builder builder =
        SageMakerClients.builder().pollInterval(Duration.ofSeconds(pollSeconds));
    if (region != null) {
      builder.region(Region.of(region));
    }
    if (endpointUrl != null) {
      builder.endpoint(endpointUrl);
    }
    return builder.build();
  }

  private FmHyperparameters hyperparameters() {
    return FmHyperparameters.builder()
        .predictorType(PredictorType.BINARY_CLASSIFIER)
        .numFactors(factors)
        .epochs(epochs)
        .build();
  }

  private SageMakerTrainingJob train(
      SageMakerClients clients, TrainingSet training, FmHyperparameters hyperparameters)
      throws InterruptedException {
    String name = jobName != null ? jobName : "fm-explain-" + System.currentTimeMillis();
    SageMakerStorage.Builder storage = SageMakerStorage.builder();
    if (bucket != null) {
      storage.bucket(bucket);
    }
    stdout.println("   training job " + name);
    SageMakerTrainer.builder()
        .clients(clients)
        .role(String.valueOf(role))
        .storage(storage.build())
        .jobName(name)
        .listener(state -> stderr.println("   " + state.status() + ", " + state.secondaryStatus()))
        .build()
        .fit(
            training,
            hyperparameters,
            TrainingProgress.reportTo(
                report ->
                    stderr.println("   epoch " + report.epoch() + ": " + report.train().asMap())));
    return SageMakerTrainingJob.attach(clients, name);
  }

  private void host(
      SageMakerClients clients, SageMakerTrainingJob job, FmModel model, MovieLens movies)
      throws InterruptedException {
    if (attachedEndpoint != null) {
      ask(SageMakerEndpoint.attach(clients, attachedEndpoint), model, movies);
      return;
    }
    SageMakerEndpoint.Builder builder =
        SageMakerEndpoint.builder()
            .clients(clients)
            .role(String.valueOf(role))
            .artifact(job.artifact().orElseThrow())
            .listener(status -> stderr.println("   endpoint " + status));
    if (serverless) {
      builder.serverless(2048, 5);
    }
    SageMakerEndpoint endpoint = builder.deploy();
    boolean answered = false;
    try {
      ask(endpoint, model, movies);
      answered = true;
    } finally {
      if (answered && keep) {
        stdout.println("   endpoint " + endpoint.name() + " is kept and costs money");
      } else {
        endpoint.close();
        stdout.println("   endpoint " + endpoint.name() + " is deleted");
      }
    }
  }

  private void ask(SageMakerEndpoint endpoint, FmModel model, MovieLens movies) {
    History history = movies.trainingHistories().get(0);
    String userId = String.valueOf(history.userId());
    List<FeatureVector> rows =
        history.interactions().stream()
            .limit(5)
            .map(i -> movies.encoder().encode(userId, history.userTags(), i.itemId(), i.context()))
            .toList();
    List<RecordIoPrediction> predictions =
        endpoint.scorer(model.predictorType(), model.numFeatures()).predictions(rows);
    stdout.println("3. Endpoint " + endpoint.name() + ", user " + userId + ":");
    for (int row = 0; row < rows.size(); row++) {
      stdout.printf(
          Locale.ROOT,
          "   item %s: the endpoint says %.4f, the model %.4f%n",
          history.interactions().get(row).itemId(),
          predictions.get(row).score(),
          model.predictorType() == PredictorType.REGRESSOR
              ? model.score(rows.get(row))
              : model.probability(rows.get(row)));
    }
  }

  private void neighbours(FmModel model, MovieLens movies) {
    History history = movies.trainingHistories().get(0);
    stdout.println("4. Nearest by inner product, user " + history.userId() + ":");
    for (KnnExport.Neighbour item : KnnExport.of(model, movies.encoder()).top(history, 5)) {
      stdout.printf(
          Locale.ROOT,
          "   %8.4f  %s%n",
          item.innerProduct(),
          movies.catalogue().titleOf(item.itemId()));
    }
  }

  private void explain(
      FmModel model, FmHyperparameters hyperparameters, TrainingSet training, MovieLens movies) {
    UserExplainer user =
        FmExplainer.builder()
            .model(model)
            .encoder(movies.encoder())
            .catalogue(movies.catalogue())
            .trainedWith(hyperparameters, training.numRows())
            .build()
            .forHistory(movies.trainingHistories().get(0));
    stdout.println("5. Why the first of its recommendations:");
    stdout.println(TextReport.of(user.explain(user.recommend(1).get(0).itemId())));
  }
}
