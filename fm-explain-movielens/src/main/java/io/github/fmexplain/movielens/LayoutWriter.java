package io.github.fmexplain.movielens;

import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.internal.Text;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/** Writes a data set as a folder. One instance writes one folder once. */
final class LayoutWriter {

  private static final String ZIP_CODE = "00000";
  private static final CSVFormat CSV = CSVFormat.DEFAULT;

  private final MovieLens movies;
  private final Path target;

  /** Files are here until all of them are written. */
  private final Path folder;

  LayoutWriter(MovieLens movies, Path target) {
    this.movies = movies;
    this.target = target;
    this.folder = target.resolve(".writing-" + UUID.randomUUID());
  }

  void write(MovieLensLayout layout) throws IOException {
    try {
      Files.createDirectories(folder);
      try {
        writeFiles(layout);
        for (Path file : files()) {
          Files.move(
              file,
              target.resolve(file.getFileName()),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
        }
      } finally {
        for (Path file : files()) {
          Files.delete(file);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new IOException("writing the files of '" + target + "' failed: " + e.getMessage(), e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void writeFiles(MovieLensLayout layout) throws IOException {
    if (movies.isSynthetic()) {
      Files.writeString(
          folder.resolve(FolderReader.SYNTHETIC_MARKER),
          "The users, movies and ratings in this folder were made up by fm-explain.\n");
    }
    switch (layout) {
      case ML_100K -> writeMl100k();
      case ML_1M -> writeMl1m();
      case ML_10M -> writeMl10m();
      case ML_LATEST -> writeMlLatest();
    }
  }

  private void writeMl100k() throws IOException {
    Set<String> genres = new TreeSet<>();
    movies.catalogue().items().forEach(item -> genres.addAll(item.tags()));
    if (genres.isEmpty()) {
      genres.add("unknown");
    }
    try (RowWriter out = new RowWriter("u.genre", Dialect.PIPE)) {
      int number = 0;
      for (String genre : genres) {
        out.row(genre, Integer.toString(number++));
      }
    }
    try (RowWriter out = new RowWriter("u.item", Dialect.PIPE)) {
      for (CatalogueItem item : movies.catalogue().items()) {
        List<String> row = new ArrayList<>(List.of(item.id(), item.title(), "", "", ""));
        genres.forEach(genre -> row.add(item.tags().contains(genre) ? "1" : "0"));
        out.row(row.toArray(new String[0]));
      }
    }
    try (RowWriter out = new RowWriter("u.user", Dialect.PIPE)) {
      for (int user = 0; user < movies.users().size(); user++) {
        UserData data = movies.userData(user);
        String age = data.age() < 0 ? "" : Integer.toString(data.age());
        out.row(movies.users().get(user), age, data.gender(), data.occupation(), ZIP_CODE);
      }
    }
    writeRatings("u.data", Dialect.TAB, List.of(movies.training(), movies.test()));
    if (movies.test().size() > 0) {
      writeRatings("ua.base", Dialect.TAB, List.of(movies.training()));
      writeRatings("ua.test", Dialect.TAB, List.of(movies.test()));
    }
  }

  private void writeMl10m() throws IOException {
    try (RowWriter out = new RowWriter("movies.dat", Dialect.COLONS, StandardCharsets.UTF_8)) {
      writeMovies(out);
    }
    writeRatings("ratings.dat", Dialect.COLONS, List.of(movies.training(), movies.test()));
    Files.writeString(folder.resolve("tags.dat"), "");
  }

  private void writeMl1m() throws IOException {
    try (RowWriter out = new RowWriter("movies.dat", Dialect.COLONS)) {
      writeMovies(out);
    }
    try (RowWriter out = new RowWriter("users.dat", Dialect.COLONS)) {
      for (int user = 0; user < movies.users().size(); user++) {
        UserData data = movies.userData(user);
        out.row(
            movies.users().get(user),
            data.gender(),
            data.age() < 0 ? "" : Integer.toString(data.groupCode()),
            data.occupation().isEmpty()
                ? ""
                : Integer.toString(Ml1mOccupations.code(data.occupation())),
            ZIP_CODE);
      }
    }
    writeRatings("ratings.dat", Dialect.COLONS, List.of(movies.training(), movies.test()));
  }

  private void writeMlLatest() throws IOException {
    try (RowWriter out = new RowWriter("movies.csv", Dialect.CSV)) {
      out.line(MlLatestReader.MOVIE_HEADER);
      writeMovies(out);
    }
    writeRatings("ratings.csv", Dialect.CSV, List.of(movies.training(), movies.test()));
  }

  private void writeMovies(RowWriter out) throws IOException {
    for (CatalogueItem item : movies.catalogue().items()) {
      for (String genre : item.tags()) {
        check(genre.indexOf('|') < 0, "have no '|' in a genre", genre);
      }
      String genres = String.join("|", item.tags());
      out.row(item.id(), item.title(), genres.isEmpty() ? MovieFile.NO_GENRES : genres);
    }
  }

  private void writeRatings(String file, Dialect dialect, List<Ratings> parts) throws IOException {
    try (RowWriter out = new RowWriter(file, dialect)) {
      if (dialect == Dialect.CSV) {
        out.line(MlLatestReader.RATING_HEADER);
      }
      for (int user = 0; user < movies.users().size(); user++) {
        for (Ratings ratings : parts) {
          for (int row = ratings.start(user); row < ratings.end(user); row++) {
            out.row(
                movies.users().get(user),
                movies.encoder().items().ids().get(ratings.item(row)),
                stars(ratings.halfStars(row)),
                Long.toString(ratings.seconds(row)));
          }
        }
      }
    }
  }

  private static String stars(int halfStars) {
    return halfStars / 2 + (halfStars % 2 == 0 ? "" : ".5");
  }

  private static void check(boolean valid, String what, String text) {
    if (!valid) {
      throw new IllegalArgumentException(
          "text to write must " + what + ", but was " + Text.quoted(text));
    }
  }

  /** Writes rows of one file and checks that they can be read again. */
  private final class RowWriter implements AutoCloseable {

    private final BufferedWriter out;
    private final Dialect dialect;
    private final Charset charset;

    RowWriter(String file, Dialect dialect) throws IOException {
      this(file, dialect, dialect.charset());
    }

    RowWriter(String file, Dialect dialect, Charset charset) throws IOException {
      this.out = Files.newBufferedWriter(folder.resolve(file), charset);
      this.dialect = dialect;
      this.charset = charset;
    }

    void row(String... fields) throws IOException {
      line(
          dialect == Dialect.CSV
              ? CSV.format((Object[]) fields)
              : List.of(fields).stream()
                  .map(this::checkedField)
                  .collect(Collectors.joining(dialect.delimiter())));
    }

    private String checkedField(String field) {
      // A colon at an edge would join the separator '::'.
      String edge = dialect == Dialect.COLONS ? ":" : dialect.delimiter();
      check(
          !field.contains(dialect.delimiter()) && !field.startsWith(edge) && !field.endsWith(edge),
          "have no '"
              + edge
              + "' that its "
              + dialect.description()
              + " file would take for an end",
          field);
      return field;
    }

    void line(String line) throws IOException {
      check(line.indexOf('\n') < 0 && line.indexOf('\r') < 0, "have no line break", line);
      check(charset.newEncoder().canEncode(line), "be " + charset + " text", line);
      check(
          line.equals(read(line.getBytes(charset))),
          "not be taken for UTF-8 in its " + charset + " file",
          line);
      out.write(line);
      out.write('\n');
    }

    /** As {@link LineReader} reads it. */
    private String read(byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        return new String(bytes, charset);
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
