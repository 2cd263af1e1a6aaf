package io.github.fmexplain.sagemaker.recordio;

import io.github.fmexplain.sagemaker.internal.proto.ProtoRecords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor of any of the three types that hold numbers. */
record Tensor(List<? extends Number> values, List<Long> keys, List<Long> shape) {

  /** {@return the tensor in a value, or null if the value holds bytes or nothing} */
  static @Nullable Tensor of(ProtoRecords.Value value) {
    return switch (value.getValueCase()) {
      case FLOAT32_TENSOR -> {
        ProtoRecords.Float32Tensor tensor = value.getFloat32Tensor();
        yield new Tensor(tensor.getValuesList(), tensor.getKeysList(), tensor.getShapeList());
      }
      case FLOAT64_TENSOR -> {
        ProtoRecords.Float64Tensor tensor = value.getFloat64Tensor();
        yield new Tensor(tensor.getValuesList(), tensor.getKeysList(), tensor.getShapeList());
      }
      case INT32_TENSOR -> {
        ProtoRecords.Int32Tensor tensor = value.getInt32Tensor();
        yield new Tensor(tensor.getValuesList(), tensor.getKeysList(), tensor.getShapeList());
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
          tensor.values.size() == 1, what + " must have 1 value, but has " + tensor.values.size());
    }
    return tensor;
  }

  double value(int position) {
    return values.get(position).doubleValue();
  }
}
