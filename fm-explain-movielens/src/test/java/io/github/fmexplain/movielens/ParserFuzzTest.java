package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Any bytes are read, or refused with one line, and nothing else. */
class ParserFuzzTest {

  private static final Set<String> NAMES =
      Set.of(
          ("u.genre u.item u.user u.data ua.base ua.test movies.dat users.dat ratings.dat"
                  + " movies.csv ratings.csv")
              .split(" "));

  private static @Nullable Path folder;

  private static Path emptied() throws IOException {
    Path at = folder == null ? TestFolder.empty("ml-fuzz") : folder;
    folder = at;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(at)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    return at;
  }

  /** Files between zero bytes, each with its name in the first line. */
  @FuzzTest
  void folder(byte[] bytes) throws IOException {
    Path to = emptied();
    for (String file : new String(bytes, StandardCharsets.ISO_8859_1).split("\0", -1)) {
      int line = file.indexOf('\n');
      if (line > 0 && NAMES.contains(file.substring(0, line))) {
        Files.writeString(
            to.resolve(file.substring(0, line)),
            file.substring(line + 1),
            StandardCharsets.ISO_8859_1);
      }
    }
    try {
      MovieLens.load(to);
    } catch (MovieLensFormatException e) {
      Failures.assertOneLine(e);
    }
  }

  @FuzzTest
  void archive(byte[] bytes) throws IOException {
    Path zip = Files.write(emptied().resolve("a.zip"), bytes);
    Path to = zip.resolveSibling("unpacked");
    try {
      Unzip.unpack(zip, Files.createDirectory(to), 1000);
    } catch (IOException e) {
      // What is larger than the limit need not be unsafe: it stays, for a caller who raises it.
      assertTrue(
          e instanceof UnsafeArchiveException
              || String.valueOf(e.getMessage()).contains("maximumUnpackedBytes"),
          e::toString);
      Failures.assertOneLine(e);
    } finally {
      CacheFolder.deleteTree(to);
    }
  }
}
