package io.github.fmexplain.sagemaker.recordio;

import com.google.protobuf.ByteString;
import io.github.fmexplain.sagemaker.internal.proto.ProtoRecords;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** A tensor of any of the three types that hold numbers; float64 holds them all. */
final class Tensor {

  private static final double[] NO_NUMBERS = {};
  private static final long[] NONE = {};

  private final RecordIoTensor.Type type;
  private final double[] values;
  private final long[] keys;
  private final long[] shape;

  private Tensor(RecordIoTensor.Type type, double[] values, long[] keys, long[] shape) {
    this.type = type;
    this.values = values;
    this.keys = keys;
    this.shape = shape;
  }

  /** {@return the tensor under a name, or null if there is none} */
  static @Nullable Tensor of(List<ProtoRecords.Entry> entries, ByteString name) {
    for (int j = entries.size() - 1; j >= 0; j--) {
      if (entries.get(j).getKey().equals(name)) {
        return of(entries.get(j).getValue());
      }
    }
    return null;
  }

  /** Returns the tensor in a value, or null if the value holds bytes or nothing. */
  private static @Nullable Tensor of(ProtoRecords.Value value) {
    return switch (value.getValueCase()) {
      case FLOAT32_TENSOR -> {
        ProtoRecords.Float32Tensor tensor = value.getFloat32Tensor();
        yield new Tensor(
            RecordIoTensor.Type.FLOAT32,
            numbers(tensor.getValuesCount(), tensor::getValues),
            integers(tensor.getKeysCount(), tensor::getKeys),
            integers(tensor.getShapeCount(), tensor::getShape));
      }
      case FLOAT64_TENSOR -> {
        ProtoRecords.Float64Tensor tensor = value.getFloat64Tensor();
        yield new Tensor(
            RecordIoTensor.Type.FLOAT64,
            numbers(tensor.getValuesCount(), tensor::getValues),
            integers(tensor.getKeysCount(), tensor::getKeys),
            integers(tensor.getShapeCount(), tensor::getShape));
      }
      case INT32_TENSOR -> {
        ProtoRecords.Int32Tensor tensor = value.getInt32Tensor();
        yield new Tensor(
            RecordIoTensor.Type.INT32,
            numbers(tensor.getValuesCount(), tensor::getValues),
            integers(tensor.getKeysCount(), tensor::getKeys),
            integers(tensor.getShapeCount(), tensor::getShape));
      }
      case BYTES, VALUE_NOT_SET -> null;
    };
  }

  private static double[] numbers(int count, IntToDoubleFunction value) {
    double[] numbers = count == 0 ? NO_NUMBERS : new double[count];
    for (int j = 0; j < count; j++) {
      numbers[j] = value.applyAsDouble(j);
    }
    return numbers;
  }

  private static long[] integers(int count, IntToLongFunction value) {
    long[] integers = count == 0 ? NONE : new long[count];
    for (int j = 0; j < count; j++) {
      integers[j] = value.applyAsLong(j);
    }
    return integers;
  }

  /** {@return the one tensor under a name, or null if there is none} */
  static @Nullable Tensor scalar(
      FrameReader frames, ProtoRecords.RecordEntries record, ByteString name, String what)
      throws RecordIoFormatException {
    Tensor tensor = of(record.getLabelList(), name);
    if (tensor != null) {
      frames.require(
          tensor.values.length == 1,
          () -> what + " must have 1 value, but has " + tensor.values.length);
    }
    return tensor;
  }

  /** {@return the width of a sparse tensor} */
  int width(FrameReader frames) throws RecordIoFormatException {
    frames.require(
        shape.length == 1,
        () -> "shape of a sparse row must have 1 dimension, but is " + Arrays.toString(shape));
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
        values.length == keys.length,
        () -> "row has " + keys.length + " keys, but " + values.length + " values");
  }

  /** Requires the shape of a dense tensor to be that of its values, if it has one. */
  void requireDenseShape(FrameReader frames) throws RecordIoFormatException {
    frames.require(
        shape.length == 0 || (shape.length == 1 && shape[0] == values.length),
        () ->
            "dense row has "
                + values.length
                + " values, but its shape is "
                + Arrays.toString(shape));
  }

  /** {@return whether it has values and no keys} */
  boolean isDense() {
    return keys.length == 0 && values.length > 0;
  }

  /** {@return the same numbers in their own type and order} */
  RecordIoTensor exact(FrameReader frames) throws RecordIoFormatException {
    try {
      if (isDense()) {
        requireDenseShape(frames);
        return RecordIoTensor.dense(type, values);
      }
      int width = width(frames);
      requireValues(frames);
      int[] ownKeys = new int[keys.length];
      for (int j = 0; j < ownKeys.length; j++) {
        ownKeys[j] = key(frames, j, width);
      }
      return RecordIoTensor.dense(type, values).withKeys(ownKeys, width);
    } catch (IllegalArgumentException e) {
      // Two equal keys, and values that are not finite, are the tensor's to refuse.
      RecordIoFormatException failure = frames.failure(String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  int numValues() {
    return values.length;
  }

  int numKeys() {
    return keys.length;
  }

  double value(int position) {
    return values[position];
  }
}
