package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.Owner;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.State;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.sagemaker.internal.Images;
import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;

/**
 * One run of {@link SageMakerTrainer}. However it ends, no job of it is left running, or the
 * exception says that one may be.
 *
 * <p>A job cannot be created twice by accident: the address of its data, or else that of its model,
 * has a random part, so a job that exists under the name is told from one that an earlier attempt
 * of this run created.
 */
final class TrainingRun {

  private final SageMakerTrainer trainer;
  private final TrainingInput input;
  private final FmHyperparameters hyperparameters;
  private final SageMakerClients clients;
  private final Map<String, String> sent;
  private final String image;
  private final SageMakerTrainingJob job;

  /** An address with a random part that only this run's job has; known once there is any. */
  private String folder = "";

  private @Nullable S3Objects objects;

  /** How far the job has come, to know what must be ended. */
  private enum Stage {
    NOT_CREATED,
    CREATION_NOT_ANSWERED,
    CREATION_REFUSED,
    CREATED,
    ENDED
  }

  private Stage stage = Stage.NOT_CREATED;

  TrainingRun(SageMakerTrainer trainer, TrainingInput input, FmHyperparameters hyperparameters) {
    this.trainer = trainer;
    this.input = input;
    this.hyperparameters = hyperparameters;
    this.clients = trainer.clients();
    sent = hyperparameters(trainer, input, hyperparameters);
    image = trainer.infrastructure().image().orElseGet(() -> Images.uri(clients.region()));
    job =
        SageMakerTrainingJob.attach(
            clients,
            trainer
                .jobName()
                .orElseGet(() -> Names.fresh("factorization-machines", Clock.systemUTC())));
  }

  static Map<String, String> hyperparameters(
      SageMakerTrainer trainer, TrainingInput input, FmHyperparameters hyperparameters) {
    Map<String, String> sent = new TreeMap<>(hyperparameters.toMap());
    sent.put("feature_dim", Integer.toString(input.numFeatures()));
    trainer
        .extra()
        .forEach(
            (name, value) -> {
              if (sent.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException(
                    "extra hyperparameter '"
                        + name
                        + "' is also among the hyperparameters; set it once");
              }
            });
    return sent;
  }

  SageMakerTrainingJob job() {
    return job;
  }

