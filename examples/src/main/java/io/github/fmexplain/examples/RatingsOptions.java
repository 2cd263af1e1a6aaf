package io.github.fmexplain.examples;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.Histories;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.NegativeSampling;
import io.github.fmexplain.data.RatingRow;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.TitlesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
              + " tabs, commas, semicolons, bars or '::'. A header may name the columns.")
  private @Nullable Path ratings;

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
    if (likeFrom != null && !Double.isFinite(likeFrom)) {
      throw new IllegalArgumentException("--like-from must be finite, but was " + likeFrom);
    }
  }

  /** {@return the ratings} */
  FileRatings read(long seed, Console console) throws IOException {
    Path file = Objects.requireNonNull(ratings);
    RatingsFile.Builder reader = RatingsFile.builder();
    List<RatingRow> rows = (purchases ? reader.constantRating(1) : reader).build().rows(file);
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

  private Catalogue catalogue(List<RatingRow> rows, Console console) throws IOException {
    List<CatalogueItem> items =
        new ArrayList<>(titles == null ? List.of() : TitlesFile.read(titles).items());
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
