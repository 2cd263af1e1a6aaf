package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The clients of the AWS services that this library calls, all in one region. A client is made when
 * it is first needed, with the credentials and the region that the AWS SDK finds, unless others are
 * given. Every client can be replaced by the caller's own. Thread-safe.
 *
 * <p>A call by a client that was made here has a longest time, and ends at once where its thread is
 * interrupted. Clients that were given have the times of their own, and answer an interrupt as
 * their HTTP client does.
 *
 * <p>Closing deletes the endpoints that were deployed with these clients and are neither closed nor
 * kept, and closes the clients that were made here, never one that was given.
 */
public final class SageMakerClients implements AutoCloseable {

  /** The services that are called, each with limits of its own. */
  public enum Service {
    /** Jobs, models and endpoints: made, described, ended. */
    SAGEMAKER(Duration.ofMinutes(10)),

    /** Endpoints: asked for predictions. A container must answer within 60 seconds. */
    RUNTIME(Duration.ofMinutes(3)),

    /** Rows, models and predictions. */
    S3(Duration.ofMinutes(10)),

    /** Tells the account. */
    STS(Duration.ofMinutes(10)),

    /** The logs of jobs. */
    LOGS(Duration.ofMinutes(10));

    /** AWS throttles descriptions of jobs early, so more attempts than the SDK's own three. */
    private static final int ATTEMPTS = 8;

    /** A little longer than a container may take. */
    private static final Duration SILENCE = Duration.ofSeconds(70);

    private final Duration total;

    Service(Duration total) {
      this.total = total;
    }

    /**
     * {@return the limits of the service if none are set: 70 seconds of silence, 8 attempts, 10
     * minutes in all; for endpoints 3 minutes}
     */
    public CallLimits defaultLimits() {
      return new CallLimits(SILENCE, total, ATTEMPTS);
    }
  }

  private final Region region;
  private final Duration pollInterval;
  private final @Nullable Duration maximumWait;
  private final Pause pause;
  private final MadeClients made;
  private final Supplier<SageMakerClient> sageMaker;
  private final Supplier<SageMakerRuntimeClient> runtime;
  private final Supplier<S3Client> s3;
  private final Supplier<StsClient> sts;
  private final @Nullable Supplier<CloudWatchLogsClient> logs;

  private SageMakerClients(
      SageMakerClients that,
      Pause pause,
      Supplier<SageMakerClient> sageMaker,
      Supplier<SageMakerRuntimeClient> runtime,
      Supplier<S3Client> s3,
      Supplier<StsClient> sts,
      @Nullable Supplier<CloudWatchLogsClient> logs) {
    this.region = that.region;
    this.pollInterval = that.pollInterval;
    this.maximumWait = that.maximumWait;
    this.made = that.made;
    this.pause = pause;
    this.sageMaker = sageMaker;
    this.runtime = runtime;
    this.s3 = s3;
    this.sts = sts;
    this.logs = logs;
  }

  private SageMakerClients(Builder builder) {
    region =
        builder.region != null
            ? builder.region
            : Calls.uninterruptibly(
                "find a region; give it with region(…)",
                () -> DefaultAwsRegionProviderChain.builder().build().getRegion());
    pollInterval = builder.pollInterval != null ? builder.pollInterval : Duration.ofSeconds(30);
    maximumWait = builder.maximumWait;
    pause = Pause.SLEEP;
    made =
        new MadeClients(
            region,
            builder.credentials,
            builder.endpoint,
            builder.proxy,
            builder.limits,
            builder.immediately);
    sageMaker =
        made.lazy(() -> made.configured(Service.SAGEMAKER, SageMakerClient.builder()).build());
    runtime =
        made.lazy(() -> made.configured(Service.RUNTIME, SageMakerRuntimeClient.builder()).build());
    // A replacement at one address has no host a bucket.
    boolean pathStyle = builder.endpoint != null;
    s3 =
        made.lazy(
            () ->
                made.configured(Service.S3, S3Client.builder()).forcePathStyle(pathStyle).build());
    sts = made.lazy(() -> made.configured(Service.STS, StsClient.builder()).build());
    logs = made.lazy(() -> made.configured(Service.LOGS, CloudWatchLogsClient.builder()).build());
  }