  /** Uploads and creates the job. If that fails, nothing is left. */
  void start() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before training");
    }
    Bucket bucket = Bucket.of(clients, trainer.storage());
    String kmsKey = trainer.storage().kmsKey().orElse(null);
    S3Objects uploaded = new S3Objects(clients.s3(), bucket, kmsKey, S3Objects.PART_BYTES);
    objects = uploaded;
    String prefix = trainer.storage().prefix();
    String token = Names.token();
    String root = prefix + "/" + job.name() + "/" + token;
    // Rows that were in S3 have an address without a random part; then the model's has it.
    String output = bucket.uri(input.isUploaded() ? prefix : prefix + "/" + token);
    folder = input.isUploaded() ? bucket.uri(root + "/") : output;
    try {
      create(request(output, input.upload(bucket, uploaded, root)));
    } catch (Throwable e) {
      cleanUp(e);
      throw e;
    }
  }

  /** Waits. Returns the watch of a job that has ended with a model. */
  JobWatch await(TrainingProgress progress) throws InterruptedException {
    JobWatch watch =
        new JobWatch(job, clients, trainer.listener(), progress, hyperparameters.epochs());
    try {
      State state = watch.toEnd();
      stage = Stage.ENDED;
      requireModel(state, watch);
    } catch (Throwable e) {
      cleanUp(e);
      throw e;
    }
    S3Objects uploaded = objects;
    if (uploaded != null && !trainer.storage().keepsData()) {
      uploaded
          .deleteUploaded()
          .forEach(left -> trainer.listener().onWarning(String.valueOf(left.getMessage())));
    }
    return watch;
  }

  private void cleanUp(Throwable e) {
    Calls.cleanUp(e, this::stop);
    S3Objects uploaded = objects;
    if (uploaded != null && (stage != Stage.ENDED || !trainer.storage().keepsData())) {
      Calls.cleanUp(e, () -> uploaded.deleteUploaded().forEach(e::addSuppressed));
    }
  }

  private CreateTrainingJobRequest request(String output, List<Channel> channels) {
    TrainingInfrastructure infrastructure = trainer.infrastructure();
    SageMakerSetup setup = trainer.setup();
    return CreateTrainingJobRequest.builder()
        .trainingJobName(job.name())
        .roleArn(trainer.role())
        .algorithmSpecification(
            a -> a.trainingImage(image).trainingInputMode(infrastructure.inputMode()))
        .hyperParameters(sent)
        .inputDataConfig(channels)
        .outputDataConfig(
            o -> o.s3OutputPath(output).kmsKeyId(trainer.storage().kmsKey().orElse(null)))
        .resourceConfig(infrastructure.resources(setup))
        .stoppingCondition(infrastructure.stoppingCondition())
        .enableManagedSpotTraining(infrastructure.isSpot() ? true : null)
        .vpcConfig(setup.vpc())
        .enableNetworkIsolation(setup.networkIsolation())
        .environment(setup.environment())
        .tags(setup.tags())
        .build();
  }

  private void create(CreateTrainingJobRequest request) throws InterruptedException {
    String type = trainer.infrastructure().instanceType();
    stage = Stage.CREATION_NOT_ANSWERED;
    try {
      Calls.run(
          "create " + job.what() + " on " + type,
          () -> clients.sageMaker().createTrainingJob(request));
    } catch (SageMakerCallException e) {
      if (e.isAnswered()) {
        stage = Stage.CREATION_REFUSED;
      }
      if (!e.isDuplicate()) {
        throw e;
      }
      if (Calls.run("describe " + job.what(), () -> job.owner(folder)) != Owner.THIS_RUN) {
        throw new SageMakerCallException(
            job.what() + " exists already and is not this one; give another name, or attach to it",
            e);
      }
    }
    stage = Stage.CREATED;
  }

  /**
   * Stops the job if it is this run's.
   *
   * @throws SageMakerCallException if it may still run
   */
  private void stop() {
    if (stage == Stage.NOT_CREATED || stage == Stage.ENDED) {
      return;
    }
    try {
      if (stage != Stage.CREATED) {
        Owner owner = job.owner(folder);
        if (owner == Owner.UNKNOWN) {
          throw new SageMakerCallException("SageMaker does not tell what data it reads");
        }
        if (owner == Owner.ANOTHER) {
          return;
        }
      }
      job.stop();
    } catch (SageMakerCallException e) {
      if (!e.isMissing()) {
        throw mayRun(String.valueOf(e.getMessage()), e);
      }
      if (stage == Stage.CREATION_NOT_ANSWERED) {
        throw mayRun("its creation was not answered, and a moment later it was not there yet", e);
      }
    }
  }

  private SageMakerCallException mayRun(String why, SageMakerCallException cause) {
    return new SageMakerCallException(
        job.what() + " may still run and cost money; stop it: " + why, cause);
  }

  private void requireModel(State state, JobWatch watch) {
    String what;
    if (state.status().equals("Completed") || (watch.stopped() && job.artifact().isPresent())) {
      return;
    } else if (state.status().equals("Failed")) {
      boolean capacity = state.failureReason().filter(r -> r.contains("CapacityError")).isPresent();
      what =
          capacity
              ? "found no "
                  + trainer.infrastructure().instanceType()
                  + " to run on; try later or another instance type"
              : "failed";
    } else if (state.secondaryStatus().startsWith("Max")) {
      what =
          "ran out of time after "
              + trainer.infrastructure().maxRunTime()
              + "; raise maxRunTime, or attach to the job to see whether it left a model";
    } else if (watch.stopped()) {
      what = "was stopped by the progress after epoch " + watch.reported() + " and left no model";
    } else {
      what = "was stopped";
    }
    throw job.failure(what, state, watch.logTail(), null);
  }

  TrainingResult result(TrainingSet set, SageMakerArtifact artifact, JobWatch watch) {
    FmModel model = artifact.model();
    if (model.numFeatures() != set.numFeatures()
        || model.numFactors() != hyperparameters.numFactors()) {
      throw new TrainingJobException(
          String.format(
              Locale.ROOT,
              "%s left a model of shape [%d, %d], but [%d, %d] was asked for",
              job.what(),
              model.numFeatures(),
              model.numFactors(),
              set.numFeatures(),
              hyperparameters.numFactors()),
          job.name(),
          null,
          watch.logTail(),
          null);
    }
    int epochs = watch.stopped() ? watch.reported() : hyperparameters.epochs();
    return new TrainingResult(
        model,
        hyperparameters,
        set,
        artifact.mode(),
        epochs,
        watch.stopped(),
        Metrics.evaluate(model, set),
        watch.curve(epochs),
        List.of(),
        watch.elapsed(),
        null,
        null);
  }
}
