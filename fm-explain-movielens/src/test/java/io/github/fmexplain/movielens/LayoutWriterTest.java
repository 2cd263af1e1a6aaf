package io.github.fmexplain.movielens;

import static io.github.fmexplain.movielens.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayoutWriterTest {

  @Test
  void ml100k_keepsEverything() throws IOException {
    MovieLens movies = MovieLens.load(TestFolder.ml100k());
    Path folder = TestFolder.empty("copy");
    movies.writeTo(folder);
    MovieLens copy = MovieLens.load(folder);

    assertSame(movies, copy);
    assertEquals(movies.testHistories(), copy.testHistories());
    assertEquals(movies.tagged().trainingHistories(), copy.tagged().trainingHistories());
    assertEquals(7, MovieLens.load(folder, Split.ALL).counts().trainingRatings());
  }

  @ParameterizedTest
  @EnumSource
  void synthetic_saysSoWhenReadAgain(MovieLensLayout layout) throws IOException {
    MovieLens movies = SyntheticMovieLens.builder().users(5).items(60).ratings(110).seed(1).build();
    Path folder = TestFolder.empty("ml-copy");
    movies.writeTo(folder, layout);
    MovieLens copy = MovieLens.load(folder, Split.ALL);

    assertEquals("synthetic", copy.name());
    assertTrue(copy.isSynthetic());
    assertSame(movies, copy);
    assertEquals(110, copy.counts().trainingRatings());
  }

  @Test
  void withoutTest_writesNoSplit() throws IOException {
    Path folder = TestFolder.empty("copy");
    MovieLens.load(TestFolder.mlLatest()).writeTo(folder, MovieLensLayout.ML_LATEST);
    MovieLens.load(TestFolder.ml1m()).writeTo(folder, MovieLensLayout.ML_100K);

    assertFalse(Files.exists(folder.resolve("ua.base")));
    assertEquals("ml-100k", MovieLens.load(folder).name());
    assertEquals(3, MovieLens.load(folder).counts().trainingRatings());
  }

  @Test
  void withoutUserData_leavesItEmpty() throws IOException {
    Path source = TestFolder.mlLatest();
    TestFolder.write(
        source, "movies.csv", "movieId,title,genres", "1,a,x", "50,b,(no genres listed)");
    MovieLens movies = MovieLens.load(source);
    for (MovieLensLayout layout : MovieLensLayout.values()) {
      Path folder = TestFolder.empty("copy");
      movies.writeTo(folder, layout);
      MovieLens copy = MovieLens.load(folder);

      assertSame(movies, copy);
      assertEquals(movies.tagged().trainingHistories(), copy.tagged().trainingHistories());
    }
  }

  @Test
  void separatorInTitle() throws IOException {
    Path source = TestFolder.mlLatest();
    TestFolder.write(source, "movies.csv", "movieId,title,genres", "1,a|b::c:,x", "50,b,y");
    MovieLens movies = MovieLens.load(source);
    Path folder = TestFolder.empty("copy");

    assertEquals(
        "text to write must have no '|' that its '|'-separated file would take for an end, but was"
            + " 'a|b::c:'",
        message(movies, folder, MovieLensLayout.ML_100K));
    assertEquals(
        "text to write must have no ':' that its '::'-separated file would take for an end, but"
            + " was 'a|b::c:'",
        message(movies, folder, MovieLensLayout.ML_1M));
  }

  @Test
  void titleThatIsNotLatin1() throws IOException {
    MovieLens movies = MovieLens.load(TestFolder.mlLatest());

    assertEquals(
        "text to write must be ISO-8859-1 text, but was '50::The \"Lost\" Sock – 靴下 (1991)::(no"
            + " gen…'",
        message(movies, TestFolder.empty("copy"), MovieLensLayout.ML_1M));
  }

  /** It would be read as UTF-8, which it is by chance. */
  @Test
  void titleThatIsUtf8ByChance() throws IOException {
    Path source = TestFolder.mlLatest();
    Files.writeString(source.resolve("movies.csv"), "movieId,title,genres\n1,CafÃ©,x\n50,Café,y\n");
    MovieLens movies = MovieLens.load(source);

    assertEquals(
        "text to write must not be taken for UTF-8 in its ISO-8859-1 file, but was '1::CafÃ©::x'",
        message(movies, TestFolder.empty("copy"), MovieLensLayout.ML_1M));
    Path folder = TestFolder.empty("copy");
    movies.writeTo(folder, MovieLensLayout.ML_10M);
    assertSame(movies, MovieLens.load(folder));
  }

  @Test
  void failure_leavesTheOlderFiles() throws IOException {
    Path folder = TestFolder.ml1m();
    List<String> before = contents(folder);

    message(MovieLens.load(TestFolder.mlLatest()), folder, MovieLensLayout.ML_1M);
    assertEquals(before, contents(folder));
    MovieLens.load(TestFolder.ml100k()).writeTo(folder, MovieLensLayout.ML_1M);
    assertEquals(before.size(), contents(folder).size());
    assertEquals("The Lost Sock (1991)", MovieLens.load(folder).catalogue().titleOf("2"));
  }

  private static List<String> contents(Path folder) throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        contents.add(file + Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  @Test
  void lineBreakInTitle() throws IOException {
    Path source = TestFolder.mlLatest();
    TestFolder.write(source, "movies.csv", "movieId,title,genres", "1,a\rb,x", "50,b,y");
    MovieLens movies = MovieLens.load(source);

    assertEquals(
        "text to write must have no line break, but was '1,\"a?b\",x'",
        message(movies, TestFolder.empty("copy"), MovieLensLayout.ML_LATEST));
  }

  private static String message(MovieLens movies, Path folder, MovieLensLayout layout) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> movies.writeTo(folder, layout))
            .getMessage());
  }

  private static void assertSame(MovieLens expected, MovieLens actual) {
    assertEquals(expected.users(), actual.users());
    assertEquals(expected.catalogue().items(), actual.catalogue().items());
    assertEquals(
        expected.counts().trainingRatings() + expected.counts().testRatings(),
        actual.counts().trainingRatings() + actual.counts().testRatings());
  }

  @Test
  void fullDisk_namesTheFolder() throws IOException {
    Path folder =
        Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setBlockSize(4096).setMaxSize(4096).build())
            .getPath("/set");
    MovieLens movies = SyntheticMovieLens.builder().seed(1).build();
    assertFails(
        IOException.class,
        "writing the files of '/set' failed: out of disk space",
        () -> movies.writeTo(folder, MovieLensLayout.ML_LATEST));
  }
}
