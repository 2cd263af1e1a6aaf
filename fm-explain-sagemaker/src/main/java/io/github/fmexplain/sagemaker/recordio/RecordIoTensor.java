package io.github.fmexplain.sagemaker.recordio;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one of the three types that the format has, dense or with keys: what {@link
 * RecordIoWriter#write(RecordIoTensor, RecordIoTensor)} writes as it is. SageMaker's factorization
 * machines take float32 only; the other types are for other algorithms of SageMaker. Immutable.
 */
public final class RecordIoTensor {

  /** The types, each with its field in a value and its form in a list. */
  enum Type {
    FLOAT32(0x12, 5) {
      @Override
      double read(CodedInputStream in) throws IOException {
        return in.readFloat();
      }

      @Override
      int bytes(double value) {
        return Float.BYTES;
      }

      @Override
      void write(CodedOutputStream out, double value) throws IOException {
        out.writeFloatNoTag((float) value);
      }
    },
    FLOAT64(0x1A, 1) {
      @Override
      double read(CodedInputStream in) throws IOException {
        return in.readDouble();
      }

      @Override
      int bytes(double value) {
        return Double.BYTES;
      }

      @Override
      void write(CodedOutputStream out, double value) throws IOException {
        out.writeDoubleNoTag(value);
      }
    },
    INT32(0x3A, 0) {
      @Override
      double read(CodedInputStream in) throws IOException {
        return in.readInt32();
      }

      @Override
      int bytes(double value) {
        return CodedOutputStream.computeInt32SizeNoTag((int) value);
      }

      @Override
      void write(CodedOutputStream out, double value) throws IOException {
        out.writeInt32NoTag((int) value);
      }
    };

    final int tag;
    final int wireType;

    Type(int tag, int wireType) {
      this.tag = tag;
      this.wireType = wireType;
    }

    static @Nullable Type ofTag(int tag) {
      return tag == FLOAT32.tag
          ? FLOAT32
          : tag == FLOAT64.tag ? FLOAT64 : tag == INT32.tag ? INT32 : null;
    }

    /** {@return the bytes of each element, of a type that does not have varints} */
    int fixedBytes() {
      return bytes(0);
    }

    abstract double read(CodedInputStream in) throws IOException;

    abstract int bytes(double value);

    abstract void write(CodedOutputStream out, double value) throws IOException;
  }

  final Type type;

  /** Doubles hold every number of the three types exactly. */
  private final double[] values;

  private final int @Nullable [] keys;
  final int width;

  private RecordIoTensor(Type type, double[] values, int @Nullable [] keys, int width) {
    this.type = type;
    this.values = values;
    this.keys = keys;
    this.width = width;
  }

  static RecordIoTensor dense(Type type, double[] values) {
    for (int j = 0; j < values.length; j++) {
      if (!Double.isFinite(values[j])) {
        throw new IllegalArgumentException("value " + j + " must be finite, but was " + values[j]);
      }
    }
    return new RecordIoTensor(type, values, null, values.length);
  }

  /**
   * {@return a dense tensor of float32}
   *
   * @param values [n], all finite. Not modified.
   * @throws IllegalArgumentException if a value is not finite
   */
  public static RecordIoTensor float32(float... values) {
    return dense(
        Type.FLOAT32, IntStream.range(0, values.length).mapToDouble(j -> values[j]).toArray());
  }

  /**
   * {@return a dense tensor of float64}
   *
   * @param values [n], all finite. Not modified.
   * @throws IllegalArgumentException if a value is not finite
   */
  public static RecordIoTensor float64(double... values) {
    return dense(Type.FLOAT64, values.clone());
  }

  /**
   * {@return a dense tensor of int32, as which the Python SDK writes int64 too} A negative number
   * takes ten bytes.
   *
   * @param values [n]. Not modified.
   */
  public static RecordIoTensor int32(int... values) {
    Objects.requireNonNull(values, "values");
    return dense(Type.INT32, IntStream.of(values).asDoubleStream().toArray());
  }

  /**
   * {@return these values under keys, in the order given; explicit zeros are kept}
   *
   * @param newKeys one key per value, all different, from 0 to width − 1. Not modified.
   * @param newWidth n, the shape, at least 1
   * @throws IllegalArgumentException if there are not as many keys as values, a key is not from 0
   *     to width − 1 or is there twice, or the width is less than 1
   */
  public RecordIoTensor withKeys(int[] newKeys, int newWidth) {
    if (newWidth < 1) {
      throw new IllegalArgumentException("width must be at least 1, but was " + newWidth);
    }
    if (newKeys.length != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "keys must be as many as the values, %d, but are %d",
              values.length,
              newKeys.length));
    }
    int[] sorted = newKeys.clone();
    Arrays.sort(sorted);
    for (int j = 0; j < sorted.length; j++) {
      if (sorted[j] < 0 || sorted[j] >= newWidth) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "keys must be from 0 to %d, but one was %d", newWidth - 1, sorted[j]));
      }
      if (j > 0 && sorted[j] == sorted[j - 1]) {
        throw new IllegalArgumentException(
            "keys must be different, but " + sorted[j] + " is there twice");
      }
    }
    return new RecordIoTensor(type, values, newKeys.clone(), newWidth);
  }

  int size() {
    return values.length;
  }

  boolean isSparse() {
    return keys != null;
  }

  /** The bytes of the values in their packed list. */
  long valueBytes() {
    long bytes = 0;
    for (double value : values) {
      bytes += type.bytes(value);
    }
    return bytes;
  }

  /** The bytes of the keys in their packed list. */
  long keyBytes() {
    long bytes = 0;
    if (keys != null) {
      for (int key : keys) {
        bytes += CodedOutputStream.computeUInt32SizeNoTag(key);
      }
    }
    return bytes;
  }

  void writeValues(CodedOutputStream out) throws IOException {
    for (double value : values) {
      type.write(out, value);
    }
  }

  void writeKeys(CodedOutputStream out) throws IOException {
    if (keys != null) {
      for (int key : keys) {
        out.writeUInt32NoTag(key);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordIoTensor that
        && type == that.type
        && width == that.width
        && Arrays.equals(values, that.values)
        && Arrays.equals(keys, that.keys);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(keys);
  }

  /** {@return the values, [n] or one per key, a copy; double holds every number of each type} */
  public double[] values() {
    return values.clone();
  }

  /** {@return the type, the number of values and, with keys, the width} */
  @Override
  public String toString() {
    return "RecordIoTensor["
        + type
        + ", "
        + values.length
        + (keys == null ? " values]" : " of " + width + " values]");
  }
}
