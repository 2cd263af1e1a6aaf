package io.github.fmexplain.sagemaker.recordio;

import com.google.protobuf.CodedOutputStream;
import io.github.fmexplain.data.TrainingSet;
import io.github.fmexplain.model.FeatureVector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows without making a message a row. A frame is
 *
 * <pre>
 * magic, payload length                                 2 × uint32, little-endian
 * 0a len  0a 06 "values"  12 len  12 len  tensor        features: Value{float32_tensor}
 * 12 12   0a 06 "values"  12 08  12 06  0a 04 label     label: Value{float32_tensor{values: [y]}}
 * zeros to a multiple of 4
 * </pre>
 *
 * and the tensor has values (0a), keys (12) and shape (1a), each packed behind its length in bytes
 * and absent when it has no element. These are the bytes that the Python SDK writes.
 */
final class RowEncoder {

  static final int MAGIC = 0xCED7230A;
  static final int HEADER_BYTES = 8;

  /** The upper three bits of the length word are flags in other RecordIO dialects. */
  static final int MAXIMUM_PAYLOAD_BYTES = (1 << 29) - 1;

  static final int FEATURES = 0x0A;
  static final int LABEL = 0x12;
  private static final int ENTRY_KEY = 0x0A;
  private static final int ENTRY_VALUE = 0x12;
  private static final int FLOAT32_TENSOR = 0x12;
  private static final int TENSOR_VALUES = 0x0A;
  private static final int TENSOR_KEYS = 0x12;
  private static final int TENSOR_SHAPE = 0x1A;
  static final byte[] NAME = "values".getBytes(StandardCharsets.US_ASCII);
  private static final int NAME_FIELD_BYTES = 2 + NAME.length;
  private static final int LABEL_BYTES = 2 + NAME_FIELD_BYTES + 2 + 2 + 2 + Float.BYTES;

  /** Reads the listed features of a row. */
  interface Row {

    int size();

    int index(int position);

    float value(int position);
  }

  /** The rows of a set, one after the other, without a vector for each. */
  static final class SetRow implements Row {

    private final TrainingSet set;
    int row;

    SetRow(TrainingSet set) {
      this.set = set;
    }

    @Override
    public int size() {
      return set.rowSize(row);
    }

    @Override
    public int index(int position) {
      return set.index(row, position);
    }

    @Override
    public float value(int position) {
      return set.value(row, position);
    }
  }

  record VectorRow(FeatureVector vector) implements Row {

    @Override
    public int size() {
      return vector.size();
    }

    @Override
    public int index(int position) {
      return vector.index(position);
    }

    @Override
    public float value(int position) {
      return vector.value(position);
    }
  }

  private RowEncoder() {}

  /** The bytes of a sparse row's frame. */
  static long sparseFrameBytes(Row row, int numFeatures, boolean labelled) {
    return frameBytes(payloadBytes(sparseTensorBytes(row, keyBytes(row), numFeatures), labelled));
  }

  static long frameBytes(long payload) {
    return HEADER_BYTES + ((payload + 3) & ~3L);
  }

  private static long payloadBytes(long tensor, boolean labelled) {
    return fieldBytes(entryBytes(tensor)) + (labelled ? LABEL_BYTES : 0);
  }

  private static long entryBytes(long tensor) {
    return NAME_FIELD_BYTES + fieldBytes(fieldBytes(tensor));
  }

  /** The bytes of a field with a tag of one byte, a length and that many bytes. */
  private static long fieldBytes(long content) {
    return 1 + CodedOutputStream.computeUInt64SizeNoTag(content) + content;
  }

  private static long keyBytes(Row row) {
    long bytes = 0;
    for (int j = 0; j < row.size(); j++) {
      bytes += CodedOutputStream.computeUInt32SizeNoTag(row.index(j));
    }
    return bytes;
  }

  private static long sparseTensorBytes(Row row, long keyBytes, int numFeatures) {
    long shape = fieldBytes(CodedOutputStream.computeUInt32SizeNoTag(numFeatures));
    return row.size() == 0
        ? shape
        : fieldBytes((long) Float.BYTES * row.size()) + fieldBytes(keyBytes) + shape;
  }

  /** The bytes of the payload of a sparse row. */
  static long sparsePayloadBytes(Row row, int numFeatures, boolean labelled) {
    return payloadBytes(sparseTensorBytes(row, keyBytes(row), numFeatures), labelled);
  }

  /** The bytes of the payload of a dense row. */
  static long densePayloadBytes(int numFeatures, boolean labelled) {
    return payloadBytes(fieldBytes((long) Float.BYTES * numFeatures), labelled);
  }

