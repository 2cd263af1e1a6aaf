package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {

  @Test
  void all_hasNoTest() throws IOException {
    DataSetCounts counts = MovieLens.load(TestFolder.ml100k(), Split.ALL).counts();

    assertEquals(7, counts.trainingRatings());
    assertEquals(0, counts.testRatings());
  }

  @Test
  void filesOfASplit_areRead() throws IOException {
    List<Split> splits = List.of(Split.UB, Split.U1, Split.U2, Split.U3, Split.U4, Split.U5);
    for (Split split : splits) {
      Path folder = TestFolder.ml100k();
      String stem = split.stem().orElseThrow();
      Files.move(folder.resolve("ua.base"), folder.resolve(stem + ".base"));
      Files.move(folder.resolve("ua.test"), folder.resolve(stem + ".test"));

      assertEquals(2, MovieLens.load(folder, split).counts().testRatings(), stem);
    }
  }

  @Test
  void defaultWithoutFiles_holdsOutTenOfUsersWithTwenty() throws IOException {
    Path folder = longHistories(19, 20, 21);
    MovieLens movies = MovieLens.load(folder);

    assertEquals(List.of("2", "3"), movies.testHistories().stream().map(h -> h.userId()).toList());
    assertEquals(10, movies.testHistoryOf("2").size());
    assertEquals(11, movies.historyOf("3").size());
    assertEquals(
        movies.testHistories(), MovieLens.load(folder, Split.holdOut(10, 0)).testHistories());
  }

  @Test
  void holdOut_partsAreTheWhole() throws IOException {
    MovieLens movies = MovieLens.load(longHistories(30), Split.holdOut(7, 3));
    Set<String> items = new HashSet<>();
    movies.historyOf("1").interactions().forEach(i -> items.add(i.itemId()));
    movies.testHistoryOf("1").interactions().forEach(i -> items.add(i.itemId()));

    assertEquals(30, items.size());
    assertEquals(new DataSetCounts(1, 30, 23, 7, 31), movies.counts());
  }

  @Test
  void holdOut_dependsOnTheSeed() throws IOException {
    Path folder = longHistories(40);

    assertNotEquals(
        MovieLens.load(folder, Split.holdOut(10, 1)).testHistories(),
        MovieLens.load(folder, Split.holdOut(10, 2)).testHistories());
  }

  @Test
  void holdOut_ofAUserDoesNotDependOnOthers() throws IOException {
    Split split = Split.holdOut(5, 4);

    assertEquals(
        MovieLens.load(longHistories(20, 30), split).testHistoryOf("2"),
        MovieLens.load(longHistories(25, 30, 22), split).testHistoryOf("2"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void holdOut_perUserBelowOne(int perUser) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Split.holdOut(perUser, 1));

    assertEquals("perUser must be at least 1, but was " + perUser, e.getMessage());
  }

  @Test
  void equalsAndToString() {
    assertEquals(Split.holdOut(3, 4), Split.holdOut(3, 4));
    assertEquals(Split.holdOut(3, 4).hashCode(), Split.holdOut(3, 4).hashCode());
    assertNotEquals(Split.holdOut(3, 4), Split.holdOut(3, 5));
    assertNotEquals(Split.UA, Split.UB);
    assertEquals(
        "[UA, ALL, holdOut(3, 4)]", List.of(Split.UA, Split.ALL, Split.holdOut(3, 4)).toString());
  }

  private static Path longHistories(int... lengths) throws IOException {
    Path folder = TestFolder.empty("ml-test");
    StringBuilder movies = new StringBuilder("movieId,title,genres\n");
    StringBuilder ratings = new StringBuilder("userId,movieId,rating,timestamp\n");
    int items = IntStream.of(lengths).max().orElseThrow();
    for (int item = 1; item <= items; item++) {
      movies.append(item).append(",t,Drama\n");
      for (int user = 1; user <= lengths.length; user++) {
        if (item <= lengths[user - 1]) {
          ratings.append(user).append(',').append(item).append(",3,1\n");
        }
      }
    }
    Files.writeString(folder.resolve("movies.csv"), movies);
    Files.writeString(folder.resolve("ratings.csv"), ratings);
    return folder;
  }
}