  /** {@return clients with the region and the credentials that the AWS SDK finds} */
  public static SageMakerClients create() {
    return builder().build();
  }

  /** {@return a builder in which nothing is set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return these clients with another for SageMaker}
   *
   * @param client a client of the same region; not closed here
   */
  public SageMakerClients withSageMaker(SageMakerClient client) {
    Objects.requireNonNull(client, "client");
    return new SageMakerClients(this, pause, () -> client, runtime, s3, sts, logs);
  }

  /**
   * {@return these clients with another for endpoints}
   *
   * @param client a client of the same region; not closed here
   */
  public SageMakerClients withRuntime(SageMakerRuntimeClient client) {
    Objects.requireNonNull(client, "client");
    return new SageMakerClients(this, pause, sageMaker, () -> client, s3, sts, logs);
  }

  /**
   * {@return these clients with another for S3}
   *
   * @param client a client of the same region; not closed here
   */
  public SageMakerClients withS3(S3Client client) {
    Objects.requireNonNull(client, "client");
    return new SageMakerClients(this, pause, sageMaker, runtime, () -> client, sts, logs);
  }

  /**
   * {@return these clients with another for STS, which tells the account}
   *
   * @param client a client of the same region; not closed here
   */
  public SageMakerClients withSts(StsClient client) {
    Objects.requireNonNull(client, "client");
    return new SageMakerClients(this, pause, sageMaker, runtime, s3, () -> client, logs);
  }

  /**
   * {@return these clients with another for the logs}
   *
   * @param client a client of the same region; not closed here
   */
  public SageMakerClients withLogs(CloudWatchLogsClient client) {
    Objects.requireNonNull(client, "client");
    return new SageMakerClients(this, pause, sageMaker, runtime, s3, sts, () -> client);
  }

  /** {@return these clients without one for logs: no epochs are reported, no log is shown} */
  public SageMakerClients withoutLogs() {
    return new SageMakerClients(this, pause, sageMaker, runtime, s3, sts, null);
  }

  SageMakerClients withPause(Pause other) {
    return new SageMakerClients(this, other, sageMaker, runtime, s3, sts, logs);
  }

  /** {@return the region} */
  public Region region() {
    return region;
  }

  /** {@return how long to wait between two looks at a job or an endpoint} */
  public Duration pollInterval() {
    return pollInterval;
  }

  /** {@return the client for SageMaker} */
  public SageMakerClient sageMaker() {
    return sageMaker.get();
  }

  /** {@return the client for endpoints} */
  public SageMakerRuntimeClient runtime() {
    return runtime.get();
  }

  /** {@return the client for S3} */
  public S3Client s3() {
    return s3.get();
  }

  /** {@return the client for STS} */
  public StsClient sts() {
    return sts.get();
  }

  /** {@return the client for logs, or empty if logs are not read} */
  public Optional<CloudWatchLogsClient> logs() {
    return logs == null ? Optional.empty() : Optional.of(logs.get());
  }

  /** {@return the longest wait for a job or an endpoint, or empty if it depends on what it is} */
  public Optional<Duration> maximumWait() {
    return Optional.ofNullable(maximumWait);
  }

  /** {@return the longest time of a call of S3, the reading of its answer included} */
  Duration longestReading() {
    return made.limits(Service.S3).total();
  }

  /** {@return where something was looked for, for a message} */
  String inRegion() {
    return " in region '" + region + "'";
  }

  void pause() throws InterruptedException {
    pause.pause(pollInterval);
  }

  /** Remembers an endpoint that costs money until it is closed. */
  void opened(SageMakerEndpoint endpoint) {
    made.endpoints().add(endpoint);
  }

  /** Forgets an endpoint that was deleted, or is to stay. */
  void forget(SageMakerEndpoint endpoint) {
    made.endpoints().remove(endpoint);
  }

