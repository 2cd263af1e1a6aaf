package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server, a cache in memory and an archive, for tests of {@link MovieLensDownload}. */
abstract class DownloadTestCase {

  static final String SET = "ml-latest-small";
  static final String ZIP = "ml-latest-small.zip";
  static final String SUM = "ml-latest-small.zip.md5";
  static final String LOCAL = "give MovieLens.load a local folder";

  TestServer server;
  Path cache;
  byte[] zip;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    cache = Jimfs.newFileSystem(Configuration.unix()).getPath("/cache/fm-explain");
    zip = TestZip.mlLatestSmall();
    serveSum(zip);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  void serveSum(byte[] bytes) throws Exception {
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    server.on(SUM, TestServer.text("MD5 (" + ZIP + ") = " + md5 + "\n"));
  }

  MovieLensDownload.Builder download() {
    return MovieLensDownload.builder()
        .archive(MovieLensArchive.ML_LATEST_SMALL)
        .baseUri(server.uri())
        .cacheFolder(cache);
  }

  Path fetch() throws IOException, InterruptedException {
    return download().build().fetch();
  }

  List<String> cached() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  void assertOnlyTheSet(Path folder) throws IOException {
    assertEquals(cache.resolve(SET), folder);
    assertEquals(new DataSetCounts(1, 1, 1, 0, 2), MovieLens.load(folder).counts());
    assertEquals(List.of(SET, SET + ".lock"), cached());
  }
}
