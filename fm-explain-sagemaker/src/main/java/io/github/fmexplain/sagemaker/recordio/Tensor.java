package io.github.fmexplain.sagemaker.recordio;

import io.github.fmexplain.sagemaker.internal.proto.ProtoRecords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor of any of the three types that hold numbers. */
record Tensor(
    RecordIoTensor.Type type, List<? extends Number> values, List<Long> keys, List<Long> shape) {

  /** {@return the tensor in a value, or null if the value holds bytes or nothing} */
  static @Nullable Tensor of(ProtoRecords.Value value) {
    return switch (value.getValueCase()) {
      case FLOAT32_TENSOR -> {
        ProtoRecords.Float32Tensor tensor = value.getFloat32Tensor();
        yield new Tensor(
            RecordIoTensor.Type.FLOAT32,
            tensor.getValuesList(),
            tensor.getKeysList(),
            tensor.getShapeList());
      }
      case FLOAT64_TENSOR -> {
        ProtoRecords.Float64Tensor tensor = value.getFloat64Tensor();
        yield new Tensor(
            RecordIoTensor.Type.FLOAT64,
            tensor.getValuesList(),
            tensor.getKeysList(),
            tensor.getShapeList());
      }
      case INT32_TENSOR -> {
        ProtoRecords.Int32Tensor tensor = value.getInt32Tensor();
        yield new Tensor(
            RecordIoTensor.Type.INT32,
            tensor.getValuesList(),
            tensor.getKeysList(),
            tensor.getShapeList());
      }
      case BYTES, VALUE_NOT_SET -> null;
    };
  }

  /** {@return the one tensor under a name, or null if there is none} */
  static @Nullable Tensor scalar(
      FrameReader frames, ProtoRecords.Record record, String name, String what)
      throws RecordIoFormatException {
    ProtoRecords.Value value = record.getLabelMap().get(name);
    Tensor tensor = value == null ? null : of(value);
    if (tensor != null) {
      frames.require(
          tensor.values.size() == 1,
          () -> what + " must have 1 value, but has " + tensor.values.size());
    }
    return tensor;
  }

  /** {@return the width of a sparse tensor} */
  int width(FrameReader frames) throws RecordIoFormatException {
    frames.require(
        shape.size() == 1, () -> "shape of a sparse row must have 1 dimension, but is " + shape);
    long width = shape.get(0);
    frames.require(
        width >= 1 && width <= Integer.MAX_VALUE,
        () -> "width must be from 1 to 2147483647, but was " + Long.toUnsignedString(width));
    return (int) width;
  }

  /** {@return a key that is below the width} */
  int key(FrameReader frames, int position, int width) throws RecordIoFormatException {
    long key = keys.get(position);
    if (key < 0 || key >= width) {
      throw frames.failure(
          "key must be below the width, " + width + ", but was " + Long.toUnsignedString(key));
    }
    return (int) key;
  }

  /** Requires as many values as keys. */
  void requireValues(FrameReader frames) throws RecordIoFormatException {
    frames.require(
        values.size() == keys.size(),
        () -> "row has " + keys.size() + " keys, but " + values.size() + " values");
  }

  /** Requires the shape of a dense tensor to be that of its values, if it has one. */
  void requireDenseShape(FrameReader frames) throws RecordIoFormatException {
    frames.require(
        shape.isEmpty() || shape.equals(List.of((long) values.size())),
        () -> "dense row has " + values.size() + " values, but its shape is " + shape);
  }

  /** {@return whether it has values and no keys} */
  boolean isDense() {
    return keys.isEmpty() && !values.isEmpty();
  }

  /** {@return the same numbers in their own type and order} */
  RecordIoTensor exact(FrameReader frames) throws RecordIoFormatException {
    double[] numbers = values.stream().mapToDouble(Number::doubleValue).toArray();
    try {
      if (isDense()) {
        requireDenseShape(frames);
        return RecordIoTensor.dense(type, numbers);
      }
      int width = width(frames);
      requireValues(frames);
      int[] ownKeys = new int[keys.size()];
      for (int j = 0; j < ownKeys.length; j++) {
        ownKeys[j] = key(frames, j, width);
      }
      return RecordIoTensor.dense(type, numbers).withKeys(ownKeys, width);
    } catch (IllegalArgumentException e) {
      // Two equal keys, and values that are not finite, are the tensor's to refuse.
      RecordIoFormatException failure = frames.failure(String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  double value(int position) {
    return values.get(position).doubleValue();
  }
}
