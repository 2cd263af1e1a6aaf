package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every message about a damaged folder, word for word. */
class FormatErrorTest {

  private static String message(Path folder) {
    return String.valueOf(
        assertThrows(MovieLensFormatException.class, () -> MovieLens.load(folder)).getMessage());
  }

  private static Path ml100k(String file, String... lines) throws IOException {
    Path folder = TestFolder.ml100k();
    TestFolder.write(folder, file, lines);
    return folder;
  }

  @Test
  void tornLine() throws IOException {
    assertEquals(
        "line 2 of ua.base must have 4 tab-separated fields 'user item rating timestamp', but has"
            + " 2; is the file complete?",
        message(ml100k("ua.base", "1\t1\t5\t880000001", "1\t2")));
  }

  @Test
  void emptyLineInside() throws IOException {
    assertEquals(
        "line 2 of ua.base must not be empty, as more lines follow; is the file damaged?",
        message(ml100k("ua.base", "1\t1\t5\t880000001", "", "1\t2\t3\t880000001")));
  }

  @Test
  void emptyFile() throws IOException {
    Path folder = TestFolder.ml100k();
    Files.write(folder.resolve("ua.test"), new byte[0]);

    assertEquals(
        "ua.test must have at least 1 rating, but has none; is the file complete?",
        message(folder));
  }

  @ParameterizedTest
  @CsvSource({"NaN", "-1", "0", "5.5", "6", "3.25", "Infinity", "''", "four", ".5", "3.", "٣"})
  void badRating(String rating) throws IOException {
    Path folder = TestFolder.mlLatest();
    Files.writeString(
        folder.resolve("ratings.csv"),
        "userId,movieId,rating,timestamp\n1,1," + rating + ",5\n",
        StandardCharsets.UTF_8);

    assertEquals(
        "rating in line 2 of ratings.csv must be from 0.5 to 5 in steps of 0.5, but was '"
            + rating
            + "'",
        message(folder));
  }

  @ParameterizedTest
  @CsvSource({"-1", "4294967296", "1e9", "''", "880000001.5", "99999999999999999999"})
  void badTimestamp(String timestamp) throws IOException {
    assertEquals(
        "timestamp in line 1 of ua.base must be a whole number from 0 to 4294967295, but was '"
            + timestamp
            + "'",
        message(ml100k("ua.base", "1\t1\t5\t" + timestamp)));
  }

  @Test
  void repeatedPair() throws IOException {
    assertEquals(
        "a user must rate an item once, but user '1' rates item '2' in line 1 of ua.base and in"
            + " line 3 of ua.base; keep one of them",
        message(ml100k("ua.base", "1\t2\t5\t1", "1\t1\t5\t1", "1\t2\t4\t1", "1\t2\t3\t1")));
  }

  @Test
  void pairInTrainingAndTest() throws IOException {
    assertEquals(
        "a user must rate an item once, but user '2' rates item '2' in line 1 of ua.base and in"
            + " line 2 of ua.test; keep one of them",
        message(ml100k("ua.base", "2\t2\t5\t1")));
  }

  @Test
  void unknownItem() throws IOException {
    assertEquals(
        "item in line 1 of ua.base must be one of the 3 of u.item, but was '3'",
        message(ml100k("ua.base", "1\t3\t5\t1")));
  }

  @Test
  void unknownUser() throws IOException {
    assertEquals(
        "user in line 1 of ua.base must be one of the 3 of u.user, but was '4'",
        message(ml100k("ua.base", "4\t1\t5\t1")));
  }

  @Test
  void emptyUser() throws IOException {
    assertEquals(
        "user in line 1 of ua.base must not be empty", message(ml100k("ua.base", "\t1\t5\t1")));
  }

  @Test
  void emptyItem() throws IOException {
    assertEquals(
        "item in line 1 of u.item must not be empty", message(ml100k("u.item", "|t||||0|0")));
  }

  @Test
  void itemWithTooFewGenres() throws IOException {
    assertEquals(
        "line 1 of u.item must have 7 '|'-separated fields 'item title date video-date url, then"
            + " one a genre', but has 6; is the file complete?",
        message(ml100k("u.item", "1|t||||0")));
  }

  @Test
  void genreFlag() throws IOException {
    assertEquals(
        "genre 'Comedy' in line 1 of u.item must be a whole number from 0 to 1, but was '2'",
        message(ml100k("u.item", "1|t||||0|2")));
  }

  @Test
  void genreNumber() throws IOException {
    assertEquals(
        "genre number in line 2 of u.genre must be a whole number from 1 to 1, but was '2'",
        message(ml100k("u.genre", "unknown|0", "Comedy|2")));
  }

  @Test
  void repeatedGenre() throws IOException {
    assertEquals(
        "line 2 of u.genre must not have genre 'Comedy' again; ids occur once",
        message(ml100k("u.genre", "Comedy|0", "Comedy|1")));
  }

  @Test
  void repeatedItem() throws IOException {
    assertEquals(
        "line 2 of u.item must not have item '1' again; ids occur once",
        message(ml100k("u.item", "1|t||||0|0", "1|u||||0|0")));
  }

