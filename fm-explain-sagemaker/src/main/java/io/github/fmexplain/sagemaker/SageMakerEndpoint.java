package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.model.PredictorType;
import io.github.fmexplain.sagemaker.internal.Images;
import io.github.fmexplain.sagemaker.internal.Names;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/**
 * An endpoint that hosts a model. One that was deployed here costs money until it, or the clients
 * that it was deployed with, are closed, which deletes the endpoint, its configuration and its
 * model; the artifact stays in S3. One that is {@linkplain #keep() kept} or was attached to is left
 * as it is. Thread-safe.
 */
public final class SageMakerEndpoint implements AutoCloseable {

  /** The limit of InvokeEndpoint for serverless endpoints. */
  private static final int SERVERLESS_BYTES = 4 << 20;

  private final SageMakerClients clients;
  private final String name;
  private final @Nullable EndpointDeployment deployment;
  private final int maximumBodyBytes;
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
            "describe endpoint '" + name + "'",
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
  public EndpointScorer scorer(PredictorType type, int numFeatures, EndpointScorer.Format format) {
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

  /** {@return the name, and whether closing deletes the endpoint} */
  @Override
  public String toString() {
    return "SageMakerEndpoint[" + name + (deployment == null ? ", attached]" : ", deployed]");
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable SageMakerClients clients;
    private @Nullable String role;
    private @Nullable String artifact;
    private @Nullable ProductionVariant variant;
    private @Nullable String baseName;
    private @Nullable String image;
    private @Nullable List<Tag> tags;
    private @Nullable Listener listener;

    private Builder() {}

    /**
     * Sets the clients. Required.
     *
     * @param clients not closed here
     * @throws IllegalStateException if they were already set
     */
    public Builder clients(SageMakerClients clients) {
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
      Once.requireUnset(role, "role");
      role = Names.requireRole(arn);
      return this;
    }

    /**
     * Sets the model. Required.
     *
     * @param uri the address of a {@code model.tar.gz}, such as {@link
     *     SageMakerTrainingJob#artifact()}
     * @throws IllegalArgumentException if it is not an address in S3
     * @throws IllegalStateException if it was already set
     */
    public Builder artifact(String uri) {
      Once.requireUnset(artifact, "artifact");
      artifact = requireArtifact(uri);
      return this;
    }

    static String requireArtifact(String uri) {
      if (!uri.matches("s3://[^/]+/.+")) {
        throw new IllegalArgumentException(
            "artifact must be an address s3://bucket/key, but was '" + uri + "'");
      }
      return uri;
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
      ProductionVariant instances =
          variant()
              .instanceType(TrainingInfrastructure.Builder.requireInstanceType(type))
              .initialInstanceCount(Once.atLeast(1, count, "instanceCount"))
              .initialVariantWeight(1f)
              .build();
      Once.requireUnset(variant, "hosting");
      variant = instances;
      return this;
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
      Once.requireUnset(baseName, "baseName");
      baseName = Names.require("baseName", base);
      return this;
    }

    /**
     * Sets the image; the algorithm's own of the region if it is not set.
     *
     * @param uri the URI of an image in a registry
     * @throws IllegalArgumentException if it is empty
     * @throws IllegalStateException if it was already set
     */
    public Builder image(String uri) {
      Once.requireUnset(image, "image");
      image = Names.requireNotBlank(uri, "image");
      return this;
    }

    /**
     * Sets the tags of endpoint, configuration and model; none if they are not set.
     *
     * @param tags keys and values. Not modified.
     * @throws IllegalStateException if they were already set
     */
    public Builder tags(Map<String, String> tags) {
      Once.requireUnset(this.tags, "tags");
      this.tags = TrainingInfrastructure.tags(tags);
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
      Once.requireSet("clients", clients, "role", role, "artifact", artifact);
      if (variant == null) {
        instances("ml.m5.large", 1);
      }
      SageMakerClients given = Objects.requireNonNull(clients);
      String uri = image != null ? image : Images.uri(given.region());
      EndpointDeployment deployment =
          new EndpointDeployment(given, baseName == null ? "fm-explain" : baseName);
      try {
        deploy(deployment, uri, tags == null ? List.of() : tags);
      } catch (Throwable e) {
        Calls.cleanUp(e, deployment::delete);
        throw e;
      }
      boolean serverless = Objects.requireNonNull(variant).serverlessConfig() != null;
      SageMakerEndpoint endpoint =
          new SageMakerEndpoint(
              given,
              deployment.name(),
              deployment,
              serverless ? SERVERLESS_BYTES : EndpointScorer.REAL_TIME_BYTES);
      given.opened(endpoint);
      return endpoint;
    }

    private void deploy(EndpointDeployment deployment, String uri, List<Tag> given)
        throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted before the deployment");
      }
      deployment.createModel(
          Objects.requireNonNull(role), uri, Objects.requireNonNull(artifact), given);
      deployment.createConfig(Objects.requireNonNull(variant), given);
      deployment.createEndpoint(given);
      deployment.awaitInService(listener == null ? status -> {} : listener);
    }
  }
}
