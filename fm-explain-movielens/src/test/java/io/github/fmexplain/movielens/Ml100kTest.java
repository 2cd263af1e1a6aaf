package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads the real data set where it is, and holds none of it. */
class Ml100kTest {

  private MovieLens movies;

  @BeforeEach
  void load() throws IOException {
    assumeTrue(Ml100k.folder().isPresent(), Ml100k.HOW_TO);
    movies = MovieLens.load(folder());
  }

  private static Path folder() {
    return Ml100k.folder().orElseThrow();
  }

  @Test
  void counts() {
    assertEquals("ml-100k", movies.name());
    assertEquals(new DataSetCounts(943, 1682, 90_570, 9_430, 2_625), movies.counts());
  }

  @Test
  void users_areOneTo943() {
    assertEquals(
        IntStream.rangeClosed(1, 943).mapToObj(Integer::toString).toList(), movies.users());
  }

  @Test
  void columns_areThoseOfTheNotebook() {
    for (int user = 1; user <= 943; user++) {
      assertEquals(OptionalInt.of(user - 1), movies.encoder().userFeature(Integer.toString(user)));
    }
    for (int item = 1; item <= 1682; item++) {
      assertEquals(
          FeatureVector.ones(943 + item - 1),
          movies.encoder().itemFeatures(Integer.toString(item)));
    }
  }

  @Test
  void labels_areThoseOfTheNotebook() {
    assertLabels(movies.trainingHistories(), 49_906, 40_664);
    assertLabels(movies.testHistories(), 5_469, 3_961);
  }

  private void assertLabels(List<History> histories, int ones, int zeros) {
    TrainingSet set = TrainingSet.of(movies.encoder(), histories, MovieLens.likes());
    long likes = IntStream.range(0, set.numRows()).filter(row -> set.target(row) == 1).count();

    assertEquals(ones, likes);
    assertEquals(zeros, set.numRows() - likes);
  }

  @Test
  void item267_hasNoDate() throws IOException {
    String line;
    try (LineReader lines = LineReader.open(folder().resolve("u.item"), Dialect.PIPE.charset())) {
      do {
        line = lines.next();
      } while (line != null && lines.number() < 267);
    }

    assertTrue(line != null && line.startsWith("267|") && line.contains("||||"));
    assertEquals(Set.of("unknown"), movies.catalogue().item("267").tags());
  }

  @Test
  void user846_hasLinesOfTheSplit() throws IOException {
    assertEquals(linesOf("ua.base", "846"), linesOf(movies.historyOf("846")));
    assertEquals(linesOf("ua.test", "846"), linesOf(movies.testHistoryOf("846")));
    assertEquals(3, movies.userTagsOf("846").size());
  }

  private static List<String> linesOf(String file, String user) throws IOException {
    return Files.readAllLines(folder().resolve(file)).stream()
        .filter(line -> line.startsWith(user + "\t"))
        .toList();
  }

  private static List<String> linesOf(History history) {
    return history.interactions().stream()
        .map(
            i ->
                String.join(
                    "\t",
                    history.userId(),
                    i.itemId(),
                    Integer.toString((int) i.rating()),
                    i.time() == null ? "" : Long.toString(i.time().getEpochSecond())))
        .toList();
  }

  @Test
  void all_hasEveryRating() throws IOException {
    assertEquals(100_000, MovieLens.load(folder(), Split.ALL).counts().trainingRatings());
  }

  @Test
  void writtenAndReadAgain_isTheSame() throws IOException {
    Path copy = TestFolder.empty("copy");
    movies.writeTo(copy, MovieLensLayout.ML_100K);
    MovieLens again = MovieLens.load(copy);

    assertEquals(movies.catalogue().items(), again.catalogue().items());
    assertEquals(movies.tagged().trainingHistories(), again.tagged().trainingHistories());
    assertEquals(movies.tagged().testHistories(), again.tagged().testHistories());
  }

  @Test
  void syntheticTitles_areNone() {
    MovieLens synthetic =
        SyntheticMovieLens.builder().users(1).items(4_000).ratings(20).seed(1).build();
    Set<String> shared = names(synthetic);
    shared.retainAll(names(movies));

    assertEquals(Set.of(), shared);
  }

  private static Set<String> names(MovieLens movies) {
    return movies.catalogue().items().stream()
        .map(CatalogueItem::title)
        .map(title -> title.replaceAll(" \\(\\d+\\)$", ""))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