  /**
   * Deletes the endpoints that were deployed with these clients, or with those that were made from
   * them, and are neither closed nor kept; then closes the clients that were made here. Calls fail
   * afterwards.
   *
   * @throws EndpointException if something could not be deleted; the message says what, and those
   *     that are suppressed say what of other endpoints. The clients are closed all the same
   */
  @Override
  public void close() {
    EndpointException failure = null;
    for (SageMakerEndpoint endpoint : made.endpoints()) {
      try {
        endpoint.close();
      } catch (EndpointException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    made.endpoints().clear(); // nothing can be done any more
    made.close();
    if (failure != null) {
      throw failure;
    }
  }

  /** {@return the region; nothing that must be kept secret} */
  @Override
  public String toString() {
    return "SageMakerClients[" + region.id() + "]";
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable Region region;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable URI endpoint;
    private @Nullable URI proxy;
    private final Map<Service, CallLimits> limits = new EnumMap<>(Service.class);
    private boolean immediately;
    private @Nullable Duration pollInterval;
    private @Nullable Duration maximumWait;

    private Builder() {}

    /**
     * Sets the region; what the AWS SDK finds if it is not set.
     *
     * @param region any
     * @throws IllegalStateException if it was already set
     */
    public Builder region(Region region) {
      Objects.requireNonNull(region, "region");
      Once.requireUnset(this.region, "region");
      this.region = region;
      return this;
    }

    /**
     * Sets where the credentials come from; the chain of the AWS SDK if it is not set.
     *
     * @param provider never asked for more than the SDK asks it
     * @throws IllegalStateException if it was already set
     */
    public Builder credentials(AwsCredentialsProvider provider) {
      Objects.requireNonNull(provider, "provider");
      Once.requireUnset(credentials, "credentials");
      credentials = provider;
      return this;
    }

    /**
     * Sets one address for all services, such as that of a local replacement; those of AWS if it is
     * not set.
     *
     * @param address an http or https address
     * @throws IllegalStateException if it was already set
     */
    public Builder endpoint(URI address) {
      Objects.requireNonNull(address, "address");
      Once.requireUnset(endpoint, "endpoint");
      endpoint = address;
      return this;
    }

    /**
     * Sets a proxy; those of the system properties and the environment if it is not set.
     *
     * @param address an http or https address
     * @throws IllegalStateException if it was already set
     */
    public Builder proxy(URI address) {
      Objects.requireNonNull(address, "address");
      Once.requireUnset(proxy, "proxy");
      proxy = address;
      return this;
    }

    /**
     * Sets how long calls of a service may take, and how often they are tried; {@link
     * Service#defaultLimits} if it is not set. An endpoint whose answer does not come in time is
     * asked twice at most. Clients that are given have limits of their own, but the reading of a
     * transform's output has the total of S3.
     *
     * @param service any
     * @param limits any
     * @throws IllegalStateException if they were already set for the service
     */
    public Builder limits(Service service, CallLimits limits) {
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(limits, "limits");
      Once.requireUnset(this.limits.get(service), "limits of " + service);
      this.limits.put(service, limits);
      return this;
    }

    /** Tries again without waiting, for tests. */
    Builder immediately() {
      immediately = true;
      return this;
    }

    /**
     * Sets how long to wait between two looks at a job or an endpoint; 30 seconds if it is not set.
     *
     * @param interval not negative; AWS throttles those who look too often
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if it was already set
     */
    public Builder pollInterval(Duration interval) {
      if (interval.isNegative()) {
        throw new IllegalArgumentException(
            "pollInterval must not be negative, but was " + interval);
      }
      Once.requireUnset(pollInterval, "pollInterval");
      pollInterval = interval;
      return this;
    }

    /**
     * Sets how long a job or an endpoint is waited for at most; then the wait fails, and what was
     * made for it is stopped or deleted, in at most as long again. If it is not set, an endpoint is
     * waited for 1 hour, a transform job 1 day, and a training job 6 hours longer than it may run,
     * or wait for a spot instance, by its own settings.
     *
     * @param longest more than zero
     * @throws IllegalArgumentException if it is not more than zero
     * @throws IllegalStateException if it was already set
     */
    public Builder maximumWait(Duration longest) {
      Objects.requireNonNull(longest, "longest");
      CallLimits.requirePositive(longest, "maximumWait");
      Once.requireUnset(maximumWait, "maximumWait");
      maximumWait = longest;
      return this;
    }

    /**
     * {@return the clients}
     *
     * @throws SageMakerCallException if no region was set and the AWS SDK finds none
     */
    public SageMakerClients build() {
      return new SageMakerClients(this);
    }
  }
}
