package io.github.fmexplain.movielens;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.fmexplain.data.History;
import io.github.fmexplain.data.Interaction;
import io.github.fmexplain.data.RatingTarget;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.data.UnknownIdException;
import io.github.fmexplain.model.FeatureVector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovieLensTest {

  private static MovieLens ml100k() throws IOException {
    return MovieLens.load(TestFolder.ml100k());
  }

  @Test
  void load_ml100k() throws IOException {
    MovieLens movies = ml100k();

    assertEquals("ml-100k", movies.name());
    assertFalse(movies.isSynthetic());
    assertEquals(new DataSetCounts(3, 3, 5, 2, 6), movies.counts());
    assertEquals("ml-100k: 3 users, 3 items, 5 training and 2 test ratings", movies.toString());
  }

  @Test
  void load_ml1m() throws IOException {
    MovieLens movies = MovieLens.load(TestFolder.ml1m());

    assertEquals("ml-1m", movies.name());
    assertEquals("The Tin Café: A Story (1990)", movies.catalogue().titleOf("1"));
    assertEquals(Set.of("Comedy", "Drama"), movies.catalogue().item("1").tags());
    assertEquals(Set.of("age=under 18", "gender=F", "occupation=writer"), movies.userTagsOf("1"));
    assertEquals(Set.of("age=56+", "gender=M", "occupation=retired"), movies.userTagsOf("2"));
    assertEquals(new DataSetCounts(2, 2, 3, 0, 4), movies.counts());
  }

  @Test
  void load_ml10m() throws IOException {
    Path folder = TestFolder.ml10m();
    MovieLens movies = MovieLens.load(folder);

    assertEquals("ml-10m", movies.name());
    assertEquals("The Tin Café (1990)", movies.catalogue().titleOf("1"));
    assertEquals("\"The\" Lost & Found – 靴下 (1991)", movies.catalogue().titleOf("5"));
    assertEquals(Set.of(), movies.catalogue().item("7").tags());
    assertEquals(new DataSetCounts(2, 3, 3, 0, 5), movies.counts());
    assertEquals(3.5, movies.historyOf("1").interactions().get(0).rating());
    assertEquals(Set.of(), movies.userTagsOf("2"));
    // With users it is ml-1m, which may have tags of somebody's own.
    TestFolder.write(folder, "users.dat", "1::F::1::20::00001", "2::M::56::13::00002-1234");
    assertEquals("ml-1m", MovieLens.load(folder).name());
  }

  @Test
  void load_mlLatestOfAKnownSize_isCalledByIt() throws IOException {
    Path folder = TestFolder.empty("somewhere");
    TestFolder.write(folder, "ratings.csv", "userId,movieId,rating,timestamp", "1,1,5,0");
    for (Map.Entry<Integer, String> set :
        Map.of(27_278, "ml-20m", 62_423, "ml-25m", 87_585, "ml-32m", 2, "ml-latest").entrySet()) {
      StringBuilder movies = new StringBuilder("movieId,title,genres\n");
      for (int item = 1; item <= set.getKey(); item++) {
        movies.append(item).append(",a,(no genres listed)\n");
      }
      Files.writeString(folder.resolve("movies.csv"), movies);
      assertEquals(set.getValue(), MovieLens.load(folder).name());
    }
  }

  @Test
  void load_mlLatestAsOthersExportIt() throws IOException {
    Path folder = TestFolder.mlLatest();
    TestFolder.write(
        folder,
        "movies.csv",
        "\"movieId\",\"title\",\"genres\"",
        "\"1\",\"a\",\"x\"",
        "\"50\",\"b\",\"y\"");
    TestFolder.write(
        folder,
        "ratings.csv",
        "\"userId\",\"movieId\",\"rating\",\"timestamp\"",
        "1,50,3.50,0",
        "1,1,4.00,0");
    MovieLens movies = MovieLens.load(folder);

    assertEquals(
        List.of(3.5, 4.0),
        movies.historyOf("1").interactions().stream().map(Interaction::rating).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"u.item", "u.user", "u.genre", "u.data", "ua.base", "ua.test"})
  void load_ml100kWithAByteOrderMark(String file) throws IOException {
    Path folder = TestFolder.ml100k();
    String text = Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
    for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
      bytes.writeBytes(text.getBytes(charset));
      Files.write(folder.resolve(file), bytes.toByteArray());
      MovieLens movies = MovieLens.load(folder);

      assertEquals(List.of("1", "2", "10"), movies.users());
      assertEquals("The Tin Café (1990)", movies.catalogue().titleOf("1"));
      assertEquals(new DataSetCounts(3, 3, 5, 2, 6), movies.counts());
      assertEquals(Set.of("Comedy"), movies.catalogue().item("1").tags());
    }
  }

  @Test
  void load_ml1mWithByteOrderMarksAndInUtf8() throws IOException {
    Path folder = TestFolder.ml1m();
    for (String file : List.of("movies.dat", "users.dat", "ratings.dat")) {
      String text = Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
      Files.writeString(folder.resolve(file), "\uFEFF" + text);
    }
    MovieLens movies = MovieLens.load(folder);

    assertEquals("The Tin Café: A Story (1990)", movies.catalogue().titleOf("1"));
    assertEquals(List.of("1", "2"), movies.users());
    assertEquals(new DataSetCounts(2, 2, 3, 0, 4), movies.counts());
  }

  @Test
  void load_mlLatest() throws IOException {
    MovieLens movies = MovieLens.load(TestFolder.mlLatest());

    assertEquals("ml-latest-small", movies.name());
    assertEquals("Tin Café, The (1990)", movies.catalogue().titleOf("1"));
    assertEquals("The \"Lost\" Sock – 靴下 (1991)", movies.catalogue().titleOf("50"));
    assertEquals(Set.of(), movies.catalogue().item("50").tags());
    assertEquals(List.of("1", "3"), movies.users());
    assertEquals(3.5, movies.historyOf("3").interactions().get(0).rating());
    assertEquals(Set.of(), movies.userTagsOf("3"));
  }

  @Test
  void load_mlLatestInAnotherFolder_isCalledMlLatest() throws IOException {
    Path folder = TestFolder.mlLatest();
    Path moved = Files.move(folder, folder.resolveSibling("somewhere"));

    assertEquals("ml-latest", MovieLens.load(moved).name());
  }

  @Test
  void load_windowsLineEndsAndByteOrderMark() throws IOException {
    Path folder = TestFolder.mlLatest();
    for (String file : List.of("movies.csv", "ratings.csv")) {
      String text = Files.readString(folder.resolve(file));
      Files.writeString(folder.resolve(file), "\uFEFF" + text.replace("\n", "\r\n"));
    }

    assertEquals(3, MovieLens.load(folder).counts().trainingRatings());
  }

  @Test
  void users_areInNumericOrder() throws IOException {
    assertEquals(List.of("1", "2", "10"), ml100k().users());
  }

  @Test
  void users_keepTheOrderOfTheFileIfOneIsNoNumber() throws IOException {
    Path folder = TestFolder.mlLatest();
    TestFolder.write(
        folder, "ratings.csv", "userId,movieId,rating,timestamp", "9,1,1,0", "b,1,1,0", "1,1,1,0");

    assertEquals(List.of("9", "b", "1"), MovieLens.load(folder).users());
  }

  @Test
  void encoder_hasUsersThenItems() throws IOException {
    MovieLens movies = ml100k();

    assertEquals(OptionalInt.of(2), movies.encoder().userFeature("10"));
    assertEquals(FeatureVector.ones(5), movies.encoder().itemFeatures("7"));
  }

  @Test
  void tagged_hasColumnsForUserTagsAndGenres() throws IOException {
    MovieLens movies = ml100k().tagged();
    TrainingSet set =
        TrainingSet.of(movies.encoder(), movies.trainingHistories(), RatingTarget.stars());

    // 3 users, 3 items, 3 age groups, 2 genders, 3 occupations, 2 genres
    assertEquals(16, movies.encoder().numFeatures());
    assertEquals(16, movies.counts().features());
    assertEquals(5, set.numRows());
    // user, item, age, gender, occupation, genre
    assertEquals(6, set.rowSize(0));
  }

  @Test
  void tagged_isTheSameDataSetOtherwise() throws IOException {
    MovieLens movies = ml100k();

    assertSame(movies.tagged(), movies.tagged());
    assertSame(movies.tagged(), movies.tagged().tagged());
    assertEquals(movies.users(), movies.tagged().users());
    assertSame(movies.catalogue(), movies.tagged().catalogue());
    assertEquals(movies + ", with tags", movies.tagged().toString());
    assertFalse(movies.tagged().isSynthetic());
  }

  @Test
  void likes_areFourStarsAndMore() {
    assertEquals(RatingTarget.likeFrom(4), MovieLens.likes());
  }

  @Test
  void historyOf_hasTheTrainingRatingsWithTimes() throws IOException {
    assertEquals(
        History.of(
            "1",
            List.of(
                new Interaction("1", 5, Instant.ofEpochSecond(880000001), Set.of()),
                new Interaction("2", 4, Instant.ofEpochSecond(880000003), Set.of()))),
        ml100k().historyOf("1"));
  }

  @Test
  void tagged_givesHistoriesTheTagsOfTheirUsers() throws IOException {
    MovieLens movies = ml100k();

    assertEquals(
        movies.historyOf("10").withUserTags(Set.of("age=18-24", "gender=M", "occupation=pilot")),
        movies.tagged().historyOf("10"));
    assertEquals(
        movies.testHistoryOf("1").withUserTags(movies.userTagsOf("1")),
        movies.tagged().testHistoryOf("1"));
  }

  @Test
  void testHistoryOf_hasTheHeldOutRatings() throws IOException {
    MovieLens movies = ml100k();

    assertEquals("7", movies.testHistoryOf("1").interactions().get(0).itemId());
    assertEquals(0, movies.testHistoryOf("10").size());
  }

  @Test
  void historyOf_unknownUser() throws IOException {
    MovieLens movies = ml100k();
    UnknownIdException e = assertThrows(UnknownIdException.class, () -> movies.historyOf("9999"));

    assertEquals("unknown user '9999'; the data set has 3 users", e.getMessage());
  }

  @Test
  void histories_skipUsersWithoutRatings() throws IOException {
    MovieLens movies = ml100k();

    assertEquals(
        List.of(movies.historyOf("1"), movies.historyOf("2"), movies.historyOf("10")),
        movies.trainingHistories());
    assertEquals(
        List.of(movies.testHistoryOf("1"), movies.testHistoryOf("2")), movies.testHistories());
    assertEquals(
        movies.trainingHistories().stream()
            .map(history -> movies.tagged().historyOf(requireNonNull(history.userId())))
            .toList(),
        movies.tagged().trainingHistories());
    assertEquals(
        List.of(movies.tagged().testHistoryOf("1"), movies.tagged().testHistoryOf("2")),
        movies.tagged().testHistories());
  }

  @Test
  void histories_areUnmodifiable() throws IOException {
    List<History> histories = ml100k().trainingHistories();

    assertThrows(UnsupportedOperationException.class, histories::clear);
  }

  @Test
  void time_after2038() throws IOException {
    Path folder = TestFolder.mlLatest();
    TestFolder.write(folder, "ratings.csv", "userId,movieId,rating,timestamp", "1,1,5,4294967295");

    assertEquals(
        Instant.ofEpochSecond(4294967295L),
        MovieLens.load(folder).historyOf("1").interactions().get(0).time());
  }

  @Test
  void userTags_haveTheGroupsOfMl1m() {
    List<String> groups =
        List.of(0, 17, 18, 24, 25, 34, 35, 44, 45, 49, 50, 55, 56, 99).stream()
            .map(age -> new UserData(age, "", "").tags().iterator().next())
            .toList();

    assertEquals(
        List.of(
            "age=under 18",
            "age=under 18",
            "age=18-24",
            "age=18-24",
            "age=25-34",
            "age=25-34",
            "age=35-44",
            "age=35-44",
            "age=45-49",
            "age=45-49",
            "age=50-55",
            "age=50-55",
            "age=56+",
            "age=56+"),
        groups);
  }

  @Test
  void load_manyRatings() throws IOException {
    // More than one chunk of columns, and users in turns.
    Path folder = TestFolder.empty("ml-test");
    StringBuilder movies = new StringBuilder("movieId,title,genres\n");
    StringBuilder ratings = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int item = 0; item < 10_000; item++) {
      movies.append(item).append(",t,Drama\n");
      for (int user = 0; user < 5; user++) {
        ratings.append(user).append(',').append(item).append(",3,").append(item).append('\n');
      }
    }
    Files.writeString(folder.resolve("movies.csv"), movies);
    Files.writeString(folder.resolve("ratings.csv"), ratings);
    History history = MovieLens.load(folder, Split.ALL).historyOf("3");

    assertEquals(10_000, history.size());
    assertEquals("9999", history.interactions().get(9_999).itemId());
    assertTrue(history.find("5000").isPresent());
  }
}
