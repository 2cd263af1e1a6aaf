package io.github.fmexplain.movielens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.IdIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class MovieLensProperties {

  private static final Path FOLDER;

  static {
    try {
      FOLDER = TestFolder.empty("properties");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 200, seed = "1")
  void writtenAndReadAgain_isTheSame(
      @ForAll("sets") MovieLens movies, @ForAll MovieLensLayout layout) throws IOException {
    Path folder = Files.createTempDirectory(FOLDER, "ml-");
    movies.writeTo(folder, layout);
    MovieLens copy = MovieLens.load(folder, Split.ALL);

    assertEquals(movies.users(), copy.users());
    assertEquals(movies.catalogue().items(), copy.catalogue().items());
    assertEquals(movies.trainingHistories(), copy.trainingHistories());
    if (layout == MovieLensLayout.ML_100K) {
      assertEquals(movies.tagged().trainingHistories(), copy.tagged().trainingHistories());
    }
  }

  @Property(tries = 300, seed = "1")
  void arbitraryBytes_throwNothingButIoExceptions(
      @ForAll MovieLensLayout layout, @ForAll @Size(max = 200) byte[] bytes, @ForAll int which)
      throws IOException {
    readDamaged(layout, bytes, which);
  }

  @Property(tries = 300, seed = "1")
  void arbitraryText_throwsNothingButIoExceptions(
      @ForAll MovieLensLayout layout, @ForAll("rows") List<String> rows, @ForAll int which)
      throws IOException {
    String header =
        layout != MovieLensLayout.ML_LATEST
            ? ""
            : Math.floorMod(which, 2) == 0
                ? MlLatestReader.MOVIE_HEADER + "\n"
                : MlLatestReader.RATING_HEADER + "\n";
    readDamaged(layout, (header + String.join("\n", rows)).getBytes(StandardCharsets.UTF_8), which);
  }

  private static void readDamaged(MovieLensLayout layout, byte[] bytes, int which)
      throws IOException {
    Path folder =
        switch (layout) {
          case ML_100K -> TestFolder.ml100k();
          case ML_1M -> TestFolder.ml1m();
          case ML_10M -> TestFolder.ml10m();
          case ML_LATEST -> TestFolder.mlLatest();
        };
    List<String> files =
        switch (layout) {
          case ML_100K -> List.of("u.item", "u.user", "u.genre", "ua.base", "ua.test");
          case ML_1M -> List.of("movies.dat", "ratings.dat", "users.dat");
          case ML_10M -> List.of("movies.dat", "ratings.dat");
          case ML_LATEST -> List.of("movies.csv", "ratings.csv");
        };
    Files.write(folder.resolve(files.get(Math.floorMod(which, files.size()))), bytes);
    try {
      MovieLens.load(folder);
    } catch (MovieLensFormatException e) {
      Failures.assertOneLine(e);
    } finally {
      folder.getFileSystem().close();
    }
  }

  @Provide
  Arbitrary<List<String>> rows() {
    Arbitrary<String> field =
        Arbitraries.of("1", "2", "5", "7", "", "3.5", "NaN", "F", "M", "\"", "\"a\"", "é", "-1");
    Arbitrary<String> separator = Arbitraries.of("\t", "|", "::", ",");
    return Combinators.combine(field.list().ofMinSize(1).ofMaxSize(8), separator)
        .as((fields, between) -> String.join(between, fields))
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<MovieLens> sets() {
    Arbitrary<String> title = Arbitraries.strings().withChars("aé \",'#;()-").ofMaxLength(12);
    return Combinators.combine(
            title.list().ofMinSize(2).ofMaxSize(6),
            Arbitraries.integers().between(1, 4),
            Arbitraries.longs())
        .as(MovieLensProperties::set);
  }

  /** {@return a set in which every user has a rating, as ml-latest knows no others} */
  private static MovieLens set(List<String> titles, int users, long seed) {
    Random random = new Random(seed);
    List<CatalogueItem> items = new ArrayList<>();
    for (String title : titles) {
      Set<String> genres = random.nextBoolean() ? Set.of("Drama", "Sci-Fi") : Set.of("Drama");
      items.add(new CatalogueItem("i" + (items.size() * 3 + 1), title, genres));
    }
    List<String> ids = new ArrayList<>();
    List<UserData> people = new ArrayList<>();
    RatingsBuilder ratings = new RatingsBuilder();
    for (int user = 0; user < users; user++) {
      ids.add(Integer.toString(user * 7 + 1));
      people.add(new UserData(random.nextInt(90), random.nextBoolean() ? "F" : "M", "baker"));
      BitSet rated = new BitSet();
      rated.set(random.nextInt(items.size()));
      rated.set(random.nextInt(items.size()));
      int owner = user;
      rated.stream()
          .forEach(
              i -> ratings.add(owner, i, 1 + random.nextInt(10), random.nextInt() & 0xFFFF_FFFFL));
    }
    return new MovieLens(
        "test",
        false,
        IdIndex.of("user", ids),
        people,
        Catalogue.of(items),
        ratings.build(UserOrder.of(ids)),
        Ratings.none(users));
  }
}