  /** Writes all of a sparse row's frame but its label and its padding. */
  static void writeSparse(CodedOutputStream out, Row row, int numFeatures, int payload)
      throws IOException {
    long keyBytes = keyBytes(row);
    writeHead(out, sparseTensorBytes(row, keyBytes, numFeatures), payload);
    if (row.size() > 0) {
      writeTag(out, TENSOR_VALUES, (long) Float.BYTES * row.size());
      for (int j = 0; j < row.size(); j++) {
        out.writeFloatNoTag(row.value(j));
      }
      writeTag(out, TENSOR_KEYS, keyBytes);
      for (int j = 0; j < row.size(); j++) {
        out.writeUInt32NoTag(row.index(j));
      }
    }
    writeTag(out, TENSOR_SHAPE, CodedOutputStream.computeUInt32SizeNoTag(numFeatures));
    out.writeUInt32NoTag(numFeatures);
  }

  /** Writes all of a dense row's frame but its label and its padding. */
  static void writeDense(CodedOutputStream out, float[] values, int payload) throws IOException {
    long bytes = (long) Float.BYTES * values.length;
    writeHead(out, fieldBytes(bytes), payload);
    writeTag(out, TENSOR_VALUES, bytes);
    for (float value : values) {
      out.writeFloatNoTag(value);
    }
  }

  private static void writeHead(CodedOutputStream out, long tensor, int payload)
      throws IOException {
    out.writeFixed32NoTag(MAGIC);
    out.writeFixed32NoTag(payload);
    writeTag(out, FEATURES, entryBytes(tensor));
    writeName(out);
    writeTag(out, ENTRY_VALUE, fieldBytes(tensor));
    writeTag(out, FLOAT32_TENSOR, tensor);
  }

  static void writeLabel(CodedOutputStream out, float label) throws IOException {
    writeTag(out, LABEL, LABEL_BYTES - 2);
    writeName(out);
    writeTag(out, ENTRY_VALUE, 4 + Float.BYTES);
    writeTag(out, FLOAT32_TENSOR, 2 + Float.BYTES);
    writeTag(out, TENSOR_VALUES, Float.BYTES);
    out.writeFloatNoTag(label);
  }

  /** The bytes of the payload of a row of tensors. */
  static long payloadBytes(RecordIoTensor features, @Nullable RecordIoTensor label) {
    return fieldBytes(entryBytes(tensorBytes(features)))
        + (label == null ? 0 : fieldBytes(entryBytes(tensorBytes(label))));
  }

  private static long tensorBytes(RecordIoTensor tensor) {
    long values = tensor.size() == 0 ? 0 : fieldBytes(tensor.valueBytes());
    if (!tensor.isSparse()) {
      return values;
    }
    return values
        + (tensor.size() == 0 ? 0 : fieldBytes(tensor.keyBytes()))
        + fieldBytes(CodedOutputStream.computeUInt32SizeNoTag(tensor.width));
  }

  /** Writes all of a frame but its padding. */
  static void write(
      CodedOutputStream out, RecordIoTensor features, @Nullable RecordIoTensor label, int payload)
      throws IOException {
    out.writeFixed32NoTag(MAGIC);
    out.writeFixed32NoTag(payload);
    writeEntry(out, FEATURES, features);
    if (label != null) {
      writeEntry(out, LABEL, label);
    }
  }

  private static void writeEntry(CodedOutputStream out, int field, RecordIoTensor tensor)
      throws IOException {
    long bytes = tensorBytes(tensor);
    writeTag(out, field, entryBytes(bytes));
    writeName(out);
    writeTag(out, ENTRY_VALUE, fieldBytes(bytes));
    writeTag(out, tensor.type.tag, bytes);
    if (tensor.size() > 0) {
      writeTag(out, TENSOR_VALUES, tensor.valueBytes());
      tensor.writeValues(out);
    }
    if (tensor.isSparse()) {
      if (tensor.size() > 0) {
        writeTag(out, TENSOR_KEYS, tensor.keyBytes());
        tensor.writeKeys(out);
      }
      writeTag(out, TENSOR_SHAPE, CodedOutputStream.computeUInt32SizeNoTag(tensor.width));
      out.writeUInt32NoTag(tensor.width);
    }
  }

  static void writePadding(CodedOutputStream out, int payload) throws IOException {
    for (int bytes = payload; bytes % 4 != 0; bytes++) {
      out.writeRawByte(0);
    }
  }

  private static void writeName(CodedOutputStream out) throws IOException {
    writeTag(out, ENTRY_KEY, NAME.length);
    out.writeRawBytes(NAME);
  }

  private static void writeTag(CodedOutputStream out, int tag, long length) throws IOException {
    out.writeRawByte(tag);
    out.writeUInt64NoTag(length);
  }
}
