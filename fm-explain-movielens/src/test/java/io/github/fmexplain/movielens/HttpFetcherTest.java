package io.github.fmexplain.movielens;

import static io.github.fmexplain.movielens.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HttpFetcherTest {

  private static final URI HTTPS = URI.create("https://host/a/b.zip");

  @Test
  void redirected_relativeAndAbsolute() throws IOException {
    assertEquals(URI.create("https://host/a/c"), HttpFetcher.redirected(HTTPS, "c"));
    assertEquals(URI.create("https://other/c"), HttpFetcher.redirected(HTTPS, "https://other/c"));
    assertEquals(
        URI.create("https://other/c"),
        HttpFetcher.redirected(URI.create("http://host/"), "https://other/c"));
  }

  @Test
  void redirected_fromHttpsToHttp() {
    assertFails(
        IOException.class,
        "https://host/a/b.zip redirects to http://host/a, which is not secure; check baseUri, or"
            + " give MovieLens.load a local folder",
        () -> HttpFetcher.redirected(HTTPS, "http://host/a"));
  }

  @Test
  void redirected_toAFile() {
    assertFails(
        IOException.class,
        "http://host/ redirects to file:/etc/x, which is not secure; check baseUri, or give"
            + " MovieLens.load a local folder",
        () -> HttpFetcher.redirected(URI.create("http://host/"), "file:/etc/x"));
  }

  @Test
  void redirected_toNoAddress() {
    assertFails(
        IOException.class,
        "https://host/a/b.zip redirects to 'http://[', which is no address; check baseUri, or give"
            + " MovieLens.load a local folder",
        () -> HttpFetcher.redirected(HTTPS, "http://["));
  }

  @Test
  void chunkQueue_waitsForEachChunkOnly() throws Exception {
    ChunkQueue queue = new ChunkQueue();
    AtomicLong requested = new AtomicLong();
    queue.onSubscribe(
        new Subscription() {
          @Override
          public void request(long chunks) {
            requested.addAndGet(chunks);
          }

          @Override
          public void cancel() {
            requested.set(-1);
          }
        });
    queue.onNext(List.of(ByteBuffer.allocate(1), ByteBuffer.allocate(2)));

    assertEquals(ByteBuffer.allocate(1), queue.next(Duration.ofDays(1)));
    assertEquals(2, requested.get());
    assertEquals(ByteBuffer.allocate(2), queue.next(Duration.ofDays(1)));
    assertFails(
        IOException.class, "nothing arrived for 1 ms", () -> queue.next(Duration.ofMillis(1)));
    queue.close();
    assertEquals(-1, requested.get());
  }
}
