package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a text of numbers. Each must have its end: a number that was cut is another one. */
final class TextLines implements Closeable {

  /** Ten thousand factors of a hundred characters. */
  private static final int LONGEST = 1 << 20;

  /** A byte order mark in UTF-8, as the editors of Windows write it. */
  private static final String MARK = "\u00ef\u00bb\u00bf";

  private final ModelInput in;
  private final InputStream bytes;
  private byte[] line = new byte[256];
  private long number;

  TextLines(ModelInput in) throws IOException {
    this.in = in;
    this.bytes = new BufferedInputStream(Files.newInputStream(in.path()), 1 << 16);
  }

  /** {@return the next line, without its end, or null after the last one} */
  @Nullable String next() throws IOException {
    number++;
    int length = 0;
    int read;
    while ((read = bytes.read()) != '\n') {
      if (read < 0) {
        if (length == 0) {
          return null;
        }
        throw bad("must end, but the file ends before; is it complete?");
      }
      if (length == LONGEST) {
        throw bad("must have at most " + LONGEST + " bytes, but has more");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) read;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
    return number == 1 ? withoutMark(text) : text;
  }

  /** {@return the beginning of a file, in ISO 8859-1, without its byte order mark} */
  static String withoutMark(String text) {
    return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
  }

  ModelFormatException bad(String message) {
    return in.bad("line " + number + " " + message);
  }

  /** {@return the number of a text} */
  float number(String text) throws ModelFormatException {
    boolean plain = !text.isEmpty() && text.length() <= 100;
    for (int c = 0; c < text.length() && plain; c++) {
      plain = "0123456789+-.eE".indexOf(text.charAt(c)) >= 0;
    }
    try {
      if (plain) {
        return Float.parseFloat(text);
      }
    } catch (NumberFormatException e) {
      throw bad("must have a number, but has " + Text.quoted(text));
    }
    throw bad("must have a number, but has " + Text.quoted(text));
  }

  /** {@return the numbers of a line, with a space between} */
  float[] numbers(String text) throws ModelFormatException {
    String[] parts = text.split(" ", -1);
    float[] numbers = new float[parts.length];
    for (int j = 0; j < parts.length; j++) {
      numbers[j] = number(parts[j]);
    }
    return numbers;
  }

  /** {@return as many numbers as there are factors} */
  float[] numbers(String text, int factors) throws ModelFormatException {
    float[] numbers = numbers(text);
    if (numbers.length != factors) {
      throw bad(
          "must have "
              + Text.count(factors, "factor")
              + " as the first one has, but has "
              + numbers.length);
    }
    return numbers;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
