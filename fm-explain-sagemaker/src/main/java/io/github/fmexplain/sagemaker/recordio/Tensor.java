package io.github.fmexplain.sagemaker.recordio;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of any of the three types that hold numbers; float64 holds them all. It is read straight
 * from the bytes of a record, past whatever else is in them, so that its memory is at most some
 * times those bytes: a message of the protobuf library takes dozens of bytes for each of its parts,
 * and a part can have two bytes.
 *
 * <p>As protobuf has it: fields come in any order, of two entries with one key the last counts, of
 * two fields of a list both, packed or not, and what is unknown is passed over.
 */
final class Tensor {

  private static final int ENTRY_KEY = 0x0A;
  private static final int ENTRY_VALUE = 0x12;
  private static final int BYTES = 0x4A;
  private static final int VALUES = 1;
  private static final int KEYS = 2;
  private static final int SHAPE = 3;
  private static final int PACKED = 2;
  private static final int SHOWN_DIMENSIONS = 8;

  private RecordIoTensor.@Nullable Type type;
  private double[] values = {};
  private int numValues;
  private long[] keys = {};
  private int numKeys;
  private long[] shape = {};
  private int dimensions;

  private Tensor() {}

  /**
   * {@return the tensor under a name, or null if there is none}
   *
   * @param bytes hold the record, from the first to the length. Not modified.
   * @param field the tag of the features or of the label
   * @throws InvalidProtocolBufferException if the record is broken
   */
  static @Nullable Tensor of(byte[] bytes, int length, int field, byte[] name) throws IOException {
    int at = -1;
    int size = 0;
    CodedInputStream record = CodedInputStream.newInstance(bytes, 0, length);
    for (int tag = record.readTag(); tag != 0; tag = record.readTag()) {
      if (tag != field) {
        skip(record, tag);
        continue;
      }
      int entrySize = record.readRawVarint32();
      int entry = record.getTotalBytesRead();
      record.skipRawBytes(entrySize);
      if (isNamed(bytes, entry, entrySize, name)) {
        at = entry;
        size = entrySize;
      }
    }
    if (at < 0) {
      return null;
    }
    Tensor tensor = new Tensor();
    CodedInputStream entry = CodedInputStream.newInstance(bytes, at, size);
    for (int tag = entry.readTag(); tag != 0; tag = entry.readTag()) {
      if (tag == ENTRY_VALUE) {
        int limit = entry.pushLimit(entry.readRawVarint32());
        tensor.readValue(entry, bytes, at);
        entry.popLimit(limit);
      } else {
        skip(entry, tag);
      }
    }
    return tensor.type == null ? null : tensor;
  }

