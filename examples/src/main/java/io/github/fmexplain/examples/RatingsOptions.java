package io.github.fmexplain.examples;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.data.Histories;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.NegativeSampling;
import io.github.fmexplain.data.RatingRow;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.io.FileColumns;
import io.github.fmexplain.io.RatingsFile;
import io.github.fmexplain.io.TimeFormat;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Mixin private TitlesOptions titles = new TitlesOptions();

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

  private static final String EACH_LINE = "; with --purchases each line counts, whatever is there";

  private static final int MAXIMUM_SHOWN = 8;
  private static final int FIRST_DAY = 86_400;

  /** What settings of the reader are called here. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "userColumn", "--user-column",
          "itemColumn", "--item-column",
          "ratingColumn", "--rating-column",
          "timeColumn", "--time-column",
          "timeFormat", "--time-format",
          "separator", "--separator",
          "header", "--no-header",
          "quotes", "--no-quotes",
          "charset", "--charset");

  /** {@return the files that are read} */
  List<Path> files() {
    return Stream.concat(Stream.ofNullable(ratings), titles.files()).toList();
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
    reader(columns -> {});
    titles.check(charset);
  }

  /** {@return whether items are sampled that users did not choose} */
  boolean isSampled() {
    return negatives != null;
  }

  /** {@return the ratings} */
  FileRatings read(long seed, Console console) throws IOException {
    Path file = Objects.requireNonNull(ratings);
    AtomicReference<FileColumns> told = new AtomicReference<>();
    List<RatingRow> rows = reader(told::set).rows(file);
    FileColumns columns = Objects.requireNonNull(told.get());
    console.note(columns + (purchases && !columns.unused().isEmpty() ? EACH_LINE : ""));
    boolean hasTimes = columns.used().containsKey("time");
    if (!hasTimes && timeFormat == null && !columns.unused().isEmpty()) {
      console.note(withoutTimes(columns));
    }
    if (purchases && timeFormat == null) {
      requireTimes(rows, columns);
    }
    List<History> histories = inOrder(Histories.of(rows, repeats));
    long kept = histories.stream().mapToLong(History::size).sum();
    if (kept < rows.size()) {
      console.note(
          (rows.size() - kept)
              + " of "
              + rows.size()
              + " lines repeat a user and an item: --repeats "
              + RepeatsConverter.nameOf(repeats)
              + (hasTimes ? "" : byLine()));
    }
    Catalogue catalogue = titles.catalogue(rows, name(file), charset, console);
    FileRatings.Likes likes =
        new FileRatings.Likes(likeFrom, purchases, purchases || negatives != null);
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

  private String withoutTimes(FileColumns columns) {
    return "no time column is known among "
        + columns.unused().stream()
            .limit(MAXIMUM_SHOWN)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "))
        + (columns.unused().size() > MAXIMUM_SHOWN ? ", …" : "")
        + byLine()
        + "; --time-column chooses one";
  }

  /** {@return which of repeated ratings counts where no time tells} */
  private String byLine() {
    return switch (repeats) {
      case KEEP_LAST -> ": of repeated ratings the last line counts";
      case KEEP_FIRST -> ": of repeated ratings the first line counts";
      default -> "";
    };
  }

  /** Says if what was taken for times are rather ratings: none is later than the first day. */
  private static void requireTimes(List<RatingRow> rows, FileColumns columns) {
    if (!columns.header()
        && columns.used().containsKey("time")
        && rows.stream()
            .map(RatingRow::time)
            .allMatch(time -> time != null && Math.abs(time.getEpochSecond()) < FIRST_DAY)) {
      throw new IllegalArgumentException(
          "--purchases takes column "
              + columns.used().get("time")
              + " of "
              + columns.file()
              + " for the time, but it has small numbers such as "
              + Objects.requireNonNull(rows.get(0).time()).getEpochSecond()
              + "; leave out --purchases if they are ratings, or give --time-format if they are times");
    }
  }

  private RatingsFile reader(Consumer<FileColumns> told) {
    try {
      return open(told);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw inOptions(e, SETTINGS);
    }
  }

  private RatingsFile open(Consumer<FileColumns> told) {
    RatingsFile.Builder reader = RatingsFile.builder().onColumns(told);
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

  static void column(@Nullable String column, Consumer<String> byName, IntConsumer byPlace) {
    if (column != null && column.matches("[0-9]{1,6}")) {
      byPlace.accept(Integer.parseInt(column));
    } else if (column != null) {
      byName.accept(column);
    }
  }

  /** {@return a message of a reader with the names of options} */
  static String inOptions(String message, Map<String, String> settings) {
    String words =
        message
            .replace("if header is false", "with " + settings.get("header"))
            .replace("set header(false)", "give " + settings.get("header"))
            .replace("set quotes(false)", "give " + settings.get("quotes"))
            .replace("timeFormat NONE", "--time-format none");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      words = words.replaceAll("\\b" + setting.getKey() + "\\(…\\)", setting.getValue());
      if (setting.getKey().endsWith("Column")) {
        words = words.replaceAll("(?<!-)\\b" + setting.getKey() + "\\b", setting.getValue());
      } else if (words.startsWith(setting.getKey() + " must")) {
        words = setting.getValue() + words.substring(setting.getKey().length());
      }
    }
    return words;
  }

  /** {@return the exception for options that a reader refuses} */
  static IllegalArgumentException inOptions(RuntimeException e, Map<String, String> settings) {
    return new IllegalArgumentException(inOptions(e.getMessage() + "", settings), e);
  }

  static String name(Path file) {
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
