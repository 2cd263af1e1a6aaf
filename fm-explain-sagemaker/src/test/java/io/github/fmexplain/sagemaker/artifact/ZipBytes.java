package io.github.fmexplain.sagemaker.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Changes the headers of a zip file in place. */
final class ZipBytes {

  private ZipBytes() {}

  private static ByteBuffer little(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The end record of a zip file without a comment. */
  static int end(byte[] zip) {
    return zip.length - 22;
  }

  /** Where the first entry of the directory starts. */
  static int central(byte[] zip) {
    return little(zip).getInt(end(zip) + 16);
  }

  static void centralInt(byte[] zip, int offset, int value) {
    little(zip).putInt(central(zip) + offset, value);
  }

  static void centralShort(byte[] zip, int offset, int value) {
    little(zip).putShort(central(zip) + offset, (short) value);
  }

  static void putInt(byte[] zip, int at, int value) {
    little(zip).putInt(at, value);
  }
}
