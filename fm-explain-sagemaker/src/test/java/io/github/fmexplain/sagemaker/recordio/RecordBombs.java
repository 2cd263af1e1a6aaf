package io.github.fmexplain.sagemaker.recordio;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads records of 8 MiB whose parts are as small as can be, and prints what came of each. */
final class RecordBombs {

  private static final int BYTES = (8 << 20) - 64;

  static final List<String> EXPECTED =
      List.of(
          "entries: features must have a tensor 'values', but have none, in record 1 at byte 0",
          "unknown: features must have a tensor 'values', but have none, in record 1 at byte 0",
          "groups: payload must be a protobuf record, but is not, in record 1 at byte 0",
          "keys: row has 8388544 keys, but 0 values, in record 1 at byte 0",
          "single keys: row has 4194272 keys, but 0 values, in record 1 at byte 0",
          "shape: shape of a sparse row must have 1 dimension, but is [1, 1, 1, 1, 1, 1, 1, 1, … of"
              + " 8388544], in record 1 at byte 0",
          "integers: read a row of 8388544");

  private RecordBombs() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("entries: " + read(repeated(0x0A, 0x00)));
    out.println("unknown: " + read(repeated(0x98, 0x01, 0x98, 0x01)));
    out.println("groups: " + read(repeated(0x0B)));
    byte[] width = {0x1A, 1, 9};
    out.println("keys: " + read(row(0x12, field(0x12, repeated(1)), width)));
    out.println("single keys: " + read(row(0x12, repeated(0x10, 1), width)));
    out.println("shape: " + read(row(0x12, field(0x1A, repeated(1)))));
    out.println("integers: " + read(row(0x3A, field(0x0A, repeated(1)))));
  }

  private static byte[] repeated(int... pattern) {
    byte[] bytes = new byte[BYTES / pattern.length * pattern.length];
    for (int j = 0; j < bytes.length; j++) {
      bytes[j] = (byte) pattern[j % pattern.length];
    }
    return bytes;
  }

  private static byte[] row(int type, byte[]... tensor) {
    byte[] name = field(0x0A, "values".getBytes(StandardCharsets.US_ASCII));
    return field(0x0A, name, field(0x12, field(type, tensor)));
  }

  private static byte[] field(int tag, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    for (int left = length; ; left >>>= 7) {
      out.write(left < 0x80 ? left : (left & 0x7F) | 0x80);
      if (left < 0x80) {
        break;
      }
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static String read(byte[] payload) throws IOException {
    try (RecordIoReader reader =
        RecordIoReader.of(new ByteArrayInputStream(RecordReference.frame(payload)))) {
      RecordIoRow row = reader.next().orElseThrow();
      return "read a row of " + row.features().size();
    } catch (RecordIoFormatException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
