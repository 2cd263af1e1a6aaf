package io.github.fmexplain.sagemaker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Ends the requests of threads that are interrupted. A thread that reads from a socket does not
 * notice an interrupt, so another one looks, as long as there are requests, and closes the
 * connection under it. Thread-safe.
 */
final class InterruptibleHttp implements SdkHttpClient {

  private static final long LOOK_NANOS = 50_000_000;

  private final SdkHttpClient http;

  /** The requests whose answers have not been read yet, with their threads. */
  private final Map<ExecutableHttpRequest, Thread> running = new HashMap<>();

  private boolean watched;

  InterruptibleHttp(SdkHttpClient http) {
    this.http = http;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest inner = http.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        begin(inner);
        boolean more = false;
        try {
          HttpExecuteResponse response = inner.call();
          AbortableInputStream body = response.responseBody().orElse(null);
          more = body != null;
          return body == null
              ? response
              : HttpExecuteResponse.builder()
                  .response(response.httpResponse())
                  .responseBody(
                      AbortableInputStream.create(new Body(body, inner, length(response)), body))
                  .build();
        } finally {
          if (!more) {
            end(inner);
          }
        }
      }

      @Override
      public void abort() {
        inner.abort();
      }
    };
  }

  /**
   * The body of an answer; the request has ended when it is closed. Closing it before its end does
   * not read the rest, as the HTTP client does to use the connection again: that may never come.
   */
  private final class Body extends FilterInputStream {

    private final ExecutableHttpRequest request;

    /** How many bytes are still to come; the greatest number if that is not known. */
    private long left;

    Body(AbortableInputStream body, ExecutableHttpRequest request, long length) {
      super(body);
      this.request = request;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      left = value < 0 ? 0 : left - 1;
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      left = count < 0 ? 0 : left - count;
      return count;
    }

    @Override
    public void close() throws IOException {
      try {
        while (left > 0 && in.available() > 0) {
          read();
        }
        if (left > 0) {
          request.abort();
        } else {
          super.close();
        }
      } finally {
        end(request);
      }
    }
  }

  private static long length(HttpExecuteResponse response) {
    return response
        .httpResponse()
        .firstMatchingHeader("Content-Length")
        .filter(length -> length.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(Long.MAX_VALUE);
  }

  private synchronized void begin(ExecutableHttpRequest request) {
    running.put(request, Thread.currentThread());
    if (!watched) {
      watched = true;
      Thread watcher = new Thread(this::watch, "fm-explain-interrupts");
      watcher.setDaemon(true);
      watcher.start();
    }
  }

  private synchronized void end(ExecutableHttpRequest request) {
    running.remove(request);
  }

  private void watch() {
    List<ExecutableHttpRequest> interrupted = new ArrayList<>();
    while (find(interrupted)) {
      interrupted.forEach(ExecutableHttpRequest::abort);
      interrupted.clear();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Takes the requests of interrupted threads. Returns whether there were any requests. */
  private synchronized boolean find(List<ExecutableHttpRequest> interrupted) {
    watched = !running.isEmpty();
    running.forEach(
        (request, thread) -> {
          if (thread.isInterrupted()) {
            interrupted.add(request);
          }
        });
    running.keySet().removeAll(interrupted);
    return watched;
  }

  @Override
  public void close() {
    http.close();
  }

  @Override
  public String clientName() {
    return http.clientName();
  }
}
