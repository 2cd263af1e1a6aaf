package io.github.fmexplain.io.models;

import io.github.fmexplain.internal.Text;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array in a file.
 *
 * @param name in the file
 * @param type of its numbers, or null if it has texts
 * @param textBytes the bytes of each text, filled up with zeros; 0 for numbers
 * @param utf8 whether texts are in UTF-8, and not in UTF-32
 * @param order of the bytes
 * @param shape the dimensions; none for a single value
 * @param columnMajor whether the first index moves fastest (Fortran), and not the last one
 * @param data where its bytes are
 */
record Tensor(
    String name,
    @Nullable ElementType type,
    int textBytes,
    boolean utf8,
    ByteOrder order,
    List<Long> shape,
    boolean columnMajor,
    Data data) {

  /** NumPy's limit was this, and nobody's model has more than two. */
  static final int MOST_AXES = 32;

  private static final int BUFFER = 1 << 13;
  private static final int SHOWN_AXES = 8;

  /** What an id costs besides its characters. */
  private static final int ID_BYTES = 100;

  /** The bytes of an array, from its first to its last. */
  interface Data {
    InputStream open() throws IOException;
  }

  Tensor {
    if (shape.size() > MOST_AXES) {
      throw new IllegalArgumentException(
          Text.quoted(name) + " must have at most 32 axes, but has " + shape.size());
    }
    shape = List.copyOf(shape);
  }

  static Tensor of(String name, ElementType type, ByteOrder order, List<Long> shape, Data data) {
    return new Tensor(name, type, 0, false, order, shape, false, data);
  }

  int bytesEach() {
    return type == null ? textBytes : type.bytes();
  }

  /**
   * {@return the number of values}
   *
   * @throws ArithmeticException if it is too large for a long
   */
  long count() {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** {@return as NumPy shows it, of many axes the first ones} */
  String shapeText() {
    return shape.size() <= SHOWN_AXES
        ? shape.toString()
        : shape.subList(0, SHOWN_AXES).toString().replace("]", ", …]");
  }

  /** Takes a number: which it is in the order of the file, and its value. */
  interface Sink {
    void accept(int index, double value) throws IOException;
  }

  /** Takes the bytes of each value, one after the other. */
  interface BytesSink {
    void accept(ByteBuffer bytes) throws IOException;
  }

  /** Reads all numbers, in the order of the file. */
  void forEach(Sink sink) throws IOException {
    ElementType numbers = type;
    if (numbers == null) {
      throw new IllegalArgumentException("'" + name + "' must have numbers, but has texts");
    }
    int[] index = new int[1];
    forEachBytes(bytes -> sink.accept(index[0]++, numbers.decode(bytes)));
  }

  /** {@return the values as ids} Room is made for them. */
  List<String> ids(ModelInput in) throws IOException {
    in.require(
        shape.size() == 1 && (type == null || type.isInteger()),
        "'"
            + name
            + "' must be a list of texts or whole numbers, but has shape "
            + shapeText()
            + (type == null ? "" : " of " + type));
    in.take(count(), ID_BYTES + textBytes, "'" + name + "'");
    return texts();
  }

  /** {@return all values as texts} Few, or room was made for them. */
  List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    ElementType numbers = type;
    forEachBytes(bytes -> texts.add(numbers == null ? text(bytes) : numbers.text(bytes)));
    return texts;
  }

  private String text(ByteBuffer bytes) {
    String text = utf8 ? ofUtf8(bytes) : ofUtf32(bytes);
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(0, end);
  }

  private String ofUtf8(ByteBuffer bytes) {
    byte[] text = new byte[textBytes];
    bytes.get(text);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          Text.quoted(name) + " must be UTF-8, but is not; save it with .astype(str)", e);
    }
  }

  private String ofUtf32(ByteBuffer bytes) {
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < textBytes; j += Integer.BYTES) {
      int character = bytes.getInt();
      boolean surrogate =
          character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
      if (!Character.isValidCodePoint(character) || surrogate) {
        throw new IllegalArgumentException(
            "texts must be of characters, but one has the number " + character);
      }
      text.appendCodePoint(character);
    }
    return text.toString();
  }

  /** Reads all values. The array must end where the file says. */
  void forEachBytes(BytesSink sink) throws IOException {
    int each = bytesEach();
    long left = count();
    byte[] chunk = new byte[Math.max(1, BUFFER / Math.max(1, each)) * each];
    ByteBuffer bytes = ByteBuffer.wrap(chunk).order(order);
    try (InputStream in = data.open()) {
      while (left > 0) {
        int values = (int) Math.min(left, chunk.length / Math.max(1, each));
        if (in.readNBytes(chunk, 0, values * each) < values * each) {
          throw new EOFException("'" + name + "' ends too early");
        }
        bytes.clear();
        for (int j = 0; j < values; j++) {
          sink.accept(bytes);
        }
        left -= values;
      }
      if (in.read() >= 0) {
        throw new EOFException("'" + name + "' has more bytes than its shape says");
      }
    }
  }
}
