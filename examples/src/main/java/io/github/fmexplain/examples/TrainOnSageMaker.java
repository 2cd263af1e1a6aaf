package io.github.fmexplain.examples;

import io.github.fmexplain.Explanation;
import io.github.fmexplain.FmExplainer;
import io.github.fmexplain.Recommendation;
import io.github.fmexplain.UserExplainer;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.movielens.MovieLens;
import io.github.fmexplain.report.Sentences;
import io.github.fmexplain.report.TextReport;
import io.github.fmexplain.sagemaker.KnnExport;
import io.github.fmexplain.sagemaker.SageMakerClients;
import io.github.fmexplain.sagemaker.SageMakerEndpoint;
import io.github.fmexplain.sagemaker.SageMakerStorage;
import io.github.fmexplain.sagemaker.SageMakerTrainer;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob;
import io.github.fmexplain.sagemaker.recordio.Prediction;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.LocalTrainer;
import io.github.fmexplain.train.Retracing;
import io.github.fmexplain.train.TrainedModel;
import io.github.fmexplain.train.TrainingProgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  private static final long SEED = 1;

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

  @Mixin private MovieLensOptions data = new MovieLensOptions();

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
  private final Console console;
  private final PrintStream stdout;
  private final MovieLensSource source;
  private volatile boolean started;

  TrainOnSageMaker(InputStream stdin, Console console, MovieLensSource source) {
    this.stdin = stdin;
    this.console = console;
    this.stdout = console.out();
    this.source = source;
  }

  /**
   * Runs the example.
   *
   * @param args options; see {@code --help}
   */
  public static void main(String[] args) {
    Console console = Console.ofProcess();
    TrainOnSageMaker command =
        new TrainOnSageMaker(System.in, console, new MovieLensSource(console, null, null));
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
    Thread hook = command.hook(worker);
    Runtime.getRuntime().addShutdownHook(hook);
    int code = ExampleCommand.run(command, command.console, args);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      hook.interrupt(); // everything is released: the process may end
    }
    return code;
  }

  private Thread hook(Thread worker) {
    return new Thread(
        () -> {
          if (!started) {
            return; // such as while it waits for consent, from which no interrupt wakes it
          }
          worker.interrupt();
          try {
            worker.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "release");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (role == null && (attachedJob == null || attachedEndpoint == null)) {
      throw new IllegalArgumentException(
          "--role is needed, unless both --attach-job and --attach-endpoint are given");
    }
    data.check();
    MovieLens movies = data.open(source);
    if (!confirmed()) {
      stdout.println("Nothing was started.");
      return 0;
    }
    started = true;
    try (SageMakerClients clients = clients()) {
      stdout.println("1. Data: " + movies);
      SageMakerTrainingJob job =
          attachedJob != null
              ? SageMakerTrainingJob.attach(clients, attachedJob)
              : train(clients, rows(movies, PredictorType.BINARY_CLASSIFIER), hyperparameters());
      TrainingSet training = rows(movies, job.predictorType());
      TrainedModel trained = job.trainedOn(training);
      stdout.println("2. Model of job " + job.name() + ": " + trained.model());
      stdout.println("   train: " + TrainingOptions.text(trained.summary().metrics()));
      host(clients, job, trained.model(), movies);
      neighbours(trained, movies);
      explain(trained, training, movies);
    }
    return 0;
  }

  /** SageMaker takes rows in the order of their file, so they are shuffled, as in the notebook. */
  private static TrainingSet rows(MovieLens movies, PredictorType type) {
    return TrainingSet.of(
            movies.encoder(), movies.trainingHistories(), MovieLensRatings.targetOf(type))
        .shuffled(SEED);
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
        .role(Objects.requireNonNull(role))
        .storage(storage.build())
        .jobName(name)
        .listener(new Teller(console.err()))
        .build()
        .fit(
            training,
            hyperparameters,
            TrainingProgress.reportTo(
                report ->
                    console
                        .err()
                        .println(
                            "   epoch "
                                + report.epoch()
                                + ": "
                                + TrainingOptions.text(report.train()))));
    return SageMakerTrainingJob.attach(clients, name);
  }

  /** Tells the states of a job, and what went wrong without ending it. */
  private record Teller(PrintStream err) implements SageMakerTrainingJob.Listener {

    @Override
    public void onState(SageMakerTrainingJob.State state) {
      err.println("   " + state.status() + ", " + state.secondaryStatus());
    }

    @Override
    public void onWarning(String warning) {
      err.println("warning: " + warning);
    }
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
            .role(Objects.requireNonNull(role))
            .artifact(job.artifact().orElseThrow())
            .listener(status -> console.err().println("   endpoint " + status));
    if (serverless) {
      builder.serverless(2048, 5);
    }
    SageMakerEndpoint endpoint = builder.deploy();
    try (endpoint) {
      ask(endpoint, model, movies);
      if (keep) {
        endpoint.keep();
      }
    }
    stdout.println(
        "   endpoint " + endpoint.name() + (keep ? " is kept and costs money" : " is deleted"));
  }

  private void ask(SageMakerEndpoint endpoint, FmModel model, MovieLens movies) {
    History history = movies.trainingHistories().get(0);
    String userId = Objects.requireNonNull(history.userId());
    List<FeatureVector> rows =
        history.interactions().stream()
            .limit(5)
            .map(i -> movies.encoder().encode(userId, history.userTags(), i.itemId(), i.context()))
            .toList();
    List<Prediction> predictions =
        endpoint.scorer(model.predictorType(), model.numFeatures()).predictions(rows);
    stdout.println("3. Endpoint " + endpoint.name() + ", user " + userId + ":");
    for (int row = 0; row < rows.size(); row++) {
      stdout.printf(
          Locale.ROOT,
          "   item %s: the endpoint says %.4f, the model %.4f%n",
          history.interactions().get(row).itemId(),
          said(predictions.get(row)),
          model.predictorType() == PredictorType.REGRESSOR
              ? model.score(rows.get(row))
              : model.probability(rows.get(row)));
    }
  }

  private static double said(Prediction prediction) {
    Double probability = prediction.probability();
    return probability != null ? probability : Objects.requireNonNull(prediction.rating());
  }

  private void neighbours(TrainedModel trained, MovieLens movies) {
    History history = movies.trainingHistories().get(0);
    stdout.println("4. Nearest by inner product, user " + history.userId() + ":");
    for (KnnExport.Neighbour item : KnnExport.of(trained).top(history, 5)) {
      stdout.printf(
          Locale.ROOT,
          "   %8.4f  %s%n",
          item.innerProduct(),
          movies.catalogue().titleOf(item.itemId()));
    }
  }

  /** Trains once more here, since an artifact does not tell its training path. */
  private void explain(TrainedModel trained, TrainingSet training, MovieLens movies)
      throws InterruptedException {
    Retracing retracing =
        LocalTrainer.builder()
            .seed(SEED)
            .threads(Runtime.getRuntime().availableProcessors())
            .build()
            .retrace(trained, training, TrainingProgress.none());
    UserExplainer user =
        FmExplainer.of(retracing.trained(), movies.catalogue())
            .forHistory(movies.trainingHistories().get(0));
    Recommendation first = user.recommend(1).get(0);
    Explanation why = user.explain(first.itemId());
    stdout.printf(
        Locale.ROOT,
        "5. Why the first of its recommendations: replayed along a retraced path, since an artifact"
            + " does not tell%n   how its training went (training again, items came to a mean"
            + " cosine of %.3f with the model's):%n",
        retracing.meanCosine());
    stdout.println(Sentences.english().of(first, why));
    stdout.println();
    stdout.println(TextReport.of(why));
  }
}
