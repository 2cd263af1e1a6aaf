package io.github.fmexplain.sagemaker.recordio;

import io.github.fmexplain.sagemaker.internal.proto.ProtoRecords;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Makes frames the slow way: a message a row, of any of the three types. */
final class RecordReference {

  private RecordReference() {}

  static ProtoRecords.Value tensor(String type, double[] values, long[] keys, long[] shape) {
    List<Long> allKeys = LongStream.of(keys).boxed().toList();
    List<Long> allShape = LongStream.of(shape).boxed().toList();
    ProtoRecords.Value.Builder value = ProtoRecords.Value.newBuilder();
    switch (type) {
      case "float32" -> {
        ProtoRecords.Float32Tensor.Builder tensor = value.getFloat32TensorBuilder();
        DoubleStream.of(values).forEach(v -> tensor.addValues((float) v));
        tensor.addAllKeys(allKeys).addAllShape(allShape);
      }
      case "float64" -> {
        ProtoRecords.Float64Tensor.Builder tensor = value.getFloat64TensorBuilder();
        DoubleStream.of(values).forEach(tensor::addValues);
        tensor.addAllKeys(allKeys).addAllShape(allShape);
      }
      case "int64" -> {
        ProtoRecords.Int32Tensor.Builder tensor = value.getInt32TensorBuilder();
        DoubleStream.of(values).forEach(v -> tensor.addValues((int) v));
        tensor.addAllKeys(allKeys).addAllShape(allShape);
      }
      default -> throw new IllegalArgumentException(type);
    }
    return value.build();
  }

  static ProtoRecords.Record.Builder features(ProtoRecords.Value value) {
    return ProtoRecords.Record.newBuilder().putFeatures("values", value);
  }

  static byte[] frame(ProtoRecords.Record record) {
    return frame(record.toByteArray());
  }

  static byte[] frame(byte[] payload) {
    ByteBuffer frame =
        ByteBuffer.allocate(8 + (payload.length + 3) / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0xCED7230A).putInt(payload.length).put(payload);
    return frame.array();
  }

  static byte[] joined(Iterable<byte[]> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }
}
