package io.github.fmexplain.movielens;

import static io.github.fmexplain.movielens.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MovieLensDownloadTest extends DownloadTestCase {

  @Test
  void fetch_unpacksTheSet() throws Exception {
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));

    assertOnlyTheSet(fetch());
    assertEquals(List.of(SUM, ZIP), server.requests());
  }

  @Test
  void fetch_tellsTheProgress() throws Exception {
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));
    AtomicLong last = new AtomicLong(-1);
    DownloadProgress progress =
        (bytes, total) -> {
          assertTrue(bytes > last.getAndSet(bytes));
          assertEquals(OptionalLong.of(zip.length), total);
        };
    download().progress(progress).build().fetch();

    assertEquals(zip.length, last.get());
  }

  @Test
  void fetch_unknownLength() throws Exception {
    server.on(
        ZIP,
        exchange -> {
          TestServer.head(exchange, 200, 0, "");
          exchange.getResponseBody().write(zip);
        });
    DownloadProgress progress = (bytes, total) -> assertEquals(OptionalLong.empty(), total);

    assertOnlyTheSet(download().progress(progress).build().fetch());
  }

  @Test
  void fetch_again_asksNobody() throws Exception {
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));
    Path folder = fetch();
    server.requests().clear();

    assertEquals(folder, fetch());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void fetch_redirected() throws Exception {
    server.on(ZIP, TestServer.redirect("/sets/mirror/a.zip"));
    server.on("mirror/a.zip", TestServer.ranges(zip, "\"v1\""));

    assertOnlyTheSet(fetch());
    assertEquals(List.of(SUM, ZIP, "mirror/a.zip"), server.requests());
  }

  @Test
  void fetch_leftovers_areNoSet() throws Exception {
    Path half = Files.createDirectories(cache.resolve(SET + ".unpacking-1").resolve(SET));
    Files.writeString(half.resolve("movies.csv"), "movieId,title,genres\n");
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));

    assertOnlyTheSet(fetch());
  }

  @Test
  void fetch_twoThreads_downloadOnce() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    server.on(
        ZIP,
        exchange -> {
          first.countDown();
          second.await();
          TestServer.ranges(zip, "\"v1\"").to(exchange);
        });
    FutureTask<Path> one = new FutureTask<>(this::fetch);
    FutureTask<Path> two =
        new FutureTask<>(
            () -> {
              second.countDown();
              return fetch();
            });
    new Thread(one).start();
    first.await();
    new Thread(two).start();

    assertOnlyTheSet(one.get());
    assertEquals(cache.resolve(SET), two.get());
    assertEquals(List.of(SUM, ZIP), server.requests());
  }

  @Test
  void fetch_onTheDefaultFileSystem() throws Exception {
    cache = Files.createTempDirectory("fm-explain-test");
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));
    try {
      assertOnlyTheSet(fetch());
    } finally {
      Files.delete(cache.resolve(SET).resolve("movies.csv"));
      Files.delete(cache.resolve(SET).resolve("ratings.csv"));
      Files.delete(cache.resolve(SET));
      Files.delete(cache.resolve(SET + ".lock"));
      Files.delete(cache);
    }
  }

  @Test
  void of_makesNoFolder() {
    assertEquals(
        "MovieLensDownload of ml-25m from " + MovieLensDownload.GROUP_LENS,
        MovieLensDownload.of(MovieLensArchive.ML_25M).toString());
  }

  @Test
  void builder_refusesBadValues() {
    MovieLensDownload.Builder builder = MovieLensDownload.builder();

    assertFails(IllegalStateException.class, "missing settings: archive", () -> builder.build());
    for (String uri : List.of("ftp://host/", "http://host/file", "file:/x/", "relative/")) {
      assertFails(
          IllegalArgumentException.class,
          "baseUri must be an http or https address that ends in '/', but was '" + uri + "'",
          () -> builder.baseUri(URI.create(uri)));
    }
    assertFails(
        IllegalArgumentException.class,
        "connectTimeout must be more than zero, but was PT0S",
        () -> builder.connectTimeout(Duration.ZERO));
    assertFails(
        IllegalArgumentException.class,
        "stallTimeout must be more than zero, but was PT-1S",
        () -> builder.stallTimeout(Duration.ofSeconds(-1)));
    assertFails(
        IllegalArgumentException.class,
        "maximumDownloadBytes must be at least 1, but was 0",
        () -> builder.maximumDownloadBytes(0));
    assertFails(
        IllegalArgumentException.class,
        "maximumUnpackedBytes must be at least 1, but was -1",
        () -> builder.maximumUnpackedBytes(-1));
  }

  @Test
  void builder_refusesASecondValue() {
    Duration second = Duration.ofSeconds(1);
    MovieLensDownload.Builder builder =
        download()
            .progress((bytes, total) -> {})
            .connectTimeout(second)
            .stallTimeout(second)
            .maximumDownloadBytes(1)
            .maximumUnpackedBytes(1);

    assertSetTwice("archive", () -> builder.archive(MovieLensArchive.ML_1M));
    assertSetTwice("baseUri", () -> builder.baseUri(server.uri()));
    assertSetTwice("cacheFolder", () -> builder.cacheFolder(cache));
    assertSetTwice("progress", () -> builder.progress((bytes, total) -> {}));
    assertSetTwice("connectTimeout", () -> builder.connectTimeout(second));
    assertSetTwice("stallTimeout", () -> builder.stallTimeout(second));
    assertSetTwice("maximumDownloadBytes", () -> builder.maximumDownloadBytes(1));
    assertSetTwice("maximumUnpackedBytes", () -> builder.maximumUnpackedBytes(1));
  }

  private static void assertSetTwice(String name, Executable code) {
    assertFails(IllegalStateException.class, name + " was already set", code);
  }
}
