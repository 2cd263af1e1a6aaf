package io.github.fmexplain.io;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text file line by line, with the number of the line and a limit on its length, so that a
 * file that is no text at all does not fill the memory. Not thread-safe.
 */
final class LineReader implements Closeable {

  static final int MAXIMUM_LINE = 1 << 16;

  private final InputStream in;
  private final Charset charset;
  private final String file;
  private final byte[] buffer = new byte[2 * MAXIMUM_LINE];
  private final Deque<String> ahead = new ArrayDeque<>();
  private int start;
  private int limit;
  private long number;

  private LineReader(InputStream in, Charset charset, String file) {
    this.in = in;
    this.charset = charset;
    this.file = file;
  }

  static LineReader open(Path path, Charset charset) throws IOException {
    return new LineReader(Files.newInputStream(path), charset, String.valueOf(path.getFileName()));
  }

  String file() {
    return file;
  }

  /** {@return the number of the line that was given last, from 1} */
  long number() {
    return number;
  }

  /** {@return the next lines, at most a number of them; they are still to be given} */
  List<String> lookAhead(int lines) throws IOException {
    while (ahead.size() < lines) {
      String line = read();
      if (line == null) {
        break;
      }
      ahead.add(line);
    }
    return new ArrayList<>(ahead);
  }

  /** {@return the next line, or null at the end} */
  @Nullable String next() throws IOException {
    String line = ahead.isEmpty() ? read() : ahead.remove();
    if (line != null) {
      number++;
    }
    return line;
  }

  private @Nullable String read() throws IOException {
    int end = start;
    int seen = 0;
    while (true) {
      if (end == limit) {
        checkLength(end - start);
        end -= start;
        if (!fill()) {
          return end == 0 ? null : decoded(end, end, seen >= 0);
        }
      }
      byte b = buffer[end++];
      if (b == '\n') {
        checkLength(end - 1 - start);
        return decoded(end - 1, end, seen >= 0);
      }
      // A byte that is not ASCII is negative.
      seen |= b;
    }
  }

  private void checkLength(int bytes) throws RatingsFormatException {
    if (bytes > MAXIMUM_LINE) {
      throw new RatingsFormatException(
          where()
              + " must have at most "
              + MAXIMUM_LINE
              + " bytes, but has more; is it a text file?");
    }
  }

  /** Moves what is left to the front and reads more. {@return false at the end of the file} */
  private boolean fill() throws IOException {
    limit -= start;
    System.arraycopy(buffer, start, buffer, 0, limit);
    start = 0;
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, read);
    return read > 0;
  }

  /** {@return the line up to an end} The next one starts after it. */
  private String decoded(int end, int next, boolean ascii) throws IOException {
    int from = start;
    int to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
    start = next;
    if (ascii || charset.equals(StandardCharsets.ISO_8859_1)) {
      return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(buffer, from, to - from))
              .toString();
      boolean first = number == 0 && ahead.isEmpty();
      return first && text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new RatingsFormatException(
          where() + " must be " + charset + " text, but is not; choose with charset(…)", e);
    }
  }

  /** {@return where the line is that is read now} */
  private String where() {
    return "line " + (number + ahead.size() + 1) + " of " + file;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
