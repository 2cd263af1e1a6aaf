package io.github.fmexplain.examples;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.RatingRow;
import io.github.fmexplain.io.FileColumns;
import io.github.fmexplain.io.RatingsFormatException;
import io.github.fmexplain.io.TitlesFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for a file of items, and how its ids go with those of the ratings. */
final class TitlesOptions {

  private static final int IDS_SHOWN = 3;

  /** What settings of the reader are called here. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "itemColumn", "--titles-item-column",
          "titleColumn", "--title-column",
          "tagsColumn", "--tags-column",
          "separator", "--titles-separator",
          "header", "--titles-no-header",
          "quotes", "--titles-no-quotes",
          "charset", "--charset");

  @Option(
      names = "--titles",
      paramLabel = "FILE",
      description =
          "The items, one per line: item, title and, if there are any, tags with bars between"
              + " them, which the model then has columns for. Default: items are called by their"
              + " ids.")
  private @Nullable Path file;

  @Option(
      names = "--titles-item-column",
      paramLabel = "NAME|N",
      description =
          "The column of the item in the titles: what the header calls it, or its position from 1.")
  private @Nullable String itemColumn;

  @Option(
      names = "--title-column",
      paramLabel = "NAME|N",
      description = "The column of the title, in the same way.")
  private @Nullable String titleColumn;

  @Option(
      names = "--tags-column",
      paramLabel = "NAME|N",
      description = "The column of the tags, in the same way.")
  private @Nullable String tagsColumn;

  @Option(names = "--titles-no-header", description = "The first line of the titles is an item.")
  private boolean noHeader;

  @Option(names = "--titles-no-quotes", description = "Quotes in the titles are just text.")
  private boolean noQuotes;

  @Option(
      names = "--titles-separator",
      paramLabel = "TEXT",
      description = "What stands between two fields of the titles.")
  private @Nullable String separator;

  /** {@return the file that is read, if there is one} */
  Stream<Path> files() {
    return Stream.ofNullable(file);
  }

  /** Says what is wrong with the options. */
  void check(@Nullable Charset charset) {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--titles-item-column", itemColumn != null);
    given.put("--title-column", titleColumn != null);
    given.put("--tags-column", tagsColumn != null);
    given.put("--titles-no-header", noHeader);
    given.put("--titles-no-quotes", noQuotes);
    given.put("--titles-separator", separator != null);
    given.forEach(
        (option, isGiven) -> {
          if (isGiven && file == null) {
            throw new IllegalArgumentException(option + " is for --titles; give a file of items");
          }
        });
    reader(charset, columns -> {});
  }

  private TitlesFile reader(@Nullable Charset charset, Consumer<FileColumns> told) {
    try {
      TitlesFile.Builder reader = TitlesFile.builder().onColumns(told);
      RatingsOptions.column(itemColumn, reader::itemColumn, reader::itemColumn);
      RatingsOptions.column(titleColumn, reader::titleColumn, reader::titleColumn);
      RatingsOptions.column(tagsColumn, reader::tagsColumn, reader::tagsColumn);
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
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw RatingsOptions.inOptions(e, SETTINGS);
    }
  }

  /**
   * {@return the items of the file, and those that are rated and are not in it}
   *
   * @param rows the ratings
   * @param ratings the name of their file
   */
  Catalogue catalogue(
      List<RatingRow> rows, String ratings, @Nullable Charset charset, Console console)
      throws IOException {
    Set<String> rated = new LinkedHashSet<>();
    rows.forEach(row -> rated.add(row.itemId()));
    List<CatalogueItem> items =
        new ArrayList<>(file == null ? List.of() : read(charset, console, rated));
    Set<String> untitled = new LinkedHashSet<>(rated);
    items.forEach(item -> untitled.remove(item.id()));
    if (file != null && untitled.size() == rated.size()) {
      throw apart(rows, rated, items, ratings);
    }
    if (file != null && !untitled.isEmpty()) {
      console.note(
          "rated items without a title in "
              + RatingsOptions.name(file)
              + ": "
              + untitled.size()
              + "; their ids are shown");
    }
    untitled.forEach(id -> items.add(new CatalogueItem(id, id, Set.of())));
    return Catalogue.of(items);
  }

