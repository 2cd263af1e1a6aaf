package io.github.fmexplain.io;

import io.github.fmexplain.data.Histories;
import io.github.fmexplain.data.History;
import io.github.fmexplain.data.RatingRow;
import io.github.fmexplain.data.Repeats;
import io.github.fmexplain.io.internal.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of ratings or purchases: one row per line, with fields between tabs, commas,
 * semicolons, bars or {@code ::}. An instance holds what is known of how the files are written; the
 * reader finds out the rest. Immutable and thread-safe.
 *
 * <p>Without settings, a file may have a header that names the columns, in any order and among
 * others, such as {@code userId,movieId,rating,timestamp}: the words that are usual for the user
 * (user, customer, member, account, visitor, reviewer, client, uid), the item (item, movie,
 * product, article, book, track, song, isbn, asin, sku), the rating (rating, score, stars, value)
 * and the time (time, timestamp, date, datetime, ts), with or without "id", in upper or lower case.
 * The first line is a header if its third field is no number. A file without header has the user,
 * the item, the rating and, if it likes, the time, in this order. {@link Builder#onColumns} tells
 * what the columns of a file are taken for.
 *
 * <p>Ids are taken as they are. A rating is a decimal number such as {@code 4}, {@code 4.50} or
 * {@code 1e3}; space around it does not matter. An empty time is a time that is not known. Nothing
 * is skipped but empty lines at the end: a line that cannot be read ends the reading with a {@link
 * RatingsFormatException}. A line has at most 65 536 bytes, an id at most 1000 characters.
 */
public final class RatingsFile {

  private static final String USER = "user";
  private static final String ITEM = "item";
  private static final String RATING = "rating";
  private static final String TIME = "time";

  private static final Set<String> USER_NAMES =
      Set.of(
          "user",
          "userid",
          "uid",
          "customer",
          "customerid",
          "member",
          "memberid",
          "account",
          "accountid",
          "visitor",
          "visitorid",
          "reviewer",
          "reviewerid",
          "client",
          "clientid");

  static final Set<String> ITEM_NAMES =
      Set.of(
          "item",
          "itemid",
          "iid",
          "movie",
          "movieid",
          "product",
          "productid",
          "article",
          "articleid",
          "book",
          "bookid",
          "track",
          "trackid",
          "song",
          "songid",
          "isbn",
          "asin",
          "sku");

  private static final Set<String> RATING_NAMES =
      Set.of("rating", "ratings", "bookrating", "starrating", "score", "stars", "value");

  private static final Set<String> TIME_NAMES =
      Set.of("time", "timestamp", "date", "datetime", "ts");

  private final Table.Settings settings;
  private final Columns columns;
  private final List<Columns.Role> people;
  private final int ratingColumn;
  private final @Nullable Double constantRating;
  private final TimeFormat timeFormat;
  private final boolean needsTime;
  private final Consumer<? super FileColumns> listener;

  private RatingsFile(Builder builder) {
    this.settings = builder.settings();
    this.constantRating = builder.constantRating;
    this.timeFormat = builder.timeFormat == null ? TimeFormat.AUTOMATIC : builder.timeFormat;
    this.needsTime = builder.timeFormat != null && timeFormat != TimeFormat.NONE;
    this.listener = builder.listener();
    Columns.Choice rating = builder.choice("ratingColumn");
    this.ratingColumn = rating == null ? 2 : rating.position();
    this.people = List.of(builder.role(USER, USER_NAMES), builder.role(ITEM, ITEM_NAMES));
    List<Columns.Role> roles = new ArrayList<>(people);
    if (constantRating == null) {
      roles.add(builder.role(RATING, RATING_NAMES));
    }
    if (timeFormat != TimeFormat.NONE) {
      roles.add(builder.role(TIME, TIME_NAMES));
    }
    this.columns = new Columns(roles, settings.header());
  }

  /**
   * {@return the rows of a file, in their order} How the file is written is found out.
   *
   * @param file a file of ratings
   * @throws RatingsFormatException if the file is none
   * @throws IOException if it cannot be read
   */
  public static List<RatingRow> read(Path file) throws IOException {
    return builder().build().rows(file);
  }

  /** {@return a builder; nothing must be set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return the rows of a file, in their order}
   *
   * @param file a file of ratings
   * @throws RatingsFormatException if the file is none
   * @throws IOException if it cannot be read
   */
  public List<RatingRow> rows(Path file) throws IOException {
    try {
      List<RatingRow> rows = new ArrayList<>();
      forEach(file, rows::add);
      return Collections.unmodifiableList(rows);
    } catch (OutOfMemoryError e) {
      throw new RatingsFormatException(
          Memory.mustHold("the rows")
              + " or take them one by one, with forEach(…), from "
              + file.getFileName(),
          e);
    }
  }

  /**
   * {@return one history per user} The rows go into the histories one by one.
   *
   * @param file a file of ratings
   * @param repeats what to do with several ratings that one user gave to one item
   * @throws RatingsFormatException if the file is none, or if there are such ratings and they are
   *     refused; rows are counted from 1, without the header
   * @throws IOException if it cannot be read
   */
  public List<History> histories(Path file, Repeats repeats) throws IOException {
    return collected(file, Histories.collector(repeats));
  }

  private <A> List<History> collected(Path file, Collector<RatingRow, A, List<History>> collector)
      throws IOException {
    A users = collector.supplier().get();
    BiConsumer<A, RatingRow> add = collector.accumulator();
    try {
      forEach(file, row -> add.accept(users, row));
      return collector.finisher().apply(users);
    } catch (OutOfMemoryError e) {
      throw new RatingsFormatException(
          Memory.mustHold("the histories") + " to read " + file.getFileName(), e);
    } catch (IllegalArgumentException e) {
      throw new RatingsFormatException(e.getMessage() + ", in " + file.getFileName(), e);
    }
  }

  /**
   * Gives the rows of a file one by one, in their order. No more than one is in memory, and one
   * copy of each id.
   *
   * @param file a file of ratings
   * @param rows called with each row on this thread; rows before one that cannot be read are given
   * @throws RatingsFormatException if the file is no file of ratings
   * @throws IOException if it cannot be read
   */
  public void forEach(Path file, Consumer<? super RatingRow> rows) throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(rows, "rows");
    try (Table table = Table.open(file, settings, columns)) {
      boolean found = table.next();
      boolean header = found && isHeader(table);
      int[] of = header ? columns.byHeader(table) : found ? columns.byPosition(table) : new int[0];
      if (found) {
        tell(table, header, of);
      }
      found = header ? table.next() : found;
      if (!found) {
        throw table.empty("rating");
      }
      int rating = constantRating == null ? of[2] : -1;
      int time = timeFormat == TimeFormat.NONE ? -1 : of[of.length - 1];
      Ids ids = new Ids();
      HeaderLike first =
          header || settings.header() != null || constantRating == null
              ? null
              : new HeaderLike(table.fields(), 2);
      do {
        String user = ids.of(table, of[0], USER);
        String item = ids.of(table, of[1], ITEM);
        if (first != null) {
          first.add(user, item);
        }
        rows.accept(
            new RatingRow(
                user,
                item,
                constantRating == null ? rating(table, rating) : constantRating,
                time < 0 ? null : time(table, time, first)));
      } while (table.next());
      if (first != null && first.standsOut()) {
        throw columns.unknownHeader(table.file(), first.line(), "ids without a digit");
      }
    }
  }

  private void tell(Table table, boolean header, int[] of) throws RatingsFormatException {
    if (needsTime && of[of.length - 1] < 0) {
      throw new RatingsFormatException(
          table.file()
              + " must have a column for the time, to be read as timeFormat(…) says, but has none"
              + " among "
              + Columns.shown(table.fields())
              + "; choose with timeColumn(…)");
    }
    listener.accept(columns.taken(table, header, of));
  }

  private boolean isHeader(Table table) {
    Boolean header = settings.header();
    if (header != null) {
      return header;
    }
    if (constantRating != null) {
      return Columns.namesEach(table, people) || Columns.namesOne(table, people);
    }
    return table.size() > ratingColumn && Double.isNaN(Numbers.parse(table.field(ratingColumn)));
  }

  private static double rating(Table table, int column) throws RatingsFormatException {
    double rating = Numbers.parse(table.field(column));
    if (Double.isNaN(rating)) {
      throw table.bad(
          column,
          RATING,
          "a number",
          table.field(column).isBlank()
              ? "give the rating, or leave the line out"
              : "write numbers as 4 or 4.5");
    }
    return rating;
  }

  private @Nullable Instant time(Table table, int column, @Nullable HeaderLike first)
      throws RatingsFormatException {
    String text = table.field(column).strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Times.parse(text, timeFormat);
    } catch (DateTimeException e) {
      if (first != null && first.isFirst()) {
        throw columns.unknownHeader(table.file(), first.line(), "which has no time");
      }
      throw table.bad(column, TIME, "a time", Times.advice(timeFormat));
    }
  }

  @Override
  public String toString() {
    return "RatingsFile["
        + columns.description()
        + (constantRating == null ? "" : ", rating " + constantRating)
        + "]";
  }

  /** Settings of files of ratings; the reader finds out what is not set. */
  public static final class Builder extends TableBuilder<Builder> {

    private @Nullable Double constantRating;
    private @Nullable TimeFormat timeFormat;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    private Columns.Role role(String name, Set<String> known) {
      String setting = name + "Column";
      return new Columns.Role(name, setting, known, !name.equals(TIME), choice(setting));
    }

    /**
     * Sets the column of the user by the header.
     *
     * @param name what the header calls it, in upper or lower case
     * @throws IllegalArgumentException if it is blank
     */
    public Builder userColumn(String name) {
      return column("userColumn", name);
    }

    /**
     * Sets the column of the user by its position.
     *
     * @param position from 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder userColumn(int position) {
      return column("userColumn", position);
    }

    /**
     * Sets the column of the item by the header.
     *
     * @param name what the header calls it, in upper or lower case
     * @throws IllegalArgumentException if it is blank
     */
    public Builder itemColumn(String name) {
      return column("itemColumn", name);
    }

    /**
     * Sets the column of the item by its position.
     *
     * @param position from 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder itemColumn(int position) {
      return column("itemColumn", position);
    }

    /**
     * Sets the column of the rating by the header.
     *
     * @param name what the header calls it, in upper or lower case
     * @throws IllegalArgumentException if it is blank
     */
    public Builder ratingColumn(String name) {
      return column("ratingColumn", name);
    }

    /**
     * Sets the column of the rating by its position.
     *
     * @param position from 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder ratingColumn(int position) {
      return column("ratingColumn", position);
    }

    /**
     * Sets the column of the time by the header.
     *
     * @param name what the header calls it, in upper or lower case
     * @throws IllegalArgumentException if it is blank
     */
    public Builder timeColumn(String name) {
      return column("timeColumn", name);
    }

    /**
     * Sets the column of the time by its position.
     *
     * @param position from 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder timeColumn(int position) {
      return column("timeColumn", position);
    }

    /**
     * Sets the rating of every row: for purchases, clicks and the like. No column of ratings is
     * read; without a header, the columns are user, item and, if there is a third, time. The first
     * line is a header if it names the user or the item where that would be. One in words that are
     * not known, which has no digit in its ids where all others have, or no time, is refused.
     *
     * @param rating finite, usually 1
     * @throws IllegalArgumentException if it is not finite
     */
    public Builder constantRating(double rating) {
      if (!Double.isFinite(rating)) {
        throw new IllegalArgumentException("constantRating must be finite, but was " + rating);
      }
      once("constantRating", constantRating);
      constantRating = rating;
      return this;
    }

    /**
     * Sets how times are written; {@link TimeFormat#AUTOMATIC} if not set. A file must have times
     * if it is set, but for {@link TimeFormat#NONE}.
     *
     * @param timeFormat the form of all times of a file
     */
    public Builder timeFormat(TimeFormat timeFormat) {
      Objects.requireNonNull(timeFormat, "timeFormat");
      once("timeFormat", this.timeFormat);
      this.timeFormat = timeFormat;
      return this;
    }

    /**
     * {@return the reader}
     *
     * @throws IllegalStateException if settings contradict each other: a column of ratings and a
     *     constant rating, a column of times and no times, columns by name and no header, one
     *     column twice
     */
    public RatingsFile build() {
      if (constantRating != null && choice("ratingColumn") != null) {
        throw new IllegalStateException("ratingColumn must not be set with constantRating");
      }
      if (timeFormat == TimeFormat.NONE && choice("timeColumn") != null) {
        throw new IllegalStateException("timeColumn must not be set with timeFormat NONE");
      }
      return new RatingsFile(this);
    }
  }
}
