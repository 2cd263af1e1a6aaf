package io.github.fmexplain.examples;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.Histories;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.NegativeSampling;
import io.github.fmexplain.data.RatingRow;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.TimeFormat;
import io.github.fmexplain.io.TitlesFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for files of ratings and titles. */
final class RatingsOptions {

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      required = true,
      description =
          "The ratings, one per line: user, item, rating and, if it is known, the time, between"
              + " tabs, commas, semicolons, bars or '::'. A header may name the columns. How the"
              + " file is written is found out, where the options do not tell.")
  private @Nullable Path ratings;

  @Option(
      names = "--user-column",
      paramLabel = "NAME|N",
      description = "The column of the user: what the header calls it, or its position from 1.")
  private @Nullable String userColumn;

  @Option(
      names = "--item-column",
      paramLabel = "NAME|N",
      description = "The column of the item, in the same way.")
  private @Nullable String itemColumn;

  @Option(
      names = "--rating-column",
      paramLabel = "NAME|N",
      description = "The column of the rating, in the same way.")
  private @Nullable String ratingColumn;

  @Option(
      names = "--time-column",
      paramLabel = "NAME|N",
      description = "The column of the time, in the same way.")
  private @Nullable String timeColumn;

  @Option(
      names = "--time-format",
      paramLabel = "KIND",
      description = "How times are written, one of ${COMPLETION-CANDIDATES}. none: not read.")
  private @Nullable TimeFormat timeFormat;

  @Option(names = "--no-header", description = "The first line of the ratings is data.")
  private boolean noHeader;

  @Option(names = "--no-quotes", description = "Quotes in the ratings are just text.")
  private boolean noQuotes;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "What stands between two fields of the ratings.")
  private @Nullable String separator;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "The encoding of the ratings and titles. Default: UTF-8.")
  private @Nullable Charset charset;

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description =
          "The items, one per line: item, title and, if there are any, tags with bars between"
              + " them, which the model then has columns for. Default: items are called by their"
              + " ids.")
  private @Nullable Path titles;

  @Option(
      names = "--like-from",
      paramLabel = "X",
      description =
          "The lowest rating that is a like, for --task binary. Default: 4 for ratings from 1 to 5;"
              + " needed for other scales.")
  private @Nullable Double likeFrom;

  @Option(
      names = "--purchases",
      description =
          "The file has no ratings: user, item and, if it is known, the time. Each line is a"
              + " rating of 1.")
  private boolean purchases;

  @Option(
      names = "--negatives",
      paramLabel = "N",
      description =
          "For purchases and the like: sample N items per rating that the user does not have, for"
              + " training to learn from as not chosen. They are recommended like any other. 4 is"
              + " usual.")
  private @Nullable Integer negatives;

  @Option(
      names = "--repeats",
      paramLabel = "RULE",
      defaultValue = "keep-last",
      converter = RepeatsConverter.class,
      completionCandidates = RepeatsConverter.class,
      description =
          "What to do if a user rated an item more than once, one of ${COMPLETION-CANDIDATES}."
              + " Default: ${DEFAULT-VALUE}.")
  private Repeats repeats = Repeats.KEEP_LAST;

  /** {@return the files that are read} */
  List<Path> files() {
    return Stream.of(ratings, titles).flatMap(Stream::ofNullable).toList();
  }

  /** Says what is wrong with the options. */
  void check() {
    if (negatives != null) {
      ExampleCommand.requireAtLeast("--negatives", 1, negatives);
    }
    if (purchases && ratingColumn != null) {
      throw new IllegalArgumentException(
          "--purchases has no ratings; leave out --rating-column, or --purchases");
    }
    if (likeFrom != null && !Double.isFinite(likeFrom)) {
      throw new IllegalArgumentException("--like-from must be finite, but was " + likeFrom);
    }
  }

  /** {@return the ratings} */
  FileRatings read(long seed, Console console) throws IOException {
    Path file = Objects.requireNonNull(ratings);
    List<RatingRow> rows = reader().rows(file);
    List<History> histories = inOrder(Histories.of(rows, repeats));
    long kept = histories.stream().mapToLong(History::size).sum();
    if (kept < rows.size()) {
      console.note(
          (rows.size() - kept)
              + " of "
              + rows.size()
              + " lines repeat a user and an item: --repeats "
              + RepeatsConverter.nameOf(repeats));
    }
    Catalogue catalogue = catalogue(rows, console);
    FileRatings.Likes likes = new FileRatings.Likes(likeFrom, purchases || negatives != null);
    if (negatives != null) {
      NegativeSampling sampling =
          NegativeSampling.builder()
              .perPositive(negatives)
              .seed(seed)
              .items(catalogue.items().stream().map(CatalogueItem::id).toList())
              .build();
      return new FileRatings(name(file), likes, rows, histories, sampling, catalogue);
    }
    return new FileRatings(name(file), likes, rows, histories, null, catalogue);
  }

  private RatingsFile reader() {
    RatingsFile.Builder reader = RatingsFile.builder();
    if (purchases) {
      reader.constantRating(1);
    }
    column(userColumn, reader::userColumn, reader::userColumn);
    column(itemColumn, reader::itemColumn, reader::itemColumn);
    column(ratingColumn, reader::ratingColumn, reader::ratingColumn);
    column(timeColumn, reader::timeColumn, reader::timeColumn);
    if (timeFormat != null) {
      reader.timeFormat(timeFormat);
    }
    if (noHeader) {
      reader.header(false);
    }
    if (noQuotes) {
      reader.quotes(false);
    }
    if (separator != null) {
      reader.separator(separator.replace("\\t", "\t"));
    }
    if (charset != null) {
      reader.charset(charset);
    }
    return reader.build();
  }

  private static void column(
      @Nullable String column, Consumer<String> byName, IntConsumer byPlace) {
    if (column != null && column.matches("[0-9]{1,6}")) {
      byPlace.accept(Integer.parseInt(column));
    } else if (column != null) {
      byName.accept(column);
    }
  }

  private Catalogue titles(Path file) throws IOException {
    TitlesFile.Builder reader = TitlesFile.builder();
    return (charset == null ? reader : reader.charset(charset)).build().catalogue(file);
  }

  private Catalogue catalogue(List<RatingRow> rows, Console console) throws IOException {
    List<CatalogueItem> items =
        new ArrayList<>(titles == null ? List.of() : titles(titles).items());
    Set<String> untitled = new LinkedHashSet<>();
    rows.forEach(row -> untitled.add(row.itemId()));
    items.forEach(item -> untitled.remove(item.id()));
    if (titles != null && !untitled.isEmpty()) {
      console.note(
          "rated items without a title in "
              + name(titles)
              + ": "
              + untitled.size()
              + "; their ids are shown");
    }
    untitled.forEach(id -> items.add(new CatalogueItem(id, id, Set.of())));
    return Catalogue.of(items);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String userId(History history) {
    return Objects.requireNonNull(history.userId());
  }

  /** Users in numeric order if all ids are numbers, else in the order of the file. */
  private static List<History> inOrder(List<History> histories) {
    boolean numbers =
        histories.stream().allMatch(history -> userId(history).matches("[0-9]{1,18}"));
    return numbers
        ? histories.stream()
            .sorted(Comparator.comparingLong(h -> Long.parseLong(userId(h))))
            .toList()
        : histories;
  }
}
