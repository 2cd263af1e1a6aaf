package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.internal.Images;
import io.github.fmexplain.sagemaker.internal.Names;
import io.github.fmexplain.train.FmHyperparameters;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sagemaker.model.CategoricalParameterRange;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.ContinuousParameterRange;
import software.amazon.awssdk.services.sagemaker.model.CreateHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobDefinition;
import software.amazon.awssdk.services.sagemaker.model.IntegerParameterRange;
import software.amazon.awssdk.services.sagemaker.model.ParameterRanges;

/**
 * One start of {@link SageMakerTuner}. If it fails, no job of it is left running, or the exception
 * says that one may be.
 */
final class TuningRun {

  private final SageMakerTuner tuner;
  private final SageMakerTrainer trainer;
  private final TrainingInput input;
  private final SageMakerClients clients;
  private final Map<String, String> fixed;
  private final String image;
  private final SageMakerTuningJob job;
  private boolean mayExist;
  private boolean answered;

  TuningRun(SageMakerTuner tuner, TrainingInput input, FmHyperparameters hyperparameters) {
    this.tuner = tuner;
    this.trainer = tuner.trainer();
    this.input = input;
    this.clients = trainer.clients();
    fixed = TrainingRun.hyperparameters(trainer, input, hyperparameters);
    names(tuner.ranges())
        .forEach(
            name -> {
              if (fixed.containsKey(name)) {
                throw new IllegalArgumentException(
                    "hyperparameter '" + name + "' has a range, and is also set; leave one out");
              }
            });
    image = trainer.infrastructure().image().orElseGet(() -> Images.uri(clients.region()));
    // A tuning job's name has 32 characters at most.
    job = SageMakerTuningJob.attach(clients, Names.fresh("fm", Clock.systemUTC()));
  }

  private static Stream<String> names(ParameterRanges ranges) {
    return Stream.of(
            ranges.integerParameterRanges().stream().map(IntegerParameterRange::name),
            ranges.continuousParameterRanges().stream().map(ContinuousParameterRange::name),
            ranges.categoricalParameterRanges().stream().map(CategoricalParameterRange::name))
        .flatMap(all -> all);
  }

  SageMakerTuningJob start() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before tuning");
    }
    Bucket bucket = Bucket.of(clients, trainer.storage());
    S3Objects objects =
        new S3Objects(
            clients.s3(), bucket, trainer.storage().kmsKey().orElse(null), S3Objects.PART_BYTES);
    String root = trainer.storage().prefix() + "/" + job.name() + "/" + Names.token();
    try {
      create(request(bucket.uri(trainer.storage().prefix()), input.upload(bucket, objects, root)));
      return job;
    } catch (Throwable e) {
      Calls.cleanUp(e, this::stop);
      Calls.cleanUp(e, () -> objects.deleteUploaded().forEach(e::addSuppressed));
      throw e;
    }
  }

  private void create(CreateHyperParameterTuningJobRequest request) throws InterruptedException {
    mayExist = true;
    try {
      Calls.run(
          "create " + job.what(), () -> clients.sageMaker().createHyperParameterTuningJob(request));
    } catch (SageMakerCallException e) {
      answered = e.isAnswered();
      if (!e.isDuplicate()) { // its name is fresh, so that only this run can have created it
        throw e;
      }
    }
  }

  private void stop() {
    if (!mayExist) {
      return;
    }
    try {
      job.stop();
    } catch (SageMakerCallException e) {
      if (!e.isMissing() || !answered) {
        throw new SageMakerCallException(
            job.what()
                + " may still run and cost money; stop it: "
                + (e.isMissing()
                    ? "its creation was not answered, and a moment later it was not there yet"
                    : e.getMessage()),
            e);
      }
    }
  }

  private CreateHyperParameterTuningJobRequest request(String output, List<Channel> channels) {
    return CreateHyperParameterTuningJobRequest.builder()
        .hyperParameterTuningJobName(job.name())
        .hyperParameterTuningJobConfig(
            c ->
                c.strategy("Bayesian")
                    .hyperParameterTuningJobObjective(
                        o ->
                            o.metricName(tuner.objectiveName())
                                .type(tuner.isMaximized() ? "Maximize" : "Minimize"))
                    .resourceLimits(
                        r ->
                            r.maxNumberOfTrainingJobs(tuner.maximumJobs())
                                .maxParallelTrainingJobs(tuner.parallelJobs()))
                    .parameterRanges(tuner.ranges()))
        .trainingJobDefinition(definition(output, channels))
        .tags(trainer.setup().tags())
        .build();
  }

  private HyperParameterTrainingJobDefinition definition(String output, List<Channel> channels) {
    TrainingInfrastructure infrastructure = trainer.infrastructure();
    SageMakerSetup setup = trainer.setup();
    return HyperParameterTrainingJobDefinition.builder()
        .staticHyperParameters(fixed)
        .algorithmSpecification(
            a -> a.trainingImage(image).trainingInputMode(infrastructure.inputMode()))
        .roleArn(trainer.role())
        .inputDataConfig(channels)
        .outputDataConfig(
            o -> o.s3OutputPath(output).kmsKeyId(trainer.storage().kmsKey().orElse(null)))
        .resourceConfig(infrastructure.resources(setup))
        .stoppingCondition(infrastructure.stoppingCondition())
        .enableManagedSpotTraining(infrastructure.isSpot() ? true : null)
        .vpcConfig(setup.vpc())
        .enableNetworkIsolation(setup.networkIsolation())
        .environment(setup.environment())
        .build();
  }
}