  @Test
  void repeatedUser() throws IOException {
    assertEquals(
        "line 2 of u.user must not have user '1' again; ids occur once",
        message(ml100k("u.user", "1|20|F|writer|0", "1|21|F|writer|0")));
  }

  @Test
  void badAge() throws IOException {
    assertEquals(
        "age in line 1 of u.user must be a whole number from 0 to 150, but was '151'",
        message(ml100k("u.user", "1|151|F|writer|0")));
  }

  @Test
  void badGender() throws IOException {
    assertEquals(
        "gender in line 1 of u.user must be F, M or empty, but was 'f'",
        message(ml100k("u.user", "1|15|f|writer|0")));
  }

  @Test
  void badOccupation() throws IOException {
    Path folder = TestFolder.ml1m();
    TestFolder.write(folder, "users.dat", "1::F::1::21::0");

    assertEquals(
        "occupation in line 1 of users.dat must be a whole number from 0 to 20, but was '21'",
        message(folder));
  }

  @Test
  void badGenres() throws IOException {
    Path folder = TestFolder.ml1m();
    TestFolder.write(folder, "movies.dat", "1::t::Drama||Comedy");

    assertEquals(
        "genres in line 1 of movies.dat must be names between bars or '(no genres listed)', but"
            + " was 'Drama||Comedy'",
        message(folder));
  }

  @Test
  void badHeader() throws IOException {
    Path folder = TestFolder.mlLatest();
    TestFolder.write(folder, "ratings.csv", "user;item;rating", "1,1,5,1");

    assertEquals(
        "line 1 of ratings.csv must be 'userId,movieId,rating,timestamp', but was"
            + " 'user;item;rating'; is it a MovieLens file?",
        message(folder));
  }

  @Test
  void noHeader() throws IOException {
    Path folder = TestFolder.mlLatest();
    Files.write(folder.resolve("movies.csv"), new byte[0]);

    assertEquals(
        "movies.csv must have at least 1 line, but has none; is the file complete?",
        message(folder));
  }

  @Test
  void openQuote() throws IOException {
    Path folder = TestFolder.mlLatest();
    TestFolder.write(folder, "movies.csv", "movieId,title,genres", "1,\"The Tin,Drama");

    assertEquals(
        "line 2 of movies.csv must have each quote closed, but one is open; is the file complete?",
        message(folder));
  }

  @Test
  void notUtf8() throws IOException {
    Path folder = TestFolder.mlLatest();
    TestFolder.write(folder, "movies.csv", "movieId,title,genres", "1,Café,Drama");

    assertEquals("line 2 of movies.csv must be UTF-8 text, but is not", message(folder));
  }

  @Test
  void longLine() throws IOException {
    assertEquals(
        "line 2 of ua.base must have at most 65536 bytes, but has more; is it a MovieLens file?",
        message(ml100k("ua.base", "1\t1\t5\t1", "1".repeat(65_537))));
  }

  @Test
  void quotedTextIsShortAndOneLine() throws IOException {
    assertEquals(
        "item in line 1 of ua.base must be one of the 3 of u.item, but was"
            + " '?[31mxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'",
        message(ml100k("ua.base", "1\t\u001B[31m" + "x".repeat(90) + "\t5\t1")));
  }

  @Test
  void missingFolder() throws IOException {
    assertEquals(
        "MovieLens folder '/data/none/ml' must be a folder, but is missing; give the folder that"
            + " holds the unpacked files",
        message(TestFolder.empty("none").resolve("ml")));
  }

  @Test
  void fileInsteadOfFolder() throws IOException {
    assertEquals(
        "MovieLens folder '/data/ml-100k/u.item' must be a folder, but is a file; give the folder"
            + " that holds the unpacked files",
        message(TestFolder.ml100k().resolve("u.item")));
  }

  @Test
  void otherFolder() throws IOException {
    assertEquals(
        "MovieLens folder '/data/other' must have u.item (ml-100k), movies.dat (ml-1m,"
            + " ml-10m) or movies.csv (ml-latest, ml-20m, ml-25m, ml-32m), but has none; give the"
            + " folder that holds the unpacked files",
        message(TestFolder.empty("other")));
  }

  @Test
  void missingFile() throws IOException {
    Path folder = TestFolder.ml100k();
    Files.delete(folder.resolve("u.genre"));

    assertEquals(
        "a folder of ml-100k must have the file u.genre, but '/data/ml-100k' has none; is the"
            + " folder complete?",
        message(folder));
  }

  @Test
  void missingSplitFile() throws IOException {
    Path folder = TestFolder.ml100k();
    Files.delete(folder.resolve("ua.base"));

    assertEquals(
        "a folder of ml-100k must have the file ua.base, but '/data/ml-100k' has none; is the"
            + " folder complete?",
        message(folder));
  }

  @Test
  void splitOfAnotherLayout() throws IOException {
    Path folder = TestFolder.ml1m();
    MovieLensFormatException e =
        assertThrows(MovieLensFormatException.class, () -> MovieLens.load(folder, Split.UA));

    assertEquals(
        "split UA must have its own files, but ml-1m has none; choose Split.ALL or"
            + " Split.holdOut(…)",
        e.getMessage());
  }
}
