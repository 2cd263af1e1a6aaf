package io.github.fmexplain.sagemaker.recordio;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads frames and the tensors in each. The buffer grows with the bytes that really come. */
final class FrameReader {

  private static final int FIRST_BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final int maximumRecordBytes;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private long next;
  private long position;
  private long record;
  private int payload;

  FrameReader(InputStream in, int maximumRecordBytes) {
    this.in = in;
    this.maximumRecordBytes = maximumRecordBytes;
  }

  /** Goes to the next record. {@return false at the end} */
  boolean next() throws IOException {
    position = next;
    record++;
    int header = read(0, RowEncoder.HEADER_BYTES);
    if (header == 0) {
      record--;
      return false;
    }
    require(header == RowEncoder.HEADER_BYTES, () -> "record ends inside its header");
    int magic = littleEndian(0);
    if (magic != RowEncoder.MAGIC) {
      throw failure(String.format(Locale.ROOT, "magic must be 0xced7230a, but was 0x%08x", magic));
    }
    int length = littleEndian(4) & RowEncoder.MAXIMUM_PAYLOAD_BYTES;
    int flag = littleEndian(4) >>> 29;
    require(
        flag == 0, () -> "records in several parts cannot be read, but the part flag is " + flag);
    if (length > maximumRecordBytes) {
      throw failure(
          String.format(
              Locale.ROOT,
              "record of %d bytes is larger than the limit of %d bytes; raise it with"
                  + " RecordIoReader.builder(…).maximumRecordBytes(…)",
              length,
              maximumRecordBytes));
    }
    int padded = (length + 3) & ~3;
    int read = readPayload(padded);
    if (read < padded) {
      throw failure(
          String.format(
              Locale.ROOT,
              "record has %d bytes with its padding, but the data end after %d",
              padded,
              read));
    }
    for (int j = length; j < padded; j++) {
      if (buffer[j] != 0) {
        throw failure("padding must be zero, but was " + buffer[j]);
      }
    }
    next += RowEncoder.HEADER_BYTES + padded;
    payload = length;
    return true;
  }

  /** {@return the tensor of this record under a name, or null if there is none} */
  @Nullable Tensor tensor(int field, byte[] name) throws IOException {
    try {
      return Tensor.of(buffer, payload, field, name);
    } catch (InvalidProtocolBufferException e) {
      RecordIoFormatException failure = failure("payload must be a protobuf record, but is not");
      failure.initCause(e);
      throw failure;
    }
  }

  /** {@return the one number under a name of the label, or null if there is none} */
  @Nullable Tensor scalar(byte[] name, String what) throws IOException {
    Tensor tensor = tensor(RowEncoder.LABEL, name);
    if (tensor != null) {
      tensor.requireScalar(this, what);
    }
    return tensor;
  }

  private int readPayload(int bytes) throws IOException {
    int size = 0;
    while (size < bytes) {
      if (size == buffer.length) {
        buffer = Arrays.copyOf(buffer, (int) Math.min(bytes, 2L * size));
      }
      int wanted = Math.min(bytes, buffer.length) - size;
      int read = read(size, wanted);
      size += read;
      if (read < wanted) {
        break;
      }
    }
    return size;
  }

  private int read(int offset, int length) throws IOException {
    return in.readNBytes(buffer, offset, length);
  }

  private int littleEndian(int offset) {
    return (buffer[offset] & 0xFF)
        | (buffer[offset + 1] & 0xFF) << 8
        | (buffer[offset + 2] & 0xFF) << 16
        | (buffer[offset + 3] & 0xFF) << 24;
  }

  /** Fails with the place of the record that was read last. */
  void require(boolean holds, Supplier<String> message) throws RecordIoFormatException {
    if (!holds) {
      throw failure(message.get());
    }
  }

  RecordIoFormatException failure(String message) {
    return new RecordIoFormatException(message, record, position);
  }
}
