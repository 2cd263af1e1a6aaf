package io.github.fmexplain.movielens;

import io.github.fmexplain.internal.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Downloads files over HTTP. A file that is there in part is continued if the server still has the
 * same file, which the validator that was kept beside it tells (RFC 9110, sections 13.1.5 and 14).
 */
final class HttpFetcher {

  private static final int MAXIMUM_REDIRECTS = 5;
  private static final int MAXIMUM_TEXT = 4096;
  private static final String LOCAL = "give MovieLens.load a local folder";
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/.*");

  private final HttpClient client;
  private final Duration connectTimeout;
  private final Duration stallTimeout;

  HttpFetcher(Duration connectTimeout, Duration stallTimeout) {
    // Redirects are followed by hand, so that each step can be checked.
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.connectTimeout = connectTimeout;
    this.stallTimeout = stallTimeout;
  }

  /** {@return a short text file} */
  String text(URI uri) throws IOException, InterruptedException {
    HttpResponse<ChunkQueue> response = get(uri, 0, null);
    try (ChunkQueue body = response.body()) {
      checkStatus(response, 200);
      StringBuilder text = new StringBuilder();
      ByteBuffer chunk;
      while ((chunk = body.next(stallTimeout)) != null) {
        text.append(StandardCharsets.ISO_8859_1.decode(chunk));
        if (text.length() > MAXIMUM_TEXT) {
          throw new IOException(
              uri + " must have at most " + MAXIMUM_TEXT + " bytes, but has more; " + LOCAL);
        }
      }
      return text.toString();
    }
  }

  /** Downloads a file, or the rest of it. */
  void download(URI uri, Path part, long maximum, DownloadProgress progress)
      throws IOException, InterruptedException {
    PartialFile file = new PartialFile(part);
    String validator = file.validator();
    long present = validator == null ? 0 : file.size();
    HttpResponse<ChunkQueue> response = get(uri, present, validator);
    boolean resumed = response.statusCode() == 206 && rangeStart(response.headers()) == present;
    if (!resumed && present > 0 && response.statusCode() != 200) {
      // The server does not go on from here: begin again.
      response.body().close();
      present = 0;
      response = get(uri, 0, null);
    }
    long from = resumed ? present : 0;
    try (ChunkQueue body = response.body()) {
      checkStatus(response, resumed ? 206 : 200);
      OptionalLong length = response.headers().firstValueAsLong("Content-Length");
      OptionalLong total =
          length.isPresent() ? OptionalLong.of(from + length.getAsLong()) : OptionalLong.empty();
      checkSize(uri, total.orElse(0), maximum);
      if (!resumed) {
        file.restart(validator(response.headers()));
      }
      try (OutputStream out = file.append()) {
        copy(uri, body, new Sink(file.path(), out, from, total, maximum, progress));
      }
    }
    file.forgetValidator();
  }

  /** Where the bytes of a response go. */
  private record Sink(
      Path path,
      OutputStream out,
      long from,
      OptionalLong total,
      long maximum,
      DownloadProgress progress) {}

  private void copy(URI uri, ChunkQueue body, Sink sink) throws IOException, InterruptedException {
    long bytes = sink.from;
    sink.progress.update(bytes, sink.total);
    while (true) {
      ByteBuffer chunk;
      try {
        chunk = body.next(stallTimeout);
      } catch (IOException e) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "download of %s broke off after %d of %s bytes: %s; call fetch() again to go on, or"
                    + " %s",
                uri,
                bytes,
                sink.total.isPresent() ? Long.toString(sink.total.getAsLong()) : "unknown",
                e.getMessage(),
                LOCAL),
            e);
      }
      if (chunk == null) {
        return;
      }
      bytes += chunk.remaining();
      checkSize(uri, bytes, sink.maximum);
      write(sink, chunk);
      sink.progress.update(bytes, sink.total);
    }
  }

  private static void write(Sink sink, ByteBuffer chunk) throws IOException {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.get(bytes);
    try {
      sink.out.write(bytes);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          "could not write '"
              + sink.path
              + "': "
              + e.getMessage()
              + "; free some space or choose another cacheFolder, then call fetch() again",
          e);
    }
  }

  private static void checkSize(URI uri, long bytes, long maximum) throws IOException {
    if (bytes > maximum) {
      throw new IOException(
          uri
              + " is larger than the limit of "
              + maximum
              + " bytes; raise it with maximumDownloadBytes(…), or "
              + LOCAL);
    }
  }

  private HttpResponse<ChunkQueue> get(URI uri, long from, @Nullable String validator)
      throws IOException, InterruptedException {
    URI current = uri;
    for (int redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects++) {
      HttpRequest.Builder request = HttpRequest.newBuilder(current);
      if (from > 0 && validator != null) {
        request.header("Range", "bytes=" + from + "-").header("If-Range", validator);
      }
      HttpResponse<ChunkQueue> response = answer(request.build());
      Optional<String> location = response.headers().firstValue("Location");
      if (response.statusCode() / 100 != 3 || location.isEmpty()) {
        return response;
      }
      response.body().close();
      current = redirected(current, location.get());
    }
    throw new IOException(
        uri + " redirects more than " + MAXIMUM_REDIRECTS + " times; check baseUri, or " + LOCAL);
  }

  /**
   * {@return the head of the answer, with the body to come}
   *
   * <p>The wait is limited here and not in the request, where the limit of newer Java platforms is
   * for the body too.
   */
  private HttpResponse<ChunkQueue> answer(HttpRequest request)
      throws IOException, InterruptedException {
    ChunkQueue body = new ChunkQueue();
    CompletableFuture<HttpResponse<ChunkQueue>> answer = client.sendAsync(request, info -> body);
    Duration wait = connectTimeout.plus(stallTimeout);
    boolean isThere = false;
    try {
      HttpResponse<ChunkQueue> response = answer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
      isThere = true;
      return response;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String why =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      throw noAnswer(request.uri(), why, cause);
    } catch (TimeoutException e) {
      throw noAnswer(request.uri(), "nothing arrived for " + wait.toMillis() + " ms", e);
    } finally {
      if (!isThere) {
        answer.cancel(true);
        // It may have come meanwhile, and nobody would read it.
        body.close();
      }
    }
  }

  private static IOException noAnswer(URI uri, String why, Throwable cause) {
    return new IOException(
        "no answer from "
            + uri
            + ": "
            + why
            + "; check the network and call fetch() again, or "
            + LOCAL,
        cause);
  }

  /** {@return where a redirect leads, which is never from https to anything less} */
  static URI redirected(URI from, String location) throws IOException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          from
              + " redirects to "
              + Text.quoted(location)
              + ", which is no address; check baseUri, or "
              + LOCAL,
          e);
    }
    String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (!secure && (from.getScheme().equalsIgnoreCase("https") || !scheme.equals("http"))) {
      throw new IOException(
          from + " redirects to " + to + ", which is not secure; check baseUri, or " + LOCAL);
    }
    return to;
  }

  private static void checkStatus(HttpResponse<?> response, int expected) throws IOException {
    int status = response.statusCode();
    if (status != expected) {
      String advice = status / 100 == 5 || status == 429 ? "try again later" : "check baseUri";
      throw new IOException(
          response.uri()
              + " must answer "
              + expected
              + ", but answered "
              + status
              + "; "
              + advice
              + ", or "
              + LOCAL);
    }
  }

  private static long rangeStart(HttpHeaders headers) {
    Matcher matcher = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  /** {@return a strong entity tag, or a date, or null: only these may go into If-Range} */
  private static @Nullable String validator(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> headers.firstValue("Last-Modified"))
        .orElse(null);
  }
}