  /** Looks at the key alone, which may come after the value. */
  private static boolean isNamed(byte[] bytes, int at, int size, byte[] name) throws IOException {
    boolean named = false;
    CodedInputStream entry = CodedInputStream.newInstance(bytes, at, size);
    for (int tag = entry.readTag(); tag != 0; tag = entry.readTag()) {
      if (tag == ENTRY_KEY) {
        int length = entry.readRawVarint32();
        int key = at + entry.getTotalBytesRead();
        entry.skipRawBytes(length);
        named = Arrays.equals(bytes, key, key + length, name, 0, name.length);
      } else {
        skip(entry, tag);
      }
    }
    return named;
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      // The end of a group that never began.
      in.checkLastTagWas(0);
    }
  }

  /** A value holds one tensor: one of another type takes the place of it. */
  private void readValue(CodedInputStream in, byte[] bytes, int offset) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      RecordIoTensor.Type read = RecordIoTensor.Type.ofTag(tag);
      if (read == null && tag != BYTES) {
        skip(in, tag);
        continue;
      }
      if (read != type) {
        type = read;
        numValues = 0;
        numKeys = 0;
        dimensions = 0;
      }
      int limit = in.pushLimit(in.readRawVarint32());
      if (read == null) {
        in.skipRawBytes(in.getBytesUntilLimit());
      } else {
        readTensor(in, read, bytes, offset);
      }
      in.popLimit(limit);
    }
  }

  private void readTensor(CodedInputStream in, RecordIoTensor.Type read, byte[] bytes, int offset)
      throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = tag >>> 3;
      boolean packed = (tag & 7) == PACKED;
      int element = field == VALUES ? read.wireType : 0;
      if (field < VALUES || field > SHAPE || !(packed || (tag & 7) == element)) {
        skip(in, tag);
        continue;
      }
      if (!packed) {
        reserve(field, 1);
        readElement(in, field, read);
        continue;
      }
      int limit = in.pushLimit(in.readRawVarint32());
      int size = in.getBytesUntilLimit();
      reserve(
          field,
          element == 0
              ? varints(bytes, offset + in.getTotalBytesRead(), size)
              : size / read.fixedBytes());
      while (in.getBytesUntilLimit() > 0) {
        // More than were counted, where a number of ten bytes goes on and is taken all the same.
        reserve(field, 1);
        readElement(in, field, read);
      }
      in.popLimit(limit);
    }
  }

  /** The varints that end in some bytes: their last byte has no upper bit. */
  private static int varints(byte[] bytes, int at, int size) {
    int count = 0;
    for (int j = at; j < at + size; j++) {
      count += bytes[j] >= 0 ? 1 : 0;
    }
    return count;
  }

  /** Makes room for elements that are known to be there. */
  private void reserve(int field, int more) {
    switch (field) {
      case VALUES -> {
        if (numValues + more > values.length) {
          values = Arrays.copyOf(values, grown(values.length, numValues + more));
        }
      }
      case KEYS -> keys = reserved(keys, numKeys + more);
      default -> shape = reserved(shape, dimensions + more);
    }
  }

  private static long[] reserved(long[] array, int needed) {
    return needed > array.length ? Arrays.copyOf(array, grown(array.length, needed)) : array;
  }

  /** As much as is needed, which is all where a list is one field, or half as much again. */
  private static int grown(int length, int needed) {
    return Math.max(needed, length + length / 2);
  }

  private void readElement(CodedInputStream in, int field, RecordIoTensor.Type read)
      throws IOException {
    switch (field) {
      case VALUES -> values[numValues++] = read.read(in);
      case KEYS -> keys[numKeys++] = in.readUInt64();
      default -> shape[dimensions++] = in.readUInt64();
    }
  }

  /** Requires a tensor of one number, such as a label. */
  void requireScalar(FrameReader frames, String what) throws RecordIoFormatException {
    frames.require(numValues == 1, () -> what + " must have 1 value, but has " + numValues);
  }

  /** {@return the width of a sparse tensor} */
  int width(FrameReader frames) throws RecordIoFormatException {
    frames.require(
        dimensions == 1,
        () -> "shape of a sparse row must have 1 dimension, but is " + shapeText());
    long width = shape[0];
    frames.require(
        width >= 1 && width <= Integer.MAX_VALUE,
        () -> "width must be from 1 to 2147483647, but was " + Long.toUnsignedString(width));
    return (int) width;
  }

  /** {@return a key that is below the width} */
  int key(FrameReader frames, int position, int width) throws RecordIoFormatException {
    long key = keys[position];
    if (key < 0 || key >= width) {
      throw frames.failure(
          "key must be below the width, " + width + ", but was " + Long.toUnsignedString(key));
    }
    return (int) key;
  }

  /** Requires as many values as keys. */
  void requireValues(FrameReader frames) throws RecordIoFormatException {
    frames.require(
        numValues == numKeys, () -> "row has " + numKeys + " keys, but " + numValues + " values");
  }

  /** Requires the shape of a dense tensor to be that of its values, if it has one. */
  void requireDenseShape(FrameReader frames) throws RecordIoFormatException {
    frames.require(
        dimensions == 0 || (dimensions == 1 && shape[0] == numValues),
        () -> "dense row has " + numValues + " values, but its shape is " + shapeText());
  }

  private String shapeText() {
    int shown = Math.min(dimensions, SHOWN_DIMENSIONS);
    String text = Arrays.toString(Arrays.copyOf(shape, shown));
    return dimensions == shown
        ? text
        : text.substring(0, text.length() - 1) + ", … of " + dimensions + "]";
  }

  /** {@return whether it has values and no keys} */
  boolean isDense() {
    return numKeys == 0 && numValues > 0;
  }

  /** {@return the same numbers in their own type and order} */
  RecordIoTensor exact(FrameReader frames) throws RecordIoFormatException {
    RecordIoTensor.Type own = type;
    if (own == null) {
      throw new IllegalStateException("a tensor without type is never given out");
    }
    double[] numbers = Arrays.copyOf(values, numValues);
    try {
      if (isDense()) {
        requireDenseShape(frames);
        return RecordIoTensor.dense(own, numbers);
      }
      int width = width(frames);
      requireValues(frames);
      int[] ownKeys = new int[numKeys];
      for (int j = 0; j < ownKeys.length; j++) {
        ownKeys[j] = key(frames, j, width);
      }
      return RecordIoTensor.dense(own, numbers).withKeys(ownKeys, width);
    } catch (IllegalArgumentException e) {
      // Two equal keys, and values that are not finite, are the tensor's to refuse.
      RecordIoFormatException failure = frames.failure(String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  int numValues() {
    return numValues;
  }

  int numKeys() {
    return numKeys;
  }

  double value(int position) {
    return values[position];
  }
}
