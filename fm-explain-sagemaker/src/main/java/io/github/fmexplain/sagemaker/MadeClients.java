package io.github.fmexplain.sagemaker;

import io.github.fmexplain.sagemaker.SageMakerClients.Service;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients that {@link SageMakerClients} made, and how to make them. Thread-safe. */
final class MadeClients {

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  private final Region region;
  private final @Nullable AwsCredentialsProvider credentials;
  private final @Nullable URI endpoint;
  private final @Nullable URI proxy;
  private final Map<Service, CallLimits> limits = new EnumMap<>(Service.class);
  private final boolean immediately;
  private final Set<SageMakerEndpoint> endpoints = ConcurrentHashMap.newKeySet();
  private final List<SdkAutoCloseable> open = new ArrayList<>();
  private boolean closed;

  MadeClients(
      Region region,
      @Nullable AwsCredentialsProvider credentials,
      @Nullable URI endpoint,
      @Nullable URI proxy,
      Map<Service, CallLimits> limits,
      boolean immediately) {
    this.region = region;
    this.credentials = credentials;
    this.endpoint = endpoint;
    this.proxy = proxy;
    this.limits.putAll(limits);
    this.immediately = immediately;
  }

  /** {@return the endpoints that cost money until they are closed} */
  Set<SageMakerEndpoint> endpoints() {
    return endpoints;
  }

  CallLimits limits(Service service) {
    return limits.getOrDefault(service, service.defaultLimits());
  }

  <C extends SdkAutoCloseable> Supplier<C> lazy(Supplier<C> maker) {
    return new Supplier<>() {
      private @Nullable C client;

      @Override
      public C get() {
        synchronized (MadeClients.this) {
          if (closed) {
            throw new IllegalStateException("clients are closed; close them last");
          }
          if (client == null) {
            client = maker.get();
            open.add(0, client);
          }
          return client;
        }
      }
    };
  }

  synchronized <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
      Service service, B builder) {
    CallLimits given = limits(service);
    builder
        .region(region)
        .httpClient(http(given))
        .overrideConfiguration(
            c -> c.retryStrategy(retries(service, given)).apiCallTimeout(given.total()));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    if (credentials != null) {
      builder.credentialsProvider(credentials);
    }
    return builder;
  }

  private RetryStrategy retries(Service service, CallLimits given) {
    StandardRetryStrategy.Builder builder =
        AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(given.attempts());
    if (immediately) {
      builder
          .backoffStrategy(BackoffStrategy.retryImmediately())
          .throttlingBackoffStrategy(BackoffStrategy.retryImmediately());
    }
    return service == Service.RUNTIME ? new ImpatientRetries(builder.build()) : builder.build();
  }

  /** Each service has a pool of connections of its own, since it has times of its own. */
  private SdkHttpClient http(CallLimits given) {
    // A stream of S3 is read after its call has ended, and must end with its time too.
    Duration shorter =
        given.silence().compareTo(given.total()) < 0 ? given.silence() : given.total();
    ApacheHttpClient.Builder builder =
        ApacheHttpClient.builder()
            .socketTimeout(shorter)
            .connectionTimeout(CONNECTION_TIMEOUT)
            .tcpKeepAlive(true);
    if (proxy != null) {
      builder.proxyConfiguration(ProxyConfiguration.builder().endpoint(proxy).build());
    }
    SdkHttpClient http = new InterruptibleHttp(builder.build());
    open.add(http);
    return http;
  }

  synchronized void close() {
    closed = true;
    open.forEach(SdkAutoCloseable::close);
    open.clear();
  }
}
