package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.Owner;
import io.github.fmexplain.sagemaker.SageMakerTrainingJob.State;
import io.github.fmexplain.sagemaker.artifact.SageMakerArtifact;
import io.github.fmexplain.sagemaker.internal.Images;
import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.sagemaker.recordio.RecordIoShard;
import io.github.fmexplain.sagemaker.recordio.RecordIoWriter;
import io.github.fmexplain.train.FmHyperparameters;
import io.github.fmexplain.train.Metrics;
import io.github.fmexplain.train.TrainingProgress;
import io.github.fmexplain.train.TrainingResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;

/**
 * One run of {@link SageMakerTrainer}. However it ends, no job of it is left running, or the
 * exception says that one may be.
 *
 * <p>A job cannot be created twice by accident: the address of its data has a random part, so a job
 * that exists under the name is told from one that an earlier attempt of this run created.
 */
final class TrainingRun {

  static final String CONTENT_TYPE = "application/x-recordio-protobuf";

  private final SageMakerTrainer trainer;
  private final TrainingSet set;
  private final FmHyperparameters hyperparameters;
  private final SageMakerClients clients;
  private final String image;
  private final SageMakerTrainingJob job;

  /** Where the data is, with the random part; known once there is any. */
  private String folder = "";

  /** How far the job has come, to know what must be ended. */
  private enum Stage {
    NOT_CREATED,
    CREATION_NOT_ANSWERED,
    CREATION_REFUSED,
    CREATED,
    ENDED
  }

  private Stage stage = Stage.NOT_CREATED;

  TrainingRun(SageMakerTrainer trainer, TrainingSet set, FmHyperparameters hyperparameters) {
    this.trainer = trainer;
    this.set = set;
    this.hyperparameters = hyperparameters;
    this.clients = trainer.clients();
    check("training set", set);
    trainer
        .testSet()
        .ifPresent(
            test -> {
              if (test.numFeatures() != set.numFeatures()) {
                throw new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "test set has %d features, but the training set has %d; was it encoded"
                            + " otherwise?",
                        test.numFeatures(),
                        set.numFeatures()));
              }
              check("test set", test);
            });
    if (set.isSortedByUser()) {
      trainer
          .listener()
          .onWarning(
              "training set is sorted by user, and SageMaker does not shuffle, so that each user is"
                  + " trained in few steps per epoch; shuffle it with TrainingSet.shuffled");
    }
    image = trainer.infrastructure().image().orElseGet(() -> Images.uri(clients.region()));
    job =
        SageMakerTrainingJob.attach(
            clients,
            trainer
                .jobName()
                .orElseGet(() -> Names.fresh("factorization-machines", Clock.systemUTC())));
  }

  private void check(String what, TrainingSet rows) {
    Metrics.requireTrainable(hyperparameters.predictorType(), rows);
    if (rows.numRows() < trainer.infrastructure().instanceCount()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must have at least 1 row per instance, but has %d for %d instances",
              what,
              rows.numRows(),
              trainer.infrastructure().instanceCount()));
    }
  }

  SageMakerTrainingJob job() {
    return job;
  }

  /** Uploads, trains and waits. Returns the watch of a job that has ended with a model. */
  JobWatch train(TrainingProgress progress) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before training");
    }
    Bucket bucket = Bucket.of(clients, trainer.storage());
    String kmsKey = trainer.storage().kmsKey().orElse(null);
    S3Objects objects = new S3Objects(clients.s3(), bucket, kmsKey, S3Objects.PART_BYTES);
    JobWatch watch =
        new JobWatch(job, clients, trainer.listener(), progress, hyperparameters.epochs());
    String root = trainer.storage().prefix() + "/" + job.name() + "/" + Names.token();
    folder = bucket.uri(root + "/");
    try {
      create(request(bucket, channels(bucket, objects, root)));
      State state = watch.toEnd();
      stage = Stage.ENDED;
      requireModel(state, watch);
    } catch (Throwable e) {
      Calls.cleanUp(e, this::stop);
      if (stage != Stage.ENDED || !trainer.storage().keepsData()) {
        Calls.cleanUp(e, () -> objects.deleteUploaded().forEach(e::addSuppressed));
      }
      throw e;
    }
    if (!trainer.storage().keepsData()) {
      objects
          .deleteUploaded()
          .forEach(left -> trainer.listener().onWarning(String.valueOf(left.getMessage())));
    }
    return watch;
  }

  private List<Channel> channels(Bucket bucket, S3Objects objects, String root)
      throws InterruptedException {
    List<Channel> channels = new ArrayList<>();
    channels.add(channel(bucket, objects, root, "train", set));
    if (trainer.testSet().isPresent()) {
      channels.add(channel(bucket, objects, root, "test", trainer.testSet().get()));
    }
    return channels;
  }

  private Channel channel(
      Bucket bucket, S3Objects objects, String root, String name, TrainingSet rows)
      throws InterruptedException {
    int instances = trainer.infrastructure().instanceCount();
    for (RecordIoShard shard : RecordIoWriter.shards(rows, instances)) {
      objects.upload(
          String.format(Locale.ROOT, "%s/%s/matrix_%d.pbr", root, name, shard.part()),
          shard::writeTo);
    }
    return Channel.builder()
        .channelName(name)
        .contentType(CONTENT_TYPE)
        .dataSource(
            d ->
                d.s3DataSource(
                    s ->
                        s.s3DataType("S3Prefix")
                            .s3Uri(bucket.uri(root + "/" + name + "/"))
                            .s3DataDistributionType(
                                instances > 1 ? "ShardedByS3Key" : "FullyReplicated")))
        .build();
  }

  private CreateTrainingJobRequest request(Bucket bucket, List<Channel> channels) {
    Map<String, String> sent = new TreeMap<>(hyperparameters.toMap());
    sent.put("feature_dim", Integer.toString(set.numFeatures()));
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
    CreateTrainingJobRequest.Builder request =
        CreateTrainingJobRequest.builder()
            .trainingJobName(job.name())
            .roleArn(trainer.role())
            .algorithmSpecification(a -> a.trainingImage(image).trainingInputMode("File"))
            .hyperParameters(sent)
            .inputDataConfig(channels)
            .outputDataConfig(
                o ->
                    o.s3OutputPath(bucket.uri(trainer.storage().prefix()))
                        .kmsKeyId(trainer.storage().kmsKey().orElse(null)));
    trainer.infrastructure().addTo(request);
    return request.build();
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

  TrainingResult result(SageMakerArtifact artifact, JobWatch watch) {
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
        watch.elapsed(),
        null,
        null);
  }
}
