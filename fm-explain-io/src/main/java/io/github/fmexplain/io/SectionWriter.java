package io.github.fmexplain.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/**
 * Writes the sections of a trained model's file one after the other, each with its checksum. Not
 * thread-safe.
 */
final class SectionWriter {

  private final WritableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();
  private final MessageDigest digest = Sections.sha256();
  private long written;

  SectionWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  /** What a section holds. Its length is known before it is written. */
  interface Section {
    String name();

    long length();

    void write(SectionWriter out) throws IOException;
  }

  /** Writes what a file begins with. */
  void begin() throws IOException {
    bytes(Sections.MAGIC);
    int32(Sections.VERSION);
    flush();
  }

  void section(Section section) throws IOException {
    checksum.reset();
    byte[] name = section.name().getBytes(StandardCharsets.US_ASCII);
    room(1).put((byte) name.length);
    bytes(name);
    int64(section.length());
    long from = written + buffer.position();
    section.write(this);
    long length = written + buffer.position() - from;
    if (length != section.length()) {
      throw new IllegalStateException(
          "section '" + section.name() + "' has " + length + " bytes, not " + section.length());
    }
    flush();
    int32((int) checksum.getValue());
    flush();
  }

  /** Writes what a file ends with. */
  void end() throws IOException {
    buffer.put(digest.digest());
    flush();
  }

  void int32(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  void int64(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  void float32(float value) throws IOException {
    room(Float.BYTES).putFloat(value);
  }

  void float64(double value) throws IOException {
    room(Double.BYTES).putDouble(value);
  }

  void int32s(int[] values) throws IOException {
    for (int value : values) {
      int32(value);
    }
  }

  void bytes(byte[] bytes) throws IOException {
    for (int from = 0; from < bytes.length; ) {
      int length = Math.min(room(1).remaining(), bytes.length - from);
      buffer.put(bytes, from, length);
      from += length;
    }
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    buffer.flip();
    checksum.update(buffer.duplicate());
    digest.update(buffer.duplicate());
    written += buffer.remaining();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
