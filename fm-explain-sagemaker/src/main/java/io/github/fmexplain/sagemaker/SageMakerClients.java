package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

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

  /** A container must answer within 60 s; the SDK waits a little longer. */
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(70);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(10);

  /** AWS throttles descriptions of jobs early, so more attempts than the SDK's own three. */
  private static final int MAXIMUM_ATTEMPTS = 8;

  private final Region region;
  private final Duration pollInterval;
  private final @Nullable Duration maximumWait;
  private final Pause pause;
  private final Made made;
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
    made = new Made(builder, region);
    sageMaker = made.lazy(() -> made.configured(SageMakerClient.builder()).build());
    runtime = made.lazy(() -> made.configured(SageMakerRuntimeClient.builder()).build());
    // A replacement at one address has no host a bucket.
    boolean pathStyle = builder.endpoint != null;
    s3 = made.lazy(() -> made.configured(S3Client.builder()).forcePathStyle(pathStyle).build());
    sts = made.lazy(() -> made.configured(StsClient.builder()).build());
    logs = made.lazy(() -> made.configured(CloudWatchLogsClient.builder()).build());
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
    return new SageMakerClients(this, pause, () -> client, runtime, s3, sts, logs);
  }

  /**
   * {@return these clients with another for endpoints}
   *
   * @param client a client of the same region; not closed here
   */
  public SageMakerClients withRuntime(SageMakerRuntimeClient client) {
    return new SageMakerClients(this, pause, sageMaker, () -> client, s3, sts, logs);
  }

  /**
   * {@return these clients with another for S3}
   *
   * @param client a client of the same region; not closed here
   */
  public SageMakerClients withS3(S3Client client) {
    return new SageMakerClients(this, pause, sageMaker, runtime, () -> client, sts, logs);
  }

  /**
   * {@return these clients with another for STS, which tells the account}
   *
   * @param client a client of the same region; not closed here
   */
  public SageMakerClients withSts(StsClient client) {
    return new SageMakerClients(this, pause, sageMaker, runtime, s3, () -> client, logs);
  }

  /**
   * {@return these clients with another for the logs}
   *
   * @param client a client of the same region; not closed here
   */
  public SageMakerClients withLogs(CloudWatchLogsClient client) {
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

  void pause() throws InterruptedException {
    pause.pause(pollInterval);
  }

  /** Remembers an endpoint that costs money until it is closed. */
  void opened(SageMakerEndpoint endpoint) {
    made.endpoints.add(endpoint);
  }

  /** Forgets an endpoint that was deleted, or is to stay. */
  void forget(SageMakerEndpoint endpoint) {
    made.endpoints.remove(endpoint);
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
    for (SageMakerEndpoint endpoint : made.endpoints) {
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
    made.endpoints.clear(); // nothing can be done any more
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

  /** The clients that were made here, and how to make them. */
  private static final class Made {

    private final Builder settings;
    private final Region region;
    private final Set<SageMakerEndpoint> endpoints = ConcurrentHashMap.newKeySet();
    private final List<SdkAutoCloseable> open = new ArrayList<>();
    private @Nullable SdkHttpClient http;
    private boolean closed;

    Made(Builder settings, Region region) {
      this.settings = settings;
      this.region = region;
    }

    <C extends SdkAutoCloseable> Supplier<C> lazy(Supplier<C> maker) {
      return new Supplier<>() {
        private @Nullable C client;

        @Override
        public C get() {
          synchronized (Made.this) {
            if (closed) {
              throw new IllegalStateException("clients are closed; close them last");
            }
            if (client == null) {
              client = maker.get();
              open.add(client);
            }
            return client;
          }
        }
      };
    }

    synchronized <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
        B builder) {
      builder
          .region(region)
          .httpClient(http())
          .overrideConfiguration(
              c ->
                  c.retryStrategy(retries())
                      .apiCallTimeout(
                          settings.callTimeout == null ? CALL_TIMEOUT : settings.callTimeout));
      if (settings.endpoint != null) {
        builder.endpointOverride(settings.endpoint);
      }
      if (settings.credentials != null) {
        builder.credentialsProvider(settings.credentials);
      }
      return builder;
    }

    private RetryStrategy retries() {
      return settings.retryStrategy != null
          ? settings.retryStrategy
          : AwsRetryStrategy.standardRetryStrategy().toBuilder()
              .maxAttempts(MAXIMUM_ATTEMPTS)
              .build();
    }

    private SdkHttpClient http() {
      if (http == null) {
        ApacheHttpClient.Builder builder =
            ApacheHttpClient.builder()
                .socketTimeout(SOCKET_TIMEOUT)
                .connectionTimeout(CONNECTION_TIMEOUT)
                .tcpKeepAlive(true);
        if (settings.proxy != null) {
          builder.proxyConfiguration(ProxyConfiguration.builder().endpoint(settings.proxy).build());
        }
        http = new InterruptibleHttp(builder.build());
      }
      return http;
    }

    synchronized void close() {
      closed = true;
      open.forEach(SdkAutoCloseable::close);
      open.clear();
      if (http != null) {
        http.close();
        http = null;
      }
    }
  }

  /** Collects settings, each once. Not thread-safe. */
  public static final class Builder {

    private @Nullable Region region;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable URI endpoint;
    private @Nullable URI proxy;
    private @Nullable RetryStrategy retryStrategy;
    private @Nullable Duration pollInterval;
    private @Nullable Duration callTimeout;
    private @Nullable Duration maximumWait;

    private Builder() {}

    /**
     * Sets the region; what the AWS SDK finds if it is not set.
     *
     * @param region any
     * @throws IllegalStateException if it was already set
     */
    public Builder region(Region region) {
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
      Once.requireUnset(proxy, "proxy");
      proxy = address;
      return this;
    }

    /**
     * Sets how calls are tried again; the SDK's standard strategy with eight attempts if it is not
     * set.
     *
     * @param strategy any
     * @throws IllegalStateException if it was already set
     */
    public Builder retryStrategy(RetryStrategy strategy) {
      Once.requireUnset(retryStrategy, "retryStrategy");
      retryStrategy = strategy;
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
     * Sets how long a call may take at most, with all its attempts, the reading of its answer and
     * the download of a model; 10 minutes if it is not set.
     *
     * @param longest more than zero
     * @throws IllegalArgumentException if it is not more than zero
     * @throws IllegalStateException if it was already set
     */
    public Builder callTimeout(Duration longest) {
      requirePositive(longest, "callTimeout");
      Once.requireUnset(callTimeout, "callTimeout");
      callTimeout = longest;
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
      requirePositive(longest, "maximumWait");
      Once.requireUnset(maximumWait, "maximumWait");
      maximumWait = longest;
      return this;
    }

    private static void requirePositive(Duration value, String name) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be more than zero, but was " + value);
      }
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
