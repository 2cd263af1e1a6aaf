package io.github.fmexplain.io.models;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array in a file.
 *
 * @param name in the file
 * @param type of its numbers, or null if it has texts
 * @param textBytes the bytes of each text, 4 per character (UTF-32); 0 for numbers
 * @param order of the bytes
 * @param shape the dimensions; none for a single value
 * @param columnMajor whether the first index moves fastest (Fortran), and not the last one
 * @param data where its bytes are
 */
record Tensor(
    String name,
    @Nullable ElementType type,
    int textBytes,
    ByteOrder order,
    List<Long> shape,
    boolean columnMajor,
    Data data) {

  private static final int BUFFER = 1 << 13;

  /** The bytes of an array, from its first to its last. */
  interface Data {
    InputStream open() throws IOException;
  }

  Tensor {
    shape = List.copyOf(shape);
  }

  static Tensor of(String name, ElementType type, ByteOrder order, List<Long> shape, Data data) {
    return new Tensor(name, type, 0, order, shape, false, data);
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

  /** {@return as NumPy shows it} */
  String shapeText() {
    return shape.toString();
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
