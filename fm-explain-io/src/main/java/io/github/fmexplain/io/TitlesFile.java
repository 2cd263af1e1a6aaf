package io.github.fmexplain.io;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import io.github.fmexplain.internal.Text;
import io.github.fmexplain.io.internal.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads files of items with their titles and, if there are any, tags: one item per line, in the
 * forms that {@link RatingsFile} reads. An instance holds what is known of how the files are
 * written; the reader finds out the rest. Immutable and thread-safe.
 *
 * <p>The first line is a header if it names both the item (as in {@link RatingsFile}, or "id") and
 * the title (title, name, with or without "item", "movie", "product" or "book" before it), or one
 * of them where the item or the title would be; it may name tags too (tag, tags, genre, genres,
 * category, categories). A header in words that are not known is refused: one without the item or
 * the title, or a first line that has no digit in its id where all others have. A file without
 * header has the item, the title and, if it likes, the tags, in this order. Tags are separated by
 * bars, such as {@code Drama|War}; a line of an item without any may end after the title. {@link
 * Builder#onColumns} tells what the columns of a file are taken for.
 *
 * <p>A title must not be empty. Nothing is skipped but empty lines at the end.
 */
public final class TitlesFile {

  private static final Set<String> TITLE_NAMES =
      Set.of(
          "title",
          "name",
          "itemtitle",
          "itemname",
          "movietitle",
          "moviename",
          "producttitle",
          "productname",
          "booktitle",
          "bookname");

  private static final Set<String> TAG_NAMES =
      Set.of("tag", "tags", "genre", "genres", "category", "categories");

  private final Table.Settings settings;
  private final Columns columns;
  private final List<Columns.Role> named;
  private final Consumer<? super FileColumns> listener;

  private TitlesFile(Builder builder) {
    this.settings = builder.settings();
    this.listener = builder.listener();
    List<String> items = new ArrayList<>(RatingsFile.ITEM_NAMES);
    items.add("id");
    Columns.Role item = builder.role("item", Set.copyOf(items), true);
    Columns.Role title = builder.role("title", TITLE_NAMES, true);
    this.named = List.of(item, title);
    this.columns =
        new Columns(
            List.of(item, title, builder.role("tags", TAG_NAMES, false)), settings.header());
  }

  /**
   * {@return the items of a file, in their order} How the file is written is found out.
   *
   * @param file a file of titles
   * @throws RatingsFormatException if the file is none
   * @throws IOException if it cannot be read
   */
  public static Catalogue read(Path file) throws IOException {
    return builder().build().catalogue(file);
  }

  /** {@return a builder; nothing must be set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return the items of a file, in their order}
   *
   * @param file a file of titles
   * @throws RatingsFormatException if the file is none
   * @throws IOException if it cannot be read
   */
  public Catalogue catalogue(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    List<CatalogueItem> items = new ArrayList<>();
    try (Table table = Table.open(file, settings, columns)) {
      boolean found = table.next();
      boolean header = found && isHeader(table);
      int[] of = header ? columns.byHeader(table) : found ? columns.byPosition(table) : new int[0];
      if (found) {
        of[2] = of[2] < 0 && !header && table.size() == 2 ? 2 : of[2];
        table.mayEndBefore(of[2]);
        listener.accept(columns.taken(table, header, of));
      }
      found = header ? table.next() : found;
      if (!found) {
        throw table.empty("item");
      }
      Ids ids = new Ids();
      Map<String, Long> lines = new HashMap<>();
      Map<String, String> known = new HashMap<>();
      HeaderLike firstLine =
          header || settings.header() != null ? null : new HeaderLike(table.fields(), 1);
      do {
        String id = ids.of(table, of[0], "item");
        Long first = lines.putIfAbsent(id, table.number());
        if (first != null) {
          throw new RatingsFormatException(
              String.format(
                  Locale.ROOT,
                  "%s must have an item once, but has %s in lines %d and %d; keep one of them",
                  table.file(),
                  Text.quoted(id),
                  first,
                  table.number()));
        }
        if (firstLine != null) {
          firstLine.add(id);
        }
        items.add(new CatalogueItem(id, title(table, of[1]), tags(table, of[2], known)));
      } while (table.next());
      if (firstLine != null && firstLine.standsOut()) {
        throw columns.unknownHeader(table.file(), firstLine.line(), "the only id without a digit");
      }
      return Catalogue.of(items);
    } catch (OutOfMemoryError e) {
      throw new RatingsFormatException(
          Memory.mustHold("the titles") + " to read " + file.getFileName(), e);
    }
  }

  private boolean isHeader(Table table) {
    Boolean header = settings.header();
    return header == null
        ? Columns.namesEach(table, named) || Columns.namesOne(table, named)
        : header;
  }

  private static String title(Table table, int column) throws RatingsFormatException {
    String title = table.field(column);
    if (title.isBlank()) {
      throw table.bad(column, "title", "a title", "write the id if the item has none");
    }
    return title;
  }

  /** The tags are of few kinds: one copy of each is kept. */
  private static Set<String> tags(Table table, int column, Map<String, String> known)
      throws RatingsFormatException {
    String text = column < 0 ? "" : table.field(column);
    if (text.isEmpty()) {
      return Set.of();
    }
    String[] tagsOfItem = text.split("\\|", -1);
    for (int j = 0; j < tagsOfItem.length; j++) {
      tagsOfItem[j] = known.computeIfAbsent(tagsOfItem[j], tag -> tag);
    }
    Set<String> tags = Set.copyOf(List.of(tagsOfItem));
    if (tags.contains("")) {
      throw table.bad(column, "tags", "tags between bars", "write them as Drama|War");
    }
    return tags;
  }

  @Override
  public String toString() {
    return "TitlesFile[" + columns.description() + "]";
  }

  /** Settings of files of titles; the reader finds out what is not set. */
  public static final class Builder extends TableBuilder<Builder> {

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    private Columns.Role role(String name, Set<String> known, boolean required) {
      String setting = name + "Column";
      return new Columns.Role(name, setting, known, required, choice(setting));
    }

    /**
     * Sets the column of the item's id by the header.
     *
     * @param name what the header calls it, in upper or lower case
     * @throws IllegalArgumentException if it is blank
     */
    public Builder itemColumn(String name) {
      return column("itemColumn", name);
    }

    /**
     * Sets the column of the item's id by its position.
     *
     * @param position from 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder itemColumn(int position) {
      return column("itemColumn", position);
    }

    /**
     * Sets the column of the title by the header.
     *
     * @param name what the header calls it, in upper or lower case
     * @throws IllegalArgumentException if it is blank
     */
    public Builder titleColumn(String name) {
      return column("titleColumn", name);
    }

    /**
     * Sets the column of the title by its position.
     *
     * @param position from 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder titleColumn(int position) {
      return column("titleColumn", position);
    }

    /**
     * Sets the column of the tags by the header.
     *
     * @param name what the header calls it, in upper or lower case
     * @throws IllegalArgumentException if it is blank
     */
    public Builder tagsColumn(String name) {
      return column("tagsColumn", name);
    }

    /**
     * Sets the column of the tags by its position.
     *
     * @param position from 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder tagsColumn(int position) {
      return column("tagsColumn", position);
    }

    /**
     * {@return the reader}
     *
     * @throws IllegalStateException if settings contradict each other: columns by name and no
     *     header, one column twice
     */
    public TitlesFile build() {
      return new TitlesFile(this);
    }
  }
}
