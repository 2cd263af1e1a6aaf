package io.github.fmexplain.sagemaker;

import io.github.fmexplain.internal.Once;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
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
 * <p>Closing closes the clients that were made here, never one that was given.
 */
public final class SageMakerClients implements AutoCloseable {

  /** A container must answer within 60 s; the SDK waits a little longer. */
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(70);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  /** AWS throttles descriptions of jobs early, so more attempts than the SDK's own three. */
  private static final int MAXIMUM_ATTEMPTS = 8;

  private final Region region;
  private final Duration pollInterval;
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

  void pause() throws InterruptedException {
    pause.pause(pollInterval);
  }

  /** Closes the clients that were made here. */
  @Override
  public void close() {
    made.close();
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
    private final java.util.List<SdkAutoCloseable> open = new java.util.ArrayList<>();
    private @Nullable SdkHttpClient http;

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
          .overrideConfiguration(c -> c.retryStrategy(retries()));
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
        http = builder.build();
      }
      return http;
    }

    synchronized void close() {
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

    private Builder() {}

    /**
     * Sets the region; what the AWS SDK finds if it is not set.
     *
     * @param region any
     * @return this builder
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
     * @return this builder
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
     * @return this builder
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
     * @return this builder
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
     * @return this builder
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
     * @return this builder
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
     * {@return the clients}
     *
     * @throws SageMakerCallException if no region was set and the AWS SDK finds none
     */
    public SageMakerClients build() {
      return new SageMakerClients(this);
    }
  }
}
