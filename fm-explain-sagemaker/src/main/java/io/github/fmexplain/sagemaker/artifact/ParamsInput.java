package io.github.fmexplain.sagemaker.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian numbers from a stream, with the byte where each started. */
final class ParamsInput {

  private final InputStream in;
  private final String place;
  private final byte[] bytes = new byte[1 << 16];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).limit(0).order(ByteOrder.LITTLE_ENDIAN);
  private long filled;
  private boolean ended;

  ParamsInput(InputStream in, String place) {
    this.in = in;
    this.place = place;
  }

  /** {@return the byte of the next number} */
  long position() {
    return filled - buffer.remaining();
  }

  int int32() throws IOException {
    return need(Integer.BYTES).getInt();
  }

  long int64() throws IOException {
    return need(Long.BYTES).getLong();
  }

  double element(ParamsType type) throws IOException {
    return type.decode(need(type.bytes()));
  }

  /** Reads some float32 to the head of an array. */
  void float32(float[] values, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int step = Math.min(count - done, need(Float.BYTES).remaining() / Float.BYTES);
      buffer.asFloatBuffer().get(values, done, step);
      buffer.position(buffer.position() + step * Float.BYTES);
      done += step;
    }
  }

  byte[] text(int length) throws IOException {
    byte[] text = new byte[length];
    for (int j = 0; j < length; j++) {
      text[j] = need(1).get();
    }
    return text;
  }

  /** Goes on behind some bytes, without reading those that are not in the buffer. */
  void leap(long length) throws IOException {
    long left = length - Math.min(length, buffer.remaining());
    buffer.position(buffer.position() + (int) (length - left));
    while (left > 0) {
      long skipped = in.skip(left);
      if (skipped <= 0) {
        skip(left);
        return;
      }
      filled += skipped;
      left -= skipped;
    }
  }

  /** Reads some bytes and drops them. */
  void skip(long length) throws IOException {
    long left = length;
    while (left > 0) {
      int step = (int) Math.min(left, need(1).remaining());
      buffer.position(buffer.position() + step);
      left -= step;
    }
  }

  void requireEnd() throws IOException {
    fill(1);
    if (buffer.hasRemaining()) {
      throw failure(position(), "list must end here, but does not");
    }
  }

  void readToEnd() throws IOException {
    while (!ended) {
      buffer.position(buffer.limit());
      fill(1);
    }
  }

  private ByteBuffer need(int length) throws IOException {
    if (buffer.remaining() < length) {
      fill(length);
      if (buffer.remaining() < length) {
        throw failure(filled, "list ends too early");
      }
    }
    return buffer;
  }

  private void fill(int length) throws IOException {
    buffer.compact();
    while (!ended && buffer.position() < length) {
      int read = in.read(bytes, buffer.position(), buffer.remaining());
      ended = read < 0;
      filled += Math.max(read, 0);
      buffer.position(buffer.position() + Math.max(read, 0));
    }
    buffer.flip();
  }

  ArtifactFormatException failure(long position, String message) {
    return ArtifactFormatException.at(place + " at byte " + position, message);
  }

  /** {@return the place of a byte} */
  String place(long position) {
    return place + " at byte " + position;
  }
}
