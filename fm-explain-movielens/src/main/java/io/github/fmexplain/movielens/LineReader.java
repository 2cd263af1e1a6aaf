package io.github.fmexplain.movielens;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text file line by line, with the number of the line and a limit on its length, so that a
 * file that is no text at all does not fill the memory. A line that can be UTF-8 is that, any other
 * of the charset; a byte order mark is left out. Not thread-safe.
 */
final class LineReader implements Closeable {

  private static final int MAXIMUM_LINE = 1 << 16;

  /** The byte order mark that editors put before UTF-8, and some before other text. */
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final Charset charset;
  private final String file;
  private final byte[] buffer = new byte[1 << 16];
  private final byte[] line = new byte[MAXIMUM_LINE];
  private int position;
  private int limit;
  private int number;

  private LineReader(InputStream in, Charset charset, String file) {
    this.in = in;
    this.charset = charset;
    this.file = file;
  }

  static LineReader open(Path path, Charset charset) throws IOException {
    return new LineReader(Files.newInputStream(path), charset, path.getFileName().toString());
  }

  String file() {
    return file;
  }

  /** {@return the number of the line that was read last, from 1} */
  int number() {
    return number;
  }

  /** {@return the next line, or null at the end; empty lines are allowed only at the end} */
  @Nullable String next() throws IOException {
    String text = nextLine();
    if (text == null || !text.isEmpty()) {
      return text;
    }
    int empty = number;
    while ((text = nextLine()) != null) {
      if (!text.isEmpty()) {
        throw new MovieLensFormatException(
            "line "
                + empty
                + " of "
                + file
                + " must not be empty, as more lines follow; is the file damaged?");
      }
    }
    return null;
  }

  private @Nullable String nextLine() throws IOException {
    int length = 0;
    int seen = 0;
    while (true) {
      if (position == limit && !fill()) {
        return length == 0 ? null : decoded(length, seen >= 0);
      }
      byte b = buffer[position++];
      if (b == '\n') {
        return decoded(length, seen >= 0);
      }
      if (length == MAXIMUM_LINE) {
        throw new MovieLensFormatException(
            "line "
                + (number + 1)
                + " of "
                + file
                + " must have at most "
                + MAXIMUM_LINE
                + " bytes, but has more; is it a MovieLens file?");
      }
      line[length++] = b;
      // A byte that is not ASCII is negative.
      seen |= b;
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  private String decoded(int bytes, boolean ascii) throws IOException {
    number++;
    int length = bytes > 0 && line[bytes - 1] == '\r' ? bytes - 1 : bytes;
    if (ascii) {
      return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }
    try {
      // Text in another encoding is hardly ever UTF-8 by chance.
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(line, 0, length))
              .toString();
      return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      if (!charset.equals(StandardCharsets.UTF_8)) {
        boolean mark =
            number == 1
                && length > 2
                && line[0] == MARK[0]
                && line[1] == MARK[1]
                && line[2] == MARK[2];
        int from = mark ? MARK.length : 0;
        return new String(line, from, length - from, charset);
      }
      MovieLensFormatException failure =
          new MovieLensFormatException(
              "line " + number + " of " + file + " must be " + charset + " text, but is not");
      failure.initCause(e);
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
