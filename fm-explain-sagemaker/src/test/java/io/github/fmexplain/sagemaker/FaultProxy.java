package io.github.fmexplain.sagemaker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A proxy on the loopback before the fake of AWS that spoils what it answers. */
final class FaultProxy implements AutoCloseable {

  /** How an answer is spoilt. The first four are answered without asking the fake. */
  enum Fault {
    REFUSED,
    THROTTLED,
    FAILED,
    EXPIRED_CREDENTIALS,
    CUT_BEFORE,
    CUT,
    HALF,
    RESET,
    DRIPPING,
    SILENT,
    SILENT_BEFORE,
    WRONG_TYPE,
    WRONG_JSON,
    EMPTY,
    UNKNOWN_ENUM
  }

  /** Says which answers are spoilt. */
  @FunctionalInterface
  interface Rule {

    /**
     * {@return how the answer is spoilt, or null}
     *
     * @param operation such as {@code SageMaker.CreateModel}
     * @param nth how many calls of the operation there were, this one included
     */
    @Nullable Fault on(String operation, int nth);
  }

  private static final Set<String> NOT_PASSED_ON =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "date");

  private final ServerSocket server;
  private final URI fake;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger passing = new AtomicInteger();

  /** Calls by operation, those of every attempt. */
  final Map<String, Integer> seen = new ConcurrentSkipListMap<>();

  volatile Rule rule = (operation, nth) -> null;

  /** Where an answer ends that is cut in the middle, from 0, its first byte, to 1, its end. */
  volatile double cutAt = 0.5;

  FaultProxy(URI fake) throws IOException {
    this.fake = fake;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  /**
   * Returns when the fake has done all that it was asked, also by those who did not wait for it.
   */
  void awaitQuiet() throws InterruptedException {
    synchronized (passing) {
      while (passing.get() > 0) {
        passing.wait();
      }
    }
  }

  private void serve(Socket socket) {
    sockets.add(socket);
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (String first = line(in); first != null; first = line(in)) {
        if (!answer(first.split(" ", 3), socket, in, out)) {
          return;
        }
      }
    } catch (IOException e) {
      // The other side has gone away, as it may.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(socket);
    }
  }

  /** Returns whether the connection can be used again. */
  private boolean answer(String[] first, Socket socket, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String l = line(in); l != null && !l.isEmpty(); l = line(in)) {
      int colon = l.indexOf(':');
      headers.put(l.substring(0, colon), l.substring(colon + 1).strip());
    }
    if (headers.containsKey("expect")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    String operation =
        FakeAws.operation(first[0], URI.create(first[1]), headers.get("x-amz-target"));
    passing.incrementAndGet();
    FakeAws.Answer answer;
    Fault fault;
    try {
      fault = rule.on(operation, seen.merge(operation, 1, Integer::sum));
      FakeAws.Answer refusal = fault == null ? null : refusal(fault, operation);
      if (fault == Fault.CUT_BEFORE) {
        return false;
      }
      answer =
          refusal != null
              ? refusal
              : fault == Fault.SILENT_BEFORE
                  ? FakeAws.Answer.empty(200)
                  : pass(first, headers, body);
    } finally {
      synchronized (passing) {
        passing.decrementAndGet();
        passing.notifyAll();
      }
    }
    return spoil(fault, answer, socket, out);
  }

  private static FakeAws.@Nullable Answer refusal(Fault fault, String operation) {
    boolean s3 = operation.startsWith("S3.");
    FakeAws.Refusal refusal =
        switch (fault) {
          case REFUSED -> new FakeAws.Refusal(403, "AccessDeniedException", "not allowed");
          case THROTTLED ->
              s3
                  ? new FakeAws.Refusal(503, "SlowDown", "slow down")
                  : new FakeAws.Refusal(400, "ThrottlingException", "Rate exceeded");
          case FAILED -> new FakeAws.Refusal(500, "InternalFailure", "oops");
          case EXPIRED_CREDENTIALS ->
              new FakeAws.Refusal(
                  s3 ? 400 : 403, s3 ? "ExpiredToken" : "ExpiredTokenException", "expired");
          default -> null;
        };
    return refusal == null ? null : FakeAws.refusal(operation, refusal);
  }

  private FakeAws.Answer pass(String[] first, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(fake + first[1]))
            .method(first[0], HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(
        (name, value) -> {
          if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
            request.header(name, value);
          }
        });
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    Map<String, String> answered = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name)) {
                answered.put(name, values.get(0));
              }
            });
    return new FakeAws.Answer(answer.statusCode(), answered, answer.body());
  }

  private boolean spoil(
      @Nullable Fault fault, FakeAws.Answer answer, Socket socket, OutputStream out)
      throws IOException, InterruptedException {
    byte[] body = answer.body();
    if (fault == null) {
      return send(out, answer, body, body.length);
    }
    switch (fault) {
      case CUT -> {
        return false;
      }
      case HALF -> {
        int cut = (int) Math.min(body.length - 1L, Math.round(cutAt * body.length));
        send(out, answer, Arrays.copyOf(body, Math.max(0, cut)), body.length);
        return false;
      }
      case RESET -> {
        socket.setSoLinger(true, 0); // closing sends a reset then
        return false;
      }
      case DRIPPING -> {
        byte[] drop = new byte[] {' '};
        if (body.length > 0) {
          send(out, answer, body, body.length + 1_000_000);
        } else { // the head drips, where there is no body
          out.write("HTTP/1.1 200 X\r\n".getBytes(StandardCharsets.US_ASCII));
          drop = "a: b\r\n".getBytes(StandardCharsets.US_ASCII);
        }
        while (!closed.await(5, TimeUnit.MILLISECONDS)) {
          out.write(drop);
          out.flush();
        }
        return false;
      }
      case SILENT, SILENT_BEFORE -> {
        if (body.length > 1) {
          send(out, answer, Arrays.copyOf(body, 1), body.length);
        }
        closed.await();
        return false;
      }
      case WRONG_TYPE -> {
        byte[] page = "<html><body>Sign in</body></html>".getBytes(StandardCharsets.US_ASCII);
        send(out, new FakeAws.Answer(200, Map.of("Content-Type", "text/html"), page), page, -1);
        return body.length > 0; // a body where none belongs spoils the connection
      }
      case WRONG_JSON -> {
        byte[] list = "[{}]".getBytes(StandardCharsets.US_ASCII);
        send(out, new FakeAws.Answer(200, answer.headers(), list), list, -1);
        return body.length > 0;
      }
      case EMPTY -> {
        return send(out, answer, new byte[0], 0);
      }
      case UNKNOWN_ENUM -> {
        byte[] weird =
            new String(body, StandardCharsets.ISO_8859_1)
                .replaceAll("(\"[A-Za-z]*Status\":)\"[A-Za-z]*\"", "$1\"Weird\"")
                .getBytes(StandardCharsets.ISO_8859_1);
        return send(out, answer, weird, weird.length);
      }
      default -> {
        return send(out, answer, body, body.length);
      }
    }
  }

  private static boolean send(OutputStream out, FakeAws.Answer answer, byte[] body, int length)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " X\r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (answer.status() != 204) {
      head.append("content-length: " + (length < 0 ? body.length : length) + "\r\n");
    }
    out.write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
    return true;
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
      }
      line.write(c);
    }
    return null;
  }

  /** Lets go of every connection. */
  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
