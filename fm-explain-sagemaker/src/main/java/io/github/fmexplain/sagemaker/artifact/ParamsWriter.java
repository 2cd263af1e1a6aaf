package io.github.fmexplain.sagemaker.artifact;

import io.github.fmexplain.model.FmModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a model as an NDArray list: {@code arg:v} and {@code arg:w1_weight} row_sparse with every
 * row stored, as MXNet's {@code Module.save_checkpoint} leaves them, and {@code arg:w0_weight}.
 */
final class ParamsWriter {

  private static final int STORAGE_DEFAULT = 0;
  private static final int STORAGE_ROW_SPARSE = 1;
  private static final int CPU = 1;
  private static final int FLOAT32 = ParamsType.FLOAT32.flag();
  private static final int INT64 = ParamsType.INT64.flag();

  private final FmModel model;
  private final OutputStream out;
  private final byte[] bytes = new byte[1 << 16];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  private ParamsWriter(FmModel model, OutputStream out) {
    this.model = model;
    this.out = out;
  }

  static void write(FmModel model, OutputStream out) throws IOException {
    new ParamsWriter(model, out).write();
  }

  private void write() throws IOException {
    int n = model.numFeatures();
    int k = model.numFactors();
    int64(ParamsIndex.LIST_MAGIC);
    int64(0);
    int64(3);
    rowSparseHeader(n, k);
    for (int f = 0; f < n; f++) {
      for (float value : model.factors(f)) {
        float32(value);
      }
    }
    rowNumbers(n);
    rowSparseHeader(n, 1);
    for (int f = 0; f < n; f++) {
      float32(model.linearWeight(f));
    }
    rowNumbers(n);
    int32(ParamsIndex.V2);
    int32(STORAGE_DEFAULT);
    shape(1);
    typeAndDevice();
    float32(model.bias());
    List<String> names = List.of("arg:v", "arg:w1_weight", "arg:w0_weight");
    int64(names.size());
    for (String name : names) {
      int64(name.length());
      for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
        room(1).put(b);
      }
    }
    flush();
  }

  private void rowSparseHeader(long rows, long columns) throws IOException {
    int32(ParamsIndex.V2);
    int32(STORAGE_ROW_SPARSE);
    shape(rows, columns);
    shape(rows, columns);
    typeAndDevice();
    int32(INT64);
    shape(rows);
  }

  private void rowNumbers(int rows) throws IOException {
    for (int row = 0; row < rows; row++) {
      int64(row);
    }
  }

  private void typeAndDevice() throws IOException {
    int32(CPU);
    int32(0);
    int32(FLOAT32);
  }

  private void shape(long... lengths) throws IOException {
    int32(lengths.length);
    for (long length : lengths) {
      int64(length);
    }
  }

  private void int32(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  private void int64(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  private void float32(float value) throws IOException {
    room(Float.BYTES).putFloat(value);
  }

  private ByteBuffer room(int length) throws IOException {
    if (buffer.remaining() < length) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    out.write(bytes, 0, buffer.position());
    buffer.clear();
  }
}
