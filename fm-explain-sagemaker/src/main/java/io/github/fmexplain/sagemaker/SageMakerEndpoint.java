package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Background;
import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.internal.Images;
import io.github.fmexplain.sagemaker.internal.Names;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/**
 * An endpoint that hosts a model, and can be {@linkplain Builder#update updated} to another. One
 * that was deployed here costs money until it, or the clients that it was deployed with, are
 * closed, which deletes the endpoint, its configuration and its model; the artifact stays in S3.
 * One that is {@linkplain #keep() kept} or was attached to is left as it is. Thread-safe.
 */
public final class SageMakerEndpoint implements AutoCloseable {

  /** The limit of InvokeEndpoint for serverless endpoints. */
  private static final int SERVERLESS_BYTES = 4 << 20;

  private final SageMakerClients clients;
  private final String name;
  private @Nullable EndpointDeployment deployment;
  private int maximumBodyBytes;
  private boolean kept;

  private SageMakerEndpoint(
      SageMakerClients clients,
      String name,
      @Nullable EndpointDeployment deployment,
      int maximumBodyBytes) {
    this.clients = clients;
    this.name = name;
    this.deployment = deployment;
    this.maximumBodyBytes = maximumBodyBytes;
  }

  /** Is told how a deployment goes, by the thread that waits for it. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Is told of each new status.
     *
     * @param status SageMaker's word, such as {@code Creating}
     */
    void onStatus(String status);
  }

  /**
   * {@return an endpoint that exists} Closing it does nothing; SageMaker is not asked.
   *
   * @param clients the clients; not closed here
   * @param name the name of the endpoint
   * @throws IllegalArgumentException if it cannot be a name
   */
  public static SageMakerEndpoint attach(SageMakerClients clients, String name) {
    Objects.requireNonNull(clients, "clients");
    return new SageMakerEndpoint(
        clients, Names.require("endpoint name", name), null, EndpointScorer.REAL_TIME_BYTES);
  }

  /** {@return a builder of a deployment in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /**
   * {@return SageMaker's status, such as {@code InService}}
   *
   * @throws SageMakerCallException if there is no such endpoint, or SageMaker cannot be asked
   */
  public String status() {
    return String.valueOf(
        Calls.uninterruptibly(
            "describe endpoint '" + name + "'" + clients.inRegion(),
            () ->
                clients
                    .sageMaker()
                    .describeEndpoint(b -> b.endpointName(name))
                    .endpointStatusAsString()));
  }

  /**
   * {@return a scorer that calls this endpoint with sparse JSON}
   *
   * @param type what the model predicts
   * @param numFeatures the number of features of the model
   * @throws IllegalArgumentException if the number is less than 1
   */
  public EndpointScorer scorer(PredictorType type, int numFeatures) {
    Objects.requireNonNull(type, "type");
    return scorer(type, numFeatures, EndpointScorer.Format.JSON);
  }

  /**
   * {@return a scorer that calls this endpoint}
   *
   * @param type what the model predicts
   * @param numFeatures the number of features of the model
   * @param format how rows and predictions are written
   * @throws IllegalArgumentException if the number is less than 1
   */
  public synchronized EndpointScorer scorer(
      PredictorType type, int numFeatures, EndpointScorer.Format format) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(format, "format");
    return EndpointScorer.builder()
        .clients(clients)
        .endpointName(name)
        .predictorType(type)
        .numFeatures(numFeatures)
        .format(format)
        .maximumBodyBytes(maximumBodyBytes)
        .build();
  }

  /**
   * Leaves the endpoint running, and costing money: neither closing it nor closing its clients
   * deletes anything from now on.
   */
  public synchronized void keep() {
    kept = true;
    clients.forget(this);
  }

  /**
   * Deletes what was made here; nothing if the endpoint is kept, was attached to, or was closed
   * before. Can be called again after a failure. An endpoint that SageMaker is still changing is
   * waited for, at most as long as {@link SageMakerClients.Builder#maximumWait} says. Interrupting
   * the thread ends that.
   *
   * @throws EndpointException if something could not be deleted; the message says what
   */
  @Override
  public synchronized void close() {
    if (deployment != null && !kept) {
      deployment.delete();
      clients.forget(this);
    }
  }

  /** Takes over what an update made. Returns what served before, if it was made here. */
  private synchronized @Nullable EndpointDeployment updated(EndpointDeployment by, int bodyBytes) {
    EndpointDeployment before = kept ? null : deployment;
    if (before != null) {
      by.take(before);
      deployment = by;
    }
    maximumBodyBytes = bodyBytes;
    return before;
  }

  /** {@return the name, and whether closing deletes the endpoint} */
  @Override
  public synchronized String toString() {
    return "SageMakerEndpoint[" + name + (deployment == null ? ", attached]" : ", deployed]");
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable SageMakerClients clients;
    private @Nullable String role;
    private @Nullable String artifact;
    private @Nullable ProductionVariant variant;
    private @Nullable String baseName;
    private @Nullable String modelPackage;
    private @Nullable String image;
    private @Nullable SageMakerSetup setup;
    private @Nullable Listener listener;

    private Builder() {}

    /**
     * Sets the clients. Required.
     *
     * @param clients not closed here
     * @throws IllegalStateException if they were already set
     */
    public Builder clients(SageMakerClients clients) {
      Objects.requireNonNull(clients, "clients");
      Once.requireUnset(this.clients, "clients");
      this.clients = clients;
      return this;
    }

    /**
     * Sets the role that SageMaker takes to read the model. Required.
     *
     * @param arn the ARN of a role that trusts SageMaker
     * @throws IllegalArgumentException if it is not the ARN of a role
     * @throws IllegalStateException if it was already set
     */
    public Builder role(String arn) {
      Objects.requireNonNull(arn, "arn");
      Once.requireUnset(role, "role");
      role = Names.requireRole(arn);
      return this;
    }

    /**
     * Sets the model. This or {@link #modelPackage} is required.
     *
     * @param uri the address of a {@code model.tar.gz}, such as {@link
     *     SageMakerTrainingJob#artifact()}
     * @throws IllegalArgumentException if it is not an address in S3
     * @throws IllegalStateException if it was already set
     */
    public Builder artifact(String uri) {
      Once.requireUnset(artifact, "artifact");
      artifact = HostedModel.requireArtifact(uri);
      return this;
    }

    /**
     * Sets a model of the model registry, which has its container with it.
     *
     * @param arn the ARN of a version of a model package that was approved
     * @throws IllegalArgumentException if it is not the ARN of a model package
     * @throws IllegalStateException if it was already set
     */
    public Builder modelPackage(String arn) {
      Once.requireUnset(modelPackage, "modelPackage");
      modelPackage = HostedModel.requirePackage(arn);
      return this;
    }

    /**
     * Hosts on instances, which cost money every second; one ml.m5.large if neither this nor {@link
     * #serverless} is called.
     *
     * @param type an instance type, such as {@code ml.m5.large}
     * @param count at least 1
     * @throws IllegalArgumentException if the type does not start with {@code ml.} or the count is
     *     less than 1
     * @throws IllegalStateException if the hosting was already set
     */
    public Builder instances(String type, int count) {
      ProductionVariant instances = instancesVariant(type, count);
      Once.requireUnset(variant, "hosting");
      variant = instances;
      return this;
    }

    private static ProductionVariant instancesVariant(String type, int count) {
      return variant()
          .instanceType(TrainingInfrastructure.Builder.requireInstanceType(type))
          .initialInstanceCount(Once.atLeast(1, count, "instanceCount"))
          .initialVariantWeight(1f)
          .build();
    }

    /**
     * Hosts without instances of one's own, which costs money for requests only.
     *
     * @param memoryMb 1024, 2048, 3072, 4096, 5120 or 6144
     * @param maxConcurrency requests at a time, from 1 to 200
     * @throws IllegalArgumentException if a value is not allowed
     * @throws IllegalStateException if the hosting was already set
     */
    public Builder serverless(int memoryMb, int maxConcurrency) {
      if (memoryMb < 1024 || memoryMb > 6144 || memoryMb % 1024 != 0) {
        throw new IllegalArgumentException(
            "memoryMb must be a multiple of 1024 from 1024 to 6144, but was " + memoryMb);
      }
      if (maxConcurrency < 1 || maxConcurrency > 200) {
        throw new IllegalArgumentException(
            "maxConcurrency must be from 1 to 200, but was " + maxConcurrency);
      }
      ProductionVariant serverless =
          variant()
              .serverlessConfig(c -> c.memorySizeInMB(memoryMb).maxConcurrency(maxConcurrency))
              .build();
      Once.requireUnset(variant, "hosting");
      variant = serverless;
      return this;
    }

    private static ProductionVariant.Builder variant() {
      return ProductionVariant.builder().variantName("AllTraffic");
    }

    /**
     * Sets how the names of endpoint, configuration and model begin; {@code fm-explain} if it is
     * not set. The time and random characters follow, so that each is used once.
     *
     * @param base letters, digits and inner hyphens
     * @throws IllegalArgumentException if it is something else
     * @throws IllegalStateException if it was already set
     */
    public Builder baseName(String base) {
      Objects.requireNonNull(base, "base");
      Once.requireUnset(baseName, "baseName");
      baseName = Names.require("baseName", base);
      return this;
    }

    /**
     * Sets the image; the algorithm's own of the region if it is not set.
     *
     * @param uri the URI of an image in a registry; a model package has its own
     * @throws IllegalArgumentException if it is empty
     * @throws IllegalStateException if it was already set
     */
    public Builder image(String uri) {
      Objects.requireNonNull(uri, "uri");
      Once.requireUnset(image, "image");
      image = Names.requireNotBlank(uri, "image");
      return this;
    }

    /**
     * Sets network, keys, tags and variables of model and endpoint; none if it is not set. A
     * serverless endpoint takes tags and variables only.
     *
     * @param setup any
     * @throws IllegalStateException if it was already set
     */
    public Builder setup(SageMakerSetup setup) {
      Objects.requireNonNull(setup, "setup");
      Once.requireUnset(this.setup, "setup");
      this.setup = setup;
      return this;
    }

    /**
     * Sets who is told of the endpoint's status; nobody if it is not set.
     *
     * @param listener called by the thread that calls {@link #deploy()}; what it throws ends the
     *     deployment and comes out of it
     * @throws IllegalStateException if it was already set
     */
    public Builder listener(Listener listener) {
      Objects.requireNonNull(listener, "listener");
      Once.requireUnset(this.listener, "listener");
      this.listener = listener;
      return this;
    }

    /**
     * {@return a new endpoint that is in service} Waits for it, which takes minutes, and at most as
     * long as {@link SageMakerClients.Builder#maximumWait} says. If it does not come into service,
     * the listener throws, or the thread is interrupted, everything that was made is deleted, for
     * which SageMaker must have finished making it: interrupt again to leave it. What could not be
     * deleted is told by a suppressed exception.
     *
     * @throws IllegalStateException if a required setting is missing; the message names it
     * @throws IllegalArgumentException if no image is known in the region
     * @throws EndpointException if the endpoint does not come into service
     * @throws SageMakerCallException if a call of AWS fails, or the wait takes too long
     * @throws InterruptedException if the thread is interrupted
     */
    public SageMakerEndpoint deploy() throws InterruptedException {
      return plan().deploy();
    }

    /**
     * {@return the endpoint that {@link #deploy()} makes, in another thread} Cancelling the future,
     * or ending it otherwise, such as with {@code orTimeout}, ends the deployment: everything that
     * was made is deleted in that thread, and what could not be is told by exceptions that the
     * future's exception suppresses.
     *
     * @param executor runs it; its thread is busy until everything is deleted
     * @throws IllegalStateException if a required setting is missing; the message names it
     * @throws IllegalArgumentException if no image is known in the region
     */
    public CompletableFuture<SageMakerEndpoint> deployAsync(Executor executor) {
      Objects.requireNonNull(executor, "executor");
      return Background.start(plan()::deploy, SageMakerEndpoint::close, executor);
    }

    /**
     * Changes the model, and where it is hosted, of an endpoint that is in service, which answers
     * all the while. Waits until the new model serves. If it does not come into service, the old
     * one goes on, and what was made for the new one is deleted. What served before is deleted if
     * it was deployed here and is not kept.
     *
     * @param endpoint one in service, deployed here or attached to
     * @throws IllegalStateException if a required setting is missing; the message names it
     * @throws IllegalArgumentException if no image is known in the region
     * @throws EndpointException if the new model does not come into service, or if it does and
     *     something of the old one could not be deleted; the message tells
     * @throws SageMakerCallException if a call of AWS fails, or the wait takes too long
     * @throws InterruptedException if the thread is interrupted
     */
    public void update(SageMakerEndpoint endpoint) throws InterruptedException {
      Objects.requireNonNull(endpoint, "endpoint");
      plan().update(endpoint);
    }

    private Plan plan() {
      Once.requireSet(
          "clients",
          clients,
          "role",
          role,
          "artifact or modelPackage",
          artifact == null ? modelPackage : artifact);
      if (artifact != null && modelPackage != null) {
        throw new IllegalStateException("artifact and modelPackage exclude each other");
      }
      SageMakerSetup given = setup == null ? SageMakerSetup.none() : setup;
      ProductionVariant hosting = variant == null ? instancesVariant("ml.m5.large", 1) : variant;
      boolean serverless = hosting.serverlessConfig() != null;
      if (serverless && (given.vpc() != null || given.networkIsolation() != null)) {
        throw new IllegalStateException(
            "serverless endpoints take no vpc and no networkIsolation; leave them out, or host on"
                + " instances");
      }
      SageMakerClients by = Objects.requireNonNull(clients);
      String uri = image != null ? image : modelPackage != null ? null : Images.uri(by.region());
      return new Plan(
          by,
          new HostedModel(Objects.requireNonNull(role), uri, artifact, modelPackage, given),
          hosting,
          baseName == null ? "fm-explain" : baseName,
          listener == null ? status -> {} : listener);
    }
  }

  /** All that a deployment needs. */
  private record Plan(
      SageMakerClients clients,
      HostedModel model,
      ProductionVariant variant,
      String baseName,
      Listener listener) {

    SageMakerEndpoint deploy() throws InterruptedException {
      EndpointDeployment deployment = new EndpointDeployment(clients, baseName);
      try {
        make(deployment);
        deployment.createEndpoint(model.setup());
        deployment.awaitInService(listener);
      } catch (Throwable e) {
        Calls.cleanUp(e, deployment::delete);
        throw e;
      }
      SageMakerEndpoint endpoint =
          new SageMakerEndpoint(clients, deployment.name(), deployment, bodyBytes());
      clients.opened(endpoint);
      return endpoint;
    }

    void update(SageMakerEndpoint endpoint) throws InterruptedException {
      EndpointDeployment deployment = new EndpointDeployment(clients, baseName, endpoint.name());
      boolean updating = false;
      try {
        make(deployment);
        updating = true;
        deployment.updateEndpoint();
        deployment.awaitInService(listener);
      } catch (Throwable e) {
        Calls.cleanUp(e, updating ? deployment::takeBack : deployment::delete);
        throw e;
      }
      EndpointDeployment before = endpoint.updated(deployment, bodyBytes());
      if (before != null) {
        try {
          before.delete();
        } catch (EndpointException e) {
          throw new EndpointException(
              endpoint.name(), "serves the new model, but something of the old one is left", e);
        }
      }
    }

    private void make(EndpointDeployment deployment) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted before the deployment");
      }
      deployment.createModel(model);
      deployment.createConfig(variant, model.setup());
    }

    private int bodyBytes() {
      return variant.serverlessConfig() == null ? EndpointScorer.REAL_TIME_BYTES : SERVERLESS_BYTES;
    }
  }
}