  private List<CatalogueItem> read(@Nullable Charset charset, Console console, Set<String> rated)
      throws IOException {
    Path path = Objects.requireNonNull(file);
    AtomicReference<FileColumns> told = new AtomicReference<>();
    List<CatalogueItem> items;
    try {
      items = reader(charset, told::set).catalogue(path).items();
    } catch (RatingsFormatException e) {
      throw new IOException(RatingsOptions.inOptions(e.getMessage() + "", SETTINGS), e);
    }
    FileColumns columns = Objects.requireNonNull(told.get());
    boolean hasTags = columns.used().containsKey("tags");
    console.note(
        columns
            + (hasTags || columns.unused().isEmpty()
                ? ""
                : ", so that there are no tags; --tags-column takes them from one"));
    if (!columns.header() && !noHeader && looksLikeHeader(items, rated)) {
      throw new IllegalArgumentException(
          "line 1 of "
              + RatingsOptions.name(path)
              + " must be an item, or a header with names that are known, but nobody rated '"
              + items.get(0).id()
              + "'; choose the columns with --titles-item-column, --title-column and --tags-column,"
              + " or give --titles-no-header if it is an item");
    }
    return items;
  }

  /**
   * {@return whether the first item may be a header in unknown words: where ids are words, what
   * tells is that nobody rated it, and that its tags are no other item's, or that all others are
   * rated if it has none}
   */
  private static boolean looksLikeHeader(List<CatalogueItem> items, Set<String> rated) {
    CatalogueItem first = items.get(0);
    List<CatalogueItem> others = items.subList(1, items.size());
    if (rated.contains(first.id()) || (first.id() + first.title()).matches(".*\\d.*")) {
      return false;
    }
    if (first.tags().isEmpty()) {
      return !others.isEmpty() && others.stream().allMatch(item -> rated.contains(item.id()));
    }
    return others.stream().anyMatch(item -> !item.tags().isEmpty())
        && others.stream().noneMatch(item -> item.tags().stream().anyMatch(first.tags()::contains));
  }

  /** {@return the exception for titles of which none is of a rated item} */
  private IllegalArgumentException apart(
      List<RatingRow> rows, Set<String> rated, List<CatalogueItem> items, String ratings) {
    Set<String> titled = items.stream().map(CatalogueItem::id).collect(Collectors.toSet());
    Set<String> users =
        rows.stream().map(RatingRow::userId).collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> both = new LinkedHashSet<>(users);
    both.retainAll(new HashSet<>(titled));
    String titles = RatingsOptions.name(Objects.requireNonNull(file));
    if (!both.isEmpty()) {
      return new IllegalArgumentException(
          "items of "
              + ratings
              + " must have titles in "
              + titles
              + ", but none has, and "
              + both.size()
              + " of "
              + ExampleCommand.count(users.size(), "user")
              + " have: "
              + shown(both)
              + "; are user and item swapped? choose with --user-column and --item-column");
    }
    return new IllegalArgumentException(
        "items of "
            + ratings
            + " must have titles in "
            + titles
            + ", but none of "
            + rated.size()
            + " has: rated are "
            + shown(rated)
            + ", and titles are of "
            + shown(items.stream().map(CatalogueItem::id).toList())
            + "; choose the columns with --item-column and --titles-item-column");
  }

  private static String shown(Collection<String> ids) {
    return ids.stream().limit(IDS_SHOWN).map(id -> "'" + id + "'").collect(Collectors.joining(", "))
        + (ids.size() > IDS_SHOWN ? ", …" : "");
  }
}
