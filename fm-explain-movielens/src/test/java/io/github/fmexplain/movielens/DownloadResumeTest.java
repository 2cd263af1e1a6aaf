package io.github.fmexplain.movielens;

import static io.github.fmexplain.movielens.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Downloads that are slow, stall, break off and go on. */
class DownloadResumeTest extends DownloadTestCase {

  @Test
  void fetch_slowButAlive() throws Exception {
    Semaphore arrived = new Semaphore(0);
    server.on(
        ZIP,
        exchange -> {
          TestServer.head(exchange, 200, zip.length, "\"v1\"");
          for (byte b : zip) {
            exchange.getResponseBody().write(b);
            exchange.getResponseBody().flush();
            arrived.acquire();
          }
        });
    AtomicLong before = new AtomicLong();
    DownloadProgress progress =
        (bytes, total) -> arrived.release((int) (bytes - before.getAndSet(bytes)));

    assertOnlyTheSet(download().progress(progress).build().fetch());
  }

  @Test
  void fetch_stalled() {
    server.on(
        "ml-100k.zip",
        exchange -> {
          TestServer.head(exchange, 200, 1000, "\"v1\"");
          exchange.getResponseBody().write(new byte[500]);
          exchange.getResponseBody().flush();
          server.stall();
        });
    MovieLensDownload download =
        MovieLensDownload.builder()
            .archive(MovieLensArchive.ML_100K)
            .baseUri(server.uri())
            .cacheFolder(cache)
            .stallTimeout(Duration.ofSeconds(2))
            .build();

    assertFails(
        IOException.class,
        "download of "
            + server.uri()
            + "ml-100k.zip broke off after 500 of 1000 bytes: nothing arrived for 2000 ms; call"
            + " fetch() again to go on, or "
            + LOCAL,
        download::fetch);
  }

  private void cutOff(int after, String tag) {
    CountDownLatch arrived = new CountDownLatch(1);
    server.on(ZIP, TestServer.cutOff(zip, tag, after, arrived));
    DownloadProgress progress =
        (bytes, total) -> {
          if (bytes == after) {
            arrived.countDown();
          }
        };
    assertFails(
        IOException.class,
        "download of "
            + server.uri()
            + ZIP
            + " broke off after "
            + after
            + " of "
            + zip.length
            + " bytes: the connection failed; call fetch() again to go on, or "
            + LOCAL,
        download().progress(progress).build()::fetch);
    server.off(ZIP);
    server.requests().clear();
  }

  @Test
  void fetch_cutOff_goesOn() throws Exception {
    cutOff(100, "\"v1\"");
    assertEquals(List.of(SET + ".lock", ZIP + ".part", ZIP + ".part.validator"), cached());
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));
    AtomicLong first = new AtomicLong(-1);

    assertOnlyTheSet(
        download().progress((bytes, total) -> first.compareAndSet(-1, bytes)).build().fetch());
    assertEquals(List.of(SUM, ZIP + " bytes=100- \"v1\""), server.requests());
    assertEquals(100, first.get());
  }

  @Test
  void fetch_cutOff_fileChanged_beginsAgain() throws Exception {
    cutOff(100, "\"v0\"");
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));

    assertOnlyTheSet(fetch());
    assertEquals(List.of(SUM, ZIP + " bytes=100- \"v0\""), server.requests());
  }

  @Test
  void fetch_cutOff_serverWithoutRanges_beginsAgain() throws Exception {
    cutOff(100, "\"v1\"");
    server.on(ZIP, TestServer.bytes(zip, "\"v1\""));

    assertOnlyTheSet(fetch());
  }

  @Test
  void fetch_cutOff_otherRange_beginsAgain() throws Exception {
    cutOff(100, "\"v1\"");
    server.on(
        ZIP,
        exchange -> {
          if (exchange.getRequestHeaders().getFirst("Range") == null) {
            TestServer.bytes(zip, "\"v1\"").to(exchange);
          } else {
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/10");
            TestServer.head(exchange, 206, 10, "\"v1\"");
            exchange.getResponseBody().write(zip, 0, 10);
          }
        });

    assertOnlyTheSet(fetch());
    assertEquals(List.of(SUM, ZIP + " bytes=100- \"v1\"", ZIP), server.requests());
  }

  @Test
  void fetch_cutOff_rangeNotSatisfiable_beginsAgain() throws Exception {
    cutOff(100, "\"v1\"");
    server.on(
        ZIP,
        exchange -> {
          boolean ranged = exchange.getRequestHeaders().containsKey("Range");
          (ranged ? TestServer.status(416) : TestServer.bytes(zip, "\"v1\"")).to(exchange);
        });

    assertOnlyTheSet(fetch());
  }

  @Test
  void fetch_cutOff_weakValidator_beginsAgain() throws Exception {
    cutOff(100, "W/\"v1\"");
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));

    assertOnlyTheSet(fetch());
    assertEquals(List.of(SUM, ZIP), server.requests());
  }

  @Test
  void fetch_interrupted_keepsWhatArrived() throws Exception {
    server.on(
        ZIP,
        exchange -> {
          TestServer.head(exchange, 200, zip.length, "\"v1\"");
          exchange.getResponseBody().write(zip, 0, 100);
          exchange.getResponseBody().flush();
          server.stall();
        });
    CountDownLatch arrived = new CountDownLatch(1);
    DownloadProgress progress =
        (bytes, total) -> {
          if (bytes == 100) {
            arrived.countDown();
          }
        };
    FutureTask<Throwable> task =
        new FutureTask<>(
            () -> assertThrows(Exception.class, download().progress(progress).build()::fetch));
    Thread thread = new Thread(task);
    thread.start();
    arrived.await();
    thread.interrupt();

    assertInstanceOf(InterruptedException.class, task.get());
    assertArrayEquals(Arrays.copyOf(zip, 100), Files.readAllBytes(cache.resolve(ZIP + ".part")));
  }
}
