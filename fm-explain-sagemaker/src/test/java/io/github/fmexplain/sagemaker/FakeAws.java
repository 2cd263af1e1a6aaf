package io.github.fmexplain.sagemaker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Enough of S3, STS, SageMaker, its runtime and CloudWatch Logs for the whole flow, on the JDK's
 * HTTP server. Fails on demand, and says afterwards what was left running.
 */
final class FakeAws implements AutoCloseable {

  static final String ACCOUNT = "123456789012";
  static final String ROLE = "arn:aws:iam::123456789012:role/service-role/Trainer";
  static final String ACCESS_KEY = "AKIAFMEXPLAINTEST001";
  static final String SECRET_KEY = "secretSecretSecretSecretSecretSecret0001";
  static final String SESSION_TOKEN = "tokenTokenTokenTokenTokenTokenTokenToken0001";
  static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(
          AwsSessionCredentials.create(ACCESS_KEY, SECRET_KEY, SESSION_TOKEN));

  /** What a call answers instead of doing what it should. */
  record Fault(int status, String code, String message, Cut cut) {
    static Fault of(int status, String code, String message) {
      return new Fault(status, code, message, Cut.NEVER);
    }

    /** An answer of the test's own. */
    static Fault answer(String json) {
      return of(200, "", json);
    }

    static Fault throttled() {
      return of(400, "ThrottlingException", "Rate exceeded");
    }

    static Fault cut(Cut cut) {
      return new Fault(0, "", "", cut);
    }
  }

  /** Where the connection is cut. */
  enum Cut {
    NEVER,
    IN_THE_REQUEST,
    BEFORE_THE_ANSWER,
    IN_THE_ANSWER
  }

  /** An answer; body and headers as the service writes them. */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer json(String json) {
      return new Answer(
          200,
          Map.of("Content-Type", "application/x-amz-json-1.1"),
          json.getBytes(StandardCharsets.UTF_8));
    }

    static Answer xml(int status, String xml) {
      return new Answer(
          status, Map.of("Content-Type", "application/xml"), xml.getBytes(StandardCharsets.UTF_8));
    }

