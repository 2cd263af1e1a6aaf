package io.github.fmexplain.movielens;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine that does what a test tells it to. */
final class TestServer implements AutoCloseable {

  /** Answers a request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  TestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/sets/");
  }

  /** {@return each request so far: the path, and the range and its validator if there is one} */
  List<String> requests() {
    return requests;
  }

  TestServer on(String file, Answer answer) {
    server.createContext(
        "/sets/" + file,
        exchange -> {
          try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String validator = exchange.getRequestHeaders().getFirst("If-Range");
            requests.add(file + (range == null ? "" : " " + range + " " + validator));
            answer.to(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return this;
  }

  TestServer off(String file) {
    server.removeContext("/sets/" + file);
    return this;
  }

  /** Blocks an answer for as long as the test lasts. */
  void stall() throws InterruptedException {
    closing.await();
  }

  static Answer text(String text) {
    return bytes(text.getBytes(StandardCharsets.ISO_8859_1), "\"v1\"");
  }

  static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  static Answer redirect(String location) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  /** Sends everything, whatever range is asked for. An empty tag is none. */
  static Answer bytes(byte[] bytes, String tag) {
    return exchange -> {
      head(exchange, 200, bytes.length, tag);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Sends the range that is asked for if the validator is the tag, else everything. */
  static Answer ranges(byte[] bytes, String tag) {
    return exchange -> {
      String range = exchange.getRequestHeaders().getFirst("Range");
      if (range == null || !tag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
        bytes(bytes, tag).to(exchange);
        return;
      }
      int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
      head(exchange, 206, bytes.length - from, tag);
      exchange.getResponseBody().write(bytes, from, bytes.length - from);
    };
  }

  /** Sends the first bytes, waits, and hangs up. */
  static Answer cutOff(byte[] bytes, String tag, int after, CountDownLatch arrived) {
    return exchange -> {
      head(exchange, 200, bytes.length, tag);
      exchange.getResponseBody().write(bytes, 0, after);
      exchange.getResponseBody().flush();
      arrived.await();
    };
  }

  static void head(HttpExchange exchange, int status, long length, String tag) throws IOException {
    if (!tag.isEmpty()) {
      exchange.getResponseHeaders().set("ETag", tag);
    }
    exchange.sendResponseHeaders(status, length);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
