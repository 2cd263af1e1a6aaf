package io.github.fmexplain.sagemaker;

import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FmModel;
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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;

/**
 * One run of {@link SageMakerTrainer}. However it ends, no job of it is left running.
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
    Metrics.requireLabels(hyperparameters.predictorType(), rows);
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
    boolean ended = false;
    try {
      String root = trainer.storage().prefix() + "/" + job.name() + "/" + Names.token();
      State state = run(bucket, objects, root, watch);
      ended = true;
      requireModel(state, watch);
    } finally {
      if (!ended || !trainer.storage().keepsData()) {
        objects.deleteUploaded().forEach(trainer.listener()::onWarning);
      }
    }
    return watch;
  }

  private State run(Bucket bucket, S3Objects objects, String root, JobWatch watch)
      throws InterruptedException {
    List<Channel> channels = new ArrayList<>();
    channels.add(channel(bucket, objects, root, "train", set));
    if (trainer.testSet().isPresent()) {
      channels.add(channel(bucket, objects, root, "test", trainer.testSet().get()));
    }
    CreateTrainingJobRequest request = request(bucket, channels);
    boolean ended = false;
    try {
      create(request);
      State state = watch.toEnd();
      ended = true;
      return state;
    } catch (ForeignJobException e) {
      ended = true;
      throw e.asCallException();
    } catch (RuntimeException | InterruptedException e) {
      SageMakerCallException left = ended ? null : stop(request);
      if (left != null) {
        e.addSuppressed(left);
      }
      throw e;
    }
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
    try {
      Calls.run(
          "create training job '" + job.name() + "' on " + type,
          () -> clients.sageMaker().createTrainingJob(request));
    } catch (SageMakerCallException e) {
      if (!e.isDuplicate()) {
        throw e;
      }
      if (!isOurs(job.description(), request)) {
        throw new ForeignJobException(job.name(), e);
      }
    }
  }

  private static boolean isOurs(
      DescribeTrainingJobResponse there, CreateTrainingJobRequest request) {
    return there.inputDataConfig().equals(request.inputDataConfig());
  }

  /** Stops the job if it is this run's. Returns what must be told if that may not have worked. */
  private @Nullable SageMakerCallException stop(CreateTrainingJobRequest request) {
    List<SageMakerCallException> failures = new ArrayList<>(1);
    Calls.evenIfInterrupted(
        () -> {
          try {
            DescribeTrainingJobResponse there = job.description();
            if (isOurs(there, request)) {
              job.stop();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(mayRun("interrupted again", null));
          } catch (SageMakerCallException e) {
            if (!e.isMissing()) {
              failures.add(mayRun(String.valueOf(e.getMessage()), e));
            }
          }
        });
    return failures.isEmpty() ? null : failures.get(0);
  }

  private SageMakerCallException mayRun(String why, @Nullable Throwable cause) {
    SageMakerCallException failure =
        new SageMakerCallException(
            "training job '" + job.name() + "' may still run and cost money; stop it: " + why);
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
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
              "training job '%s' left a model of shape [%d, %d], but [%d, %d] was asked for",
              job.name(),
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

  /** A job of that name which this run did not create, and so must not stop. */
  private static final class ForeignJobException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ForeignJobException(String name, SageMakerCallException cause) {
      super(
          "training job '"
              + name
              + "' exists already and is not this one; give another name, or attach to it",
          cause);
    }

    SageMakerCallException asCallException() {
      SageMakerCallException failure = new SageMakerCallException(String.valueOf(getMessage()));
      failure.initCause(getCause());
      return failure;
    }
  }
}
