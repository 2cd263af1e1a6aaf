package io.github.fmexplain.movielens;

import static io.github.fmexplain.movielens.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers, disks and archives that are not as they should be. */
class DownloadFailureTest extends DownloadTestCase {

  @Test
  void fetch_wrongChecksum() throws Exception {
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));
    server.off(SUM).on(SUM, TestServer.text("0".repeat(32) + "  " + ZIP));
    Path written = Files.write(Files.createDirectories(cache).resolve("x"), zip);

    assertFails(
        IOException.class,
        "MD5 of "
            + server.uri()
            + ZIP
            + " must be 00000000000000000000000000000000, but was "
            + Md5.of(written)
            + "; the file was deleted, call fetch() again or "
            + LOCAL,
        this::fetch);
    assertEquals(List.of(SET + ".lock", "x"), cached());
  }

  @Test
  void fetch_fixedChecksum() {
    server.on("ml-100k.zip", TestServer.bytes(zip, ""));
    IOException e =
        assertThrows(
            IOException.class,
            MovieLensDownload.builder()
                    .archive(MovieLensArchive.ML_100K)
                    .baseUri(server.uri())
                    .cacheFolder(cache)
                    .build()
                ::fetch);

    assertTrue(
        String.valueOf(e.getMessage()).contains("must be 0e33842e24a9c977be4e0107933c0723, but"));
    assertEquals(List.of("ml-100k.zip"), server.requests());
  }

  @Test
  void fetch_badChecksumFile() throws Exception {
    server.off(SUM).on(SUM, TestServer.text("<html>"));

    assertFails(
        IOException.class,
        server.uri()
            + SUM
            + " must be 'MD5 (name) = hex' or 'hex name', but was '<html>'; "
            + LOCAL,
        this::fetch);
  }

  @Test
  void fetch_longChecksumFile() {
    server.off(SUM).on(SUM, TestServer.text("x".repeat(5000)));

    assertFails(
        IOException.class,
        server.uri() + SUM + " must have at most 4096 bytes, but has more; " + LOCAL,
        this::fetch);
  }

  @Test
  void fetch_redirectedForEver() {
    server.on(ZIP, TestServer.redirect(ZIP));

    assertFails(
        IOException.class,
        server.uri() + ZIP + " redirects more than 5 times; check baseUri, or " + LOCAL,
        this::fetch);
  }

  @Test
  void fetch_notFound() {
    server.on(ZIP, TestServer.status(404));

    assertFails(
        IOException.class,
        server.uri() + ZIP + " must answer 200, but answered 404; check baseUri, or " + LOCAL,
        this::fetch);
  }

  @Test
  void fetch_unavailable() {
    server.on(ZIP, TestServer.status(503));

    assertFails(
        IOException.class,
        server.uri() + ZIP + " must answer 200, but answered 503; try again later, or " + LOCAL,
        this::fetch);
  }

  @Test
  void fetch_noServer() {
    server.close();
    IOException e = assertThrows(IOException.class, this::fetch);

    assertTrue(
        String.valueOf(e.getMessage()).startsWith("no answer from " + server.uri() + SUM + ": "),
        e.getMessage());
  }

  @Test
  void fetch_tooLarge() {
    server.on(ZIP, TestServer.ranges(zip, "\"v1\""));

    assertFails(
        IOException.class,
        server.uri()
            + ZIP
            + " is larger than the limit of 99 bytes; raise it with maximumDownloadBytes(…), or "
            + LOCAL,
        download().maximumDownloadBytes(99).build()::fetch);
  }

  @Test
  void fetch_tooLargeWithoutLength() {
    server.on(
        ZIP,
        exchange -> {
          TestServer.head(exchange, 200, 0, "");
          exchange.getResponseBody().write(zip);
        });
    IOException e =
        assertThrows(IOException.class, download().maximumDownloadBytes(99).build()::fetch);

    assertTrue(String.valueOf(e.getMessage()).contains("is larger than the limit of 99 bytes"));
  }

  @Test
  void fetch_cacheFolderIsAFile() throws Exception {
    Files.createDirectories(cache.getParent());
    Files.writeString(cache, "x");

    assertFails(
        IOException.class,
        "cacheFolder '/cache/fm-explain' must be a folder that can be made, but is not; choose"
            + " another cacheFolder",
        this::fetch);
  }

  @Test
  void fetch_somethingElseInTheCache() throws Exception {
    for (String name : List.of(SET + ".lock", ZIP, ZIP + ".part", ZIP + ".part.validator")) {
      Path folder = Files.createDirectories(cache.resolve(name));
      assertFails(
          IOException.class,
          "'"
              + folder
              + "' must be a file, but is a folder; remove it, or choose another cacheFolder",
          this::fetch);
      Files.delete(folder);
    }
    Path file = Files.writeString(cache.resolve(SET), "x");
    assertFails(
        IOException.class,
        "'" + file + "' must be a folder, but is a file; remove it, or choose another cacheFolder",
        this::fetch);
    assertEquals(List.of(), server.requests());
  }

  @Test
  void fetch_noAnswer() {
    server.off(SUM).on(SUM, exchange -> server.stall());

    assertFails(
        IOException.class,
        "no answer from "
            + server.uri()
            + SUM
            + ": nothing arrived for 1010 ms; check the network and call fetch() again, or "
            + LOCAL,
        download().connectTimeout(Duration.ofSeconds(1)).stallTimeout(Duration.ofMillis(10)).build()
            ::fetch);
  }

  @Test
  void fetch_fullDisk() throws Exception {
    cache = smallDisk(8).getPath("/cache");
    server.on(ZIP, TestServer.ranges(Arrays.copyOf(zip, 100_000), "\"v1\""));

    assertFails(
        IOException.class,
        "could not write '/cache/"
            + ZIP
            + ".part': out of disk space; free some space or choose another cacheFolder, then call"
            + " fetch() again",
        this::fetch);
  }

  @Test
  void fetch_fullDiskWhileUnpacking_keepsTheZipFile() throws Exception {
    cache = smallDisk(8).getPath("/cache");
    byte[] large = TestZip.of(SET + "/movies.csv", "x".repeat(100_000));
    server.off(SUM).on(ZIP, TestServer.ranges(large, "\"v1\""));
    serveSum(large);

    assertFails(
        IOException.class,
        "could not write 'movies.csv': out of disk space; free some space or choose another"
            + " cacheFolder, then call fetch() again",
        this::fetch);
    assertEquals(List.of(SET + ".lock", ZIP), cached());
  }

  private static FileSystem smallDisk(int blocks) {
    return Jimfs.newFileSystem(
        Configuration.unix().toBuilder().setBlockSize(4096).setMaxSize(blocks * 4096L).build());
  }

  @Test
  void fetch_bomb() throws Exception {
    byte[] bomb = TestZip.of(SET + "/movies.csv", "x".repeat(100_000));
    server.off(SUM).on(ZIP, TestServer.ranges(bomb, "\"v1\""));
    serveSum(bomb);

    assertFails(
        IOException.class,
        "archive "
            + ZIP
            + " unpacks to more than the limit of 50000 bytes; raise it with"
            + " maximumUnpackedBytes(…) if it can be trusted",
        download().maximumUnpackedBytes(50_000).build()::fetch);
    assertFalse(Files.exists(cache.resolve(SET)));
    server.requests().clear();

    assertTrue(Files.isDirectory(download().maximumUnpackedBytes(100_000).build().fetch()));
    assertEquals(List.of(), server.requests());
  }

  @Test
  void fetch_unsafeArchive_isDeleted() throws Exception {
    byte[] unsafe = TestZip.of("../evil", "x");
    server.off(SUM).on(ZIP, TestServer.ranges(unsafe, "\"v1\""));
    serveSum(unsafe);

    assertFails(
        UnsafeArchiveException.class,
        "archive "
            + ZIP
            + " must have entries with plain relative paths, but one is '../evil'; it was deleted, "
            + LOCAL,
        this::fetch);
    assertEquals(List.of(SET + ".lock"), cached());
  }

  @Test
  void fetch_archiveOfSomethingElse() throws Exception {
    byte[] other = TestZip.of("other/movies.csv", "x");
    server.off(SUM).on(ZIP, TestServer.ranges(other, "\"v1\""));
    serveSum(other);

    assertFails(
        UnsafeArchiveException.class,
        "archive " + ZIP + " must have the folder '" + SET + "'; it was deleted, " + LOCAL,
        this::fetch);
  }
}