    static Answer empty(int status) {
      return new Answer(status, Map.of(), new byte[0]);
    }
  }

  /** The region that S3 says a bucket has, with what it refuses. */
  @Nullable String bucketRegion;

  /** A call that the service refuses. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The HTTP status. */
    final int status;

    /** The error code. */
    final String code;

    Refusal(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  final FakeS3 s3 = new FakeS3();
  final FakeLogs logs = new FakeLogs();
  final FakeJobs jobs = new FakeJobs(this);
  final FakeTuning tuning = new FakeTuning(this);
  final FakeHosting hosting = new FakeHosting();
  final FakeRuntime runtime = new FakeRuntime(this);
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final Map<String, Integer> attempts = new TreeMap<>();
  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<SageMakerClients> clients = new ArrayList<>();
  private boolean throttleEveryFirstAttempt;

  FakeAws() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  SageMakerClients clients() {
    return clients(Region.EU_WEST_1);
  }

  /** Clients that neither wait nor back off. */
  SageMakerClients clients(Region region) {
    SageMakerClients made = builder(CREDENTIALS).region(region).build();
    clients.add(made);
    return made;
  }

  /** Clients that wait for a quarter of a second at most. */
  SageMakerClients impatientClients() {
    SageMakerClients made =
        builder(CREDENTIALS).region(Region.EU_WEST_1).maximumWait(Duration.ofMillis(250)).build();
    clients.add(made);
    return made;
  }

  /** All but the region. */
  SageMakerClients.Builder builder(AwsCredentialsProvider credentials) {
    return impatient(SageMakerClients.builder(), Duration.ofMinutes(10))
        .endpoint(uri())
        .credentials(credentials)
        .pollInterval(Duration.ZERO);
  }

  /** Four attempts of each call, without waiting between them. */
  static SageMakerClients.Builder impatient(SageMakerClients.Builder builder, Duration total) {
    for (SageMakerClients.Service service : SageMakerClients.Service.values()) {
      builder.limits(service, new CallLimits(Duration.ofSeconds(70), total, 4));
    }
    return builder.immediately();
  }

  /** The next calls of an operation fail, one fault each. */
  FakeAws fail(String operation, Fault... next) {
    synchronized (faults) {
      faults.computeIfAbsent(operation, o -> new ArrayDeque<>()).addAll(List.of(next));
    }
    return this;
  }

  /** Every call of an operation fails. */
  FakeAws failAlways(String operation, Fault fault) {
    return fail(operation, Collections.nCopies(500, fault).toArray(Fault[]::new));
  }

  FakeAws throttleEveryFirstAttempt() {
    throttleEveryFirstAttempt = true;
    return this;
  }

  long count(String operation) {
    return calls.stream().filter(operation::equals).count();
  }

  /** What costs money and was not ended, and data that was not taken away. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    left.addAll(s3.left());
    left.addAll(jobs.left());
    left.addAll(tuning.left());
    left.addAll(hosting.left());
    return left;
  }

  /** Forgets everything that was made. */
  synchronized void reset() {
    s3.objects.clear();
    s3.history.clear();
    s3.uploads.clear();
    jobs.clear();
    tuning.clear();
    hosting.clear();
    logs.clear();
    calls.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String operation = "unknown";
    try {
      operation = operation(exchange);
      Fault fault = fault(operation);
      if (fault != null && fault.cut() == Cut.IN_THE_REQUEST) {
        exchange.getRequestBody().readNBytes(100);
        exchange.close();
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      calls.add(operation);
      if (fault != null && fault.cut() == Cut.NEVER) {
        throw new Refusal(fault.status(), fault.code(), fault.message());
      }
      Answer answer;
      synchronized (this) {
        answer = answer(operation, exchange, body);
      }
      if (fault != null && fault.cut() == Cut.BEFORE_THE_ANSWER) {
        exchange.close();
        return;
      }
      send(exchange, answer, fault != null);
    } catch (Refusal e) {
      if (bucketRegion != null && operation.startsWith("S3.")) {
        exchange.getResponseHeaders().set("x-amz-bucket-region", bucketRegion);
      }
      send(exchange, refusal(operation, e), false);
    } catch (RuntimeException e) {
      send(exchange, refusal(operation, new Refusal(400, "FakeFailure", e.toString())), false);
    }
  }

  private static String operation(HttpExchange exchange) {
    if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
      throw new Refusal(403, "MissingAuthenticationToken", "no signature");
    }
    return operation(
        exchange.getRequestMethod(),
        exchange.getRequestURI(),
        exchange.getRequestHeaders().getFirst("X-Amz-Target"));
  }

  /** The name of what is asked for, such as {@code S3.PutObject}. */
  static String operation(String method, URI uri, @Nullable String target) {
    if (target != null) {
      return target.replace("Logs_20140328", "Logs");
    }
    if (uri.getPath().startsWith("/endpoints/")) {
      return "Runtime.InvokeEndpoint";
    }
    return uri.getPath().equals("/") ? "STS.GetCallerIdentity" : FakeS3.operation(method, uri);
  }

  private @Nullable Fault fault(String operation) {
    synchronized (faults) {
      if (throttleEveryFirstAttempt && attempts.merge(operation, 1, Integer::sum) % 2 == 1) {
        return operation.startsWith("S3.")
            ? Fault.of(503, "SlowDown", "slow down")
            : operation.startsWith("Runtime.")
                ? Fault.of(503, "ServiceUnavailable", "busy")
                : Fault.throttled();
      }
      Deque<Fault> queue = faults.get(operation);
      return queue == null ? null : queue.pollFirst();
    }
  }

  private Answer answer(String operation, HttpExchange exchange, byte[] body) {
    String service = operation.substring(0, operation.indexOf('.'));
    String action = operation.substring(operation.indexOf('.') + 1);
    return switch (service) {
      case "S3" -> s3.answer(action, exchange, body);
      case "STS" ->
          Answer.xml(
              200,
              "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                  + "<GetCallerIdentityResult><Account>"
                  + ACCOUNT
                  + "</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
      case "Logs" -> logs.answer(action, body);
      case "Runtime" -> runtime.answer(exchange, body);
      case "SageMaker" ->
          action.endsWith("TuningJob")
              ? tuning.answer(action, body)
              : action.endsWith("TrainingJob") || action.endsWith("TransformJob")
                  ? jobs.answer(action, body)
                  : hosting.answer(action, body);
      default -> throw new Refusal(400, "UnknownOperation", operation);
    };
  }

  static Answer refusal(String operation, Refusal e) {
    String message = String.valueOf(e.getMessage());
    if (operation.startsWith("S3.") || operation.startsWith("STS.")) {
      String error = "<Error><Code>" + e.code + "</Code><Message>" + message + "</Message></Error>";
      return operation.startsWith("S3.Head")
          ? Answer.empty(e.status)
          : Answer.xml(
              e.status,
              operation.startsWith("STS.")
                  ? "<ErrorResponse>" + error + "</ErrorResponse>"
                  : error);
    }
    String body =
        message.startsWith("{")
            ? message
            : FakeJson.object("__type", e.code, "message", message, "Message", message);
    return new Answer(
        e.status,
        Map.of("Content-Type", "application/x-amz-json-1.1", "x-amzn-ErrorType", e.code),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, Answer answer, boolean cut) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("x-amzn-RequestId", "request-1");
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      int length = answer.body().length;
      exchange.sendResponseHeaders(answer.status(), head || length == 0 ? -1 : length);
      if (!head && length > 0) {
        exchange.getResponseBody().write(answer.body(), 0, cut ? length / 2 : length);
      }
    } catch (IOException e) {
      if (!cut) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    synchronized (faults) {
      faults.clear(); // closing deletes the endpoints that a test has left
    }
    clients.forEach(SageMakerClients::close);
    jobs.close();
    server.stop(0);
    executor.shutdownNow();
  }
}
