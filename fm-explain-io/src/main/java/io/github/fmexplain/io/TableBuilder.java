package io.github.fmexplain.io;

import io.github.fmexplain.internal.Text;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings that every file of rows has. */
abstract class TableBuilder<B extends TableBuilder<B>> {

  private static final byte[] ASCII = new byte[95];

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = (byte) (' ' + c);
    }
  }

  private @Nullable String separator;
  private @Nullable Boolean quotes;
  private @Nullable Boolean header;
  private @Nullable Charset charset;
  private @Nullable Consumer<? super FileColumns> listener;
  private final Map<String, Columns.Choice> columns = new LinkedHashMap<>();

  abstract B self();

  /**
   * Sets what stands between two fields; if not set, the reader finds out whether it is a tab,
   * {@code ::}, {@code ;}, {@code ,} or {@code |}.
   *
   * @param separator such as ';'; no quote and no end of a line
   * @throws IllegalArgumentException if it is a quote or an end of a line
   */
  public B separator(char separator) {
    return separator(String.valueOf(separator));
  }

  /**
   * Sets what stands between two fields; if not set, the reader finds out whether it is a tab,
   * {@code ::}, {@code ;}, {@code ,} or {@code |}.
   *
   * @param separator such as "::"; one or more characters, no quote and no end of a line
   * @throws IllegalArgumentException if it is empty or has a quote or an end of a line
   */
  public B separator(String separator) {
    if (separator.isEmpty() || separator.chars().anyMatch(c -> "\"\r\n".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "separator must have characters other than quotes and ends of lines, but was "
              + Text.quoted(separator));
    }
    once("separator", this.separator);
    this.separator = separator;
    return self();
  }

  /**
   * Sets whether a field may be between double quotes, with a quote in it doubled and any separator
   * or end of a line in it plain text, as RFC 4180 has it. If not set, it may in files with commas
   * or semicolons, and in others if a field of the first line is.
   *
   * @param quotes false if a quote is a character like any other
   */
  public B quotes(boolean quotes) {
    once("quotes", this.quotes);
    this.quotes = quotes;
    return self();
  }

  /**
   * Sets whether the first line names the columns; if not set, the reader finds out.
   *
   * @param header false if the first line is data
   */
  public B header(boolean header) {
    once("header", this.header);
    this.header = header;
    return self();
  }

  /**
   * Sets the encoding; UTF-8 if not set. A byte order mark of UTF-8 is left out.
   *
   * @param charset UTF-8, or one with one byte per character that extends ASCII, such as ISO-8859-1
   * @throws IllegalArgumentException if it is any other
   */
  public B charset(Charset charset) {
    if (!charset.equals(StandardCharsets.UTF_8) && !extendsAscii(charset)) {
      throw new IllegalArgumentException(
          "charset must be UTF-8, or have one byte per character and extend ASCII, but was "
              + charset);
    }
    once("charset", this.charset);
    this.charset = charset;
    return self();
  }

  /**
   * Sets what is told of each file that is read, before its first row: which column is taken for
   * what, and which columns are not read.
   *
   * @param listener such as one that writes it to a log; called on the thread that reads
   */
  public B onColumns(Consumer<? super FileColumns> listener) {
    Objects.requireNonNull(listener, "listener");
    once("onColumns", this.listener);
    this.listener = listener;
    return self();
  }

  final Consumer<? super FileColumns> listener() {
    return listener == null ? columns -> {} : listener;
  }

  private static boolean extendsAscii(Charset charset) {
    return charset.canEncode()
        && charset.newEncoder().maxBytesPerChar() == 1
        && Arrays.equals(ASCII, new String(ASCII, StandardCharsets.US_ASCII).getBytes(charset));
  }

  final B column(String setting, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(setting + " must not be blank");
    }
    return column(setting, new Columns.Choice(name, -1));
  }

  final B column(String setting, int position) {
    if (position < 1) {
      throw new IllegalArgumentException(setting + " must be at least 1, but was " + position);
    }
    return column(setting, new Columns.Choice("", position - 1));
  }

  private B column(String setting, Columns.Choice choice) {
    once(setting, columns.get(setting));
    columns.put(setting, choice);
    return self();
  }

  /** {@return the column that was chosen, or null} */
  final Columns.@Nullable Choice choice(String setting) {
    return columns.get(setting);
  }

  final Table.Settings settings() {
    boolean named = columns.values().stream().anyMatch(Columns.Choice::isNamed);
    if (named && Boolean.FALSE.equals(header)) {
      throw new IllegalStateException(
          "columns must be chosen by position if header is false, but one is chosen by name");
    }
    Set<Integer> positions = new HashSet<>();
    columns.forEach(
        (setting, choice) -> {
          if (!choice.isNamed() && !positions.add(choice.position())) {
            throw new IllegalStateException(
                "columns must differ, but column "
                    + (choice.position() + 1)
                    + " is chosen twice, the second time with "
                    + setting);
          }
        });
    return new Table.Settings(separator, quotes, named ? Boolean.TRUE : header, charset);
  }

  static void once(String name, @Nullable Object present) {
    if (present != null) {
      throw new IllegalStateException(name + " was already set");
    }
  }
}
